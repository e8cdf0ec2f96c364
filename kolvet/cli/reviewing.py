"""The review in a terminal: one quote at a time, one line an answer."""

import re
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from rich.console import Console
from rich.text import Text

from kolvet.cli.people import judge_again, now, request_again
from kolvet.cli.showing import page_look
from kolvet.decisions.quotes import ACTIONS, SKIPS, Answer, Quote, can_flip
from kolvet.errors import UsageError
from kolvet.messages import catalogue, text
from kolvet.model.judgements import Stance, TargetKind
from kolvet.model.people import Action, text_digest
from kolvet.report.people_lists import render_card, render_stored
from kolvet.vet.reviewing import Tally, keep_answer, open_quotes

if TYPE_CHECKING:
    from kolvet.model.people import StoredRun
    from kolvet.store import Store

QUITS = frozenset({"q", "quit", "退出"})
STANCES = (Stance.CRITICAL, Stance.NEUTRAL, Stance.SUPPORTIVE)
TARGETS = (TargetKind.PRODUCT, TargetKind.COMPANY, TargetKind.EXECUTIVE, TargetKind.USERS)
SEVERITIES = {str(number): number for number in (1, 2, 3)}
INSULT = {"yes": True, "no": False, "y": True, "n": False, "是": True, "否": False}
_REASON = re.compile(r"[\s,，、:：。]+")
"""What stands between a key and the reason, also as a Chinese keyboard writes it."""


Chosen = TypeVar("Chosen")
Named = TypeVar("Named", Stance, TargetKind)


class QuitError(Exception):
    """The person ends the review; what was answered is kept."""


def hold_session(
    store: "Store", run: "StoredRun", by: str, *, again: bool
) -> "tuple[Tally, StoredRun]":
    """Go through the open quotes until none is left or the person quits.

    When corrections bring other quotes to the fore, these are shown as well. Each answer is
    stored before the next quote is shown.
    """
    request = request_again(run)
    tally, seen, current = Tally(), set(), run
    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    while True:
        quotes = [
            quote
            for quote in open_quotes(store, current, again=again)
            if text_digest(quote.text) not in seen
        ]
        before = tally.corrections
        try:
            for place, quote in enumerate(quotes, start=1):
                seen.add(text_digest(quote.text))
                sys.stderr.write(render_card(quote, page_look(), place, len(quotes)) + "\n")
                _settle(store, run, quote, by, tally, console)
        except QuitError:
            quotes = []
        if tally.corrections > before:
            current = judge_again(store, run, request)
        if not quotes:
            return tally, current


def _settle(
    store: "Store", run: "StoredRun", quote: Quote, by: str, tally: Tally, console: Console
) -> None:
    """Ask until the answer can be kept."""
    while True:
        answer = _ask(quote, console)
        if answer is not None:
            try:
                kept = keep_answer(store, run, quote, answer, by, now())
            except UsageError as error:
                console.print(Text(f"{error} {error.hint}"))
                continue
            sys.stderr.write(render_stored(quote, kept, page_look()) + "\n")
        else:
            console.print(Text(text("people.stored_nothing", id=quote.id)))
        tally.add(answer)
        return


def _ask(quote: Quote, console: Console) -> Answer | None:
    """One answer: a key or its word, and behind it why, if he likes. None skips the quote.

    Raises:
        QuitError: He wants to end.
    """
    keys = "people.keys" if can_flip(quote) else "people.keys_precedent"
    while True:
        key, *rest = _REASON.split(_line(text(keys), console), maxsplit=1)
        word, reason = key.lower(), "".join(rest)
        if word in QUITS:
            raise QuitError
        if word in SKIPS:
            return None
        action = ACTIONS.get(word)
        if action is Action.FLIP and can_flip(quote):
            return _flip(reason, console)
        if action in {Action.CONFIRM, Action.NOT_ABOUT}:
            return Answer(action, reason=reason)
        console.print(Text(text("people.keys_wrong")))


def _flip(reason: str, console: Console) -> Answer:
    """What it is instead; criticism also needs to be rated."""
    stance = _choose("people.keys_stance", _numbered(STANCES, "stance"), console)
    if stance is not Stance.CRITICAL:
        return Answer(Action.FLIP, stance, reason=reason)
    severity = _choose("people.keys_severity", SEVERITIES, console)
    target = _choose("people.keys_target", _numbered(TARGETS, "target"), console)
    insult = target is TargetKind.USERS and _choose("people.keys_insult", INSULT, console)
    return Answer(Action.FLIP, stance, severity, target, insult, reason)


def _numbered(values: Sequence[Named], part: str) -> dict[str, Named]:
    """Each by its number and by its word in both languages.

    Letters are not taken: `c` and `n` mean something else a question before.
    """
    answers: dict[str, Named] = {}
    for number, value in enumerate(values, start=1):
        words: Mapping[str, str] = catalogue("report")[f"{part}_{value}"]
        answers |= dict.fromkeys((str(number), *words.values()), value)
    return answers


def _choose(question: str, answers: Mapping[str, Chosen], console: Console) -> Chosen:
    """One of the answers, whole: with anything behind it, it may answer another question."""
    while True:
        line = _line(text(question), console)
        if line.lower() in answers:
            return answers[line.lower()]
        wrong = text("people.choice_wrong", answer=line, allowed=" / ".join(answers))
        console.print(Text(wrong))


def _line(question: str, console: Console) -> str:
    """A line from the keyboard; its end (Ctrl-D) is a wish to quit."""
    try:
        return console.input(Text(f"{question} ", "bold")).strip()
    except EOFError as error:
        console.print()
        raise QuitError from error
