"""The pages of the checks and of the score's terms, from what `kolvet explain` prints."""

import re
from collections.abc import Iterator

from markup import plain, prose, table

from kolvet.checks import CHECKS, Check, page_of
from kolvet.messages import catalogue

_PARTS = {
    "en": ("What: ", "Example (invented): ", "Why it matters: ", "Known false alarms: "),
    "zh": ("是什么：", "例子（虚构）：", "为什么重要：", "已知误报："),
}
_GROUPS = {
    "KV1": "Stance",
    "KV2": "Users",
    "KV3": "Fans",
    "KV4": "Precedents",
    "KV5": "Data",
    "KV6": "Commerce",
    "KV7": "Content",
    "KV8": "Audience",
}


def pages() -> dict[str, str]:
    """The list, a page a check in the order of the ids, and the terms: path -> Markdown."""
    made = {"checks/index.md": _overview()}
    made |= {f"checks/{check.RULE}.md": _page(check) for check in CHECKS}
    return made | {"checks/terms.md": _terms()}


def _overview() -> str:
    return "\n\n".join(
        (
            "# Checks",
            "Each check looks for one thing and gives findings that rest on quotes. Ids never "
            "change. A page below is what `kolvet explain KVnnn` prints (`--lang zh` in Chinese); "
            "the [terms of the score](terms.md) are explained the same way. What a finding does "
            "to the verdict: [The verdict](../verdict.md).",
            *_groups(),
        )
    )


def _groups() -> Iterator[str]:
    for prefix, title in _GROUPS.items():
        rows = [
            [f"[{check.RULE}]({check.RULE}.md)", *map(plain, _names(check))]
            for check in CHECKS
            if check.RULE.startswith(prefix)
        ]
        yield f"## {title}"
        yield table(("id", "check", "名称"), rows)


def _names(check: Check) -> tuple[str, str]:
    names = catalogue("rules")[check.RULE]
    return names["en"], names["zh"]


def _page(check: Check) -> str:
    english, chinese = _names(check)
    return "\n\n".join(
        (
            f"# {check.RULE} {plain(english)}",
            *_sections(page_of(check, "en"), "en", " "),
            f"## 中文：{plain(chinese)}",
            *_sections(page_of(check, "zh"), "zh", ""),
            "---",
            f"In a terminal: `kolvet explain {check.RULE}`.",
        )
    )


def _sections(page: str, language: str, glue: str) -> Iterator[str]:
    """The first paragraph without the id and name, then each part behind its label."""
    first, *paragraphs = page.split("\n\n")
    lead = glue.join(first.splitlines())
    yield _sentence(re.split(r"[:：]\s*", lead, maxsplit=1)[-1])
    labels = "|".join(re.escape(label) for label in _PARTS[language])
    pieces = re.split(rf"^({labels})", "\n\n".join(paragraphs), flags=re.M)
    for label, body in zip(pieces[1::2], pieces[2::2], strict=True):
        first, *more = [glue.join(part.splitlines()) for part in body.strip().split("\n\n")]
        name = label.strip(": ：")
        yield (
            f"**{name}.** {_sentence(first)}"
            if language == "en"
            else f"**{name}**：{prose(first)}"
        )
        yield from map(_sentence, more)


def _sentence(words: str) -> str:
    return prose(words[:1].upper() + words[1:])


def _terms() -> str:
    names, definitions = catalogue("terms"), catalogue("definitions")
    sections = [
        f"## {name} {plain(names[name]['en'])}\n\n{plain(words['en'])}\n\n"
        f"**{plain(names[name]['zh'])}**：{plain(words['zh'])}"
        for name, words in definitions.items()
    ]
    lead = (
        "What each part of the score means, as `kolvet explain H` prints it. How the parts "
        "become an index: [The verdict](../verdict.md)."
    )
    return "\n\n".join(("# Terms of the score", lead, *sections))
