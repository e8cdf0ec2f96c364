"""Figures of judgements beside labels: what `make quality` prints."""

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from kolvet.model.judgements import LEVEL_EDGES, ErrorRates, Judgement, Stance
from kolvet.model.share import draw_shares, estimate_share, level_of, sum_levels

ABSENT = "not_mentioned"
BLOGGERS = 500
POSTS = (100, 300, 1000)
"""Posts of a simulated blogger that name the brand."""
SHARES = (0.02, 0.6)
_BINS = tuple(number / 10 for number in range(3, 11))


class Row(NamedTuple):
    """A labelled text; `label` is a stance or not_mentioned."""

    text: str
    brand: str
    label: str
    phenomenon: str = ""
    severity: int | None = None
    target_kind: str | None = None
    group: str = ""
    id: str = ""
    insult: bool = False


class Answer(NamedTuple):
    """A row with its judgement."""

    row: Row
    judgement: Judgement

    @property
    def said(self) -> str:
        """The judgement as a label."""
        return self.judgement.stance.value if self.judgement.stance else ABSENT

    @property
    def stance(self) -> str:
        """The stance; a brand that is not found is neutral, for nothing is held against it."""
        return self.judgement.stance.value if self.judgement.stance else Stance.NEUTRAL.value


def figures(answers: Sequence[Answer]) -> list[str]:
    """The cells of one engine on one set.

    Accuracy is over four classes. Macro-F1, polar accuracy, flips and recall are over rows that
    have a stance, where not found counts as neutral; precision is over all rows.
    """
    judged = [answer for answer in answers if answer.row.label != ABSENT]
    absent = [answer for answer in answers if answer.row.label == ABSENT]
    polar = [answer for answer in judged if answer.row.label != Stance.NEUTRAL]
    flips = sum(answer.stance not in (answer.row.label, Stance.NEUTRAL) for answer in polar)
    macro = sum(class_figures(judged, stance.value)[2] for stance in Stance) / len(Stance)
    right = sum(answer.row.label == answer.stance for answer in polar)
    return [
        f"{share_right(answers):.3f}",
        f"{macro:.3f}",
        f"{right / max(1, len(polar)):.3f}",
        *(
            f"{precision:.2f} / {recall:.2f}"
            for precision, recall, _ in (
                class_figures(answers, Stance.CRITICAL),
                class_figures(answers, Stance.SUPPORTIVE),
            )
        ),
        f"{flips / max(1, len(polar)):.3f}",
        f"{sum(answer.judgement.mentioned for answer in judged)} of {len(judged)}",
        f"{sum(not answer.judgement.mentioned for answer in absent)} of {len(absent)}"
        if absent
        else "-",
    ]


