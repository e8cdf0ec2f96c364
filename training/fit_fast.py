"""Fit the weights of the fast engine and write them into the package.

    python training/fit_fast.py --data DIR      (DIR or KOLVET_STANCE_DATA: the labelled rows)

Needs scikit-learn, which kolvet itself does not. The rows are not part of the project; what they
are, and which of them train, tune and test, is in docs/model-card.md. Same rows, same versions of
numpy and scikit-learn: same bytes.
"""

import argparse
import gzip
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from kolvet.brands import find_target
from kolvet.model.judgements import Stance
from kolvet.text.features import FEATURES, named_features
from kolvet.text.linear import MODEL_FILE
from kolvet.text.marked import mark
from kolvet.text.mentions import MentionFinder
from kolvet.text.ngrams import BITS, hashed_ngrams
from kolvet.text.own import own_words
from kolvet.text.scene import build_scene

HELD_OUT = ("batch05", "batch17")
"""Groups of real posts that no fit and no choice has seen: the test."""
FOLDS = (
    ("batch00", "batch10", "batch14"),
    ("batch01", "batch11", "batch15"),
    ("batch02", "batch04", "batch12"),
    ("batch03", "batch13", "batch16"),
)
"""Groups of real posts for the temperature: three quarters train, one quarter is predicted."""
SOURCES: tuple[tuple[str, float], ...] = (
    ("kv_real_train", 1.2),
    ("kv_hard_dev", 2.0),
    ("diaasq_utt_train", 0.7),
    ("coqe_ele_train", 0.5),
    ("coqe_car_train", 0.15),
    ("nlpcc2016_stance_train", 0.5),
    ("cmtcsd_train", 0.5),
)
"""File and the weight of one of its rows. Weights were chosen on the folds of the real posts,
DiaASQ valid and COQE dev: more weight on comparison corpora helps those and hurts real posts."""
STANCES = tuple(Stance)
_LABELS = {"neg": "critical", "neu": "neutral", "pos": "supportive"}
_TARGETS = {
    "nlpcc2016_stance_train": ("IphoneSE", "苹果"),
    "cmtcsd_train": ("萝卜快跑", "萝卜快跑"),
}
"""Of sets with many targets, the one that is a product, and the brand it is asked under."""
NGRAM_SCALE = 0.3
NAMED_SCALE = 2.0
"""The n-grams outnumber the named features by far; the scales set how much each is trusted."""
RARE = 2
"""An n-gram in fewer rows gets no weight."""


class Rows(NamedTuple):
    """Rows of one source as matrices."""

    ngrams: sparse.csr_matrix
    named: NDArray[np.float32]
    labels: NDArray[np.int64]
    groups: NDArray[np.str_]
    weight: float

    def where(self, mask: NDArray[np.bool_]) -> "Rows":
        """Some of the rows."""
        return Rows(
            self.ngrams[mask], self.named[mask], self.labels[mask], self.groups[mask], self.weight
        )


class Fit(NamedTuple):
    """Weights relative to neutral: bucket x 2 and feature x 2 (critical, supportive)."""

    table: NDArray[np.float64]
    named: NDArray[np.float64]

    def scores(self, rows: Rows) -> NDArray[np.float64]:
        """Scores of critical, neutral, supportive."""
        two = rows.ngrams @ self.table + rows.named @ self.named
        return np.column_stack([two[:, 0], np.zeros(len(two)), two[:, 1]])


