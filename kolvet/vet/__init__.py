"""The use case: one blogger, one brand, one report. The only place where the parts meet."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kolvet import __version__
from kolvet.checks import run_checks
from kolvet.errors import NothingToJudgeError
from kolvet.messages import language, text
from kolvet.model.brands import Target
from kolvet.model.posts import SHANGHAI
from kolvet.model.press import CaseNote
from kolvet.model.report import (
    EngineInUse,
    JudgeInUse,
    PolicyInUse,
    Report,
    ReportBlogger,
    ReportBrand,
    Run,
)
from kolvet.model.store import StoredAccount
from kolvet.model.subject import Subject
from kolvet.store import Store
from kolvet.text.judge import engine_version
from kolvet.text.measured import engine_errors
from kolvet.verdict.decide import Decision, decide
from kolvet.vet.advice import advise
from kolvet.vet.compare import Judged, compare_brands
from kolvet.vet.evidence import collect_evidence, number_finding
from kolvet.vet.fans import FanDesk
from kolvet.vet.gathering import complete, gather, open_desk
from kolvet.vet.judging import Judging, Progress, judge_posts
from kolvet.vet.request import Request
from kolvet.vet.signing import identified, sign_off
from kolvet.vet.timeline import months_of
from kolvet.vet.why import explain

if TYPE_CHECKING:
    from kolvet.vet.questions import Judge, Preview

__all__ = [
    "Request",
    "check",
    "check_brands",
    "end_of_day",
    "failure_notice",
    "gather",
    "preview",
]


def check(store: Store, request: Request, progress: Progress | None = None) -> Report:
    """Judge one blogger before one brand, beside those of `request.versus`.

    Raises:
        UnknownBloggerError: Nobody in the store has this name.
        NothingToJudgeError: He has no posts, press items or precedents up to the as-of.
    """
    desk = open_desk(store, request)
    judged = _judge(store, request, desk, progress)
    report = _assemble(store, request, judged)
    if request.versus:
        requests = [replace(request, target=target) for target in request.versus]
        others = [_judge(store, each, desk, progress) for each in requests]
        report = replace(report, comparison=compare_brands([judged, *others], request.policy))
    return identified(store, report)


def check_brands(
    store: Store, request: Request, progress: Progress | None = None
) -> tuple[Report, ...]:
    """A whole report for each brand, each with the comparison of all of them.

    Raises:
        UnknownBloggerError: Nobody in the store has this name.
        NothingToJudgeError: He has no posts, press items or precedents up to the as-of.
    """
    requests = [replace(request, target=target) for target in (request.target, *request.versus)]
    desk = open_desk(store, request)
    judged = [_judge(store, each, desk, progress) for each in requests]
    comparison = compare_brands(judged, request.policy)
    return tuple(
        identified(store, replace(_assemble(store, each, item), comparison=comparison))
        for each, item in zip(requests, judged, strict=True)
    )


def _judge(store: Store, request: Request, desk: FanDesk, progress: Progress | None) -> Judged:
    """Gather, run the checks, decide."""
    blogger = store.find_blogger(request.blogger)
    subject, posts = gather(store, blogger, request, progress)
    if not (posts or subject.press or subject.precedents):
        raise NothingToJudgeError(
            "check.nothing_as_of", name=blogger.name, as_of=f"{subject.day:%Y-%m-%d}"
        )
    subject = complete(store, subject, posts, request, desk)
    found = run_checks(subject, request.policy)
    return Judged(subject, found, decide(subject, found, request.policy, request.fail_on))


def _assemble(store: Store, request: Request, judged: Judged) -> Report:
    subject, found, decision = judged
    blogger, policy = subject.blogger, request.policy
    exhibits = collect_evidence(subject, policy, found)
    report = Report(
        tool=__version__,
        run=Run(
            "",  # known once the report is whole: identified
            request.made_at,
            request.command,
            language(),
            request.kept,
        ),
        as_of=request.as_of,
        policy=_policy_in_use(request),
        blogger=ReportBlogger(blogger.name, (blogger.name, *blogger.aliases), blogger.accounts),
        brand=_report_brand(request.target),
        verdict=decision.verdict,
        why=explain(subject, decision.verdict, decision.terms, found, exhibits, policy),
        terms=decision.terms,
        findings=tuple(number_finding(item, exhibits.numbers) for item in found),
        evidence=exhibits.against,
        counter=exhibits.counter,
        timeline=months_of(subject.judged, subject.brand),
        fans=subject.fans,
        comparison=None,
        precedents=exhibits.precedents,
        coverage=subject.coverage,
        engine=_engine_in_use(request.engine),
        waivers=(),
        decisions=(),
        unmeasured=(*decision.unmeasured, "hidden_history"),
        limits=_limits(subject, decision),
        notices=_notices(store.case_notes(blogger), request, subject),
        judge=subject.judge and replace(subject.judge, changed=exhibits.changed),
        contributions=decision.contributions,
        convertibility=decision.convertibility,
        turning_points=decision.turning_points,
        advice=advise(subject, decision, found, exhibits, policy),
        others=exhibits.others,
    )
    return sign_off(store, request, report, subject, found)


def preview(store: Store, request: Request, judge: "Judge") -> "Preview":
    """What `check` would send to the language model; sends nothing.

    Raises:
        UnknownBloggerError: Nobody in the store has this name.
    """
    from kolvet.vet.questions import preview_questions

    posts = store.posts(store.find_blogger(request.blogger), until=request.as_of)
    judged = judge_posts(store, posts, Judging(request.target, request.engine))
    return preview_questions(store, judged, request.target, judge)


def _report_brand(target: Target) -> ReportBrand:
    brand = target.brand
    children = tuple(child.name for child in target.family if child is not brand)
    return ReportBrand(brand.name, brand.english, brand.packed, brand.as_of, children)


def _policy_in_use(request: Request) -> PolicyInUse:
    policy = request.policy
    return PolicyInUse(policy.name, policy.version, policy.source, request.fail_on)


def _engine_in_use(engine: str) -> EngineInUse:
    rates = engine_errors(engine_version(engine))
    accuracy, number = (rates.accuracy, rates.n) if rates else (None, None)
    return EngineInUse(engine, engine_version(engine), accuracy, number)


def _limits(subject: Subject, decision: Decision) -> tuple[str, ...]:
    keys = ["limits.hidden", "limits.other_platforms", "limits.scorer"]
    if not subject.coverage.comments:
        keys.append("limits.no_comments")
    if subject.coverage.declared is None:
        keys.append("limits.no_declared")
    if subject.coverage.undated:
        keys.append("limits.undated")
    if any(term.id == "R" and not term.measured for term in decision.terms):
        keys.append("limits.no_followers")
    if subject.judge:
        keys.append("limits.judge")
    return tuple(text(key, name=subject.blogger.name) for key in keys)


INVENTED = "【虚构人物】"
"""A bio that begins so belongs to invented sample data, and the report says it first."""


def _notices(notes: Sequence[CaseNote], request: Request, subject: Subject) -> tuple[str, ...]:
    """Lines that must stand with the verdict: invented data, no pack, a replay, a later source."""
    bios = dict.fromkeys(account.description for account in subject.blogger.accounts)
    lines = [*(bio for bio in bios if bio.startswith(INVENTED)), *request.notices]
    names = {brand.name for brand in request.target.family}
    if any(note.replay_as_of and note.brand in names for note in notes):
        lines.append(text("limits.replay", as_of=f"{subject.day:%Y-%m-%d}"))
    followers_from_later = [
        note
        for note in notes
        if note.followers is not None
        and note.followers == subject.followers
        and note.followers_seen
        and note.followers_seen > subject.day
    ]
    if followers_from_later:
        note = followers_from_later[0]
        lines.append(
            text("limits.later_followers", followers=note.followers, seen=note.followers_seen)
        )
    lines += [
        text("limits.later_reading", account=f"{account.platform}:{account.name}")
        for account in subject.blogger.accounts
        if account.seen_at and account.seen_at > subject.as_of and _has_figures(account)
    ]
    lines += _of_what_is_not_here(request, subject)
    if subject.judge and subject.judge.failure:
        lines.append(failure_notice(subject.judge))
    return tuple(lines)


STALE = timedelta(days=90)
"""From such a gap before the as-of on, a report says that it knows nothing newer: a quarter, in
which a deal is usually struck (judgement)."""


def _of_what_is_not_here(request: Request, subject: Subject) -> Iterator[str]:
    """That he may have written since, and of the brand's parent: neither is in the report."""
    newest = subject.coverage.last
    if newest and subject.as_of - newest > STALE:
        days = (subject.as_of - newest).days
        last = newest.astimezone(SHANGHAI).date()
        yield text("limits.stale", name=subject.blogger.name, last=last, days=days)
    parent = request.target.brand.parent
    if parent and parent not in {other.brand.name for other in request.versus}:
        yield text("limits.parent", brand=subject.brand, parent=parent)


def _has_figures(account: StoredAccount) -> bool:
    return account.followers is not None or account.declared_posts is not None


def failure_notice(judge: JudgeInUse) -> str:
    """That the language model could not be asked, and what that means for the verdict."""
    kind, _, status = judge.failure.partition(" ")
    return text(
        "opinion.failed",
        model=judge.model,
        host=judge.url_host,
        reason=text(f"opinion.failure_{kind}", status=status),
        number=judge.not_asked,
    )


def end_of_day(text_date: str) -> datetime:
    """The last instant in Shanghai of a day written YYYY-MM-DD.

    Raises:
        ValueError: It is no such date.
    """
    day = datetime.strptime(text_date, "%Y-%m-%d").replace(tzinfo=SHANGHAI)
    return day + timedelta(days=1) - timedelta(seconds=1)
