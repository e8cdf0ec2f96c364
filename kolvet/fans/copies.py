"""Which texts say nearly the same: copied comments must not count as so many people.

Texts are compared by their trigrams of letters and characters, through 32 minimum hashes (Broder,
"On the resemblance and containment of documents", 1997): two texts have as large a part of those
in common as of their trigrams. The first twelve, in four bands of three, find the pairs that are
compared at all: of those that share nine trigrams in ten, 99 in 100. What still looks alike is
compared in full.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Hashes = NDArray[np.uint32]

LEAST_SHARED = 0.7
"""Share of trigrams (Jaccard) from which two texts are copies of each other (judgement)."""
SHINGLE = 3
_SHORT = 8
"""Shorter texts are copies only when they are equal: two short ones share trigrams by chance."""
_BANDS, _ROWS = 4, 3
_HASHES = 32
_LEAST_EQUAL = 22
"""Hashes that copies have in common. Of pairs that share eight
trigrams in ten 96 in 100 have, of pairs that share half 3 in 100."""
_CHUNK = 20_000
"""Texts hashed at once: bounds memory at some 30 MB."""
_NEIGHBOURS = 3
"""How many texts right before it, in the order of a band, each one is held against."""
_EMOTICON = re.compile(r"\[[^\[\]\s]{1,12}\]")
_NOT_TEXT = re.compile(r"[\W\d_]+")
_MULTIPLIERS = np.random.RandomState(1997).randint(1, 2**62, _HASHES).astype(np.uint64) | 1


def essence(folded: str) -> str:
    """Letters and characters alone, of folded own words; "" for a text without any."""
    if "[" in folded:
        folded = _EMOTICON.sub(" ", folded)
    return _NOT_TEXT.sub("", folded)


def group_copies(essences: Sequence[str]) -> Numbers:
    """For the essence of each text the number of its group: nearly equal texts have the same.

    Groups depend on which texts there are, never on their order.
    """
    distinct = sorted(set(essences))
    leader = dict(zip(distinct, _lead(distinct), strict=True))
    return np.array([leader[item] for item in essences], dtype=np.int64)


def _lead(essences: Sequence[str]) -> list[int]:
    """For each text the first one of its group; texts that resemble a third one are one group."""
    leaders = list(range(len(essences)))
    long = [number for number in leaders if len(essences[number]) >= _SHORT]
    for one, other in _alike(_minimum_hashes([essences[number] for number in long])):
        first, second = sorted((_root(leaders, long[one]), _root(leaders, long[other])))
        if first != second and _resemble(essences[long[one]], essences[long[other]]):
            leaders[second] = first
    return [_root(leaders, number) for number in range(len(leaders))]


def _root(leaders: list[int], number: int) -> int:
    while leaders[number] != number:
        leaders[number] = leaders[leaders[number]]  # shorten the way for the next one
        number = leaders[number]
    return number


def _alike(hashes: Hashes) -> list[tuple[int, int]]:
    """Pairs of texts that may be copies: near each other in a band, with hashes enough in common.

    In the order of a band each text is held against the ones right before it.
    """
    size = len(hashes)
    pairs: set[int] = set()
    for band in _bands_of(hashes).T:
        order = np.argsort(band, kind="stable")
        for step in range(1, _NEIGHBOURS + 1):
            same = np.flatnonzero(band[order[step:]] == band[order[:-step]])
            for start in range(0, len(same), _CHUNK):
                part = same[start : start + _CHUNK]
                one, other = order[part], order[part + step]
                equal = (hashes[one] == hashes[other]).sum(axis=1) >= _LEAST_EQUAL
                pairs.update((one[equal] * size + other[equal]).tolist())
    return [divmod(pair, size) for pair in sorted(pairs)]


def _resemble(one: str, other: str) -> bool:
    first, second = _shingles(one), _shingles(other)
    shared = len(first & second)
    return shared >= LEAST_SHARED * (len(first) + len(second) - shared)


def _shingles(text: str) -> set[str]:
    return {text[start : start + SHINGLE] for start in range(len(text) - SHINGLE + 1)}


def _bands_of(hashes: Hashes) -> NDArray[np.uint64]:
    """One number for each band of each text: equal where its minimum hashes are."""
    bands = np.zeros((len(hashes), _BANDS), dtype=np.uint64)
    for number in range(_BANDS * _ROWS):
        band = number // _ROWS
        bands[:, band] = bands[:, band] * np.uint64(0x100000001B3) ^ hashes[:, number]
    return bands


def _minimum_hashes(texts: Sequence[str]) -> Hashes:
    """For each text the smallest hash of its trigrams, by each hash function.

    The lower half of the smallest is kept: as good as the whole to tell two apart.
    """
    hashes = np.empty((len(texts), _HASHES), dtype=np.uint32)
    for start in range(0, len(texts), _CHUNK):
        _hash_chunk(texts[start : start + _CHUNK], hashes[start : start + _CHUNK])
    return hashes


def _hash_chunk(texts: Sequence[str], hashes: Hashes) -> None:
    points = np.frombuffer("".join(texts).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    lengths = np.array([len(text) for text in texts])
    ends = np.cumsum(lengths)
    trigrams = points[:-2] + (points[1:-1] << np.uint64(21)) + (points[2:] << np.uint64(42))
    inside = np.ones(len(trigrams) + 2, dtype=bool)
    inside[ends - 1] = inside[ends - 2] = False  # these would reach into the next text
    trigrams = trigrams[inside[: len(trigrams)]]
    starts = np.concatenate([[0], np.cumsum(lengths - SHINGLE + 1)[:-1]])
    for number, multiplier in enumerate(_MULTIPLIERS):
        mixed = trigrams * multiplier
        mixed ^= mixed >> np.uint64(31)
        mixed *= np.uint64(0x9E3779B97F4A7C15)
        smallest = np.minimum.reduceat(mixed ^ (mixed >> np.uint64(29)), starts)
        hashes[:, number] = smallest & np.uint64(0xFFFFFFFF)
