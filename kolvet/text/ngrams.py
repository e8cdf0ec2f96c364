"""Character n-grams of a scene as hashed indexes, marked by where they stand.

The brand is one private-use character and every other maker another, so "比⟨other⟩⟨brand⟩" reads
the same whatever the names are. Digits are all 0. An n-gram counts once for each zone it stands
in: the clauses that name the brand, twelve characters to the left and right of each mention, the
clauses around, and the whole text. Within a zone values are 1/sqrt(number of n-grams).
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from kolvet.text.scene import Scene

BITS = 18
"""2^18 buckets: 0.8 MB as int8; at 2^20 the accuracy did not change (docs/model-card.md)."""
WINDOW = 12
LONGEST_TEXT = 400
"""Characters of a text that the whole-text zone reads: posts are rarely longer, and a long one
would drown its mention."""
_ZONE_LENGTHS = {"clause": 4, "left": 3, "right": 3, "around": 3, "whole": 3}
_MARK = 0xE000
_OTHER = 0xE00F
_SALT = 0x632BE59BD9B4E019
_WORD = 0xFFFFFFFFFFFFFFFF
_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xD6E8FEB86659FD93)

Indexes = NDArray[np.int64]
Values = NDArray[np.float32]


def hashed_ngrams(scene: Scene) -> tuple[Indexes, Values]:
    """Buckets of the scene's n-grams (repeats stay) and their values."""
    codes, positions = _codes(scene)
    hashes = _hashes(codes)
    found: list[NDArray[np.uint64]] = []
    salts: list[int] = []
    sizes: list[int] = []
    values: list[Values] = []
    for number, (zone, ranges) in enumerate(_zones(scene)):
        before = len(sizes)
        bounds = np.searchsorted(positions, np.array(ranges, dtype=np.int64).reshape(-1)).tolist()
        for length in range(1, _ZONE_LENGTHS[zone] + 1):
            of_length = hashes[length - 1]
            for first, last in zip(bounds[0::2], bounds[1::2], strict=True):
                if last - first >= length:
                    found.append(of_length[first : last - length + 1])
                    sizes.append(last - first - length + 1)
                    salts.append((number * 8 + length) * _SALT & _WORD)
        total = sum(sizes[before:])
        values.append(np.full(total, 1.0 / max(total, 1) ** 0.5, dtype=np.float32))
    if not found:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
    salted = np.concatenate(found) ^ np.repeat(np.array(salts, dtype=np.uint64), sizes)
    buckets = (salted * _MIX) >> np.uint64(64 - BITS)
    return buckets.astype(np.int64), np.concatenate(values)


def _codes(scene: Scene) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The text's code points as the n-grams see them, and where each stands in the text."""
    raw = np.frombuffer(
        scene.marked.text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32
    ).astype(np.uint64)
    kept = np.ones(len(raw), dtype=bool)
    for cue in scene.cues.by_kind.get("other_brand", ()):
        raw[cue.start] = _OTHER
        kept[cue.start + 1 : cue.end] = False
    raw[(raw >= ord("0")) & (raw <= ord("9"))] = ord("0")
    raw[(raw > _MARK) & (raw < _OTHER)] = _MARK
    positions = np.flatnonzero(kept)
    return raw[positions], positions


def _hashes(codes: NDArray[np.uint64]) -> list[NDArray[np.uint64]]:
    """Hashes of the n-grams of length 1 to 4 by their first character."""
    single = (codes + np.uint64(1)) * _STEP
    hashes = [single]
    for length in range(2, max(_ZONE_LENGTHS.values()) + 1):
        before = hashes[-1][:-1]
        following = single[length - 1 :]
        hashes.append((before * np.uint64(31)) ^ (following >> np.uint64(7)) ^ following)
    return hashes


def _zones(scene: Scene) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    clauses = scene.clauses
    length = len(scene.marked.text)
    yield "clause", [(clauses[index].start, clauses[index].end) for index in scene.targets]
    places = [place.at for place in scene.marked.places[:4]]
    yield "left", [(max(0, at - WINDOW), at) for at in places]
    yield "right", [(at + 1, min(length, at + 1 + WINDOW)) for at in places]
    near = {number + step for number in scene.sentences for step in (-1, 0, 1)}
    yield (
        "around",
        [
            (clause.start, clause.end)
            for index, clause in enumerate(clauses)
            if clause.sentence in near and index not in scene.targets
        ],
    )
    yield "whole", [(0, min(length, LONGEST_TEXT))]
