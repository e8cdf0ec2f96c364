"""Measure how well the engines judge: `make quality`.

    python bench/quality.py [--data DIR] [--engines default fast rules snownlp] [--write]

Without DIR (or KOLVET_STANCE_DATA) the invented rows of tests/quality and sample_data are
measured: few, enough to see that nothing broke, and the output says so. With DIR the figures of
docs/quality.md are made; `--write` puts them there, and the counts that correct a critical share
into kolvet/text/measured.toml. The real posts are part of what the shipped weights learned from:
their figures come from bench/out_of_fold.jsonl, judgements by weights that saw neither the text
nor its batch (training/fit_default.py).
"""

import argparse
import gzip
import json
import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from judgement_figures import (
    Answer,
    Row,
    critical_curve,
    details,
    error_rates,
    figures,
    insult_figures,
    phenomena,
    reliability,
    simulated_shares,
)

from kolvet.brands import find_target
from kolvet.importers import find_files, open_export
from kolvet.model.judgements import Judgement, Stance
from kolvet.model.posts import Post
from kolvet.text.judge import ENGINES, Question, engine_version, judge_with

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs" / "quality.md"
MEASURED = ROOT / "kolvet" / "text" / "measured.toml"
OUT_OF_FOLD = ROOT / "bench" / "out_of_fold.jsonl"
BEGIN, END = "<!-- figures: bench/quality.py writes from here -->", "<!-- figures end -->"
NATURAL = tuple(f"batch0{number}" for number in range(6))
_LABELS = {"neg": "critical", "neu": "neutral", "pos": "supportive"}
_HEAD = (
    "| set | engine | n | accuracy | macro-F1 | polar | critical P / R | supportive P / R | flips "
    "| found | look-alikes right | posts per CPU s |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|---|"
)


class Rows(NamedTuple):
    """A set of rows and what it may be used for; `known`: judgements made when it was held out."""

    title: str
    role: str
    rows: list[Row]
    known: dict[str, dict[str, Judgement]]


def main() -> None:
    """Measure and print, or write the document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("KOLVET_STANCE_DATA"))
    parser.add_argument("--engines", nargs="+", default=["default", "fast", "rules", "snownlp"])
    parser.add_argument("--write", action="store_true", help="into docs/quality.md")
    options = parser.parse_args()
    sets = [*(shared_sets(Path(options.data)) if options.data else ()), *invented_sets()]
    report, answers = measured(sets, options.engines)
    if not options.data:
        print("Without labelled data (DATA=DIR): invented rows only, written for this project.\n")
    if options.write:
        head, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)
        tail = rest.partition(END)[2]
        DOCUMENT.write_text(f"{head}{BEGIN}\n\n{report}\n{END}{tail}", encoding="utf-8")
        if options.data:
            MEASURED.write_text(counts_of(sets[0], answers), encoding="utf-8")
    print(report)


def measured(
    sets: Sequence[Rows], engines: Sequence[str]
) -> tuple[str, dict[tuple[str, str], list[Answer]]]:
    """The report, and the answers of each set and engine."""
    table, parts = [_HEAD], []
    answers: dict[tuple[str, str], list[Answer]] = {}
    for rows in sets:
        for engine in engines:
            answered, speed = answer(rows, engine)
            answers[rows.title, engine] = answered
            cells = [rows.title, engine, str(len(answered)), *figures(answered), speed]
            table.append("| " + " | ".join(cells) + " |")
            natural = [each for each in answered if each.row.group in NATURAL]
            if natural:
                cells = [f"{rows.title}: batch00-05", engine, str(len(natural))]
                table.append("| " + " | ".join([*cells, *figures(natural), "-"]) + " |")
        parts.append(section(rows, engines[0], answers[rows.title, engines[0]]))
    return "\n".join([*table, "", *parts]), answers


def section(rows: Rows, engine: str, answers: Sequence[Answer]) -> str:
    """What else is known of one engine on one set."""
    counts = Counter(row.label for row in rows.rows)
    mix = ", ".join(f"{count} {label}" for label, count in sorted(counts.items()))
    what = f"{rows.role[0].upper()}{rows.role[1:]}; {len(rows.rows)} rows: {mix}."
    lines = [f"### {rows.title}", "", f"{what} Engine: {engine}.", ""]
    if rows.title.startswith("Insults"):
        lines += insult_figures(answers)
    else:
        lines += [*phenomena(answers), *reliability(answers), *details(answers)]
    if rows.known:
        lines += [*critical_curve(answers), *simulated_shares(answers)]
    return "\n".join(lines) + "\n"


def shared_sets(folder: Path) -> Iterator[Rows]:
    """The sets of the labelled data."""
    yield Rows(
        "Real posts (kv_real_train)",
        "cross-validated in three folds by batch; no text and no batch on both sides",
        list(read_rows(folder / "kv_real_train.jsonl.gz")),
        out_of_fold(),
    )
    for title, role, name in (
        (
            "Hard cases (kv_hard_dev)",
            "never trained on; read while rules were written",
            "kv_hard_dev",
        ),
        ("DiaASQ valid (Weibo phone talk)", "never trained on; dev", "diaasq_utt_valid"),
        ("COQE electronics dev (comparisons)", "never trained on; dev", "coqe_ele_dev"),
    ):
        yield Rows(title, role, list(read_rows(folder / f"{name}.jsonl.gz")), {})


def invented_sets() -> Iterator[Rows]:
    """The sets that are part of the project."""
    insults = ROOT / "tests" / "quality" / "insult_rows.jsonl"
    if insults.exists():
        yield Rows(
            "Insults of users (tests/quality)",
            "test, invented by somebody who does not know the detector",
            written_rows(insults),
            {},
        )
    yield Rows(
        "Written rows (tests/quality)",
        "regression, invented",
        written_rows(ROOT / "tests" / "quality" / "stance_rows.jsonl"),
        {},
    )
    yield Rows(
        "Sample bloggers (sample_data)", "test, invented, never trained on", sample_rows(), {}
    )


def written_rows(path: Path) -> list[Row]:
    """The rows of a file of tests/quality."""
    return [row_of(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


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
    return [row_of({**row, "text": texts[row["id"]]}) for row in rows if row["id"] in texts]


def read_rows(path: Path) -> Iterator[Row]:
    """Rows of a labelled file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield row_of(json.loads(line))


