"""What the model answered. What does not parse whole is no answer."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kolvet.model.judgements import Opinion, Stance, TargetKind

NOT_MENTIONED = "not_mentioned"
_STANCES: dict[object, Stance | None] = {stance.value: stance for stance in Stance}
_STANCES[NOT_MENTIONED] = None
_KINDS: dict[object, TargetKind | None] = {kind.value: kind for kind in TargetKind} | {None: None}


def parse_answers(content: str, own: Sequence[str], model: str) -> list[Opinion | None]:
    """One opinion or None for each of the texts, in their order.

    Args:
        content: The model's message.
        own: The author's own words of each post, as it was numbered from 1.
        model: Who answered.
    """
    found: list[Opinion | None] = [None] * len(own)
    seen: set[int] = set()
    for answer in _entries(content):
        number = _number(answer, len(own))
        if number is None:
            continue
        twice = number in seen
        seen.add(number)
        found[number - 1] = None if twice else _opinion(answer, own[number - 1], model)
    alone = len(own) == 1
    return [item and replace(item, alone=alone) for item in found]


def _entries(content: str) -> list[Any]:
    try:
        whole = json.loads(content, object_pairs_hook=_pairs, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return []
    entries = whole.get("answers") if isinstance(whole, dict) else None
    return entries if isinstance(entries, list) else []


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object that says one thing twice says nothing."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key stands twice")
    return made


def _refuse(constant: str) -> Any:  # noqa: ANN401
    raise ValueError(f"{constant} is no number")


def _number(answer: Any, texts: int) -> int | None:  # noqa: ANN401
    number = _whole(answer.get("n"), texts) if isinstance(answer, dict) else None
    return number or None


def _whole(value: object, most: int) -> int | None:
    """The value, if it is a whole number from 0 to `most`; True is none."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most:
        return value
    return None


def _probability(value: object) -> float | None:
    if isinstance(value, float):
        return value if 0 <= value <= 1 else None
    return _whole(value, 1)


def _opinion(answer: dict[str, Any], own: str, model: str) -> Opinion | None:
    stance, kind = answer.get("stance"), answer.get("target_kind", "missing")
    severity, sure = _whole(answer.get("severity"), 3), _probability(answer.get("sure"))
    quote = answer.get("quote")
    if not (isinstance(stance, str) and stance in _STANCES):
        return None
    if not (kind is None or (isinstance(kind, str) and kind in _KINDS)):
        return None
    if severity is None or sure is None or not isinstance(quote, str):
        return None
    read = _STANCES[stance]
    # Criticism without severity, or severity without criticism, contradicts itself.
    if (read is Stance.CRITICAL) != (severity > 0) or not _stands(quote, own, read):
        return None
    return Opinion(model, read, severity, _KINDS[kind] if read else None, quote, float(sure))


def _stands(quote: str, own: str, stance: Stance | None) -> bool:
    """Whether the quote stands in the author's own words; a text about nothing needs none."""
    if not quote:
        return stance is None
    return bool(quote.strip()) and "\0" not in quote and quote in own
