"""What people add to a finished report: reviews, waivers and decisions; and storing it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from kolvet.decisions.baseline import known_before, nothing_new
from kolvet.decisions.chain import decisions_about, digest_of, report_of, verify_chain
from kolvet.decisions.committed import waivers_for
from kolvet.decisions.corrections import mark_evidence, mark_precedents
from kolvet.decisions.decisive import (
    WHOLE,
    Exhibit,
    decisive_numbers,
    is_reviewed,
    whole_text,
)
from kolvet.decisions.fingerprints import fingerprint_of
from kolvet.decisions.waiving import exit_code_after, suppressed
from kolvet.errors import ExitCode, UsageError
from kolvet.model.people import (
    AppliedCorrection,
    Committed,
    Corrections,
    StoredRun,
    Waiver,
    text_digest,
)
from kolvet.model.posts import SHANGHAI
from kolvet.model.report import Report, Verdict
from kolvet.model.subject import Found, Subject
from kolvet.report.json_format import content_id, render_json
from kolvet.store import Store
from kolvet.verdict.decide import decide
from kolvet.vet.request import Request
from kolvet.vet.verification import verify_decided


def sign_off(
    store: Store, request: Request, report: Report, subject: Subject, found: Sequence[Found]
) -> Report:
    """Add to a report what people say of it.

    Reviews make it final, waivers change its exit code; neither changes a finding.

    Raises:
        UsageError: A waiver has expired or fits no finding.
    """
    name, reviews = report.blogger.name, subject.reviews
    marked = _marked(report, subject)
    waivers = _waivers(store, report, request.committed) if request.waives else []
    waived = suppressed(marked.findings, waivers, subject.day, name, partial(_waived_rule, store))

    def decide_on(remaining: Sequence[Found]) -> Verdict:
        policy, fail_on = request.policy, request.fail_on
        return decide(subject, found, policy, fail_on, counting=remaining).verdict

    code = report.verdict.exit_code
    known = known_before(marked, request.committed.baseline)
    if waived or known:
        pairs = list(zip(found, marked.findings, strict=True))
        code = exit_code_after(pairs, (*waived, *known), decide_on)
    if code == ExitCode.FAILED_POLICY and nothing_new(marked, request.committed.baseline):
        code = ExitCode.JUDGED.value
    baseline = request.committed.baseline
    signed = _reviewed(replace(marked, waivers=waived, baseline=baseline), reviews)
    if request.committed.require_reviewed and signed.verdict.provisional:
        code = ExitCode.INCONCLUSIVE.value
    return replace(signed, verdict=replace(signed.verdict, exit_code=code))


def _marked(report: Report, subject: Subject) -> Report:
    """The report with what people said of its quotes, and findings as waivers know them."""
    name, reviews = report.blogger.name, subject.reviews
    return replace(
        report,
        findings=tuple(
            replace(item, fingerprint=fingerprint_of(item.fingerprint, name))
            for item in report.findings
        ),
        evidence=mark_evidence(report.evidence, reviews),
        counter=mark_evidence(report.counter, reviews),
        precedents=mark_precedents(report.precedents, reviews),
        corrections=subject.corrected,
    )


def _waivers(store: Store, report: Report, committed: Committed) -> list[Waiver]:
    brands = [report.brand.name, *filter(None, [report.brand.english])]
    return waivers_for((*committed.waivers, *store.waivers()), report.blogger.names, brands)


def _waived_rule(store: Store, waiver: Waiver) -> str:
    """The rule of a waived finding that this check does not have; "?" when nobody knows."""
    if not waiver.run:
        return "?"
    try:
        findings = report_of(store.find_run(waiver.run))["findings"]
    except UsageError:  # its run was forgotten
        return "?"
    return next((row["rule"] for row in findings if row["fingerprint"] == waiver.fingerprint), "?")


def _reviewed(report: Report, reviews: Corrections) -> Report:
    """Which quotes decide, and whether a person has read them all."""
    shown = Exhibit(report.evidence, report.counter, report.precedents, report.findings)
    decisive = decisive_numbers(shown, report.verdict)
    whole = whole_text(report.blogger.name, report.brand.name)
    looked_at = reviews.get(text_digest(whole)) if decisive == (WHOLE,) else None
    corrections = report.corrections
    if looked_at:
        corrections += (AppliedCorrection(looked_at, "", None, "", None),)
    final = is_reviewed(decisive, shown, reviews, whole=whole)
    verdict = replace(report.verdict, provisional=not final)
    return replace(report, verdict=verdict, decisive=decisive, corrections=corrections)


def identified(store: Store, report: Report) -> Report:
    """Name a whole report by what it says, and add what was decided about that report.

    Two reports have one id if they are the same but for when they were made. A decision makes the
    next report of the same another one, since it tells of it: what was approved stays as it was.

    Raises:
        IntegrityError: The log does not verify, or a report that was decided on was changed.
    """
    entries, head = store.log()
    verify_chain(entries, kept_head=head)
    while True:
        report = replace(report, run=replace(report.run, id=content_id(report)))
        decided = decisions_about(entries, report.run.id)
        if not decided:
            return report
        verify_decided(store, decided)
        report = replace(report, decisions=(*report.decisions, *decided))


def keep_report(store: Store, request: Request, report: Report, parent: str = "") -> StoredRun:
    """Store a report under its run's id: exactly the bytes that `-o json:FILE` writes.

    One that stands there already is the same but for when it was made; it stays, and is given
    back, so that a page that was mailed stays what the store holds. `parent` is the run that was
    reviewed to make this one.

    Raises:
        IntegrityError: The report that stands there was changed.
    """
    written = render_json(report)
    run = StoredRun(
        id=report.run.id,
        blogger=report.blogger.name,
        brand=report.brand.name,
        as_of=report.as_of.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        made_at=report.run.made_at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        word=report.verdict.word.value,
        exit_code=report.verdict.exit_code,
        sha256=digest_of(written),
        report=written,
        parent=parent,
    )
    return store.keep_run(run, store.find_blogger(request.blogger))
