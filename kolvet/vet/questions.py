"""What a language model is asked: which posts, in which requests."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kolvet.model.brands import AliasKind, Target
from kolvet.model.judgements import Judgement, Opinion, Stance
from kolvet.model.report import JudgedPost
from kolvet.model.subject import is_users_insult
from kolvet.opinion.endpoint import DEFAULT_MOST, Endpoint
from kolvet.opinion.injection import speaks_to_the_reader
from kolvet.opinion.prompt import Passage, prompt_version, request_body
from kolvet.store import Store
from kolvet.text.clip import clip_around
from kolvet.text.own import own_words

BATCH = 8
"""Posts in one request: small enough that a modest model keeps them apart."""
LONGEST = 600
"""Characters of a post that are sent; longer ones are cut around the mentions."""
UNSURE = 0.6
"""Confidence below which a local judgement is uncertain."""
MAYBE_CRITICAL = 0.25
"""P(critical) from which a judgement that is not critical is uncertain."""
DOUBT = 0.7
"""A model less sure than this of a decisive quote is asked again about it alone; from here on an
insult counts as a knock-out (policy, insult_confidence)."""
_RISK = {None: 0, Stance.SUPPORTIVE: 1, Stance.NEUTRAL: 2, Stance.CRITICAL: 3}


@dataclass(frozen=True, slots=True)
class Judge:
    """The language model to ask, and the budget: texts asked about in one check."""

    endpoint: Endpoint
    most: int = DEFAULT_MOST


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be sent: each request's body.

    `again` is how many more requests there may be at most: an answer milder than the local
    judgement is asked for once more, alone.
    """

    bodies: tuple[dict[str, Any], ...]
    texts: int
    again: int
    cached: int
    left_over: int


@dataclass(frozen=True, slots=True)
class Item:
    """One text to be read; `post` stands for all posts with it."""

    post: JudgedPost
    passage: Passage
    injection: bool

    @property
    def digest(self) -> bytes:
        """Of the text."""
        return self.post.post.digest


@dataclass(frozen=True, slots=True)
class Plan:
    """Which texts are read: the weightiest within the budget. Cached ones are not asked about."""

    items: tuple[Item, ...]
    cached: Mapping[bytes, Opinion]
    left_over: int
    prompt: str
    brand: tuple[str, ...]

    @property
    def batches(self) -> list[list[Item]]:
        """Groups of texts, one a request.

        A text that speaks to its reader stands alone: it can only mislead about itself.
        """
        fresh = [item for item in self.items if item.digest not in self.cached]
        together = [item for item in fresh if not item.injection]
        groups = [together[start : start + BATCH] for start in range(0, len(together), BATCH)]
        return groups + [[item] for item in fresh if item.injection]


def make_plan(store: Store, judged: Iterable[JudgedPost], target: Target, judge: Judge) -> Plan:
    """Choose the texts and look up what is known of them."""
    by_text = {item.post.digest: item for item in judged if _is_eligible(item)}
    ordered = sorted(by_text.values(), key=_order)
    chosen = ordered[: judge.most]
    prompt = prompt_version()
    stored = store.opinions(
        target.key, judge.endpoint.model, prompt, [item.post.digest for item in chosen]
    )
    # Another version of the local engine may be harsher than the one of then.
    unsafe = {
        item.post.digest
        for item in chosen
        if (opinion := stored.get(item.post.digest))
        and not opinion.alone
        and is_milder(item, opinion)
    }
    cached = {digest: opinion for digest, opinion in stored.items() if digest not in unsafe}
    names = [name for brand in target.family for name in (brand.name, brand.english) if name]
    return Plan(
        items=tuple(map(_item, chosen)),
        cached=cached,
        left_over=len(ordered) - len(chosen),
        prompt=prompt,
        brand=tuple(dict.fromkeys(names)),
    )


def preview_questions(
    store: Store, judged: Sequence[JudgedPost], target: Target, judge: Judge
) -> Preview:
    """Exactly what `kolvet.vet.second_opinion.ask_judge` would send."""
    plan = make_plan(store, judged, target, judge)
    bodies = tuple(make_body(judge.endpoint, plan.brand, batch) for batch in plan.batches)
    texts = sum(map(len, plan.batches))
    again = sum(len(batch) for batch in plan.batches if len(batch) > 1)
    return Preview(bodies, texts, again, len(plan.cached), plan.left_over)


def _is_eligible(item: JudgedPost) -> bool:
    """Decisive or uncertain, and about the brand without the words of the post it answers to."""
    judgement = item.judgement
    if all(mention.kind == AliasKind.REFERENCE for mention in judgement.mentions):
        return False
    return (
        _is_decisive(judgement)
        or judgement.confidence < UNSURE
        or _critical_probability(judgement) >= MAYBE_CRITICAL
    )


def _is_decisive(judgement: Judgement) -> bool:
    return judgement.stance is Stance.CRITICAL or "insult" in judgement.flags


def _critical_probability(judgement: Judgement) -> float:
    """P(critical), from the probability of the best stance and score = P(supp.) - P(crit.)."""
    sure, score = judgement.confidence, judgement.score or 0.0
    if judgement.stance is Stance.CRITICAL:
        return sure
    if judgement.stance is Stance.SUPPORTIVE:
        return sure - score
    return (1.0 - sure - score) / 2


def _order(item: JudgedPost) -> tuple[bool, bool, int, float, bytes]:
    """What weighs most in a verdict first; of equals, any fixed order."""
    judgement = item.judgement
    return (
        not _is_decisive(judgement),
        not is_users_insult(item),
        -(judgement.severity or 0),
        -_critical_probability(judgement),
        item.post.digest,
    )


def _item(judged: JudgedPost) -> Item:
    text, judgement = judged.post.text, judged.judgement
    places = [mention.start for mention in judgement.mentions]
    places += [judgement.span.start] if judgement.span else []
    own = own_words(text)
    clip = clip_around(text, places, LONGEST)
    named = dict.fromkeys(mention.alias for mention in judgement.mentions)
    passage = Passage(clip, own, tuple(alias for alias in named if alias in clip))
    return Item(judged, passage, speaks_to_the_reader(own))


def make_body(endpoint: Endpoint, brand: Sequence[str], batch: Sequence[Item]) -> dict[str, Any]:
    """One request about these texts."""
    return request_body(endpoint, brand, [item.passage for item in batch])


def is_milder(local: JudgedPost, opinion: Opinion) -> bool:
    """Whether the opinion lowers anything that a verdict looks at."""
    judgement = local.judgement
    return (
        _RISK[opinion.stance] < _RISK[judgement.stance]
        or opinion.severity < (judgement.severity or 0)
        or (is_users_insult(local) and not opinion.insults_users)
        or (
            judgement.stance is Stance.CRITICAL and opinion.sure < min(judgement.confidence, DOUBT)
        )
    )
