"""The fast engine's model: named features and hashed n-grams in one logistic regression.

Scores are relative to neutral. `models/fast.npz`, made by training/fit_fast.py, holds the weights
(docs/model-card.md says what they were learned from); only numpy is needed to use them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from kolvet.text.features import FEATURES, named_features
from kolvet.text.ngrams import hashed_ngrams
from kolvet.text.probabilities import Reading, likeliest, softmax, with_insult
from kolvet.text.scene import Scene

MODEL_FILE = "models/fast.npz"
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights of the fast engine.

    Attributes:
        table: Bucket x (critical, supportive, insult): the first two relative to neutral, the
            third log odds of an insult of the users.
        named: Feature name -> the weights of critical and supportive.
        insult_bias: Added to the log odds of an insult.
        temperature: Scores are divided by it: fitted on rows held out of the training.
    """

    table: NDArray[np.float32]
    named: dict[str, tuple[float, float]]
    insult_bias: float
    temperature: float

    def scores(self, scenes: Sequence[Scene]) -> Scores:
        """Scores of critical, supportive (neutral is 0) and insult, (scenes, 3)."""
        ngrams = hashed_ngrams(scenes)
        # Every scene has n-grams: it holds at least its mention. Column by column: summing rows
        # of three takes ten times as long.
        scores = np.column_stack(
            [
                np.add.reduceat(column[ngrams.buckets] * ngrams.values, ngrams.starts[:-1])
                for column in self.table.T
            ]
        ).astype(np.float64)
        scores[:, :2] += np.array([self._named_scores(scene) for scene in scenes])
        scores[:, 2] += self.insult_bias
        return scores

    def _named_scores(self, scene: Scene) -> tuple[float, float]:
        """What the named features add to the two scores."""
        weights = self.named
        critical = supportive = 0.0
        for name, value in named_features(scene).items():
            to_critical, to_supportive = weights[name]
            critical += to_critical * value
            supportive += to_supportive * value
        return critical, supportive

    def read(self, scenes: Sequence[Scene]) -> list[Reading]:
        """What the scores say, scene by scene."""
        scores = (self.scores(scenes) / self.temperature).tolist()
        return [
            likeliest(with_insult(scene, softmax(critical, 0.0, supportive)))
            for scene, (critical, supportive, _) in zip(scenes, scores, strict=True)
        ]


@cache
def load_model() -> LinearModel:
    """The model in the package."""
    return read_model(files("kolvet.text").joinpath(MODEL_FILE).read_bytes())


def read_model(raw: bytes) -> LinearModel:
    """A model from the bytes of its file.

    Raises:
        ValueError: The file was made for other features than the code's.
    """
    with np.load(BytesIO(raw), allow_pickle=False) as arrays:
        names = tuple(str(name) for name in arrays["names"])
        if names != FEATURES:
            raise ValueError(f"{MODEL_FILE} does not fit the features; run training/fit_fast.py")
        named = {
            name: (float(critical), float(supportive))
            for name, (critical, supportive) in zip(names, arrays["named"], strict=True)
        }
        return LinearModel(
            arrays["table"].astype(np.float32),
            named,
            float(arrays["insult_bias"]),
            float(arrays["temperature"]),
        )
