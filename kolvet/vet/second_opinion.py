"""What a language model answers, and when its reading takes the place of the local one."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kolvet.model.brands import Target
from kolvet.model.judgements import Opinion, Span
from kolvet.model.report import JudgedPost, JudgeInUse, SecondOpinion
from kolvet.opinion.failures import (
    FORBIDDEN,
    EndpointFailedError,
    TextsRefusedError,
    wrong_key,
)
from kolvet.opinion.parse import parse_answers
from kolvet.opinion.reading import differs, is_grave, is_milder, judgement_of
from kolvet.store import Store
from kolvet.text.own import own_words
from kolvet.vet.judging import Progress
from kolvet.vet.questions import BATCH, Item, Judge, Plan, make_body, make_plan

if TYPE_CHECKING:
    from kolvet.opinion.client import Client


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
    if plan.batches and not judge.stored_only:
        _ask_all(plan, judge, answers, store, target, progress)
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
    judge: Judge,
    answers: _Answers,
    store: Store,
    target: Target,
    progress: Progress | None,
) -> None:
    """Ask batch by batch; what is answered is kept at once, also when the endpoint then fails."""
    from kolvet.opinion.client import connect  # httpx, where a model is asked

    total = sum(map(len, plan.batches))
    try:
        with connect(judge.endpoint) as client:
            for batch, found in _rounds(plan, client):
                store.keep_opinions(target.key, judge.endpoint.model, plan.prompt, found)
                answers.opinions.update(found)
                answers.asked.update(item.digest for item in batch)
                if progress:
                    progress(len(answers.asked), total)
    except EndpointFailedError as error:
        answers.failure = error.failure
    except TextsRefusedError as error:  # every request of this run
        if error.status == FORBIDDEN and not plan.cached:
            raise wrong_key(judge.endpoint, error.status) from error
        answers.asked.clear()
        answers.failure = f"status {error.status}"


def _rounds(plan: Plan, client: "Client") -> Iterator[tuple[Sequence[Item], dict[bytes, Opinion]]]:
    """Each request's final answers.

    A post could hold words that make the model misread its neighbours. So an answer milder than
    the local judgement counts only from a request in which the post stood alone. It could also
    hold words that the server refuses; so a refused batch is asked about post by post.

    Raises:
        TextsRefusedError: Every request is refused, so that it is not because of a post.
    """
    asker = _Asker(client, plan.brand)
    for batch in plan.batches:
        found = asker.ask(batch)
        again = batch if found is None else [item for item in batch if _is_milder(item, found)]
        alone = again if len(batch) > 1 else []
        firm = [item for item in batch if item not in alone]
        known = found or {}
        yield firm, {item.digest: known[item.digest] for item in firm if item.digest in known}
        for item in alone:
            yield [item], asker.ask([item]) or {}
    if asker.refusal and not asker.taken:
        raise asker.refusal


@dataclass(slots=True)
class _Asker:
    """Asks, and remembers whether the server has taken any request so far."""

    client: "Client"
    brand: Sequence[str]
    taken: bool = False
    refusals: int = 0
    refusal: TextsRefusedError | None = None

    def ask(self, batch: Sequence[Item]) -> dict[bytes, Opinion] | None:
        """The answers that parse; None when the server refuses these texts.

        Raises:
            TextsRefusedError: Nothing was taken yet, and more than a batch's posts were refused.
        """
        try:
            content = self.client.ask(make_body(self.client.endpoint, self.brand, batch))
        except TextsRefusedError as error:
            self.refusals, self.refusal = self.refusals + 1, error
            if self.refusals > BATCH and not self.taken:
                raise
            return None
        self.taken = True
        own = [item.passage.own for item in batch]
        opinions = parse_answers(content, own, self.client.endpoint.model)
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

    A milder one does so for ordinary criticism, since irony and hearsay are what the local engine
    misreads; not for a grave post, whose words could be orders that nobody recognises. Where a
    text is seen to speak to its reader, only a harsher one does.
    """
    if opinion is None:
        return local
    injection = local.post.digest in injected
    spared = (injection or is_grave(local)) and is_milder(local, opinion)
    taken = not spared and (not injection or differs(local, opinion))
    second = SecondOpinion(opinion, local.judgement, taken, injection)
    if not taken:
        return JudgedPost(local.post, local.judgement, second)
    span = _span(local.post.text, opinion.quote)
    return JudgedPost(local.post, judgement_of(opinion, local.judgement, span), second)


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