def class_figures(answers: Sequence[Answer], label: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of one stance."""
    right = sum(answer.row.label == label == answer.stance for answer in answers)
    precision = right / max(1, sum(answer.stance == label for answer in answers))
    recall = right / max(1, sum(answer.row.label == label for answer in answers))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def share_right(answers: Sequence[Answer]) -> float:
    """Accuracy over four classes."""
    return sum(answer.row.label == answer.said for answer in answers) / max(1, len(answers))


def phenomena(answers: Sequence[Answer]) -> list[str]:
    """Right answers by phenomenon, for sets that are tagged."""
    by_tag: dict[str, list[Answer]] = defaultdict(list)
    for each in answers:
        by_tag[each.row.phenomenon].append(each)
    if len(by_tag) < 2:
        return []
    cells = [
        f"{tag} {sum(each.row.label == each.said for each in tagged)}/{len(tagged)}"
        for tag, tagged in sorted(by_tag.items())
    ]
    return ["By phenomenon: " + ", ".join(cells) + ".", ""]


def reliability(answers: Sequence[Answer]) -> list[str]:
    """Does a confidence of 0.8 mean right in 80 of 100?

    A name that is found where the labeller saw none counts as neutral.
    """
    judged = [each for each in answers if each.judgement.mentioned]
    if len(judged) < 300:
        return []

    def is_right(each: Answer) -> bool:
        return each.stance == (each.row.label if each.row.label != ABSENT else Stance.NEUTRAL)

    lines = ["| confidence | rows | mean confidence | right |", "|---|---|---|---|"]
    gap, low = 0.0, 0.0
    for high in _BINS:
        last = high == _BINS[-1]
        inside = [
            each for each in judged if low <= each.judgement.confidence < (1.01 if last else high)
        ]
        if inside:
            mean = sum(each.judgement.confidence for each in inside) / len(inside)
            right = sum(map(is_right, inside)) / len(inside)
            gap += abs(mean - right) * len(inside) / len(judged)
            lines.append(f"| {low:.1f}-{high:.1f} | {len(inside)} | {mean:.2f} | {right:.2f} |")
        low = high
    return [*lines, "", f"Expected calibration error: {gap:.3f}.", ""]


def critical_curve(answers: Sequence[Answer]) -> list[str]:
    """Precision of critical over all rows at every tenth of recall."""
    ranked = sorted(answers, key=lambda each: -each.judgement.critical_probability)
    critical = sum(each.row.label == Stance.CRITICAL for each in answers)
    cells, hits = [], 0
    wanted = [number / 10 for number in range(1, 10)]
    for count, each in enumerate(ranked, 1):
        hits += each.row.label == Stance.CRITICAL
        while wanted and hits >= wanted[0] * critical:
            least = each.judgement.critical_probability
            cells.append(f"R {wanted.pop(0):.1f}: P {hits / count:.2f} (from {least:.2f})")
    return ["Critical, precision at recall (and P(critical)): " + "; ".join(cells) + ".", ""]


def simulated_shares(answers: Sequence[Answer]) -> list[str]:
    """Invented bloggers of known critical share, made of labelled rows: is the share found?

    The rows that bloggers are made of are of other batches than those that the error rates are
    counted in.
    """
    found = [each for each in answers if each.judgement.mentioned]
    batches = sorted({each.row.group for each in found})
    random = np.random.RandomState(7)
    lines = ["| posts a blogger | bloggers | mean error of the share | 90 % interval covers |"]
    lines.append("|---|---|---|---|")
    for posts in POSTS:
        errors: list[float] = []
        covered: list[bool] = []
        for side in (0, 1):
            mine = [each for each in found if batches.index(each.row.group) % 2 == side]
            rates = rates_of([each for each in found if batches.index(each.row.group) % 2 != side])
            levels = [
                np.array([level_of(each.judgement, rates) for each in mine if _is(each) is wanted])
                for wanted in (True, False)
            ]
            for share in random.uniform(*SHARES, size=BLOGGERS // 2):
                critical = round(share * posts)
                drawn = np.concatenate(
                    [
                        random.choice(levels[0], critical),
                        random.choice(levels[1], posts - critical),
                    ]
                )
                counts = sum_levels(drawn, np.ones(posts), rates)
                low, high = np.percentile(draw_shares(counts, rates, 400, random), [5, 95])
                errors.append(abs(estimate_share(counts, rates) - critical / posts))
                covered.append(bool(low <= critical / posts <= high))
        lines.append(
            f"| {posts} | {len(errors)} | {np.mean(errors):.3f} | {np.mean(covered):.2f} |"
        )
    return [*lines, ""]


def _is(answer: Answer) -> bool:
    return answer.row.label == Stance.CRITICAL


def rates_of(answers: Sequence[Answer]) -> ErrorRates:
    """The counts that correct a critical share.

    All but the accuracy is over rows in which the brand is found, false mentions among them: of
    such posts a blogger's share is taken.
    """
    found = [each for each in answers if each.judgement.mentioned]
    critical = [each for each in found if _is(each)]
    other = [each for each in found if not _is(each)]
    size = len(LEVEL_EDGES) + 1
    graded = ErrorRates(1, 1, 1, 1, 0.0, 1, critical_levels=(1,), other_levels=(1,))
    levels = [
        np.bincount([level_of(each.judgement, graded) for each in part], minlength=size).tolist()
        for part in (critical, other)
    ]
    return ErrorRates(
        critical_n=len(critical),
        critical_hit=sum(each.said == Stance.CRITICAL for each in critical),
        other_n=len(other),
        other_hit=sum(each.said == Stance.CRITICAL for each in other),
        accuracy=round(share_right(answers), 4),
        n=len(answers),
        critical_levels=tuple(levels[0]),
        other_levels=tuple(levels[1]),
    )


def error_rates(answers: Sequence[Answer]) -> str:
    """The same as TOML."""
    rates = rates_of(answers)
    return "".join(
        f"{field} = {list(value) if isinstance(value, tuple) else value}\n"
        for field, value in ((name, getattr(rates, name)) for name in rates.__slots__)
    )


def details(answers: Sequence[Answer]) -> list[str]:
    """Target kind, severity and insults, where the rows say them."""
    lines = []
    right = [each for each in answers if each.said == each.row.label and each.row.target_kind]
    right = [each for each in right if each.judgement.mentions]
    if right:
        hits = sum(each.judgement.target_kind == each.row.target_kind for each in right)
        lines.append(f"Target kind right, of rows with the right stance: {hits} of {len(right)}.")
    graded = [each for each in right if each.row.severity and _is(each)]
    if graded:
        same = sum(each.judgement.severity == each.row.severity for each in graded)
        lines.append(f"Severity right, of criticism found: {same} of {len(graded)}.")
    return [*lines, ""] if lines else []


def insult_figures(answers: Sequence[Answer]) -> list[str]:
    """Precision and recall of the insult flag, with Wilson's 95 % intervals."""
    flagged = [each for each in answers if "insult" in each.judgement.flags]
    insults = [each for each in answers if each.row.insult]
    hits = sum(each.row.insult for each in flagged)
    by_tag: dict[str, list[Answer]] = defaultdict(list)
    for each in answers:
        by_tag[each.row.phenomenon].append(each)
    cells = [
        f"{tag} {sum(('insult' in each.judgement.flags) == each.row.insult for each in tagged)}"
        f"/{len(tagged)}"
        for tag, tagged in sorted(by_tag.items())
    ]
    return [
        f"Insults of users: precision {hits} of {len(flagged)} = {_wilson(hits, len(flagged))}, "
        f"recall {hits} of {len(insults)} = {_wilson(hits, len(insults))}.",
        "",
        "Right by phenomenon: " + ", ".join(cells) + ".",
        "",
    ]


def _wilson(hits: int, number: int, z: float = 1.96) -> str:
    """A share with Wilson's interval."""
    if not number:
        return "-"
    share = hits / number
    middle = (share + z * z / (2 * number)) / (1 + z * z / number)
    spread = math.sqrt(share * (1 - share) / number + z * z / (4 * number * number))
    spread *= z / (1 + z * z / number)
    return f"{share:.2f} ({middle - spread:.2f}-{middle + spread:.2f})"
