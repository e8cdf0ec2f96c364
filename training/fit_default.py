"""Fit how the two tiers are weighed, on rows that neither has seen.

    python training/fit_default.py DATA WORK

Reads what fit_fast.py and fit_encoder.py left in WORK. Every real post is scored by the weights of
its fold; the combination that judges a fold is fitted on the other folds. Those judgements are
written to bench/out_of_fold.jsonl (ids and figures, no texts), from which `make quality` prints
the figures of the real posts.
"""

import argparse
import json
import shutil
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rows import FOLDS, REAL, held_out, read_rows, read_written
from scored import Scored, score
from sklearn.linear_model import LogisticRegression

from kolvet.model.judgements import Stance
from kolvet.text.encoder import MODEL_FILE, PIECES_FILE
from kolvet.text.judge import engine_version
from kolvet.text.linear import load_model
from kolvet.text.probabilities import Reading, softmax, with_insult
from kolvet.text.two_tiers import (
    COMBINATION_FILE,
    Combination,
    asks_encoder,
    insult_signs,
    read_alone,
    read_both,
    users_clause,
    weighed,
)

PACKAGE = Path(__file__).parents[1] / "kolvet" / "text"
OUT_OF_FOLD = Path(__file__).parents[1] / "bench" / "out_of_fold.jsonl"
STANCES = tuple(Stance)
WRITTEN_WEIGHT = 0.35
"""Of a written row beside a real one: the mix of the written rows is not the natural one."""
SHARE = 0.5
"""Share of the real posts that is sent to the encoder: more gains nothing to speak of, less costs
macro-F1 (docs/model-card.md: what was tried)."""
PRECISE = 0.87
"""Least precision of insults where half of the posts that speak of people are: a false one can
decide a verdict."""
LEAST = tuple(number / 50 for number in range(1, 50))
FAVOURS = (1.0, 1.15, 1.3, 1.5, 1.7, 2.0, 2.4, 2.8)

Matrix = NDArray[np.float64]


def main() -> None:
    """Score, fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    arguments = parser.parse_args()
    rows = [*read_rows(arguments.data, REAL), *read_written()]
    folds = []
    for number in range(len(FOLDS)):
        _, held = held_out(rows, number)
        folds.append(score(held, arguments.work, str(number)))
    temperature = load_model().temperature
    judgements = []
    for number, fold in enumerate(folds):
        others = [row for other, each in enumerate(folds) if other != number for row in each]
        combination = fit(others)
        print(f"fold {number}: {combination}", flush=True)
        judgements += [judged(row, combination, temperature) for row in fold if is_real(row)]
    combination = fit([row for fold in folds for row in fold])
    print(combination)
    table = json.dumps(combination._asdict(), indent=1)
    (PACKAGE / COMBINATION_FILE).write_text(table + "\n", encoding="utf-8")
    shutil.copy(arguments.work / "final.onnx", PACKAGE / MODEL_FILE)
    shutil.copy(arguments.work / "pieces.json", PACKAGE / PIECES_FILE)
    # Names the engines whose folds these are: figures of other versions would be another's.
    versions = {name: engine_version(name) for name in ("default", "fast")}
    lines = [json.dumps(entry) for entry in ({"versions": versions}, *judgements)]
    OUT_OF_FOLD.write_text("\n".join(lines) + "\n", encoding="utf-8")


def fit(rows: Sequence[Scored]) -> Combination:
    """The combination for these rows: weights, the share that is sent on, what is favoured."""
    read = [row for row in rows if row.scene is not None]
    truth = np.array([stance_of(row) for row in read])
    weights = np.array([1.0 if is_real(row) else WRITTEN_WEIGHT for row in read])
    alone = logistic(np.array([fast_scores(row) for row in read]), truth, weights)
    joined = logistic(np.array([both_scores(row) for row in read]), truth, weights)
    real = [row for row in read if is_real(row)]
    neutral = [weighed(alone, fast_scores(row)).neutral for row in real]
    sure = float(np.quantile(neutral, SHARE))
    combination = Combination(round(sure, 4), alone, joined, (1.0, 1.0), *insult(read))
    return combination._replace(favour=favour(real, combination))


def insult(rows: Sequence[Scored]) -> tuple[tuple[float, ...], float]:
    """Weights of the signs of an insult, and the probability from which it is believed.

    Fitted on all rows that say whether they are one, as if a tenth were. The probability is that
    of the best F1, of a precision of PRECISE at least, among written rows that speak of people
    without a word of contempt, counted as if half of them were insults.
    """
    known = [row for row in rows if row.row.insult is not None]
    signs = np.array([signs_of(row) for row in known])
    truth = np.array([bool(row.row.insult) for row in known])
    weights = np.where(truth, 0.1 / truth.mean(), 0.9 / (1 - truth.mean()))
    model = LogisticRegression(C=1.0, max_iter=2000).fit(signs, truth, sample_weight=weights)
    sure = model.predict_proba(signs)[:, 1]
    people = np.array([not is_real(row) and is_open(row) for row in known])
    least = best_least(sure[people], truth[people])
    return tuple(np.append(model.coef_[0], model.intercept_).round(4).tolist()), least


def best_least(sure: NDArray[np.float64], truth: NDArray[np.bool_]) -> float:
    """The least probability of the best F1 that is precise enough; 1: none is."""

    def quality(least: float) -> float:
        found = float((sure[truth] >= least).mean())
        false = float((sure[~truth] >= least).mean())
        precise = found / max(found + false, 1e-9)
        return 2 * found / (1 + found + false) if precise >= PRECISE else 0.0

    best = max(LEAST, key=quality)
    return best if quality(best) else 1.0


def is_open(row: Scored) -> bool:
    """Whether its text speaks of people, without a word of contempt that decides."""
    scene = row.scene
    return scene is not None and scene.insult is None and users_clause(scene) is not None


def signs_of(row: Scored) -> tuple[float, ...]:
    """The signs of an insult in a row in which the brand is found."""
    assert row.scene is not None
    return insult_signs(row.scene, row.fast.tolist(), row.heads)


def logistic(
    scores: Matrix, truth: NDArray[np.int64], weights: Matrix
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Weights of scores and a constant, of critical and supportive relative to neutral."""
    model = LogisticRegression(C=1.0, max_iter=2000).fit(scores, truth, sample_weight=weights)
    table = np.column_stack([model.coef_, model.intercept_])
    critical, supportive = table[0] - table[1], table[2] - table[1]
    return tuple(critical.round(4).tolist()), tuple(supportive.round(4).tolist())


