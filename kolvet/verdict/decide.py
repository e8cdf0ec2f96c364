"""The backlash risk index, its interval, and the word that follows (product design, section 5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kolvet.model.explained import Contribution, Credit, TurningPoint
from kolvet.model.report import Term, Verdict, Word
from kolvet.model.subject import Found, Subject
from kolvet.policy import FailOn, Policy
from kolvet.verdict.terms import Measures, interval_of, measure
from kolvet.verdict.turning import find_turns

HIDDEN = "KV501"
"""The check that finds a history hidden; it alone knows how such a history looks."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict with everything behind it.

    `values` are what the index was made of, with what stands in for what nothing measured.
    """

    verdict: Verdict
    terms: tuple[Term, ...]
    contributions: tuple[Contribution, ...] = ()
    convertibility: tuple[Credit, ...] = ()
    turning_points: tuple[TurningPoint, ...] = ()
    values: Mapping[str, float] = field(default_factory=dict)

    @property
    def unmeasured(self) -> tuple[str, ...]:
        """Ids of the terms that nothing measured, then of V's items, in order."""
        terms = [term.id for term in self.terms if not term.measured]
        items = [f"V.{item.id}" for item in self.convertibility if item.holds is None]
        return (*terms, *items)


def decide(
    subject: Subject,
    found: Sequence[Found],
    policy: Policy,
    fail_on: FailOn | None = None,
    counting: Sequence[Found] | None = None,
) -> Decision:
    """Weigh a subject and its findings. Pure: the same input gives the same bytes.

    What is not measured is named and never counts as good: unread insults keep the word at
    "conditions", unknown fans stand at their prior, unknown hostility widens the interval, and
    unmeasured items of convertibility add nothing.

    `counting`: the findings that nobody accepted (None: all); only they knock out or keep from
    clear. All of them are measured, and all say whether there is enough data.
    """
    measures = measure(subject, found, policy)
    lasting = found if counting is None else counting
    thin = _inconclusive(subject, found, policy)
    word, decided_by = _word(lasting, policy, measures, thin)
    known = measures.hostility_known
    verdict = Verdict(
        word=word,
        exit_code=policy.exit_code(word, fail_on or policy.fail_on),
        provisional=True,  # until people have read what decides: kolvet.vet.signing
        bri=float(measures.index[0]) if known else None,
        interval=interval_of(measures.index) if known else None,
        upside=_upside(measures) if known and subject.critical else None,
        decided_by=decided_by,
    )
    return Decision(
        verdict,
        measures.terms,
        measures.contributions if known else (),
        measures.credits,
        find_turns(subject, policy),
        measures.values,
    )


def _upside(measures: Measures) -> float:
    values = measures.values
    return 100 * values["R"] * values["V"] * (1 - float(measures.index[0]) / 100)


def _word(
    found: Sequence[Found], policy: Policy, measures: Measures, thin: str
) -> tuple[Word, str]:
    """`thin` says why there is too little data; "" when there is enough."""
    rejecting = next((item for item in found if item.knockout is Word.REJECT), None)
    if rejecting:
        return Word.REJECT, f"knockout:{rejecting.rule}"
    band = _band(float(measures.index[0]), policy)
    holding = next((item for item in found if item.knockout is Word.HOLD), None)
    if holding:
        if band is Word.REJECT and not thin:
            return Word.REJECT, "bands"
        return Word.HOLD, f"knockout:{holding.rule}"
    if thin:
        return Word.INCONCLUSIVE, f"inconclusive:{thin}"
    if band is Word.CLEAR and not measures.insults_known:
        return Word.CONDITIONS, "unmeasured"
    floor = next((item for item in found if _keeps_from_clear(item, policy)), None)
    if band is Word.CLEAR and floor:
        return Word.CONDITIONS, f"floor:{floor.rule}"
    return band, "bands"


def _keeps_from_clear(item: Found, policy: Policy) -> bool:
    return item.knockout is Word.CONDITIONS or item.rule in policy.floors.conditions


def _inconclusive(subject: Subject, found: Sequence[Found], policy: Policy) -> str:
    coverage = subject.coverage
    if coverage.own_word_posts < policy.inconclusive.least_own_word_posts:
        return "few_posts"
    if coverage.own_word_posts - coverage.undated < policy.inconclusive.least_own_word_posts:
        return "undated"  # a history that cannot be put in time is not one
    if any(item.rule == HIDDEN for item in found):
        return "hidden"
    if subject.misspelt and not (subject.judged or subject.set_aside):
        return "bare_name"  # that nobody writes it so says nothing
    if subject.owners:
        return "part"  # of a brand whose other names, products and fans were not looked for
    if coverage.ratio is not None and coverage.ratio < policy.inconclusive.least_coverage:
        return "low_coverage"
    return ""


def _band(bri: float, policy: Policy) -> Word:
    if bri >= policy.bands.reject:
        return Word.REJECT
    if bri >= policy.bands.hold:
        return Word.HOLD
    if bri >= policy.bands.conditions:
        return Word.CONDITIONS
    return Word.CLEAR
