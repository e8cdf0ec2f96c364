"""A crowd of comments, read once whatever brand it is measured before."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kolvet.fans.copies import essence, group_copies
from kolvet.fans.reading import fold_own, read_text
from kolvet.model.crowd import NOBODY, Crowd
from kolvet.text.segment import get_segmenter

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

NO_TIME = -1
_LATE = 2**62


@dataclass(frozen=True, slots=True)
class ReadCrowd:
    """The crowd as arrays: by comment, unless they say by text.

    Attributes:
        signs, betrayal, us_and_them: By text (kolvet.fans.reading).
        labels: What a text calls somebody, by text; most have none.
        folded: The text's own words, folded, by text.
        essences: Letters and characters alone, by text; a text without any stands for itself.
        robust: The comment is no near-duplicate of another account's, and its account wrote at
            least two different comments.
    """

    crowd: Crowd
    post: Numbers
    author: Numbers
    text: Numbers
    published: Numbers
    reply: Flags
    robust: Flags
    signs: Numbers
    betrayal: Numbers
    us_and_them: Numbers
    labels: Mapping[int, tuple[str, ...]]
    folded: tuple[str, ...]
    essences: tuple[str, ...]
    _words: dict[int, int] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many comments there are."""
        return len(self.post)

    @property
    def accounts(self) -> int:
        """How many accounts wrote them."""
        return int(self.author.max(initial=NOBODY)) + 1

    def words(self, texts: Numbers) -> Numbers:
        """How many words each of these texts has; counted only when asked for."""
        if not len(texts):
            return texts  # the segmenter takes .2 s to load
        cut = get_segmenter().cut
        for number in np.unique(texts).tolist():
            if number not in self._words:
                words = cut(self.crowd.texts[number])
                self._words[number] = sum(any(map(str.isalnum, word)) for word in words)
        return np.array([self._words[number] for number in texts.tolist()], dtype=np.int64)


def read_crowd(crowd: Crowd) -> ReadCrowd:
    """Read every text once and mark what a crowd copied."""
    folded = tuple(map(fold_own, crowd.texts))
    readings = list(map(read_text, folded))
    essences = tuple(essence(own) or text for own, text in zip(folded, crowd.texts, strict=True))
    author = np.array([comment.author for comment in crowd.comments], dtype=np.int64)
    text = np.array([comment.text for comment in crowd.comments], dtype=np.int64)
    published = np.array(
        [NO_TIME if item.published is None else item.published for item in crowd.comments],
        dtype=np.int64,
    )
    return ReadCrowd(
        crowd=crowd,
        post=np.array([comment.post for comment in crowd.comments], dtype=np.int64),
        author=author,
        text=text,
        published=published,
        reply=np.array([comment.reply for comment in crowd.comments], dtype=bool),
        robust=_find_robust(crowd, group_copies(essences)[text], author, text, published),
        signs=np.array([reading.signs for reading in readings], dtype=np.int64),
        betrayal=np.array([reading.betrayal for reading in readings], dtype=np.int64),
        us_and_them=np.array([reading.us_and_them for reading in readings], dtype=np.int64),
        labels={
            number: reading.labels for number, reading in enumerate(readings) if reading.labels
        },
        folded=folded,
        essences=essences,
    )


def _find_robust(
    crowd: Crowd, group: Numbers, author: Numbers, text: Numbers, published: Numbers
) -> Flags:
    """One comment for each group of copies, of accounts that wrote two different ones.

    Of each group the comment stays whose account comes first in one order of all accounts, so
    that an account whose every word is copied from an earlier one leaves nothing behind.
    """
    robust = np.zeros(len(author), dtype=bool)
    if not len(author):
        return robust
    known = author != NOBODY
    pairs = np.unique(np.stack([author[known], group[known]], axis=1), axis=0)
    accounts = int(author.max(initial=NOBODY)) + 1
    different = np.bincount(pairs[:, 0], minlength=accounts)
    rank = _rank_accounts(crowd, author, text, published, different)
    candidates = np.flatnonzero(known)
    candidates = candidates[different[author[candidates]] > 1]
    order = np.lexsort(
        (text[candidates], published[candidates], rank[author[candidates]], group[candidates])
    )
    chosen = candidates[order]
    first = np.ones(len(chosen), dtype=bool)
    first[1:] = group[chosen][1:] != group[chosen][:-1]
    robust[chosen[first]] = True
    return robust


def _rank_accounts(
    crowd: Crowd, author: Numbers, text: Numbers, published: Numbers, different: Numbers
) -> Numbers:
    """Accounts in order of their first comment, of equals the one that wrote more."""
    accounts = len(different)
    spelled = np.empty(len(crowd.texts), dtype=np.int64)
    spelled[sorted(range(len(crowd.texts)), key=crowd.texts.__getitem__)] = np.arange(
        len(crowd.texts)
    )
    first = np.full(accounts, _LATE, dtype=np.int64)
    smallest = np.full(accounts, _LATE, dtype=np.int64)
    known = author != NOBODY
    times = np.where(published == NO_TIME, _LATE, published)
    np.minimum.at(first, author[known], times[known])
    np.minimum.at(smallest, author[known], spelled[text[known]])
    rank = np.empty(accounts, dtype=np.int64)
    rank[np.lexsort((smallest, -different, first))] = np.arange(accounts)
    return rank
