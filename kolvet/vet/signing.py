"""What people add to a finished report: reviews, waivers and decisions; and storing it."""

import hashlib
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
from kolvet.report.json_format import render_json
from kolvet.store import Store
from kolvet.verdict.decide import decide
from kolvet.vet.request import Request

ID_DIGITS = 12


def sign_off(
    store: Store, request: Request, report: Report, subject: Subject, found: Sequence[Found]
) -> Report:
    """Add to a report what people say of it.

    Reviews make it final, waivers change its exit code; neither changes a finding.

    Raises:
        UsageError: A waiver has expired or fits no finding.
        IntegrityError: The decision log does not verify.
    """
    name, reviews = report.blogger.name, subject.reviews
    marked = replace(
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
    run = replace(report.run, id=_run_id(signed, request.committed))
    entries, head = store.log()
    verify_chain(entries, kept_head=head)
    verdict = replace(signed.verdict, exit_code=code)
    return replace(signed, run=run, verdict=verdict, decisions=decisions_about(entries, run.id))


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


def _run_id(report: Report, committed: Committed) -> str:
    """Another run as soon as people have said something else; the program's own if nothing."""
    said = [item.correction for item in report.corrections]
    if not (said or report.waivers or committed.require_reviewed or committed.baseline):
        return report.run.id
    accepted = [item.waiver for item in report.waivers]
    parts: tuple[object, ...] = (report.run.id, said, accepted, committed.require_reviewed)
    words = repr((*parts, committed.baseline) if committed.baseline else parts)
    return hashlib.sha256(words.encode()).hexdigest()[:ID_DIGITS]


def keep_report(store: Store, request: Request, report: Report, parent: str = "") -> StoredRun:
    """Store a report under its run's id: exactly the bytes that `-o json:FILE` writes.

    `parent` is the run that was reviewed to make this one.

    Raises:
        IntegrityError: Another report stands under this id.
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
    store.keep_run(run, store.find_blogger(request.blogger))
    return run