def main() -> None:
    """Read, fit, calibrate, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("KOLVET_STANCE_DATA"))
    parser.add_argument("--without", nargs="*", default=[], help="sources to leave out")
    parser.add_argument("--temperature", type=float, help="default: fitted, in four more fits")
    parser.add_argument("--out", type=Path, default=None, help="default: into the package")
    options = parser.parse_args()
    if options.data is None:
        parser.error("--data DIR or KOLVET_STANCE_DATA is needed")
    sources = {
        name: load_rows(Path(options.data), name, weight)
        for name, weight in SOURCES
        if name not in options.without
    }
    for name, rows in sources.items():
        print(name, len(rows.labels), np.bincount(rows.labels, minlength=3).tolist())
    temperature = options.temperature or fit_temperature(sources)
    fit = fit_weights([_without_test(name, rows) for name, rows in sources.items()])
    out = options.out or Path(__file__).parents[1] / "kolvet" / "text" / MODEL_FILE
    write(fit, temperature, out)
    print(f"temperature {temperature:.3f}, {out.stat().st_size} bytes")


def load_rows(folder: Path, name: str, weight: float) -> Rows:
    """The rows of one file in which the brand is found, as matrices."""
    finders: dict[str, MentionFinder] = {}
    indexes, values, named, labels, groups, ends = [], [], [], [], [], [0]
    for text, brand, label, group in read_rows(folder, name):
        if brand not in finders:
            finders[brand] = MentionFinder(find_target(brand))
        mentions = finders[brand].find(text)
        if not mentions:
            continue
        scene = build_scene(mark(own_words(text), mentions))
        index, value = hashed_ngrams(scene)
        indexes.append(index)
        values.append(value)
        ends.append(ends[-1] + len(index))
        features = named_features(scene)
        named.append([features.get(feature, 0.0) for feature in FEATURES])
        labels.append(STANCES.index(Stance(label)))
        groups.append(group)
    matrix = sparse.csr_matrix(
        (np.concatenate(values), np.concatenate(indexes), ends), shape=(len(labels), 1 << BITS)
    )
    matrix.sum_duplicates()
    return Rows(
        matrix,
        np.array(named, dtype=np.float32),
        np.array(labels),
        np.array(groups, dtype=np.str_),
        weight,
    )


def read_rows(folder: Path, name: str) -> Iterator[tuple[str, str, str, str]]:
    """(text, brand, stance, group) of each row that has a stance."""
    only = _TARGETS.get(name)
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row: dict[str, Any] = json.loads(line)
            label = _LABELS.get(row["label"], row["label"])
            brand = row.get("brand") or row["target"]
            if label not in set(Stance) or (only and brand != only[0]):
                continue
            yield row["text"], only[1] if only else brand, label, row.get("group", "")


def fit_weights(sources: Sequence[Rows]) -> Fit:
    """Multinomial logistic regression over all sources, each row at its source's weight."""
    ngrams = sparse.vstack([rows.ngrams for rows in sources]).tocsr()
    named = np.vstack([rows.named for rows in sources])
    labels = np.concatenate([rows.labels for rows in sources])
    weights = np.concatenate([np.full(len(rows.labels), rows.weight) for rows in sources])
    frequency = np.asarray((ngrams > 0).sum(axis=0)).ravel()
    rarity = np.log((1 + len(labels)) / (1 + frequency)) * (frequency >= RARE) * NGRAM_SCALE
    matrix = sparse.hstack(
        [ngrams.multiply(rarity), sparse.csr_matrix(named * NAMED_SCALE)]
    ).tocsr()
    model = LogisticRegression(C=1.0, max_iter=300, tol=1e-3)
    model.fit(matrix, labels, sample_weight=weights)
    coefficients = model.coef_ - model.coef_[1]
    intercepts = model.intercept_ - model.intercept_[1]
    table = (coefficients[:, : 1 << BITS] * rarity)[[0, 2]].T
    dense = (coefficients[:, 1 << BITS :] * NAMED_SCALE)[[0, 2]].T
    dense[FEATURES.index("bias")] += intercepts[[0, 2]]
    return Fit(table, dense)


def fit_temperature(sources: dict[str, Rows]) -> float:
    """The temperature that makes held-out real posts' probabilities most likely."""
    real = sources["kv_real_train"]
    others = [rows for name, rows in sources.items() if name != "kv_real_train"]
    scores, labels = [], []
    for fold in FOLDS:
        held = np.isin(real.groups, fold)
        training = real.where(~held & ~np.isin(real.groups, HELD_OUT))
        fit = fit_weights([training, *others])
        scores.append(fit.scores(real.where(held)))
        labels.append(real.labels[held])
        predicted = scores[-1].argmax(axis=1)
        print(f"fold {fold[0]}: accuracy {np.mean(predicted == labels[-1]):.3f}", flush=True)
    report_folds(np.vstack(scores), np.concatenate(labels))
    return best_temperature(np.vstack(scores), np.concatenate(labels))


def report_folds(scores: NDArray[np.float64], labels: NDArray[np.int64]) -> None:
    """Precision and recall of each stance over all folds: real posts that the fit did not see."""
    predicted = scores.argmax(axis=1)
    for number, stance in enumerate(STANCES):
        right = np.sum((predicted == number) & (labels == number))
        precision = right / max(1, np.sum(predicted == number))
        recall = right / np.sum(labels == number)
        print(f"folds, {stance.value}: precision {precision:.2f}, recall {recall:.2f}", flush=True)


def best_temperature(scores: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """The temperature of the least log loss, among 0.50, 0.55 ... 3.00."""
    candidates = np.arange(10, 61) / 20
    return float(min(candidates, key=lambda t: log_loss(scores / t, labels)))


def log_loss(scores: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """Mean negative log probability of the labels."""
    top = scores.max(axis=1, keepdims=True)
    norm = top[:, 0] + np.log(np.exp(scores - top).sum(axis=1))
    return float(np.mean(norm - scores[np.arange(len(labels)), labels]))


def write(fit: Fit, temperature: float, path: Path) -> None:
    """Write the weights as half precision; twice the same weights, twice the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        table=fit.table.astype(np.float16),
        named=fit.named.astype(np.float32),
        names=np.array(FEATURES),
        temperature=np.array(temperature),
    )


def _without_test(name: str, rows: Rows) -> Rows:
    return rows.where(~np.isin(rows.groups, HELD_OUT)) if name == "kv_real_train" else rows


if __name__ == "__main__":
    main()
