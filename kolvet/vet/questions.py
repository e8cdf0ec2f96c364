"""What a language model is asked: which posts, in which requests."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kolvet.model.brands import AliasKind, Target
from kolvet.model.judgements import Judgement, Mention, Opinion, Stance
from kolvet.model.report import JudgedPost
from kolvet.model.subject import is_users_insult
from kolvet.opinion.endpoint import DEFAULT_MOST, Endpoint
from kolvet.opinion.injection import speaks_to_the_reader
from kolvet.opinion.prompt import Passage, request_body, version_of
from kolvet.opinion.reading import is_milder
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


@dataclass(frozen=True, slots=True)
class Judge:
    """The language model to ask, and the budget: texts asked about in one check.

    `stored_only`: nobody is asked; the answers of earlier checks count.
    """

    endpoint: Endpoint
    most: int = DEFAULT_MOST
    stored_only: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be sent: each request's body.

    `again` is how many more requests there may be at most: a text is asked about once more, alone,
    when its answer is milder than the local judgement or the server refuses its batch.
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
    """Choose the texts and look up what is known of them.

    What a person has read is not asked about: his word counts.
    """
    read = {item.digest for item in store.corrections({target.brand.name})}
    by_text = {
        item.post.digest: item
        for item in judged
        if _is_eligible(item) and item.post.digest not in read
    }
    ordered = sorted(by_text.values(), key=_order)
    chosen = ordered[: judge.most]
    names = [name for brand in target.family for name in (brand.name, brand.english) if name]
    brand_names = tuple(dict.fromkeys(names))
    prompt = question_version(brand_names)
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
    return Plan(
        items=tuple(map(_item, chosen)),
        cached=cached,
        left_over=len(ordered) - len(chosen),
        prompt=prompt,
        brand=brand_names,
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
        or judgement.critical_probability >= MAYBE_CRITICAL
    )


def _is_decisive(judgement: Judgement) -> bool:
    return judgement.stance is Stance.CRITICAL or "insult" in judgement.flags


def _order(item: JudgedPost) -> tuple[bool, bool, int, float, bytes]:
    """What weighs most in a verdict first; of equals, any fixed order."""
    judgement = item.judgement
    return (
        not _is_decisive(judgement),
        not is_users_insult(item),
        -(judgement.severity or 0),
        -judgement.critical_probability,
        item.post.digest,
    )


def _item(judged: JudgedPost) -> Item:
    passage = _passage(judged.post.text, judged.judgement.mentions)
    return Item(judged, passage, speaks_to_the_reader(passage.own))


def _passage(text: str, mentions: Iterable[Mention]) -> Passage:
    """What is sent of a text; of the local engine's reading nothing but the mentions matters."""
    own = own_words(text)
    places = [mention.start for mention in mentions]
    clip = clip_around(text, places, LONGEST)
    named = dict.fromkeys(mention.alias for mention in mentions)
    return Passage(clip, own, tuple(alias for alias in named if alias in clip))


def question_version(brand: Sequence[str]) -> str:
    """Changes whenever what is sent about the same text does, so that stored answers fit.

    It is the digest of a request about sample posts: a short one, and one that has to be cut.
    """
    short = "小米坏了 @样例乙 http://t.cn/Abc //@样例丁:链"
    long = "前" * LONGEST + "小米" + "后" * LONGEST
    samples = [
        _passage(text, [Mention(start, start + 2, "小米", "小米", AliasKind.NAME)])
        for text, start in ((short, 0), (long, LONGEST))
    ]
    return version_of(request_body(Endpoint("", ""), brand, samples))


def make_body(endpoint: Endpoint, brand: Sequence[str], batch: Sequence[Item]) -> dict[str, Any]:
    """One request about these texts."""
    return request_body(endpoint, brand, [item.passage for item in batch])
