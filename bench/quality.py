"""Measure how well the engines judge: `make quality`.

    python bench/quality.py [--data DIR] [--engines fast snownlp] [--hard-model FILE] [--write]

Without labelled rows (DIR or KOLVET_STANCE_DATA) the sample data and the rows of tests/quality are
measured: small, invented, enough to see that nothing broke. With DIR the figures of
docs/quality.md are made; `--write` puts them there. The package's weights have seen kv_hard_dev:
it is measured only with weights fitted without it (`training/fit_fast.py --without kv_hard_dev`).
"""

import argparse
import gzip
import json
import os
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kolvet.brands import find_target
from kolvet.importers import find_files, open_export
from kolvet.model.brands import Target
from kolvet.model.judgements import Judgement, Stance
from kolvet.model.posts import Post
from kolvet.text.judge import ENGINES, Question, Scorer, engine_version, judge_with
from kolvet.text.linear import read_model

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs" / "quality.md"
MEASURED = ROOT / "kolvet" / "text" / "measured.toml"
BEGIN, END = "<!-- figures: bench/quality.py writes from here -->", "<!-- figures end -->"
ABSENT = "not_mentioned"
_LABELS = {"neg": "critical", "neu": "neutral", "pos": "supportive"}


class Row(NamedTuple):
    """A labelled text; `label` is a stance or not_mentioned."""

    text: str
    brand: str
    label: str
    phenomenon: str = ""
    severity: int | None = None
    target_kind: str | None = None


class Rows(NamedTuple):
    """A set of rows and what it may be used for."""

    title: str
    role: str
    rows: list[Row]


class Answer(NamedTuple):
    """A row with its judgement."""

    row: Row
    judgement: Judgement

    @property
    def said(self) -> str:
        """The judgement as a label."""
        return self.judgement.stance.value if self.judgement.stance else ABSENT


def main() -> None:
    """Measure and print, or write the document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("KOLVET_STANCE_DATA"))
    parser.add_argument("--engines", nargs="+", default=["fast", "rules", "snownlp"])
    parser.add_argument("--hard-model", type=Path, help="weights fitted without kv_hard_dev")
    parser.add_argument("--only", nargs="*", help="numbers of the sets to measure, from 1")
    parser.add_argument("--write", action="store_true", help="into docs/quality.md")
    options = parser.parse_args()
    sets = [*invented_sets(), *(shared_sets(Path(options.data)) if options.data else ())]
    if options.only:
        sets = [rows for number, rows in enumerate(sets, 1) if str(number) in options.only]
    parts = [section(rows, options.engines, None) for rows in sets]
    if options.data and options.hard_model:
        hard = list(read_rows(Path(options.data) / "kv_hard_dev.jsonl.gz"))
        cases = Rows("Hard cases (kv_hard_dev)", "dev; weights fitted without it", hard)
        parts.append(section(cases, options.engines, options.hard_model))
    report = "\n".join(parts)
    if options.write:
        head, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)
        tail = rest.partition(END)[2]
        DOCUMENT.write_text(f"{head}{BEGIN}\n\n{report}\n{END}{tail}", encoding="utf-8")
        if options.data:
            test = next(shared_sets(Path(options.data)))
            MEASURED.write_text(error_rates(test, options.engines), encoding="utf-8")
    else:
        print(report)


def invented_sets() -> Iterator[Rows]:
    """The sets that are part of the project."""
    yield Rows("Written rows (tests/quality)", "regression, invented", written_rows())
    yield Rows("Sample bloggers (sample_data)", "test, invented, never trained on", sample_rows())


def shared_sets(folder: Path) -> Iterator[Rows]:
    """The sets of the labelled data."""
    yield Rows(
        "Real posts, groups batch05 and batch17",
        "test: no fit and no choice has seen it",
        list(read_rows(folder / "kv_real_train.jsonl.gz", ("batch05", "batch17"))),
    )
    yield Rows(
        "DiaASQ valid (Weibo phone talk)",
        "dev",
        list(read_rows(folder / "diaasq_utt_valid.jsonl.gz")),
    )
    yield Rows(
        "COQE electronics dev (comparisons)",
        "dev",
        list(read_rows(folder / "coqe_ele_dev.jsonl.gz")),
    )


def written_rows() -> list[Row]:
    """The rows of tests/quality."""
    path = ROOT / "tests" / "quality" / "stance_rows.jsonl"
    return [_row(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def sample_rows() -> list[Row]:
    """The labelled posts of the sample bloggers, text from their exports."""
    folder = ROOT / "sample_data"
    texts: dict[str, str] = {}
    for path in find_files([folder / "weibo-crawler", folder / "MediaCrawler"]):
        for row in open_export(path).rows():
            post = getattr(row, "item", None)
            if isinstance(post, Post):
                texts[post.native_id] = post.text
    labels = ROOT / "tests" / "quality" / "sample_labels.jsonl"
    rows = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    return [_row({**row, "text": texts[row["id"]]}) for row in rows if row["id"] in texts]


def read_rows(path: Path, groups: Sequence[str] = ()) -> Iterator[Row]:
    """Rows of a labelled file, of some groups if given."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if not groups or row["group"] in groups:
                yield _row(row)


