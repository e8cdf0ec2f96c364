"""Bloggers to watch, and lists that name them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.platform import Blogger
from tests.platform.people import SHANGHAI

NAME, OTHER = "样例数码君", "样例影音姐"
INSULT = "小米手机又翻车了，米粉都是脑残"
COMPLAINT = "小米手机又翻车了，发热严重，售后还推诿"
QUICK = ("--pace", "0")


def blogger(name: str = NAME, **changes: Any) -> Blogger:
    """A blogger whose last post is a day old, with enough posts for a verdict."""
    newest = datetime.now(SHANGHAI).replace(microsecond=0) - timedelta(days=1)
    return Blogger(name, **({"posts": 120, "newest": newest} | changes))


def second(**changes: Any) -> Blogger:
    """Somebody else."""
    return blogger(OTHER, **({"uid": 1000000007, "seed": 2} | changes))


def list_writer(folder: Path) -> Callable[..., Path]:
    """Give a function that writes a list and gives its path."""

    def write(*lines: str, encoding: str = "utf-8", name: str = "signed.csv") -> Path:
        path = folder / name
        path.write_bytes("\n".join(lines).encode(encoding))
        return path

    return write
