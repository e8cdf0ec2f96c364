"""Fit the weights of the fast engine and write them into the package.

    python training/fit_fast.py DATA WORK      (DATA: the folder of labelled rows)

Needs scikit-learn, which kolvet itself does not. What the rows are is in docs/model-card.md.
Weights fitted without a fold of the real posts are left in WORK, for the combination and for
figures. Same rows, same versions of numpy and scikit-learn: same bytes.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from rows import FOLDS, REAL, Row, held_out, read_labels, read_rows, read_written
from scored import Marker
from sklearn.linear_model import LogisticRegression

from kolvet.model.judgements import Stance
from kolvet.text.features import FEATURES, named_features
from kolvet.text.linear import MODEL_FILE
from kolvet.text.ngrams import BITS, hashed_ngrams

WEIGHTS = {
    REAL: 1.2,
    "labels": 0.8,
    "written": 0.5,
    "diaasq_utt_train": 0.7,
    "coqe_ele_train": 0.5,
    "coqe_car_train": 0.15,
    "nlpcc2016_stance_train": 0.5,
    "cmtcsd_train": 0.5,
}
"""Source and the weight of one of its rows. Weights were chosen on the folds of the real posts,
DiaASQ valid and COQE dev: more weight on comparison corpora helps those and hurts real posts."""
STANCES = tuple(Stance)
NGRAM_SCALE = 0.3
NAMED_SCALE = 2.0
"""The n-grams outnumber the named features by far; the scales set how much each is trusted."""
INSULT_FREEDOM = 1.0
"""The inverse of the penalty on the weights of an insult."""
UNKNOWN = -1
RARE = 2
"""An n-gram in fewer rows gets no weight."""


class Rows(NamedTuple):
    """Rows of one source as matrices."""

    ngrams: sparse.csr_matrix
    named: NDArray[np.float32]
    labels: NDArray[np.int64]
    groups: NDArray[np.str_]
    texts: NDArray[np.object_]
    insults: NDArray[np.int64]
    weight: float

    def where(self, mask: NDArray[np.bool_]) -> "Rows":
        """Some of the rows."""
        return Rows(
            self.ngrams[mask],
            self.named[mask],
            self.labels[mask],
            self.groups[mask],
            self.texts[mask],
            self.insults[mask],
            self.weight,
        )


class Fit(NamedTuple):
    """Weights relative to neutral: bucket x 2 and feature x 2 (critical, supportive).

    `insult` are those of an insult of the users, by bucket, and `insult_bias` their constant.
    """

    table: NDArray[np.float64]
    named: NDArray[np.float64]
    insult: NDArray[np.float64]
    insult_bias: float

    def scores(self, rows: Rows) -> NDArray[np.float64]:
        """Scores of critical, neutral, supportive."""
        two = rows.ngrams @ self.table + rows.named @ self.named
        return np.column_stack([two[:, 0], np.zeros(len(two)), two[:, 1]])


def main() -> None:
    """Read, fit, calibrate, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    arguments = parser.parse_args()
    sources = {name: rows_of(arguments.data, name) for name in WEIGHTS}
    matrices = {name: load_rows(rows, WEIGHTS[name]) for name, rows in sources.items() if rows}
    for name, rows in matrices.items():
        print(name, len(rows.labels), np.bincount(rows.labels, minlength=3).tolist())
    temperature = fit_folds(sources, matrices, arguments.work)
    fit = fit_weights(list(matrices.values()))
    out = Path(__file__).parents[1] / "kolvet" / "text" / MODEL_FILE
    write(fit, temperature, out)
    write(fit, temperature, arguments.work / "fast-final.npz")
    print(f"temperature {temperature:.3f}, {out.stat().st_size} bytes")


def rows_of(folder: Path, name: str) -> list[Row]:
    """The rows of a source."""
    if name == "written":
        return list(read_written())
    if name == "labels":
        return list(read_labels(folder))
    if name == "cmtcsd_train":
        return [row for row in read_rows(folder, name) if row.brand == "萝卜快跑"]
    return list(read_rows(folder, name))


def load_rows(rows: Sequence[Row], weight: float) -> Rows:
    """The rows in which the brand is found and that have a stance, as matrices."""
    marker = Marker()
    scenes, named, labels, groups, texts, insults = [], [], [], [], [], []
    for row in rows:
        if row.label not in STANCES:
            continue
        scene = marker.scene(row)
        if scene is None:
            continue
        scenes.append(scene)
        features = named_features(scene)
        named.append([features.get(feature, 0.0) for feature in FEATURES])
        labels.append(STANCES.index(Stance(row.label)))
        groups.append(row.group)
        texts.append(row.text)
        insults.append(UNKNOWN if row.insult is None else int(row.insult))
    ngrams = hashed_ngrams(scenes)
    matrix = sparse.csr_matrix(
        (ngrams.values, ngrams.buckets, ngrams.starts), shape=(len(labels), 1 << BITS)
    )
    matrix.sum_duplicates()
    return Rows(
        matrix,
        np.array(named, dtype=np.float32),
        np.array(labels),
        np.array(groups, dtype=np.str_),
        np.array(texts, dtype=object),
        np.array(insults),
        weight,
    )


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
    return Fit(table, dense, *fit_insult(sources))


def fit_insult(sources: Sequence[Rows]) -> tuple[NDArray[np.float64], float]:
    """Weights of the n-grams for an insult of the users, as if half of all posts were insults."""
    known = [rows.where(rows.insults != UNKNOWN) for rows in sources]
    ngrams = sparse.vstack([rows.ngrams for rows in known]).tocsr()
    truth = np.concatenate([rows.insults for rows in known])
    frequency = np.asarray((ngrams > 0).sum(axis=0)).ravel()
    rarity = np.log((1 + len(truth)) / (1 + frequency)) * (frequency >= RARE)
    model = LogisticRegression(C=INSULT_FREEDOM, max_iter=300, tol=1e-3, class_weight="balanced")
    model.fit(ngrams.multiply(rarity).tocsr(), truth)
    return model.coef_[0] * rarity, float(model.intercept_[0])


def fit_folds(sources: dict[str, list[Row]], matrices: dict[str, Rows], work: Path) -> float:
    """The temperature that makes the real posts of each fold, left out of the fit, most likely."""
    scores, labels = [], []
    divided = [row for name in (REAL, "labels", "written") for row in sources[name]]
    for number, groups in enumerate(FOLDS):
        _, held = held_out(divided, number)
        texts = [row.text for row in held]
        parts = [rows.where(~np.isin(rows.texts, texts)) for rows in matrices.values()]
        judged = matrices[REAL].where(np.isin(matrices[REAL].groups, groups))
        fit = fit_weights(parts)
        write(fit, 1.0, work / f"fast-{number}.npz")
        scores.append(fit.scores(judged))
        labels.append(judged.labels)
        predicted = scores[-1].argmax(axis=1)
        print(f"fold {number}: accuracy {np.mean(predicted == labels[-1]):.3f}", flush=True)
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
        table=np.column_stack([fit.table, fit.insult]).astype(np.float16),
        insult_bias=np.array(fit.insult_bias),
        named=fit.named.astype(np.float32),
        names=np.array(FEATURES),
        temperature=np.array(temperature),
    )


if __name__ == "__main__":
    main()
