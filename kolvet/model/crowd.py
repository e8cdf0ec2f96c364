"""Comments as they are measured: who wrote what under which post, with nobody's name in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

NOBODY = -1
"""The author of a comment whose export names none."""


class CrowdComment(NamedTuple):
    """One comment. Hundreds of thousands are held at once: numbers stand for what repeats.

    Attributes:
        post: `StoredPost.id` of the post that it stands under.
        author: Number of the account in this crowd, or NOBODY.
        text: Number of the text in `Crowd.texts`.
        published: Seconds since 1970, UTC.
        reply: It answers to another comment, so it speaks to that one's author.
    """

    post: int
    author: int
    text: int
    published: int | None
    reply: bool


class CrowdPost(NamedTuple):
    """A post with at least one comment.

    Attributes:
        blogger: `Blogger.id` of its author.
        brand: The brand whose official voice the author is, "" for a blogger.
        published: Seconds since 1970, UTC; None when not known to the minute.
    """

    blogger: int
    brand: str
    published: int | None


@dataclass(frozen=True, slots=True)
class Crowd:
    """All comments up to an instant whose post is known; those of a post's own author left out.

    Attributes:
        texts: Each once.
        posts: By `StoredPost.id`.
        fan_names: Brands whose fan word is in an account's name, by number of the account.
        names_seen: Names of commenters were in the data, so that no fan word says something.
        orphans: Comments left out since nobody knows the post that they stand under.
    """

    texts: tuple[str, ...]
    comments: tuple[CrowdComment, ...]
    posts: Mapping[int, CrowdPost]
    fan_names: Mapping[int, frozenset[str]]
    names_seen: bool
    orphans: int
