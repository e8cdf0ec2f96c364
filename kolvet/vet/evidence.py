"""Quotes with numbers: what weighs most comes first."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kolvet.messages import text
from kolvet.model.judgements import Stance
from kolvet.model.press import Precedent, PressItem
from kolvet.model.report import Evidence, Finding, JudgedPost, ReportedPrecedent
from kolvet.model.store import StoredPost
from kolvet.model.subject import Found, Subject, is_reported_insult, is_users_insult
from kolvet.policy import Policy
from kolvet.verdict.weights import post_weights


@dataclass(frozen=True, slots=True)
class Exhibits:
    """All evidence of a report, numbered: E for what counts against, C for, P precedents.

    `changed` (J) are posts that count neither way by a language model's reading, and did before;
    `others` (O) are not about the brand.
    """

    against: tuple[Evidence, ...]
    counter: tuple[Evidence, ...]
    precedents: tuple[ReportedPrecedent, ...]
    numbers: Mapping[object, str]
    """JudgedPost's post id, or the press item or precedent itself -> its number."""
    changed: tuple[Evidence, ...] = ()
    others: tuple[Evidence, ...] = ()


OTHERS = 20
"""Posts about something else that one finding shows, the newest."""


def collect_evidence(subject: Subject, policy: Policy, found: Sequence[Found] = ()) -> Exhibits:
    """Number the evidence of a subject.

    Press statements come first, then posts: insults of users, then by severity, then by weight.
    Counter-quotes are his supportive posts by certainty and weight.
    """
    weights = post_weights(subject, policy.weight)
    weight_of = {
        item.post.id: weight for item, weight in zip(subject.judged, weights, strict=True)
    }
    press = sorted(
        (item for item in subject.press if item.quote or item.summary),
        key=lambda item: (not item.quote, -item.severity, -item.counts_from.toordinal()),
    )
    critical = sorted(
        subject.critical,
        key=lambda item: (
            not is_users_insult(item),
            -(item.judgement.severity or 0),
            -weight_of[item.post.id],
        ),
    )
    supportive = sorted(
        (item for item in subject.judged if item.judgement.stance is Stance.SUPPORTIVE),
        key=lambda item: (
            "irony" in item.judgement.flags,  # it may well be mockery: none of the best
            -(item.judgement.score or 0.0) * weight_of[item.post.id],
        ),
    )
    return _number(press, critical, supportive, subject, found)


def _number(
    press: Sequence[PressItem],
    critical: Sequence[JudgedPost],
    supportive: Sequence[JudgedPost],
    subject: Subject,
    found: Sequence[Found],
) -> Exhibits:
    numbers: dict[object, str] = {}
    against: list[Evidence] = []
    for item in press:
        numbers[item] = f"E{len(against) + 1}"
        against.append(_from_press(numbers[item], item, subject.day))
    for judged in critical:
        numbers[judged.post.id] = f"E{len(against) + 1}"
        against.append(_from_post(numbers[judged.post.id], judged))
    counter = []
    for index, judged in enumerate(supportive, start=1):
        numbers[judged.post.id] = f"C{index}"
        counter.append(_from_post(f"C{index}", judged))
    precedents = []
    for index, precedent in enumerate(subject.precedents, start=1):
        numbers[precedent] = f"P{index}"
        precedents.append(_reported(f"P{index}", precedent, subject.day))
    changed = tuple(
        _from_post(f"J{index}", judged) for index, judged in enumerate(_changed(subject), start=1)
    )
    others = _number_others(found, numbers)
    return Exhibits(tuple(against), tuple(counter), tuple(precedents), numbers, changed, others)


def _number_others(found: Sequence[Found], numbers: dict[object, str]) -> tuple[Evidence, ...]:
    """The posts about something else, in the order of the findings; adds their numbers."""
    others: list[Evidence] = []
    for item in found:
        for post in item.others[:OTHERS]:
            if post.id not in numbers:
                numbers[post.id] = f"O{len(others) + 1}"
                others.append(_from_other(numbers[post.id], post))
    return tuple(others)


