"""Comparisons: which side is the brand on, and does it win?

Chinese comparisons say who wins by order and by verb: "A 不如 B" and "A 被 B 吊打" praise B,
"A 吊打 B" praises A, "A 比 B 好" praises A and "A 比 B 贵" does not, "A 没有 B 流畅" praises B,
"还得是 A" praises A, "从 A 换到 B" leaves A.
"""

import re
from typing import NamedTuple

from kolvet.text.clauses import Clause, clause_at
from kolvet.text.cues import Cues
from kolvet.text.marked import ANY_MARK

_MARK = f"[{ANY_MARK}]"
_BETTER = (
    "吊打|碾压|完爆|秒杀|完胜|爆杀|暴打|干翻|打败|击败|超越|超过|甩开|甩了|胜过|强过|好过|力压|赢"
)
_WORSE = (
    "不如|比不上|比不过|比不了|赶不上|不及|打不过|干不过|输给|败给|差远了|逊色于|落后于|跟不上"
)
_GAIN = "好|强|快|稳|香|大气|值|舒服|流畅|清晰|便宜|省|轻|耐用|优秀|厉害|高级|靠谱|实在|亮|准|顺"
_LOSS = "差|烂|贵|慢|重|热|烫|卡|糊|吵|费电|耗电|丑|难|弱|垃圾|坑|低"
_GAP = r"[^,，。;；!！?？\n]{0,10}"

_PATTERNS: tuple[tuple[str, float, re.Pattern[str]], ...] = tuple(
    (name, sign, re.compile(pattern))
    for name, sign, pattern in (
        # name of the rule, +1 the brand wins / -1 it loses, pattern; the first that fits decides
        ("passive", -1.0, rf"{_MARK}[^,。;!?\n]{{0,6}}被{_GAP}(?:{_BETTER})"),
        ("passive", 1.0, rf"被{_GAP}{_MARK}[^,。;!?\n]{{0,6}}(?:{_BETTER})"),
        ("not_worse", 1.0, rf"{_MARK}{_GAP}(?:不输|不比|不逊|媲美)"),
        ("not_worse", -1.0, rf"(?:不输|不比|不逊于|不逊色){_GAP}{_MARK}"),
        ("worse", -1.0, rf"{_MARK}{_GAP}(?:{_WORSE})"),
        ("worse", 1.0, rf"(?:{_WORSE})[^,。;!?\n]{{0,6}}{_MARK}"),
        (
            "none_better",
            1.0,
            rf"没有?(?:人|谁|哪个|见过)?[^,。;!?\n]{{0,4}}比{_MARK}[^,。;!?\n]{{0,6}}更?(?:{_GAIN})",
        ),
        (
            "none_better",
            -1.0,
            rf"没有?[^,。;!?\n]{{0,4}}比{_MARK}[^,。;!?\n]{{0,6}}更?(?:{_LOSS})",
        ),
        ("better", 1.0, rf"{_MARK}{_GAP}(?:{_BETTER})"),
        ("better", -1.0, rf"(?:{_BETTER})[^,。;!?\n]{{0,6}}{_MARK}"),
        ("than", -1.0, rf"比{_MARK}{_GAP}(?:{_GAIN})"),
        ("than", 1.0, rf"比{_MARK}{_GAP}(?:{_LOSS})"),
        ("than", 1.0, rf"{_MARK}[^。;!?\n]{{0,12}}比{_GAP}(?:{_GAIN})"),
        ("than", -1.0, rf"{_MARK}[^。;!?\n]{{0,12}}比{_GAP}(?:{_LOSS})"),
        ("not_as", 1.0, rf"(?:没有?|不像|不及){_MARK}(?:这么|那么)?[^,。;!?\n]{{0,3}}(?:{_GAIN})"),
        (
            "choice",
            1.0,
            rf"(?:还得是|还得看|还得|就数|唯有|首选|必选|无脑选|不如买|宁可买|还是){_MARK}",
        ),
        ("choice", 1.0, rf"{_MARK}(?:永远的神|yyds|才是|天下第一|第一)"),
        ("greater", 1.0, rf"{_MARK}\s*(?:>+|≥)"),
        ("greater", -1.0, rf"(?:>+|≥)\s*{_MARK}"),
        ("switch", -1.0, rf"(?:从|把|由){_MARK}{_GAP}(?:换|转|改)"),
        ("switch", -1.0, rf"{_MARK}{_GAP}(?:换成了?|换到了?|换回了?)(?!{_MARK})"),
        ("switch", 1.0, rf"(?:换到|换成|换回|投奔|转投|改用){_MARK}"),
    )
)
_SIGN = re.compile(
    rf"比|被|媲美|换|转|改|投奔|>|≥|不输|不逊|[没有像及是看得数选买]{_MARK}|{_BETTER}|{_WORSE}"
    rf"|{_MARK}(?:永远的神|yyds|才是|天下第一|第一)"
)
"""No pattern fits a range without one of these."""


class Comparison(NamedTuple):
    """How the brand comes out: `outcome` +1 wins, -1 loses; where, and by which rule."""

    outcome: float
    rule: str
    start: int
    end: int


def find_comparison(text: str, start: int, end: int) -> Comparison | None:
    """The first comparison with the brand in a range of a marked text, or None."""
    if not _SIGN.search(text, start, end):
        return None
    for rule, sign, pattern in _PATTERNS:
        match = pattern.search(text, start, end)
        if match:
            return Comparison(sign, rule, match.start(), match.end())
    return None


def rivals_clauses(
    clauses: tuple[Clause, ...], cues: Cues, targets: tuple[int, ...]
) -> frozenset[int]:
    """Indexes of the clauses that name another maker and not the brand."""
    found = set()
    for cue in cues.by_kind.get("other_brand", ()):
        index = clause_at(clauses, cue.start)
        if index not in targets and cue.end <= clauses[index].end:
            found.add(index)
    return frozenset(found)