def favour(rows: Sequence[Scored], combination: Combination) -> tuple[float, float]:
    """The factors of critical and supportive of the best macro-F1."""
    truth = np.array([stance_of(row) for row in rows])
    likely = np.array([reading(row, combination).probabilities for row in rows])

    def quality(factors: tuple[float, float]) -> float:
        chosen = (likely * np.array([factors[0], 1.0, factors[1]])).argmax(1)
        return macro_f1(truth, chosen)

    return max(product(FAVOURS, FAVOURS), key=quality)


def macro_f1(truth: NDArray[np.int64], chosen: NDArray[np.int64]) -> float:
    """Mean F1 of the three stances."""
    scores = []
    for number in range(len(STANCES)):
        right = ((truth == number) & (chosen == number)).sum()
        scores.append(2 * right / max(1, (truth == number).sum() + (chosen == number).sum()))
    return float(np.mean(scores))


def reading(row: Scored, combination: Combination) -> Reading:
    """What the default engine says of a row in which the brand is found."""
    assert row.scene is not None
    fast = row.fast.tolist()
    alone = read_alone(combination, fast)
    if not asks_encoder(combination, row.scene, fast, alone):
        return alone
    return read_both(combination, row.scene, fast, row.heads)


def judged(row: Scored, combination: Combination, temperature: float) -> dict[str, object]:
    """What both engines say of a row, without its text; None where the brand is not found.

    Each gives P(critical), P(neutral), P(supportive) and the stance that it decides for.
    """
    entry: dict[str, object] = {"id": row.row.id, "default": None, "fast": None}
    if row.scene is not None:
        said = reading(row, combination)
        entry["default"] = [*(round(value, 4) for value in said.probabilities), said.stance]
        critical, supportive = (score / temperature for score in fast_scores(row))
        likely = with_insult(row.scene, softmax(critical, 0.0, supportive))
        entry["fast"] = [*(round(value, 4) for value in likely), likely.best]
    return entry


def fast_scores(row: Scored) -> list[float]:
    """The fast tier's scores of critical and supportive."""
    return [float(row.fast[0]), float(row.fast[1])]


def both_scores(row: Scored) -> list[float]:
    """The four scores that are weighed together."""
    stance = row.heads.stance.tolist()
    return [*fast_scores(row), stance[0] - stance[1], stance[2] - stance[1]]


def is_real(row: Scored) -> bool:
    """Whether a row is a real post."""
    return row.row.source == REAL


def stance_of(row: Scored) -> int:
    """The number of its stance; a name that does not mean the brand says nothing of it."""
    return STANCES.index(Stance(row.row.label if row.row.label in STANCES else "neutral"))


if __name__ == "__main__":
    main()
