"""Character n-grams of a scene as hashed indexes, marked by where they stand.

The brand is one private-use character and every other maker another, so "比⟨other⟩⟨brand⟩" reads
the same whatever the names are. Digits are all 0. An n-gram counts once for each zone it stands
in: the clauses that name the brand, twelve characters to the left and right of each mention, the
clauses around, and the whole text. Within a zone values are 1/sqrt(number of n-grams).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kolvet.text.scene import Scene

BITS = 18
"""2^18 buckets: 0.8 MB as int8; at 2^20 the accuracy did not change (docs/model-card.md)."""
WINDOW = 12
LONGEST_TEXT = 400
"""Characters of a text that the whole-text zone reads: posts are rarely longer, and a long one
would drown its mention."""
_LONGEST = np.array((4, 3, 3, 3, 3))
"""The longest n-gram of each zone: clause, left, right, around, whole."""
_ZONES = len(_LONGEST)
_LENGTHS = np.arange(1, max(_LONGEST) + 1)
_MARK = 0xE000
_OTHER = 0xE00F
_SALT = np.uint64(0x632BE59BD9B4E019)
_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xD6E8FEB86659FD93)

Codes = NDArray[np.uint64]
Places = NDArray[np.int64]


class Ngrams(NamedTuple):
    """The n-grams of several scenes, one scene after the other; repeats stay.

    Attributes:
        buckets: Hashed n-grams.
        values: What each counts.
        starts: Where each scene's n-grams begin; one more than there are scenes, the end.
    """

    buckets: Places
    values: NDArray[np.float32]
    starts: Places


def hashed_ngrams(scenes: Sequence[Scene]) -> Ngrams:
    """Buckets of the scenes' n-grams and their values; none depends on the scenes beside it.

    Many at once cost a fraction of what they cost one by one.
    """
    codes, places = _codes(scenes)
    bounds: list[int] = []
    ranges: list[int] = []
    counts: list[int] = []
    for scene in scenes:
        before = len(bounds)
        _add_zones(scene, bounds, ranges)
        counts.append(len(bounds) - before)
    lengths = np.array([len(scene.marked.text) for scene in scenes])
    offsets = np.repeat(np.cumsum(lengths) - lengths, counts)
    ends = places[np.array(bounds, dtype=np.int64) + offsets].reshape(-1, 2)
    return _ngrams(_hashes(codes), ends, np.array(ranges, dtype=np.int64))


def _ngrams(hashes: Codes, places: Places, ranges: Places) -> Ngrams:
    """The n-grams that lie in ranges of the codes.

    Args:
        hashes: Row L - 1 holds those of length L by their first code.
        places: First and last of each range, (ranges, 2).
        ranges: How many of them each zone has, zone by zone and scene by scene.
    """
    zone = np.repeat(np.arange(len(ranges)), ranges)
    kind = zone % _ZONES
    # One run of neighbouring n-grams for each range and length.
    runs = np.maximum((places[:, 1] - places[:, 0])[:, None] - _LENGTHS + 1, 0)
    runs[_LONGEST[kind][:, None] < _LENGTHS] = 0
    flat = runs.reshape(-1)
    ends = np.cumsum(flat)
    first = places[:, :1] + (_LENGTHS - 1) * hashes.shape[1]
    salts = (kind[:, None] * 8 + _LENGTHS).astype(np.uint64) * _SALT
    # In place where it can be: fresh memory for long arrays costs more than the sums themselves.
    at = np.repeat(first.reshape(-1) - ends + flat, flat)
    at += np.arange(len(at))
    salted = hashes.reshape(-1)[at]
    salted ^= np.repeat(salts.reshape(-1), flat)
    salted *= _MIX
    salted >>= np.uint64(64 - BITS)
    totals = np.bincount(zone, weights=runs.sum(1), minlength=len(ranges)).astype(np.int64)
    shares = (1.0 / np.sqrt(np.maximum(totals, 1))).astype(np.float32)
    starts = np.concatenate([[0], np.cumsum(totals)[_ZONES - 1 :: _ZONES]])
    return Ngrams(salted.view(np.int64), np.repeat(shares, totals), starts)


def _codes(scenes: Sequence[Scene]) -> tuple[Codes, Places]:
    """The texts' code points as the n-grams see them, joined, and where each character went.

    The second value has one entry more than the texts have characters: the end.
    """
    joined = "".join(scene.marked.text for scene in scenes)
    raw = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    kept = np.ones(len(raw), dtype=bool)
    offset = 0
    for scene in scenes:
        for cue in scene.cues.by_kind.get("other_brand", ()):
            raw[offset + cue.start] = _OTHER
            kept[offset + cue.start + 1 : offset + cue.end] = False
        offset += len(scene.marked.text)
    raw[(raw >= ord("0")) & (raw <= ord("9"))] = ord("0")
    raw[(raw > _MARK) & (raw < _OTHER)] = _MARK
    return raw[kept], np.concatenate([[0], np.cumsum(kept)])


def _hashes(codes: Codes) -> Codes:
    """Hashes of the n-grams of length 1 to 4 by their first code, one row for each length."""
    single = (codes + np.uint64(1)) * _STEP
    hashes = np.zeros((len(_LENGTHS), len(codes)), dtype=np.uint64)
    hashes[0] = single
    for length in range(2, len(_LENGTHS) + 1):
        known = len(codes) - length + 1
        if known > 0:
            following = single[length - 1 :]
            before = hashes[length - 2, :known] * np.uint64(31)
            hashes[length - 1, :known] = before ^ (following >> np.uint64(7)) ^ following
    return hashes


def _add_zones(scene: Scene, bounds: list[int], ranges: list[int]) -> None:
    """Append the ranges of each zone as start, end, start, end ..., and how many each zone has.

    The zones are in the order of _LONGEST.
    """
    clauses, targets, places = scene.clauses, scene.targets, scene.marked.places[:4]
    length = len(scene.marked.text)
    for index in targets:
        bounds += clauses[index][:2]
    for place in places:
        bounds += (max(0, place.at - WINDOW), place.at)
    for place in places:
        bounds += (place.at + 1, min(length, place.at + 1 + WINDOW))
    near = {number + step for number in scene.sentences for step in (-1, 0, 1)}
    around = 0
    for clause, zone in zip(clauses, scene.zones, strict=True):
        if clause.sentence in near and zone != "clause":
            bounds += clause[:2]
            around += 1
    bounds += (0, min(length, LONGEST_TEXT))
    ranges += (len(targets), len(places), len(places), around, 1)
