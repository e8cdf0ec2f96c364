"""Watching signed bloggers: what has changed since the last look. It judges as `check` does."""

from kolvet.watch.comparing import Look, compare, look_at, standing_of
from kolvet.watch.watch_list import Line, read_list

__all__ = ["Line", "Look", "compare", "look_at", "read_list", "standing_of"]
