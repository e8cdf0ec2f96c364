"""KV702 superlatives banned in advertising: his advertising says what advertising must not say.

What: posts that advertise (disclosed or not) with an absolute term of praise: 国家级, 最佳,
全网第一 and the like. Context counts: 最近 is no superlative, 最好别买 praises nothing,
唯一的缺点 is no praise.
Example (invented): 「#广告# 某米新机，全网最强影像，链接在评论区」.
Why it matters: the advertising law (广告法, article 9 (3)) forbids them, and the advertiser is
fined.
Known false alarms: comparisons within one maker's own products, and opinions of his own, which
the regulator's guide of 2023 leaves unpunished. The list carries its date; it is no legal advice.
"""

from collections.abc import Iterator

from kolvet.checks.words import holds_any, is_advertising, pattern, word_list
from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy

RULE = "KV702"
CHINESE = """KV702 广告法禁用的绝对化用语：他的广告说了广告不能说的话。

是什么：广告（不论是否标明）里用绝对化的词夸商品：国家级、最佳、全网第一等。要看上下文：
「最近」不是「最」，「最好别买」不是夸，「唯一的缺点」也不是。
例子（虚构）：「#广告# 某米新机，全网最强影像，链接在评论区」。
为什么重要：《广告法》第九条第（三）项禁止，被罚的是广告主。
已知误报：同一厂商自己产品之间的比较、本人的主观感受；市场监管总局 2023 年的指南不罚这些。
词表有日期，不是法律意见。
"""


def run(subject: Subject, _policy: Policy) -> Iterator[Found]:
    """One finding with the posts, newest first."""
    hits = [
        (item.post, words)
        for item in reversed(subject.posts)
        if (words := superlatives_in(item.own)) and is_advertising(item)
    ]
    if hits:
        named = sorted({word for _, words in hits for word in words})
        yield Found(
            rule=RULE,
            severity="low",
            confidence=0.6,
            identity=(),
            others=tuple(post for post, _ in hits),
            values={
                "number": len(hits),
                "words": " ".join(named[:5]),
                "as_of": word_list("superlatives")["as_of"],
            },
        )


def superlatives_in(own: str) -> tuple[str, ...]:
    """The absolute terms of praise in a text, without what only looks like one."""
    if not holds_any(own, "superlatives", "hints"):
        return ()
    innocent = [match.span() for match in pattern("superlatives", "innocent").finditer(own)]
    return tuple(
        match.group()
        for match in pattern("superlatives", "patterns").finditer(own)
        if not any(start < match.end() and match.start() < end for start, end in innocent)
    )
