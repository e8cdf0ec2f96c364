"""Lines of NDJSON to judgements and back (product design, section 3)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from kolvet.cli.options import find_target
from kolvet.messages import text
from kolvet.model.brands import Target
from kolvet.model.judgements import Judgement
from kolvet.text.judge import Question, judge

ANSWER_KEYS = {
    *("mentioned", "stance", "score", "severity", "confidence", "target_kind", "mentions"),
    *("span", "flags", "reasons", "error"),
}
"""Ours in an answer: the same keys of a line in do not pass through."""


@dataclass(slots=True)
class Scorer:
    """Answers lines in their order; counts the bad ones."""

    engine: str
    default_brand: str | None
    explain: bool
    bad_lines: int = 0
    _targets: dict[str, Target] = field(default_factory=dict)

    def answer(self, lines: Sequence[bytes]) -> list[dict[str, object]]:
        """One answer for each line and brand; a bad line answers with its error."""
        asked = [wish for line in lines for wish in self._read(line)]
        questions = [item.question for item in asked if item.question]
        judgements = iter(judge(questions, engine=self.engine))
        return [
            self._answer(item, next(judgements)) if item.question else item.head for item in asked
        ]

    def _read(self, line: bytes) -> list["Wish"]:
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            return [self._bad(None, text("cli.line_not_json"))]
        if not isinstance(row, dict):
            return [self._bad(None, text("cli.line_not_object"))]
        bad = partial(self._bad, row.get("id"))
        words = row.get("text")
        if not isinstance(words, str):
            return [bad(text("cli.line_no_text"))]
        brands = row.get("brand", self.default_brand)
        names = brands if isinstance(brands, list) else [brands]
        asked = [name for name in names if isinstance(name, str) and name.strip()]
        if not names or len(asked) < len(names):
            return [bad(text("cli.line_no_brand"))]
        kept = {key: value for key, value in row.items() if key not in ANSWER_KEYS}
        words = words.encode("utf-8", "replace").decode("utf-8")
        return [
            Wish({"id": row.get("id"), **kept, "brand": name}, Question(words, self._target(name)))
            for name in asked
        ]

    def _bad(self, identity: object, reason: str) -> "Wish":
        self.bad_lines += 1
        return Wish({"id": identity, "error": reason}, None)

    def _target(self, name: str) -> Target:
        if name not in self._targets:
            self._targets[name] = find_target(name)
        return self._targets[name]

    def _answer(self, wish: "Wish", judgement: Judgement) -> dict[str, object]:
        head = {key: value for key, value in wish.head.items() if key != "text"}
        return head | judgement_fields(judgement, explain=self.explain)


@dataclass(frozen=True, slots=True)
class Wish:
    """The part of an answer that comes from the line, and what to judge (None for a bad line)."""

    head: dict[str, object]
    question: Question | None


def judgement_fields(judgement: Judgement, *, explain: bool) -> dict[str, object]:
    """The judgement's part of an answer line."""
    fields: dict[str, object] = {
        "mentioned": judgement.mentioned,
        "stance": judgement.stance,
        "score": None if judgement.score is None else round(judgement.score, 4),
        "severity": judgement.severity,
        "confidence": round(judgement.confidence, 4),
        "target_kind": judgement.target_kind,
        "mentions": [
            {
                "start": item.start,
                "end": item.end,
                "alias": item.alias,
                "brand": item.brand,
                "kind": item.kind,
            }
            for item in judgement.mentions
        ],
        "span": None if judgement.span is None else list(judgement.span),
        "flags": list(judgement.flags),
    }
    if explain:
        fields["reasons"] = [
            {"rule": reason.rule, "text": reason.text, "weight": round(reason.weight, 4)}
            for reason in judgement.reasons
        ]
    return fields
