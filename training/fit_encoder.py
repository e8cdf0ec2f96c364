"""Fine-tune the encoder in two stages and write what the calibration and the package need.

    python training/fit_encoder.py DATA WORK

Stage one learns to read a stance from whatever names a target; stage two learns the real mix. For
figures, stage two is done once for every fold of the real rows, so that each real row is read by
an encoder that saw neither its text nor its batch. Stage one is not done again where WORK has it.
"""

import argparse
import random
from pathlib import Path

import numpy as np
import torch
from encoder import STANCES, Example, Reader, StanceEncoder, fit, predict
from export import export
from rows import FOLDS, REAL, Row, held_out, read_labels, read_rows, read_untargeted, read_written

LAYERS, FROZEN = 12, 2
"""All layers of the pretrained encoder; the two lowest stay as they are (docs/model-card.md: what
was tried)."""
MEASURED = ("kv_hard_dev", "diaasq_utt_valid", "coqe_ele_dev")
"""Never trained on."""


def sample(rows: list[Row], count: int, seed: int) -> list[Row]:
    """Some of the rows, the same for the same seed."""
    return random.Random(seed).sample(rows, min(count, len(rows)))


def general(reader: Reader, data: Path) -> list[Example]:
    """Stage one: stances toward anything named, and tone where the set names nothing.

    All folds begin with it, so it holds no text of the real rows, whatever the target.
    """
    real = {row.text for row in read_rows(data, REAL)}

    def some(source: str, count: int, weight: float) -> list[Example]:
        return reader.examples(sample(list(read_rows(data, source)), count, 3), weight)

    named = [
        row
        for source in ("cstance_train", "cmtcsd_train")
        for row in read_rows(data, source)
        if row.brand in row.text and row.text not in real
    ]
    examples = reader.examples(sample(named, 7000, 3), 0.4)
    toned = read_untargeted(data, "ecisa2019_dev")
    examples += reader.examples([row for row in toned if row.text not in real], 0.4)
    examples += some("bdci2018_car_train", 1200, 0.4)
    examples += some("diaasq_uttnone_train", 700, 0.4)
    examples += some("coqe_car_train", 800, 0.6)
    examples += some("nlpcc2016_stance_train", 600, 0.6)
    return examples + targeted(reader, data)


def targeted(reader: Reader, data: Path) -> list[Example]:
    """The labelled sets of Weibo talk on phones and of comparisons."""
    examples = reader.examples(list(read_rows(data, "diaasq_utt_train")), 0.8)
    examples += reader.examples(list(read_rows(data, "coqe_ele_train")), 0.8)
    return examples


def stage_one(reader: Reader, data: Path, pieces: Path, work: Path) -> StanceEncoder:
    """The encoder after the general rows."""
    torch.manual_seed(1)  # the heads begin by chance
    model = StanceEncoder(pieces, LAYERS, FROZEN)
    file = work / "general.pt"
    if file.exists():
        model.load_state_dict(torch.load(file))
        return model
    fit(model, general(reader, data), epochs=1.5, rate=6e-5, seed=1, dropout=0.1)
    torch.save(model.state_dict(), file)
    return model


def stage_two(model: StanceEncoder, reader: Reader, data: Path, rows: list[Row]) -> None:
    """Go on with real and written rows, and some of the others so that they are not unlearned."""
    examples = reader.examples(rows, 1.0)
    chance = random.Random(5)
    examples += chance.sample(targeted(reader, data), 4000)
    fit(model, examples, epochs=2.25, rate=1e-4, seed=2)


def show(model: StanceEncoder, reader: Reader, name: str, rows: list[Row]) -> None:
    """Print how right the encoder alone is where the brand is found."""
    read = reader.examples(rows, 1.0)
    if not read:
        return
    predicted = predict(model, [example.ids for example in read])["stance"].argmax(1)
    truth = np.array([example.labels["stance"] for example in read])
    parts = []
    for number, stance in enumerate(STANCES):
        right = ((predicted == number) & (truth == number)).sum()
        precision = right / max(1, (predicted == number).sum())
        recall = right / max(1, (truth == number).sum())
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        parts.append(f"{stance.value} {precision:.2f}/{recall:.2f}/{f1:.2f}")
    accuracy = (predicted == truth).mean()
    print(f"{name}: {len(read)} rows, accuracy {accuracy:.3f}, " + ", ".join(parts), flush=True)


def main() -> None:
    """Do what is not yet done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--only", help="general, the number of a fold, or final")
    arguments = parser.parse_args()
    work, data = arguments.work, arguments.data
    # Sums depend on how many threads share them: always two, always the same weights.
    torch.set_num_threads(2)
    work.mkdir(parents=True, exist_ok=True)
    pieces = work / "pieces.json"
    reader = Reader(pieces)
    rows = [*read_rows(data, REAL), *read_labels(data), *read_written()]
    folds = map(str, range(len(FOLDS)))
    for name in (arguments.only,) if arguments.only else ("general", *folds, "final"):
        model = stage_one(reader, data, pieces, work)
        if name == "general":
            continue
        kept, held = held_out(rows, int(name)) if name.isdigit() else (rows, [])
        stage_two(model, reader, data, kept)
        model.eval()
        export(model, work / f"{name}.onnx")
        torch.save(model.state_dict(), work / f"{name}.pt")
        sets = {source: list(read_rows(data, source)) for source in MEASURED}
        for row in held:
            sets.setdefault(f"{row.source}, held out", []).append(row)
        for source, measured in sets.items():
            show(model, reader, source, measured)


if __name__ == "__main__":
    main()
