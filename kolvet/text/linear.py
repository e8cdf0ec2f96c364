"""The fast engine's model: named features and hashed n-grams in one logistic regression.

Scores are relative to neutral. `models/fast.npz`, made by training/fit_fast.py, holds the weights
(docs/model-card.md says what they were learned from); only numpy is needed to use them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kolvet.text.features import FEATURES, named_features
from kolvet.text.ngrams import hashed_ngrams
from kolvet.text.probabilities import Probabilities, softmax, with_insult
from kolvet.text.scene import Scene

MODEL_FILE = "models/fast.npz"
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights of the fast engine.

    Attributes:
        table: Bucket x (critical, supportive), relative to neutral.
        named: Feature name -> the same two weights.
        temperature: Scores are divided by it: fitted on rows held out of the training.
    """

    table: NDArray[np.float32]
    named: dict[str, tuple[float, float]]
    temperature: float

    def scores(self, scenes: Sequence[Scene]) -> Scores:
        """Scores of critical and supportive, (scenes, 2); neutral is 0."""
        ngrams = hashed_ngrams(scenes)
        weighed = self.table[ngrams.buckets] * ngrams.values[:, None]
        scores = np.zeros((len(scenes), 2))
        for row, (start, end) in enumerate(pairwise(ngrams.starts.tolist())):
            critical, supportive = weighed[start:end].sum(axis=0).tolist()
            for name, value in named_features(scenes[row]).items():
                weights = self.named[name]
                critical += weights[0] * value
                supportive += weights[1] * value
            scores[row] = critical, supportive
        return scores

    def probabilities(self, scenes: Sequence[Scene]) -> list[Probabilities]:
        """How likely each stance is, scene by scene."""
        scores = (self.scores(scenes) / self.temperature).tolist()
        return [
            with_insult(scene, softmax(critical, 0.0, supportive))
            for scene, (critical, supportive) in zip(scenes, scores, strict=True)
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
        return LinearModel(arrays["table"].astype(np.float32), named, float(arrays["temperature"]))