def _from_other(number: str, post: StoredPost) -> Evidence:
    return Evidence(
        id=number,
        kind="post",
        quote=post.text,
        span=None,
        published=post.published,
        url=post.url,
        platform=post.platform,
        stance=None,
        score=None,
        severity=None,
        confidence=None,
        target_kind=None,
        flags=(),
        reviewed=None,
        likes=post.engagement.likes,
        comments=post.engagement.comments,
        reposts=post.engagement.reposts,
        source=post.source,
        native_id=post.native_id,
    )


def _changed(subject: Subject) -> list[JudgedPost]:
    """What a second opinion took out of both lists: criticism first, the worst of it first."""
    taken_out = [
        item
        for item in (*subject.judged, *subject.set_aside)
        if item.second
        and item.judgement.stance in {None, Stance.NEUTRAL}
        and item.second.local.stance is not Stance.NEUTRAL
    ]
    return sorted(taken_out, key=_local_weight)


def _local_weight(item: JudgedPost) -> tuple[bool, int, float]:
    local = item.second.local if item.second else item.judgement
    return local.stance is not Stance.CRITICAL, -(local.severity or 0), -local.confidence


def _from_post(number: str, judged: JudgedPost) -> Evidence:
    post, judgement = judged.post, judged.judgement
    return Evidence(
        id=number,
        kind="post",
        quote=post.text,
        span=judgement.span,
        published=post.published,
        url=post.url,
        platform=post.platform,
        stance=judgement.stance,
        score=judgement.score,
        severity=judgement.severity,
        confidence=judgement.confidence,
        target_kind=judgement.target_kind,
        flags=judgement.flags,
        reviewed=judged.confirmed,
        likes=post.engagement.likes,
        comments=post.engagement.comments,
        reposts=post.engagement.reposts,
        source=post.source,
        native_id=post.native_id,
        reasons=judgement.reasons,
        second=judged.second,
    )


def _from_press(number: str, item: PressItem, day: date) -> Evidence:
    published = item.published.last_day
    return Evidence(
        id=number,
        kind="press",
        happened=item.happened.text if item.happened else None,
        verbatim=bool(item.quote),
        quote=item.quote or item.summary,
        span=None,
        published=item.counts_from,
        url=item.url,
        platform="press",
        stance=Stance.CRITICAL if item.severity else None,
        score=None,
        severity=item.severity or None,
        confidence=None,
        target_kind=item.target_kind,
        flags=("insult",) if is_reported_insult(item) else (),
        reviewed=False,
        source=item.publisher,
        source_published=published,
        later_source=published > day,
        also_reported_by=item.also_reported_by,
    )


def _reported(number: str, item: Precedent, day: date) -> ReportedPrecedent:
    return ReportedPrecedent(
        id=number,
        kind=item.kind,
        about=item.about,
        summary=item.summary,
        happened=item.happened.text if item.happened else None,
        counts_from=item.counts_from,
        url=item.url,
        publisher=item.publisher,
        published=item.published.text,
        later_source=item.published.last_day > day,
        also_reported_by=item.also_reported_by,
        quote=item.quote,
    )


def number_finding(found: Found, numbers: Mapping[object, str]) -> Finding:
    """A check's finding with its evidence by number and a stable fingerprint."""
    posts = [post.post.id for post in found.posts]
    others = [post.id for post in found.others]
    keys = posts, found.press, found.precedents, others
    evidence = tuple(numbers[key] for group in keys for key in group if key in numbers)
    identity = "\x1f".join((found.rule, *map(str, found.identity)))
    return Finding(
        rule=found.rule,
        severity=found.severity,
        confidence=found.confidence,
        fingerprint=hashlib.sha256(identity.encode()).hexdigest()[:16],
        evidence=evidence,
        message=text(f"findings.{found.rule}", **found.values),
    )
