"""What a row of an export did to the store."""

from enum import Enum, auto


class Outcome(Enum):
    """One of the counts of `ImportSummary`."""

    NEW = auto()
    UPDATED = auto()
    DUPLICATE = auto()
    NO_AUTHOR = auto()
    """A post that names no author, of which nobody knows whose it is: rejected."""
    OTHER_AUTHOR = auto()
    """A post whose id belongs to another account: rejected."""
