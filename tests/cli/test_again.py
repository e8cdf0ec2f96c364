"""A check of posts that are judged already loads nothing that it has no use for."""

import json
import subprocess
import sys

HEAVY = {"rjieba", "jieba", "onnxruntime", "tokenizers", "openpyxl", "httpx"}
UNUSED = HEAVY | {"filelock", "rich.text", "kolvet.opinion.prompt", "kolvet.report.terminal"}


def test_a_repeated_check_loads_no_segmenter_no_engine_and_no_terminal(
    kolvet, environment, tmp_path
):
    rows = [
        {"text": text, "author": "样例丙", "time": f"2025-{month:02}-10 10:00:00"}
        for month in range(1, 13)
        for text in ("小米这手机又修了三次", "今天在江边散步")
    ]
    path = tmp_path / "posts.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    assert kolvet("import", path).returncode == 0
    check = ("check", "样例丙", "--brand", "小米", "--as-of", "2026-01-04", "--json")
    first = kolvet(*check)
    assert json.loads(first.stdout)["coverage"]["brand_posts"] == 12
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "kolvet", *check],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        check=False,
    )
    assert done.stdout == first.stdout
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "kolvet.verdict.decide" in loaded
    assert loaded & UNUSED == set()
