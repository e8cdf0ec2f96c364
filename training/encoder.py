"""The encoder that is fine-tuned: the lowest layers of the pretrained one, and four heads."""

import math
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as functional
from numpy.typing import NDArray
from pretrained import Embeddings, Layer, PretrainedFile, SharedDropout, weights_path
from rows import Row
from scored import Marker
from tokenizers import Tokenizer
from torch import Tensor, nn
from vocabulary import origins

from kolvet.model.judgements import Stance, TargetKind
from kolvet.text.marked import ANY_MARK, mark
from kolvet.text.own import own_words
from kolvet.text.passage import LONGEST, PAD, kept, passage

STANCES = tuple(Stance)
KINDS = tuple(TargetKind)
UNKNOWN = -1
HEADS = {"stance": len(STANCES), "kind": len(KINDS), "severity": 3, "insult": 2}
LOSSES = {"stance": 1.0, "kind": 0.2, "severity": 0.2, "insult": 0.3}
"""How much each head's loss counts."""
WHOLE = 4
"""So many of the lowest layers read the whole passage, the others what kept() leaves of it."""


class Example(NamedTuple):
    """A row as the encoder reads it; `labels` by head, UNKNOWN where the row does not say."""

    row: Row
    ids: list[int]
    labels: dict[str, int]
    weight: float


class Reader:
    """Turns rows into examples; rows in which the brand is not found give none."""

    def __init__(self, pieces: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(pieces))
        self.size = self._tokenizer.get_vocab_size(with_added_tokens=True)
        self.first_mark = self.size - len(ANY_MARK)
        self._marker = Marker()

    def ids(self, text: str, brand: str) -> list[int] | None:
        """The passage of a text, or None if the brand is not found in it.

        An empty brand reads the text from its beginning, without a mark.
        """
        if not brand:
            own = mark(own_words(text), ()).text
            return passage(
                self._tokenizer.encode(own, add_special_tokens=False).ids, self.first_mark
            )
        marked = self._marker.mark(text, brand)
        if marked is None:
            return None
        pieces = self._tokenizer.encode(marked.text, add_special_tokens=False).ids
        return passage(pieces, self.first_mark)

    def examples(self, rows: Sequence[Row], weight: float) -> list[Example]:
        """Examples of the rows in which the brand is found, in order.

        A name found where the labeller saw none is read as neutral: whatever the text says, it
        says nothing of the brand. Such rows, and rows of which he was not sure, weigh half.
        """
        found = []
        for row in rows:
            ids = self.ids(row.text, row.brand)
            if ids is not None:
                seen = 1.0 if row.sure and row.label != "not_mentioned" else 0.5
                found.append(Example(row, ids, labels_of(row), weight * seen))
        return found


def labels_of(row: Row) -> dict[str, int]:
    """Each head's class."""
    polar = row.label in {Stance.CRITICAL, Stance.SUPPORTIVE}
    return {
        "stance": STANCES.index(Stance(row.label) if polar else Stance.NEUTRAL),
        "kind": KINDS.index(TargetKind(row.kind)) if row.kind and polar else UNKNOWN,
        "severity": row.severity - 1 if row.severity and row.label == "critical" else UNKNOWN,
        "insult": UNKNOWN if row.insult is None else int(row.insult),
    }


class StanceEncoder(nn.Module):
    """Ids and marks in; scores by head out."""

    def __init__(self, pieces: Path, layers: int, frozen: int = 0) -> None:
        super().__init__()
        file = PretrainedFile(weights_path())
        self.embeddings = Embeddings(file, 250037, 512, LONGEST)
        self.embeddings.keep(origins(pieces))
        self.first_mark = self.embeddings.word.num_embeddings - len(ANY_MARK)
        self.layers = nn.ModuleList(Layer(file, number) for number in range(layers))
        self.dropout = nn.Dropout(0.1)
        self.heads = nn.ModuleDict(
            {name: nn.Linear(2 * 384, classes) for name, classes in HEADS.items()}
        )
        self.frozen = frozen
        for part in (self.embeddings, *list(self.layers)[:frozen]):
            part.requires_grad_(False)

    def forward(self, ids: Tensor) -> dict[str, Tensor]:
        """Scores (batch, classes) of each head; ids (batch, length), padded."""
        mask = (ids != PAD)[:, None, None, :]
        with torch.no_grad():
            hidden = self.embeddings(ids)
        for number, layer in enumerate(self.layers):
            if number == WHOLE:
                hidden, ids = narrowed(hidden, ids, self.first_mark)
                mask = (ids != PAD)[:, None, None, :]
            with torch.set_grad_enabled(torch.is_grad_enabled() and number >= self.frozen):
                hidden = layer(hidden, mask)
        hidden = hidden.float()
        marks = (ids >= self.first_mark).float()
        marks = marks / marks.sum(1, keepdim=True).clamp(min=1)
        pooled = torch.cat([hidden[:, 0], (hidden * marks[:, :, None]).sum(1)], 1)
        pooled = self.dropout(pooled)
        return {name: head(pooled).float() for name, head in self.heads.items()}