def row_of(row: dict[str, str]) -> Row:
    """A row of any file."""
    severity = row.get("severity")
    return Row(
        row["text"],
        row.get("brand") or row["target"],
        _LABELS.get(row["label"], row["label"]),
        row.get("phenomenon", ""),
        None if severity is None else int(severity),
        row.get("target_kind"),
        row.get("group", ""),
        row.get("id", ""),
        bool(row.get("insult")),
    )


def out_of_fold() -> dict[str, dict[str, Judgement]]:
    """Engine -> row id -> what it says when the row was held out.

    Raises:
        SystemExit: The judgements are of other weights or rules than the package's.
    """
    head, *lines = OUT_OF_FOLD.read_text(encoding="utf-8").splitlines()
    versions = json.loads(head)["versions"]
    if versions != {engine: engine_version(engine) for engine in versions}:
        raise SystemExit(f"{OUT_OF_FOLD.name} is of other engines than these; run make model")
    entries = [json.loads(line) for line in lines]
    return {
        engine: {entry["id"]: _judgement(entry[engine]) for entry in entries}
        for engine in versions
    }


def _judgement(said: list[float | str] | None) -> Judgement:
    if said is None:
        return Judgement(mentioned=False, confidence=1.0)
    critical, neutral, supportive = (float(value) for value in said[:3])
    stance = Stance(said[3])
    likely = {"critical": critical, "neutral": neutral, "supportive": supportive}
    return Judgement(
        mentioned=True,
        confidence=likely[stance],
        stance=stance,
        score=supportive - critical,
    )


def answer(rows: Rows, engine: str) -> tuple[list[Answer], str]:
    """What an engine says of all rows, and rows per CPU second, loading not counted."""
    if engine in rows.known:
        known = rows.known[engine]
        return [Answer(row, known[row.id]) for row in rows.rows], "-"
    targets = {brand: find_target(brand) for brand in {row.brand for row in rows.rows}}
    questions = [Question(row.text, targets[row.brand]) for row in rows.rows]
    scorer = ENGINES[engine].load()
    judge_with(questions[:3], scorer)
    began = time.process_time()
    judgements = judge_with(questions, scorer)
    spent = time.process_time() - began
    pairs = zip(rows.rows, judgements, strict=True)
    return [Answer(*pair) for pair in pairs], f"{len(questions) / max(spent, 1e-9):,.0f}"


def counts_of(rows: Rows, answers: dict[tuple[str, str], list[Answer]]) -> str:
    """The counts that correct a critical share, as TOML: one table for each engine version."""
    tables = [f"# Written by `make quality DATA=...` from: {rows.title}, {rows.role}."]
    tables += [
        f'["{engine_version(engine)}"]\n{error_rates(answered)}'
        for (title, engine), answered in answers.items()
        if title == rows.title
    ]
    return "\n".join(tables)


if __name__ == "__main__":
    main()
