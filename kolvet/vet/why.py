"""The sentences that explain a verdict; each ends in the evidence that it rests on."""

import shlex
from collections.abc import Sequence

from kolvet.messages import text
from kolvet.model.report import Evidence, Term, Verdict, Why, Word
from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy
from kolvet.report.wording import index_points
from kolvet.verdict.severe import severe_items
from kolvet.vet.evidence import Exhibits, number_finding

COVERAGE = ("coverage",)
"""Stands for the coverage section where a sentence rests on counts, not on quotes."""
NAMED = 3
"""Evidence numbers named in one sentence."""
MILD = (Word.CLEAR, Word.CONDITIONS)
MUCH = 0.25
"""Share of critical posts from which a mild verdict has to say why it is one."""
LEAST_CRITICAL = 3


def explain(
    subject: Subject,
    verdict: Verdict,
    terms: Sequence[Term],
    found: Sequence[Found],
    exhibits: Exhibits,
    policy: Policy,
) -> tuple[Why, ...]:
    """What decided, why that is not contradicted, his posts, and what speaks for him.

    The second is there only where much criticism stands beside a mild verdict.
    """
    return (
        _decided(subject, verdict, found, exhibits, policy),
        *_despite(subject, verdict, exhibits),
        _history(subject, terms, exhibits),
        _in_his_favour(subject, exhibits),
    )


def _decided(
    subject: Subject,
    verdict: Verdict,
    found: Sequence[Found],
    exhibits: Exhibits,
    policy: Policy,
) -> Why:
    cause, _, detail = verdict.decided_by.partition(":")
    if cause == "knockout":
        return _knockout(subject, verdict, detail, found, exhibits, policy)
    if cause == "floor":
        return _floor(verdict, detail, found, exhibits)
    if cause == "inconclusive":
        sentence = text(
            f"why.inconclusive_{detail}",
            own=subject.coverage.own_word_posts,
            least=policy.inconclusive.least_own_word_posts,
            seen=subject.coverage.posts_seen,
            declared=subject.coverage.declared,
            undated=subject.coverage.undated,
            brand=subject.brand,
            owners=text("brands.or").join(subject.owners),
            word=shlex.quote(subject.brand),
        )
        return Why(sentence, COVERAGE)
    low, high = verdict.interval or (0.0, 0.0)
    sentence = text(
        f"why.{cause}",
        bri=index_points(verdict.bri or 0.0),
        low=low,
        high=high,
        word=text(f"why.word_{verdict.word}"),
    )
    return Why(sentence, _numbers(exhibits.against) or COVERAGE)


def _despite(subject: Subject, verdict: Verdict, exhibits: Exhibits) -> tuple[Why, ...]:
    """Why much criticism does not mean a worse word; nothing where it is not much, or does."""
    posts, critical = len(subject.judged), len(subject.critical)
    if verdict.word not in MILD or critical < max(MUCH * posts, LEAST_CRITICAL):
        return ()
    severe = len(severe_items(subject))
    sentence = text(
        "why.despite_severe" if severe else "why.despite_mild",
        brand=subject.brand,
        posts=posts,
        critical=critical,
        raw=critical / posts,
        severe=severe,
        bri=index_points(verdict.bri or 0.0),
        word=text(f"why.word_{verdict.word}"),
    )
    return (Why(sentence, _numbers(exhibits.against) or COVERAGE),)


def _floor(verdict: Verdict, rule: str, found: Sequence[Found], exhibits: Exhibits) -> Why:
    """A finding that only keeps the word from being clear."""
    low, high = verdict.interval or (0.0, 0.0)
    sentence = text(
        "why.floor",
        bri=index_points(verdict.bri or 0.0),
        low=low,
        high=high,
        rule=text(f"rules.{rule}"),
        word=text(f"why.word_{verdict.word}"),
    )
    return Why(sentence, _evidence_of(found, rule, exhibits)[:NAMED] or COVERAGE)


def _evidence_of(found: Sequence[Found], rule: str, exhibits: Exhibits) -> tuple[str, ...]:
    return tuple(
        number
        for item in found
        if item.rule == rule
        for number in number_finding(item, exhibits.numbers).evidence
    )


def _knockout(
    subject: Subject,
    verdict: Verdict,
    rule: str,
    found: Sequence[Found],
    exhibits: Exhibits,
    policy: Policy,
) -> Why:
    deciding = [item for item in found if item.rule == rule and item.knockout == verdict.word]
    numbers = [
        number for item in deciding for number in number_finding(item, exhibits.numbers).evidence
    ]
    sentence = text(
        f"why.knockout_{rule}",
        brand=subject.brand,
        months=policy.knockouts.insult_months,
        number=len(deciding),
        word=text(f"why.word_{verdict.word}"),
    )
    return Why(sentence, tuple(numbers[:NAMED]) or COVERAGE)


def _history(subject: Subject, terms: Sequence[Term], exhibits: Exhibits) -> Why:
    posts, critical = len(subject.judged), len(subject.critical)
    own = subject.coverage.own_word_posts
    values: dict[str, object] = {"brand": subject.brand, "posts": posts, "own": own}
    if not own:
        return Why(text("why.no_posts", **values), COVERAGE)
    if not critical:
        return Why(text("why.no_criticism", **values), COVERAGE)
    breadth = next(term for term in terms if term.id == "H.breadth")
    low, high = breadth.interval or (0.0, 1.0)
    sentence = text(
        "why.history",
        critical=critical,
        raw=critical / posts,
        share=breadth.value,
        low=low,
        high=high,
        **values,
    )
    return Why(sentence, _numbers([item for item in exhibits.against if item.kind == "post"]))


def _in_his_favour(subject: Subject, exhibits: Exhibits) -> Why:
    if exhibits.counter:
        sentence = text("why.favour", number=len(exhibits.counter), brand=subject.brand)
        return Why(sentence, _numbers(exhibits.counter))
    if subject.coverage.own_word_posts:
        return Why(text("why.no_favour", brand=subject.brand), COVERAGE)
    return Why(text("why.favour_unknown", brand=subject.brand), COVERAGE)


def _numbers(items: Sequence[Evidence]) -> tuple[str, ...]:
    return tuple(item.id for item in items[:NAMED])
