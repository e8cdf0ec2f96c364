"""The review in a terminal: one quote at a time, one line an answer."""

import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from kolvet.cli.people import judge_again, look, now, request_again
from kolvet.decisions.quotes import Answer, Quote, can_flip
from kolvet.errors import UsageError
from kolvet.messages import text
from kolvet.model.judgements import Stance, TargetKind
from kolvet.model.people import Action, text_digest
from kolvet.report.people_lists import render_card
from kolvet.vet.reviewing import Tally, keep_answer, open_quotes

if TYPE_CHECKING:
    from kolvet.model.people import StoredRun
    from kolvet.store import Store

CONFIRM, FLIP, NOT_ABOUT, SKIP, QUIT = "c", "f", "n", "s", "q"
STANCES = {"c": Stance.CRITICAL, "n": Stance.NEUTRAL, "s": Stance.SUPPORTIVE}
TARGETS = {
    "p": TargetKind.PRODUCT,
    "c": TargetKind.COMPANY,
    "e": TargetKind.EXECUTIVE,
    "u": TargetKind.USERS,
}


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
                sys.stderr.write(render_card(quote, look(), place, len(quotes)) + "\n")
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
                keep_answer(store, run, quote, answer, by, now())
            except UsageError as error:
                console.print(Text(f"{error} {error.hint}"))
                continue
        tally.add(answer)
        return


def _ask(quote: Quote, console: Console) -> Answer | None:
    """One answer: a key, and behind it why, if he likes. None skips the quote.

    Raises:
        QuitError: He wants to end.
    """
    keys = "people.keys" if can_flip(quote) else "people.keys_precedent"
    while True:
        key, _, reason = _line(text(keys), console).partition(" ")
        match key.lower():
            case "c":
                return Answer(Action.CONFIRM, reason=reason.strip())
            case "n":
                return Answer(Action.NOT_ABOUT, reason=reason.strip())
            case "f" if can_flip(quote):
                return _flip(reason.strip(), console)
            case "s":
                return None
            case "q":
                raise QuitError
            case _:
                console.print(Text(text("people.keys_wrong")))


def _flip(reason: str, console: Console) -> Answer:
    """What it is instead; criticism also needs to be rated."""
    stance = STANCES[_choose("people.keys_stance", "cns", console)]
    if stance is not Stance.CRITICAL:
        return Answer(Action.FLIP, stance, reason=reason)
    severity = int(_choose("people.keys_severity", "123", console))
    target = TARGETS[_choose("people.keys_target", "pceu", console)]
    insult = target is TargetKind.USERS and _choose("people.keys_insult", "yn", console) == "y"
    return Answer(Action.FLIP, stance, severity, target, insult, reason)


def _choose(question: str, keys: str, console: Console) -> str:
    while True:
        key = _line(text(question), console).strip().lower()[:1]
        if key and key in keys:
            return key
        console.print(Text(text("people.keys_wrong")))


def _line(question: str, console: Console) -> str:
    """A line from the keyboard; its end (Ctrl-D) is a wish to quit."""
    try:
        return console.input(Text(f"{question} ", "bold")).strip()
    except EOFError as error:
        console.print()
        raise QuitError from error
