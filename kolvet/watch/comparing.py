"""Judging a subject of a watch, and comparing it with how it stood at the last one."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kolvet import __version__
from kolvet.model.judgements import Stance
from kolvet.model.report import Evidence, JudgedPost, Report, ReportedPrecedent
from kolvet.model.store import StoredPost
from kolvet.model.subject import Subject
from kolvet.model.watching import (
    ChangeKind,
    Direction,
    Freshness,
    KnownPost,
    PostChange,
    Standing,
    Watched,
)
from kolvet.store import Store
from kolvet.text.judge import engine_version
from kolvet.vet import Request, check, gather
from kolvet.vet.judging import Progress
from kolvet.watch.turning import find_turn


@dataclass(frozen=True, slots=True)
class Look:
    """What there is to compare: a subject as it is now. `posts` are all that he published."""

    report: Report
    subject: Subject
    posts: Sequence[StoredPost]
    ruler: Mapping[str, str]


def look_at(store: Store, request: Request, progress: Progress | None = None) -> Look:
    """Judge a subject from the store.

    Raises:
        UnknownBloggerError: Nobody in the store has this name.
        NothingToJudgeError: Nothing of him is stored.
    """
    report = check(store, request, progress)
    # The same again without a judge to ask: every judgement is in the store by now.
    subject, posts = gather(store, store.find_blogger(request.blogger), request)
    return Look(report, subject, posts, _ruler(request))


def _ruler(request: Request) -> dict[str, str]:
    policy = hashlib.sha256(repr(request.policy).encode()).hexdigest()[:16]
    return {
        "kolvet": __version__,
        "engine": engine_version(request.engine),
        "brand": request.target.key,
        "policy": policy,
    }


def standing_of(look: Look, known: Direction = Direction.NONE) -> Standing:
    """What the next watch is compared with; `known` is the turn told last."""
    return Standing(
        taken_at=look.report.as_of,
        word=look.report.verdict.word,
        bri=look.report.verdict.bri,
        turn=find_turn(look.subject.judged, look.report.as_of, known).direction,
        ruler=look.ruler,
        posts={
            item.post.id: KnownPost(
                item.post.digest, item.judgement.stance, item.post.truncated, item.post.deleted
            )
            for item in look.subject.judged
        },
        reported=frozenset(_fingerprint(item) for item in _reported(look.report)),
    )


def compare(store: Store, before: Standing | None, look: Look, freshness: Freshness) -> Watched:
    """What has changed; nothing where there is no standing to compare with."""
    known = before.turn if before else Direction.NONE
    report, verdict = look.report, look.report.verdict
    watched = Watched(
        blogger=report.blogger.name,
        brand=report.brand.name,
        as_of=report.as_of,
        since=None,
        word=verdict.word,
        word_before=None,
        bri=verdict.bri,
        bri_before=None,
        why=report.why,
        posts=(),
        reported=(),
        turn=find_turn(look.subject.judged, report.as_of, known),
        turn_before=known,
        ruler_changed=(),
        read_otherwise=0,
        brand_posts=len(look.subject.judged),
        critical_posts=len(look.subject.critical),
        freshness=freshness,
    )
    if before is None:
        return watched
    return replace(
        watched,
        since=before.taken_at,
        word_before=before.word,
        bri_before=before.bri,
        posts=tuple(_Comparison(store, before, look).changes()),
        reported=tuple(
            item for item in _reported(report) if _fingerprint(item) not in before.reported
        ),
        ruler_changed=tuple(
            part for part in look.ruler if look.ruler[part] != before.ruler.get(part)
        ),
        read_otherwise=sum(_is_read_otherwise(before, item) for item in look.subject.judged),
    )


class _Comparison:
    """The posts of two looks, side by side."""

    def __init__(self, store: Store, before: Standing, look: Look) -> None:
        self._store = store
        self._before = before
        self._posts = look.posts
        self._judged = {item.post.id: item for item in look.subject.judged}

    def changes(self) -> list[PostChange]:
        """In the order of ChangeKind, then as the posts come: oldest first."""
        found = [change for post in self._posts for change in self._of(post)]
        order = list(ChangeKind)
        return sorted(found, key=lambda change: order.index(change.kind))

    def _of(self, post: StoredPost) -> list[PostChange]:
        known, item = self._before.posts.get(post.id), self._judged.get(post.id)
        if known is None and item is None:
            return []
        changes = []
        if item is not None and _is_new_criticism(known, item):
            changes.append(self._change(ChangeKind.CRITICAL, post))
        if post.deleted and not (known and known.deleted):
            changes.append(self._change(ChangeKind.DELETED, post))
        if known is not None and known.deleted and not post.deleted:
            changes.append(self._change(ChangeKind.RETURNED, post))
        former = self._former(known, post) if known is not None else ""
        if former:
            changes.append(self._change(ChangeKind.EDITED, post, former))
        return changes

    def _change(self, kind: ChangeKind, post: StoredPost, former: str = "") -> PostChange:
        item = self._judged.get(post.id)
        since = self._before.taken_at
        return PostChange(
            kind=kind,
            post=post,
            judgement=item.judgement if item else None,
            known=self._before.posts.get(post.id),
            published_since=post.published is not None and post.published > since,
            former=former,
        )

    def _former(self, known: KnownPost, post: StoredPost) -> str:
        """The text before an edit; "" if there was none.

        The platform has to say that the post was edited, or a second look at it: two collectors
        write one text in two ways. A text of which only the beginning was known says nothing.
        """
        if known.digest == post.digest or known.truncated or post.truncated or not post.edited:
            return ""
        former = self._store.standings.former_text(post.id, known.digest)
        return former if "".join(former.split()) != "".join(post.text.split()) else ""


def _is_new_criticism(known: KnownPost | None, item: JudgedPost) -> bool:
    """Whether the post is critical and was not so before, by its words and not by the ruler."""
    if item.judgement.stance is not Stance.CRITICAL:
        return False
    if known is None:
        return True
    return known.stance is not Stance.CRITICAL and known.digest != item.post.digest


def _is_read_otherwise(before: Standing, item: JudgedPost) -> bool:
    known = before.posts.get(item.post.id)
    return (
        known is not None
        and known.digest == item.post.digest
        and known.stance is not item.judgement.stance
    )


def _reported(report: Report) -> list[Evidence | ReportedPrecedent]:
    """What the press and the record say against him."""
    press = [item for item in report.evidence if item.kind == "press" and item.severity]
    return [*press, *report.precedents]


def _fingerprint(item: Evidence | ReportedPrecedent) -> str:
    said = item.quote if isinstance(item, Evidence) else item.summary
    return hashlib.sha256(f"{item.url}\x1f{said}".encode()).hexdigest()[:16]
