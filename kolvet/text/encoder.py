"""The fine-tuned encoder: what a passage says of the brand that its marks stand for.

`models/encoder.onnx` and `models/pieces.json` are made by training/fit_encoder.py;
docs/model-card.md says what they were learned from. One passage at a time: what is read of a post
never depends on the posts beside it.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kolvet.text.marked import ANY_MARK, Marked
from kolvet.text.passage import kept, passage

MODEL_FILE = "models/encoder.onnx"
PIECES_FILE = "models/pieces.json"

Scores = NDArray[np.float32]


class EncoderScores(NamedTuple):
    """Scores by head, before any softmax.

    Attributes:
        stance: critical, neutral, supportive.
        kind: product, company, executive, users.
        severity: 1, 2, 3 of a criticism.
        insult: No insult of users, insult.
    """

    stance: Scores
    kind: Scores
    severity: Scores
    insult: Scores


class Encoder:
    """A loaded encoder; reading is safe from several threads."""

    def __init__(self, model: bytes, pieces: bytes) -> None:
        # Both are slow to import, and a run whose posts are all judged already needs neither.
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # The graph is put together by hand (training/export.py): more would fuse what is slower.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        self._session: Any = onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_buffer(pieces)
        size = self._tokenizer.get_vocab_size(with_added_tokens=True)
        self._first_mark = size - len(ANY_MARK)

    def read_all(self, texts: Sequence[Marked]) -> list[EncoderScores]:
        """The same for several texts, on as many processors as there are, in order."""
        if len(texts) < 2:
            return [self.read(marked) for marked in texts]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(self.read, texts))

    def read(self, marked: Marked) -> EncoderScores:
        """What the passage around the first mention says."""
        pieces = self._tokenizer.encode(marked.text, add_special_tokens=False).ids
        ids = passage(pieces, self._first_mark)
        places = kept(ids, self._first_mark)
        given = {"ids": np.array([ids], np.int64), "kept": np.array(places, np.int64)}
        return EncoderScores(*(scores[0] for scores in self._session.run(None, given)))


@cache
def load_encoder() -> Encoder:
    """The encoder in the package."""
    folder = files("kolvet.text")
    return Encoder(
        folder.joinpath(MODEL_FILE).read_bytes(), folder.joinpath(PIECES_FILE).read_bytes()
    )
