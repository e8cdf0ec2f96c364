"""Both tiers' scores for labelled rows, by weights that have not seen them.

Rows are read as the package reads them, so that figures hold for what is shipped.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rows import Row

from kolvet.brands import find_target
from kolvet.text.encoder import Encoder, EncoderScores
from kolvet.text.linear import read_model
from kolvet.text.marked import Marked, mark
from kolvet.text.mentions import MentionFinder
from kolvet.text.own import own_words
from kolvet.text.references import find_mentions
from kolvet.text.scene import Scene, build_scene


class Scored(NamedTuple):
    """A row, its scene (None: the brand is not found) and what each tier says.

    `fast` are scores of critical, supportive and an insult.
    """

    row: Row
    scene: Scene | None
    fast: NDArray[np.float64]
    heads: EncoderScores


class Marker:
    """Finds brands in texts as the package does; compiled brands are kept."""

    def __init__(self) -> None:
        self._finders: dict[str, MentionFinder] = {}

    def mark(self, text: str, brand: str) -> Marked | None:
        """The marked text, or None if the brand is not found."""
        finder = self._finders.get(brand)
        if finder is None:
            finder = self._finders[brand] = MentionFinder(find_target(brand))
        mentions = find_mentions(text, finder)
        return mark(own_words(text), mentions) if mentions else None

    def scene(self, row: Row) -> Scene | None:
        """The scene of a row's text toward its brand."""
        marked = self.mark(row.text, row.brand)
        return build_scene(marked) if marked else None


def score(rows: Sequence[Row], work: Path, name: str) -> list[Scored]:
    """Score rows with the weights `fast-NAME.npz` and `NAME.onnx` of a work folder."""
    marker = Marker()
    fast = read_model((work / f"fast-{name}.npz").read_bytes())
    encoder = Encoder((work / f"{name}.onnx").read_bytes(), (work / "pieces.json").read_bytes())
    read = [marker.scene(row) for row in rows]
    scenes_found = [scene for scene in read if scene]
    found = iter(fast.scores(scenes_found))
    heads = iter(encoder.read_all([scene.marked for scene in scenes_found]))
    scored = []
    for row, scene in zip(rows, read, strict=True):
        if scene is None:
            scored.append(Scored(row, None, *_NOTHING))
        else:
            scored.append(Scored(row, scene, next(found), next(heads)))
    return scored


_NOTHING = (np.zeros(3), EncoderScores(*(np.zeros(size, np.float32) for size in (3, 4, 3, 2))))
