"""What was asked of a check."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kolvet.brands import find_target
from kolvet.model.brands import Target
from kolvet.model.people import NOTHING, Committed
from kolvet.policy import FailOn, Policy

if TYPE_CHECKING:
    from kolvet.vet.questions import Judge


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: everything that a report depends on besides the store.

    `as_of` is inclusive; nothing said or done later is used. `command` is printed, so
    that the run can be reproduced. `judge` is a language model to ask as well; without it nothing
    is sent anywhere. `versus` are brands to set beside the one asked about. `find_target` finds
    the brands of official voices, with the user's own packs. `notices` have to stand with the
    verdict, as that a brand has no pack. `kept`: the run is stored, for review and decisions.
    `waives`: waivers count, and one that is stale is an error.
    """

    blogger: str
    target: Target
    as_of: datetime
    made_at: datetime
    policy: Policy
    fail_on: FailOn
    engine: str
    command: str
    judge: "Judge | None" = None
    versus: tuple[Target, ...] = ()
    committed: Committed = NOTHING
    find_target: Callable[[str], Target] = find_target
    notices: tuple[str, ...] = ()
    kept: bool = True
    waives: bool = True
