"""People's corrections in a subject: what a person has read counts as he read it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kolvet.decisions.committed import precedents_for
from kolvet.decisions.corrections import apply_corrections, correct_reports
from kolvet.errors import IntegrityError
from kolvet.model.brands import Target
from kolvet.model.judgements import Judgement
from kolvet.model.people import Committed, Corrections, text_digest
from kolvet.model.press import Precedent
from kolvet.model.report import JudgedPost
from kolvet.model.store import StoredPost
from kolvet.model.subject import Subject
from kolvet.store import Store
from kolvet.vet.request import Request


def verified(posts: Iterable[StoredPost]) -> list[StoredPost]:
    """The posts, each text hashed anew before anything rests on it.

    Raises:
        IntegrityError: A stored text is not the one that was imported.
    """
    whole = list(posts)
    for post in whole:
        if text_digest(post.text) != post.digest:
            raise IntegrityError("people.quote_changed", post=f"{post.platform}:{post.native_id}")
    return whole


def corrections_in_force(store: Store, target: Target, committed: Committed) -> Corrections:
    """The corrections for a brand by text; a committed file wins over the store."""
    names = {target.brand.name, target.brand.english} - {""}
    written = [item for item in committed.corrections if item.brand in names]
    return {item.digest: item for item in (*store.corrections(names), *written)}


def correct_subject(
    store: Store, request: Request, subject: Subject, posts: Iterable[StoredPost]
) -> Subject:
    """The subject as people read it, with the precedents of a committed file.

    A person has the last word: also over a language model that set a post aside, and over an
    engine that no longer finds the brand in one of the blogger's `posts`.
    """
    corrections = corrections_in_force(store, request.target, request.committed)
    back = [item for item in subject.set_aside if item.post.digest in corrections]
    back += _unfound(posts, subject, corrections) if corrections else []
    candidates = sorted((*subject.judged, *back), key=_by_time) if back else subject.judged
    corrected = apply_corrections(candidates, corrections)
    reports = correct_reports(
        subject.press, _with_committed(subject, request.committed.precedents), corrections
    )
    judged = tuple(corrected.judged)
    coverage = replace(
        subject.coverage,
        brand_posts=len(judged),
        unreviewed=sum(not item.confirmed for item in judged),
    )
    return replace(
        subject,
        judged=judged,
        coverage=coverage,
        press=reports.press,
        precedents=reports.precedents,
        set_aside=tuple(item for item in subject.set_aside if item not in back),
        reviews=corrections,
        corrected=(*corrected.applied, *reports.applied),
    )


def _unfound(
    posts: Iterable[StoredPost], subject: Subject, corrections: Corrections
) -> list[JudgedPost]:
    """Posts that a person has read as naming the brand, where the engine does not find it."""
    found = {item.post.id for item in (*subject.judged, *subject.set_aside)}
    nothing = Judgement(mentioned=False, confidence=0.0)
    return [
        JudgedPost(post, nothing)
        for post in posts
        if post.digest in corrections
        and corrections[post.digest].stance is not None
        and post.id not in found
    ]


def _by_time(item: JudgedPost) -> tuple[bool, float, int]:
    published = item.post.published
    return published is None, published.timestamp() if published else 0.0, item.post.id


def _with_committed(subject: Subject, precedents: Sequence[Precedent]) -> list[Precedent]:
    """The stored precedents and the committed ones that are not stored as well, by time."""
    names = (subject.blogger.name, *subject.blogger.aliases)
    known = {(item.kind, item.about, item.summary, item.url) for item in subject.precedents}
    written = [
        item
        for item in precedents_for(precedents, names, subject.day)
        if (item.kind, item.about, item.summary, item.url) not in known
    ]
    return sorted((*subject.precedents, *written), key=lambda item: item.counts_from)
