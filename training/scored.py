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
from kolvet.text.encoder import Encoder
from kolvet.text.linear import read_model
from kolvet.text.marked import mark
from kolvet.text.mentions import MentionFinder
from kolvet.text.own import own_words
from kolvet.text.references import find_reference
from kolvet.text.scene import Scene, build_scene


class Scored(NamedTuple):
    """A row, its scene (None: the brand is not found) and what each tier says.

    `fast` are scores of critical, supportive and an insult, `stance` of critical, neutral,
    supportive.
    """

    row: Row
    scene: Scene | None
    fast: NDArray[np.float64]
    stance: NDArray[np.float32]
    kind: NDArray[np.float32]
    severity: NDArray[np.float32]
    insult: NDArray[np.float32]


class Scenes:
    """Finds brands in rows; compiled brands are kept."""

    def __init__(self) -> None:
        self._finders: dict[str, MentionFinder] = {}

    def read(self, row: Row) -> Scene | None:
        """The scene of a row's text toward its brand."""
        finder = self._finders.get(row.brand)
        if finder is None:
            finder = self._finders[row.brand] = MentionFinder(find_target(row.brand))
        mentions = finder.find(row.text) or find_reference(row.text, finder)
        return build_scene(mark(own_words(row.text), mentions)) if mentions else None


def score(rows: Sequence[Row], work: Path, name: str) -> list[Scored]:
    """Score rows with the weights `fast-NAME.npz` and `NAME.onnx` of a work folder."""
    scenes = Scenes()
    fast = read_model((work / f"fast-{name}.npz").read_bytes())
    encoder = Encoder((work / f"{name}.onnx").read_bytes(), (work / "pieces.json").read_bytes())
    read = [scenes.read(row) for row in rows]
    scenes_found = [scene for scene in read if scene]
    found = iter(fast.scores(scenes_found))
    heads = iter(encoder.read_all([scene.marked for scene in scenes_found]))
    scored = []
    for row, scene in zip(rows, read, strict=True):
        if scene is None:
            scored.append(Scored(row, None, *_NOTHING))
        else:
            three = np.array(next(found))
            scored.append(Scored(row, scene, three, *next(heads)))
    return scored


_NOTHING: Sequence[NDArray[np.float32]] = [np.zeros(size, np.float32) for size in (3, 3, 4, 3, 2)]