def _row(row: dict[str, str]) -> Row:
    severity = row.get("severity")
    return Row(
        row["text"],
        row.get("brand") or row["target"],
        _LABELS.get(row["label"], row["label"]),
        row.get("phenomenon", ""),
        None if severity is None else int(severity),
        row.get("target_kind"),
    )


def section(rows: Rows, engines: Iterable[str], model: Path | None) -> str:
    """One set, all engines."""
    counts = Counter(row.label for row in rows.rows)
    lines = [
        f"### {rows.title}",
        "",
        f"{rows.role}; {len(rows.rows)} rows: "
        + ", ".join(f"{count} {label}" for label, count in sorted(counts.items())),
        "",
        "| engine | accuracy | macro-F1 | polar | critical P / R | neutral P / R "
        "| supportive P / R | found | false mentions | posts per CPU s |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    kept: list[Answer] = []
    for engine in engines:
        answers, speed = answer(rows.rows, engine, model)
        lines.append(f"| {engine} | " + " | ".join([*figures(answers), f"{speed:,.0f}"]) + " |")
        kept = kept or answers
    lines += ["", *phenomena(kept), *reliability(kept), *details(kept)]
    return "\n".join(lines) + "\n"


def answer(rows: Sequence[Row], engine: str, model: Path | None) -> tuple[list[Answer], float]:
    """Judge all rows; rows per CPU second, loading not counted."""
    targets: dict[str, Target] = {
        brand: find_target(brand) for brand in {row.brand for row in rows}
    }
    questions = [Question(row.text, targets[row.brand]) for row in rows]
    scorer: Scorer
    if engine == "fast" and model:
        scorer = read_model(model.read_bytes()).probabilities
    else:
        scorer = ENGINES[engine].load()
    judge_with(questions[:3], scorer)
    began = time.process_time()
    judgements = judge_with(questions, scorer)
    spent = time.process_time() - began
    pairs = zip(rows, judgements, strict=True)
    return [Answer(*pair) for pair in pairs], len(rows) / max(spent, 1e-9)


def figures(answers: Sequence[Answer]) -> list[str]:
    """The cells of one engine. A row whose brand is not found counts as wrong."""
    judged = [answer for answer in answers if answer.row.label != ABSENT]
    absent = [answer for answer in answers if answer.row.label == ABSENT]
    polar = [answer for answer in judged if answer.row.label != Stance.NEUTRAL]
    cells, scores = [], []
    for stance in Stance:
        precision, recall, f1 = class_figures(judged, stance.value)
        scores.append(f1)
        cells.append(f"{precision:.2f} / {recall:.2f}")
    found = sum(answer.judgement.mentioned for answer in judged)
    wrong = sum(answer.judgement.mentioned for answer in absent)
    return [
        f"{share_right(judged):.3f}",
        f"{sum(scores) / len(scores):.3f}",
        f"{share_right(polar):.3f}",
        *cells,
        f"{found} of {len(judged)}",
        f"{wrong} of {len(absent)}" if absent else "-",
    ]


def class_figures(answers: Sequence[Answer], label: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of one class."""
    right = sum(answer.row.label == label == answer.said for answer in answers)
    precision = right / max(1, sum(answer.said == label for answer in answers))
    recall = right / max(1, sum(answer.row.label == label for answer in answers))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def share_right(answers: Sequence[Answer]) -> float:
    """Accuracy."""
    return sum(answer.row.label == answer.said for answer in answers) / max(1, len(answers))


def error_rates(rows: Rows, engines: Iterable[str]) -> str:
    """The counts that correct a critical share, as TOML: one table an engine version.

    `other` are the mentioned rows that are not critical; a critical row that is not found counts
    as missed.
    """
    tables = [f"# Written by `make quality DATA=...` from: {rows.title} ({rows.role})."]
    for engine in engines:
        answers, _ = answer(rows.rows, engine, None)
        critical = [each for each in answers if each.row.label == Stance.CRITICAL]
        other = [
            each
            for each in answers
            if each.judgement.mentioned and each.row.label != Stance.CRITICAL
        ]
        tables.append(
            f'["{engine_version(engine)}"]\n'
            f"critical_n = {len(critical)}\n"
            f"critical_hit = {sum(each.said == Stance.CRITICAL for each in critical)}\n"
            f"other_n = {len(other)}\n"
            f"other_hit = {sum(each.said == Stance.CRITICAL for each in other)}\n"
            f"accuracy = {share_right(answers):.4f}\n"
            f"n = {len(answers)}\n"
        )
    return "\n".join(tables)


def phenomena(answers: Sequence[Answer]) -> list[str]:
    """Right answers by phenomenon, for sets that are tagged."""
    by_tag: dict[str, list[Answer]] = defaultdict(list)
    for each in answers:
        by_tag[each.row.phenomenon].append(each)
    if len(by_tag) < 2:
        return []
    cells = [
        f"{tag} {sum(each.row.label == each.said for each in tagged)}/{len(tagged)}"
        for tag, tagged in sorted(by_tag.items())
    ]
    return ["By phenomenon (first engine): " + ", ".join(cells) + ".", ""]


def reliability(answers: Sequence[Answer]) -> list[str]:
    """Does a confidence of 0.8 mean right in 80 of 100?"""
    judged = [each for each in answers if each.judgement.mentioned and each.row.label != ABSENT]
    lines = ["| confidence | rows | mean confidence | right |", "|---|---|---|---|"]
    for low, high in ((0.0, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)):
        inside = [each for each in judged if low <= each.judgement.confidence < high]
        if inside:
            mean = sum(each.judgement.confidence for each in inside) / len(inside)
            lines.append(
                f"| {low:.1f}-{min(high, 1.0):.1f} | {len(inside)} | {mean:.2f} "
                f"| {share_right(inside):.2f} |"
            )
    return [*lines, ""]


def details(answers: Sequence[Answer]) -> list[str]:
    """Target kind, severity and insults, where the rows say them."""
    lines = []
    right = [each for each in answers if each.said == each.row.label and each.row.target_kind]
    if right:
        hits = sum(each.judgement.target_kind == each.row.target_kind for each in right)
        lines.append(f"Target kind right, of rows with the right stance: {hits} of {len(right)}.")
    graded = [each for each in right if each.row.severity and each.said == "critical"]
    if graded:
        same = sum(each.judgement.severity == each.row.severity for each in graded)
        lines.append(f"Severity right, of criticism found: {same} of {len(graded)}.")
    insults = [
        each
        for each in answers
        if each.row.target_kind == "users" and each.row.label == "critical"
    ]
    if insults:
        found = sum("insult" in each.judgement.flags for each in insults)
        flagged = [each for each in answers if "insult" in each.judgement.flags]
        true = sum(each in insults for each in flagged)
        lines.append(
            f"Insults of users: {found} of {len(insults)} found; "
            f"{true} of {len(flagged)} flags right."
        )
    return [*lines, ""] if lines else []


if __name__ == "__main__":
    main()
