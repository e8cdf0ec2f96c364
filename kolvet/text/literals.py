"""Strings without which a regular expression cannot match: a quick test before the slow one."""

import re

_ESCAPED_LITERAL = re.compile(r"\\[^\w\s]|\\ ")
_QUANTIFIER = re.compile(r"[?*+]|\{\d*,?\d*\}")
_GROUP_HEAD = re.compile(r"\?(?::|P<\w+>|<?[=!])")


def required_literals(pattern: str) -> tuple[str, ...]:
    """Literal strings of which every match holds at least one; () when none are known.

    Looks at what stands at the top of the pattern: runs of plain characters, and groups that are
    alternatives of plain characters. The choice with the longest shortest string wins.
    """
    if len(_split(pattern)) > 1:
        parts = [required_literals(part) for part in _split(pattern)]
        return tuple(literal for part in parts for literal in part) if all(parts) else ()
    candidates = [candidate for candidate in _candidates(pattern) if all(candidate)]
    return max(candidates, key=lambda words: min(map(len, words)), default=())


def _candidates(pattern: str) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    run = ""
    position = 0
    while position < len(pattern):
        end = _item_end(pattern, position)
        item = pattern[position:end]
        quantifier = _QUANTIFIER.match(pattern, end)
        position = quantifier.end() if quantifier else end
        optional = quantifier is not None and not quantifier.group().startswith(("+", "{1"))
        plain = _plain(item)
        if plain and quantifier is None:
            run += plain
            continue
        found.append((run + plain,) if plain and not optional else (run,))
        run = ""
        if item.startswith("(") and not optional:
            found.append(_group(item))
    found.append((run,))
    return found


def _group(item: str) -> tuple[str, ...]:
    """What a group needs; ("",), which needs nothing, for one that only looks around."""
    inner = item[1:-1]
    head = _GROUP_HEAD.match(inner)
    if head is not None and head.group().endswith(("=", "!")):
        return ("",)
    if head is None and inner.startswith("?"):  # flags and what else there may be
        return ("",)
    return required_literals(inner[head.end() :] if head else inner) or ("",)


def _plain(item: str) -> str:
    if _ESCAPED_LITERAL.fullmatch(item):
        return item[1]
    return item if len(item) == 1 and item not in r"\.^$[]()|" else ""


def _item_end(pattern: str, start: int) -> int:
    """The end of the character, escape, class or group that starts here."""
    first = pattern[start]
    if first == "\\":
        return min(start + 2, len(pattern))
    if first == "[":
        # A bracket right after the opening one, or after ^, is a member of the class.
        inner = start + 2 + (pattern[start + 1 : start + 2] == "^")
        while inner < len(pattern) and pattern[inner] != "]":
            inner += 2 if pattern[inner] == "\\" else 1
        return inner + 1
    if first == "(":
        inner = start + 1
        while inner < len(pattern) and pattern[inner] != ")":
            inner = _item_end(pattern, inner)
        return inner + 1
    return start + 1


def _split(pattern: str) -> list[str]:
    """The alternatives at the top of the pattern."""
    parts, start, position = [], 0, 0
    while position < len(pattern):
        if pattern[position] == "|":
            parts.append(pattern[start:position])
            start = position + 1
        position = _item_end(pattern, position)
    return [*parts, pattern[start:]]
