"""Which texts say nearly the same: copied comments must not count as so many people.

Texts are compared by their trigrams of letters and characters. Minimum hashes (Broder, "On the
resemblance and containment of documents", 1997) find candidates, in four bands of three: of pairs
that share nine trigrams in ten, 99 in 100 are found. Each candidate is then compared in full.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kolvet.text.fold import fold_word
from kolvet.text.own import HIDDEN, own_words

Numbers = NDArray[np.int64]

LEAST_SHARED = 0.7
"""Share of trigrams (Jaccard) from which two texts are copies of each other (judgement)."""
SHINGLE = 3
_SHORT = 8
"""Shorter texts are copies only when they are equal: two short ones share trigrams by chance."""
_BANDS, _ROWS = 4, 3
_CHUNK = 20_000
"""Texts hashed at once: bounds memory at some 30 MB."""
_MOST_LEADERS = 4
"""Texts that one candidate list holds; the others of that list are near one of them anyway."""
_EMOTICON = re.compile(r"\[[^\[\]\s]{1,12}\]")
_NOT_TEXT = re.compile(r"[\W\d_]+")
_MULTIPLIERS = np.random.RandomState(1997).randint(1, 2**62, _BANDS * _ROWS).astype(np.uint64) | 1


def essence(text: str) -> str:
    """Folded letters and characters alone; for a text without any, the text itself."""
    own = own_words(text).replace(HIDDEN, " ")
    return _NOT_TEXT.sub("", _EMOTICON.sub(" ", fold_word(own))) or text


def group_copies(essences: Sequence[str]) -> Numbers:
    """For the essence of each text the number of its group: nearly equal texts have the same.

    Groups depend on which texts there are, never on their order.
    """
    distinct = sorted(set(essences))
    leader = dict(zip(distinct, _lead(distinct), strict=True))
    return np.array([leader[item] for item in essences], dtype=np.int64)


def _lead(essences: Sequence[str]) -> list[int]:
    """For each text the first one that it is a copy of: itself, if of none."""
    long = [number for number, item in enumerate(essences) if len(item) >= _SHORT]
    leaders = list(range(len(essences)))
    bands = _hash_bands([essences[number] for number in long])
    buckets: dict[tuple[int, int], list[int]] = {}
    shingles: dict[int, frozenset[str]] = {}
    for place in np.flatnonzero(_shares_a_band(bands)).tolist():
        number = long[place]
        keys = list(enumerate(bands[place].tolist()))
        candidates = {lead for key in keys for lead in buckets.get(key, ())}
        for candidate in sorted(candidates):
            if _resemble(essences, number, candidate, shingles):
                leaders[number] = candidate
                break
        else:
            for key in keys:
                bucket = buckets.setdefault(key, [])
                if len(bucket) < _MOST_LEADERS:
                    bucket.append(number)
    return leaders


def _shares_a_band(bands: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which texts have a band in common with another: hardly any of those that nobody copied."""
    shares = np.zeros(len(bands), dtype=bool)
    for column in bands.T:
        _, place, counts = np.unique(column, return_inverse=True, return_counts=True)
        shares |= counts[place] > 1
    return shares


def _resemble(
    essences: Sequence[str], one: int, other: int, known: dict[int, frozenset[str]]
) -> bool:
    for number in (one, other):
        if number not in known:
            known[number] = _shingles(essences[number])
    shared = len(known[one] & known[other])
    return shared >= LEAST_SHARED * (len(known[one]) + len(known[other]) - shared)


def _shingles(text: str) -> frozenset[str]:
    return frozenset(text[start : start + SHINGLE] for start in range(len(text) - SHINGLE + 1))


def _hash_bands(texts: Sequence[str]) -> NDArray[np.uint64]:
    """One number for each band of each text: equal where the band's minimum hashes are."""
    parts = [_hash_chunk(texts[start : start + _CHUNK]) for start in range(0, len(texts), _CHUNK)]
    return np.concatenate(parts) if parts else np.zeros((0, _BANDS), dtype=np.uint64)


def _hash_chunk(texts: Sequence[str]) -> NDArray[np.uint64]:
    points = np.frombuffer("".join(texts).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    lengths = np.array([len(text) for text in texts])
    ends = np.cumsum(lengths)
    trigrams = points[:-2] + (points[1:-1] << np.uint64(21)) + (points[2:] << np.uint64(42))
    inside = np.ones(len(trigrams) + 2, dtype=bool)
    inside[ends - 1] = inside[ends - 2] = False  # these would reach into the next text
    trigrams = trigrams[inside[: len(trigrams)]]
    starts = np.concatenate([[0], np.cumsum(lengths - SHINGLE + 1)[:-1]])
    bands = np.zeros((len(texts), _BANDS), dtype=np.uint64)
    for number, multiplier in enumerate(_MULTIPLIERS):
        mixed = trigrams * multiplier
        mixed ^= mixed >> np.uint64(31)
        mixed *= np.uint64(0x9E3779B97F4A7C15)
        least = np.minimum.reduceat(mixed ^ (mixed >> np.uint64(29)), starts)
        band = number // _ROWS
        bands[:, band] = bands[:, band] * np.uint64(0x100000001B3) ^ least
    return bands
