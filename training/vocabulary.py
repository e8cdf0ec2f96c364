"""Cut the pretrained tokenizer down to the pieces that Chinese posts use.

    python training/vocabulary.py --data DIR --out kolvet/text/models/pieces.json

Of the 250,037 pieces some 14,000 make up 99.8 % of the posts. Text reaches the tokenizer folded
(kolvet.text.fold), so its own normaliser is dropped. The marks of mentions become pieces.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

from pretrained import tokenizer_path
from rows import all_texts
from tokenizers import Tokenizer

from kolvet.model.brands import AliasKind
from kolvet.text.fold import fold_word
from kolvet.text.marked import ANY_MARK, MARKS

LEAST = 6
"""A piece that occurs less often is left out."""
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
MEANINGS = {
    MARKS[AliasKind.NAME]: ("<mask>", "品牌"),
    MARKS[AliasKind.MOCKING]: ("<mask>", "垃圾"),
    MARKS[AliasKind.EXECUTIVE]: ("<mask>", "老板"),
    MARKS[AliasKind.FANS]: ("<mask>", "粉丝"),
    MARKS[AliasKind.MOCKING_FANS]: ("粉丝", "垃圾"),
}
"""What a mark begins as: the mean of these pieces."""


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    full = json.loads(tokenizer_path().read_text(encoding="utf-8"))
    tokenizer = Tokenizer.from_str(json.dumps(cut(full, None)))
    counts: Counter[int] = Counter()
    for text in all_texts(options.data):
        counts.update(tokenizer.encode(fold_word(text), add_special_tokens=False).ids)
    kept = sorted(piece for piece, count in counts.items() if count >= LEAST and piece > 3)
    cut_down = cut(full, kept)
    options.out.write_text(
        json.dumps(cut_down, ensure_ascii=False, separators=(",", ":")), encoding="utf-8"
    )
    print(f"{len(kept)} pieces, {options.out.stat().st_size} bytes")


def cut(full: dict[str, object], kept: list[int] | None) -> dict[str, object]:
    """The tokenizer's description with only these pieces (None: all) and the marks."""
    vocabulary = full["model"]["vocab"]  # type: ignore[index]
    pieces = (
        vocabulary
        if kept is None
        else [*vocabulary[: len(SPECIAL)], *(vocabulary[piece] for piece in kept)]
    )
    marks = [
        {"id": len(pieces) + number, "content": mark, "single_word": False, "lstrip": False,
         "rstrip": False, "normalized": False, "special": True}
        for number, mark in enumerate(ANY_MARK)
    ]  # fmt: skip
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": marks,
        "normalizer": None,
        "pre_tokenizer": {
            "type": "Metaspace", "replacement": "▁", "prepend_scheme": "never", "split": True
        },
        "post_processor": None,
        "decoder": None,
        "model": {"type": "Unigram", "unk_id": 3, "vocab": pieces, "byte_fallback": False},
    }  # fmt: skip


def origins(cut_down: Path) -> list[list[int]]:
    """For each piece of the cut-down tokenizer, the ids of the full one that it is the mean of."""
    full = Tokenizer.from_file(str(tokenizer_path()))
    description = json.loads(cut_down.read_text(encoding="utf-8"))
    pieces = [[_id(full, piece)] for piece, _ in description["model"]["vocab"]]
    marks = [[_id(full, word) for word in MEANINGS[mark]] for mark in ANY_MARK]
    return pieces + marks


def _id(tokenizer: Tokenizer, piece: str) -> int:
    for form in (piece, f"▁{piece}"):
        found = tokenizer.token_to_id(form)
        if found is not None:
            return int(found)
    raise KeyError(piece)


if __name__ == "__main__":
    main()
