"""If you still want him: conditions of a deal and the convert-first path, from his own record."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from kolvet.messages import text
from kolvet.model.explained import Advice
from kolvet.model.months import months_before
from kolvet.model.report import Word
from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy
from kolvet.verdict.convertibility import aspects_in, corrections_of
from kolvet.verdict.decide import Decision
from kolvet.vet.evidence import Exhibits, number_finding

NAMED = 3
"""Aspects and evidence numbers that one sentence names."""
AGAIN_DAYS = 180
"""When to look again after a product was lent (product design, section 5)."""
ALWAYS = ("disclosure", "approval", "exit", "brief")
BY_RULE = ("KV104", "KV401", "KV402", "KV601", "KV602", "KV603", "KV702", "KV801", "KV302")
Add = Callable[..., Advice]


def advise(
    subject: Subject,
    decision: Decision,
    found: Sequence[Found],
    exhibits: Exhibits,
    policy: Policy,
) -> tuple[Advice, ...]:
    """What to ask for, and how to win him first; nothing where data decides nothing."""
    word = decision.verdict.word
    if word in {Word.INCONCLUSIVE, Word.CLEAR}:
        return ()
    if word is Word.REJECT:
        return tuple(_before_contact(subject, found, exhibits, policy))
    conditions = [_advice("condition", name) for name in ALWAYS]
    conditions += _by_findings(found, exhibits)
    if decision.verdict.word is Word.HOLD and subject.critical:
        conditions += _convert_first(subject, exhibits)
    return tuple(conditions)


def _advice(kind: str, name: str, evidence: Sequence[str] = (), **values: object) -> Advice:
    return Advice(name, kind, text(f"advice.{name}", **values), tuple(evidence[:NAMED]))


def _before_contact(
    subject: Subject, found: Sequence[Found], exhibits: Exhibits, policy: Policy
) -> Iterator[Advice]:
    """What would have to change before anybody calls him."""
    deciding = [item for item in found if item.knockout is Word.REJECT]
    numbers = _numbers(deciding, exhibits)
    if not deciding:
        yield _advice("condition", "no_contact", _against(exhibits))
        return
    days = [item.counts_from for one in deciding for item in one.press]
    days += [
        post.post.published.date()
        for one in deciding
        for post in one.posts
        if post.post.published is not None
    ]
    until = _months_after(max(days, default=subject.day), policy.knockouts.insult_months)
    yield _advice("condition", "no_contact_until", numbers, until=until.isoformat())
    yield _advice("condition", "takes_it_back", numbers)


def _months_after(day: date, months: int) -> date:
    """The first day on which what was said that day no longer lies within so many months."""
    free = months_before(day, -months)
    while months_before(free, months) <= day:
        free += timedelta(days=1)
    return free


def _by_findings(found: Sequence[Found], exhibits: Exhibits) -> Iterator[Advice]:
    for rule in BY_RULE:
        hits = [item for item in found if item.rule == rule]
        if hits:
            yield _advice("condition", rule, _numbers(hits, exhibits), **hits[0].values)
    insults = [item for item in found if item.rule == "KV201"]
    if insults:
        yield _advice("condition", "takes_it_back", _numbers(insults, exhibits))


def _convert_first(subject: Subject, exhibits: Exhibits) -> Iterator[Advice]:
    aspects = Counter(
        aspect for item in subject.critical for aspect in aspects_in(item.post.text)
    ).most_common(NAMED)
    if aspects:
        names = [name for name, _ in aspects]
        posts = [
            exhibits.numbers[item.post.id]
            for item in reversed(subject.critical)
            if set(names) & set(aspects_in(item.post.text)) and item.post.id in exhibits.numbers
        ]
        yield _advice("convert", "answer", posts, aspects=" ".join(names))
    yield _advice("convert", "lend")
    corrections = corrections_of(subject.posts)
    if corrections:
        yield _advice("convert", "corrects", number=len(corrections))
    yield _advice("convert", "say_why", [item.id for item in exhibits.counter])
    again = subject.day + timedelta(days=AGAIN_DAYS)
    yield _advice("convert", "look_again", day=again.isoformat())


def _numbers(found: Sequence[Found], exhibits: Exhibits) -> list[str]:
    return [number for item in found for number in number_finding(item, exhibits.numbers).evidence]


def _against(exhibits: Exhibits) -> list[str]:
    return [item.id for item in exhibits.against]