def narrowed(hidden: Tensor, ids: Tensor, first_mark: int) -> tuple[Tensor, Tensor]:
    """Hidden states and ids at the places that the upper layers read, padded again."""
    places = [kept([piece for piece in row if piece != PAD], first_mark) for row in ids.tolist()]
    most = max(map(len, places))
    index = torch.tensor([row + [0] * (most - len(row)) for row in places])
    unused = torch.tensor([[False] * len(row) + [True] * (most - len(row)) for row in places])
    hidden = hidden.gather(1, index[:, :, None].expand(-1, -1, hidden.shape[2]))
    return hidden, ids.gather(1, index).masked_fill(unused, PAD)


def fit(
    model: StanceEncoder,
    examples: Sequence[Example],
    *,
    epochs: float,
    rate: float,
    seed: int,
    batch: int = 24,
    smoothing: float = 0.05,
    dropout: float = 0.0,
) -> None:
    """Fine-tune in place: AdamW, a short warm-up, then linear decay to nothing.

    `dropout` is that of the layers; the heads have their own.
    """
    for module in model.modules():
        if isinstance(module, SharedDropout):
            module.share = dropout
    chance = random.Random(seed)
    torch.manual_seed(seed)
    weights = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(weights, lr=rate, weight_decay=0.01)
    steps = math.ceil(len(examples) * epochs / batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (steps * 0.06 + 1), max(0.0, 1 - step / steps))
    )
    model.train()
    done, running = 0, 0.0
    while done < steps:
        for chunk in batches(examples, batch, chance):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = model(padded([example.ids for example in chunk]))
            loss = loss_of(scores, chunk, smoothing)
            loss.backward()
            nn.utils.clip_grad_norm_(weights, 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad(set_to_none=True)
            running += 0.02 * (float(loss.detach()) - running) if done else float(loss.detach())
            done += 1
            if done % 50 == 0:
                print(f"step {done} of {steps}, loss {running:.3f}", flush=True)
            if done >= steps:
                return


def loss_of(
    scores: dict[str, Tensor], chunk: Sequence[Example], smoothing: float = 0.05
) -> Tensor:
    """Weighted cross entropy of all heads."""
    weights = torch.tensor([example.weight for example in chunk])
    total = torch.zeros(())
    for name, part in LOSSES.items():
        labels = torch.tensor([example.labels[name] for example in chunk])
        known = labels != UNKNOWN
        if known.any():
            each = functional.cross_entropy(
                scores[name][known], labels[known], reduction="none", label_smoothing=smoothing
            )
            total = total + part * (each * weights[known]).sum() / len(chunk)
    return total


def batches(
    examples: Sequence[Example], size: int, chance: random.Random
) -> Iterator[list[Example]]:
    """All examples once, in chance order, those of like length together."""
    order = list(examples)
    chance.shuffle(order)
    chunks: list[list[Example]] = []
    for start in range(0, len(order), size * 20):
        near = sorted(order[start : start + size * 20], key=lambda example: len(example.ids))
        chunks.extend(near[first : first + size] for first in range(0, len(near), size))
    chance.shuffle(chunks)
    yield from chunks


def padded(passages: Sequence[list[int]]) -> Tensor:
    """Passages as one matrix."""
    longest = max(map(len, passages))
    return torch.tensor([ids + [PAD] * (longest - len(ids)) for ids in passages])


def predict(model: StanceEncoder, passages: Sequence[list[int]]) -> dict[str, NDArray[np.float32]]:
    """Scores by head, in the order of the passages."""
    model.eval()
    order = sorted(range(len(passages)), key=lambda index: len(passages[index]))
    found = {name: np.zeros((len(passages), size), np.float32) for name, size in HEADS.items()}
    with torch.no_grad():
        for start in range(0, len(order), 48):
            part = order[start : start + 48]
            for name, scores in model(padded([passages[index] for index in part])).items():
                found[name][part] = scores.numpy()
    model.train()
    return found
