"""The labelled rows that training and measuring read.

They are not part of the project (docs/model-card.md says what they are), except for the invented
ones in training/written and the labels in training/labels, which name rows by file and id.
"""

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from kolvet.model.judgements import Stance

FOLDER = Path(__file__).parent
REAL = "kv_real_train"
FOLDS = (
    ("batch00", "batch03", "batch10", "batch13", "batch16"),
    ("batch01", "batch04", "batch11", "batch14", "batch17"),
    ("batch02", "batch05", "batch12", "batch15"),
)
"""Batches of the real posts: a fold is judged by weights that saw none of its batches or texts."""
_LABELS = {"neg": "critical", "neu": "neutral", "pos": "supportive"}
_TARGETS = {
    "nlpcc2016_stance_train": ("IphoneSE", "苹果"),
}
"""Of sets with many targets, the one that is a product, and the brand it is asked under."""


class Row(NamedTuple):
    """A text and what is known of its author's stance toward a brand.

    `group` is the batch of a real post, else empty. `kind`, `severity` and `insult` are None where
    the set does not say. `sure` is False where the labeller was not.
    """

    source: str
    text: str
    brand: str
    label: str
    group: str = ""
    kind: str | None = None
    severity: int | None = None
    insult: bool | None = None
    id: str = ""
    sure: bool = True


def held_out(rows: Sequence[Row], fold: int) -> tuple[list[Row], list[Row]]:
    """Rows to train on and rows to judge: real posts by batch, written ones by text.

    No text and no batch is on both sides; a row that shares only its text is in neither.
    """
    held = [row for row in rows if _fold_of(row) == fold]
    texts = {row.text for row in held}
    return [row for row in rows if row.text not in texts], held


def _fold_of(row: Row) -> int:
    for number, groups in enumerate(FOLDS):
        if row.group in groups:
            return number
    return crc32(row.text.encode()) % len(FOLDS)


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a JSON lines file, packed or not."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()
    for line in text.split("\n"):
        if line:
            yield json.loads(line)


def all_texts(folder: Path) -> Iterator[str]:
    """Every text of the data folder, once each, in a fixed order."""
    seen: set[str] = set()
    for path in sorted(folder.glob("*.jsonl.gz")):
        for line in read_lines(path):
            if line["text"] not in seen:
                seen.add(line["text"])
                yield line["text"]


def read_untargeted(folder: Path, source: str) -> Iterator[Row]:
    """The rows of a set that labels tone toward nothing that is named; `brand` is empty."""
    for line in read_lines(folder / f"{source}.jsonl.gz"):
        label = _LABELS.get(line["label"], line["label"])
        if label in {*Stance}:
            yield Row(source=source, text=line["text"], brand="", label=label)


def read_rows(folder: Path, source: str) -> Iterator[Row]:
    """The rows of one source of the data folder whose label is a stance or not_mentioned."""
    only = _TARGETS.get(source)
    for line in read_lines(folder / f"{source}.jsonl.gz"):
        label = _LABELS.get(line["label"], line["label"])
        brand_given = "brand" in line
        brand = line.get("brand") or line["target"]
        if only and brand != only[0]:
            continue
        if label not in {*Stance, "not_mentioned"}:
            continue
        yield Row(
            source=source,
            text=line["text"],
            brand=only[1] if only else brand,
            label=label,
            group=line.get("group", ""),
            kind=line.get("target_kind"),
            # Who is critical of users may insult them; who is not, does not.
            insult=None if line.get("target_kind") == "users" or not brand_given else False,
            id=line["id"],
        )


def read_labels(folder: Path) -> Iterator[Row]:
    """More labels of texts of the data folder, for other brands that they name.

    training/labels holds them without their texts: file, id, brand and label. Of a text and brand
    that the real rows hold too, theirs is the label that counts.
    """
    known = {(row.text, row.brand) for row in read_rows(folder, REAL)}
    wanted: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for path in sorted(FOLDER.glob("labels/*.jsonl")):
        for line in read_lines(path):
            wanted.setdefault(line["file"], {}).setdefault(line["id"], []).append(line)
    for source, by_id in sorted(wanted.items()):
        for line in read_lines(folder / f"{source}.jsonl.gz"):
            for label in by_id.pop(line["id"], ()):
                if (line["text"], label["brand"]) in known:
                    continue
                yield Row(
                    source="labels",
                    text=line["text"],
                    brand=label["brand"],
                    label=label["label"],
                    group=line.get("group", ""),
                    kind=label["target_kind"],
                    insult=label["insult"],
                    sure=label["sure"],
                )


def read_written() -> Iterator[Row]:
    """The invented rows of training/written, in the order of the files."""
    for path in sorted(FOLDER.glob("written/*.jsonl")):
        for line in read_lines(path):
            yield Row(
                source="written",
                text=line["text"],
                brand=line["brand"],
                label=line["label"],
                kind=line["target_kind"],
                severity=line["severity"],
                insult=line["insult"],
            )
