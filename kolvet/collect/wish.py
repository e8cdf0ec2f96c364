"""What a fetch is asked to do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kolvet.model.imports import Owner
from kolvet.model.patience import LOOKS
from kolvet.store.comments import FansOf


def _always(_text: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted.

    Attributes:
        name: A nickname, a uid or an address of the account.
        owner: Whose posts they are, where that is not simply the account's own name.
        about: Words to search his posts for; none: the whole timeline.
        since: Older posts are not asked for.
        comments: The most comments of one post; 0: none are asked for.
        matters: Whether the comments under a post with this text are wanted; such posts are also
            the first to be looked at again.
        looks: How many old posts to look at again once the list is known.
        full: Walk through the whole list again, known or not.
        fans_of: As in imports.
    """

    name: str
    owner: Owner | None = None
    about: tuple[str, ...] = ()
    since: datetime | None = None
    comments: int = 0
    matters: Callable[[str], bool] = _always
    looks: int = LOOKS
    full: bool = False
    fans_of: FansOf | None = None
