"""What a language model answers, and when its reading takes the place of the local one."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kolvet.model.brands import Target
from kolvet.model.judgements import Judgement, Opinion, Reason, Span, Stance
from kolvet.model.report import JudgedPost, JudgeInUse, SecondOpinion
from kolvet.model.subject import is_users_insult
from kolvet.opinion.parse import parse_answers
from kolvet.store import Store
from kolvet.text.own import own_words
from kolvet.vet.judging import Progress
from kolvet.vet.questions import Item, Judge, Plan, is_milder, make_body, make_plan

if TYPE_CHECKING:
    from kolvet.opinion.client import Client

SUREST = 0.95
"""Confidence that no model is believed beyond: what it says of itself is not measured."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The posts with the judgements now in force; `set_aside` are not about the brand."""

    judged: list[JudgedPost]
    set_aside: list[JudgedPost]
    judge: JudgeInUse


@dataclass(slots=True)
class _Answers:
    """What was asked and answered so far."""

    asked: set[bytes] = field(default_factory=set)
    opinions: dict[bytes, Opinion] = field(default_factory=dict)
    failure: str = ""


def ask_judge(
    store: Store,
    judged: Sequence[JudgedPost],
    target: Target,
    judge: Judge,
    progress: Progress | None = None,
) -> Heard:
    """Ask about the decisive and the uncertain posts; answers are kept in the store.

    When the endpoint fails, the local judgements stand and `Heard.judge.failure` says so.

    Raises:
        SourceError: The endpoint refuses the key.
    """
    plan = make_plan(store, judged, target, judge)
    answers = _Answers()
    if plan.batches:
        from kolvet.opinion.client import connect  # httpx, where a model is asked

        with connect(judge.endpoint) as client:
            _ask_all(plan, client, answers, store, target, progress)
    opinions = {**plan.cached, **answers.opinions}
    injected = {item.digest for item in plan.items if item.injection}
    read = [_with_opinion(item, opinions.get(item.post.digest), injected) for item in judged]
    return Heard(
        judged=[item for item in read if item.judgement.mentioned],
        set_aside=[item for item in read if not item.judgement.mentioned],
        judge=_in_use(plan, answers, judge, read),
    )


def _ask_all(
    plan: Plan,
    client: "Client",
    answers: _Answers,
    store: Store,
    target: Target,
    progress: Progress | None,
) -> None:
    """Ask batch by batch; what is answered is kept at once, also when the endpoint then fails."""
    from kolvet.opinion.client import EndpointFailedError

    total = sum(map(len, plan.batches))
    try:
        for batch, found in _rounds(plan, client):
            store.keep_opinions(target.key, client.endpoint.model, plan.prompt, found)
            answers.opinions.update(found)
            answers.asked.update(item.digest for item in batch)
            if progress:
                progress(len(answers.asked), total)
    except EndpointFailedError as error:
        answers.failure = error.failure


def _rounds(plan: Plan, client: "Client") -> Iterator[tuple[Sequence[Item], dict[bytes, Opinion]]]:
    """Each request's final answers.

    A post could hold words that make the model misread its neighbours. So an answer milder than
    the local judgement counts only from a request in which the post stood alone.
    """
    for batch in plan.batches:
        found = _ask(client, plan.brand, batch)
        alone = [] if len(batch) == 1 else [item for item in batch if _is_milder(item, found)]
        firm = [item for item in batch if item not in alone]
        yield firm, {item.digest: found[item.digest] for item in firm if item.digest in found}
        for item in alone:
            yield [item], _ask(client, plan.brand, [item])


def _ask(client: "Client", brand: Sequence[str], batch: Sequence[Item]) -> dict[bytes, Opinion]:
    content = client.ask(make_body(client.endpoint, brand, batch))
    own = [item.passage.own for item in batch]
    opinions = parse_answers(content, own, client.endpoint.model)
    return {
        item.digest: opinion
        for item, opinion in zip(batch, opinions, strict=True)
        if opinion is not None
    }


def _is_milder(item: Item, found: Mapping[bytes, Opinion]) -> bool:
    opinion = found.get(item.digest)
    return opinion is not None and is_milder(item.post, opinion)


def _with_opinion(
    local: JudgedPost, opinion: Opinion | None, injected: Collection[bytes]
) -> JudgedPost:
    """The opinion takes the place of the local judgement, which is kept.

    Where the text speaks to its reader, only a harsher opinion does.
    """
    if opinion is None:
        return local
    injection = local.post.digest in injected
    taken = not injection or (not is_milder(local, opinion) and _differs(local, opinion))
    second = SecondOpinion(opinion, local.judgement, taken, injection)
    in_force = _judgement(local, opinion) if taken else local.judgement
    return JudgedPost(local.post, in_force, second)


def _differs(local: JudgedPost, opinion: Opinion) -> bool:
    judgement = local.judgement
    read = opinion.stance, opinion.severity, opinion.insults_users
    return read != (judgement.stance, judgement.severity or 0, is_users_insult(local))


def _judgement(local: JudgedPost, opinion: Opinion) -> Judgement:
    """The opinion as a judgement; what it does not say is the local engine's."""
    confidence = round(min(opinion.sure, SUREST), 4)
    if opinion.stance is None:
        return Judgement(mentioned=False, confidence=confidence)
    sign = {Stance.CRITICAL: -1, Stance.NEUTRAL: 0, Stance.SUPPORTIVE: 1}[opinion.stance]
    score = round(sign * confidence, 4) + 0.0
    flags = {flag for flag in local.judgement.flags if flag != "insult"}
    return Judgement(
        mentioned=True,
        confidence=confidence,
        stance=opinion.stance,
        score=score,
        severity=opinion.severity,
        target_kind=opinion.target_kind,
        mentions=local.judgement.mentions,
        span=_span(local.post.text, opinion.quote),
        flags=tuple(sorted(flags | ({"insult"} if opinion.insults_users else set()))),
        reasons=(Reason("second_opinion", opinion.quote, score),),
    )


def _span(text: str, quote: str) -> Span | None:
    """Where the author himself says it, not a post that he answers to."""
    start = own_words(text).find(quote)
    return Span(start, start + len(quote)) if start >= 0 else None


def _in_use(plan: Plan, answers: _Answers, judge: Judge, read: Sequence[JudgedPost]) -> JudgeInUse:
    opinions = {item.post.digest: item.second for item in read if item.second}
    chosen = len(plan.items)
    return JudgeInUse(
        model=judge.endpoint.model,
        url_host=judge.endpoint.host,
        prompt=plan.prompt,
        eligible=chosen + plan.left_over,
        cached=len(plan.cached),
        asked=len(answers.asked),
        answered=len(answers.opinions),
        unparsed=len(answers.asked) - len(answers.opinions),
        not_asked=chosen - len(plan.cached) - len(answers.asked),
        left_over=plan.left_over,
        disagreed=sum(not second.agrees for second in opinions.values()),
        not_about=sum(not item.judgement.mentioned for item in read),
        injections=sum(item.injection for item in plan.items),
        failure=answers.failure,
    )
