"""Exports of invented bloggers, written from a description, as a collector might write them."""

import json
import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from kolvet.model.posts import SHANGHAI

AS_OF = datetime(2026, 1, 4, 20, 0, tzinfo=SHANGHAI)
DATA = Path(__file__).parents[1] / "data" / "verdict_scenarios.toml"
SCENARIOS = tomllib.loads(DATA.read_text(encoding="utf-8"))
BLOGGER = "样例场景君"


def rows_of(scenario, brand="小米"):
    """The posts of a scenario as rows, newest last within each block."""
    rows = []
    for block in scenario["posts"]:
        texts = SCENARIOS["texts"][block["kind"]]
        step = (block["from"] - block["to"]) / max(block["count"] - 1, 1)
        for index in range(block["count"]):
            when = AS_OF - timedelta(days=block["from"] - index * step, minutes=len(rows) % 600)
            rows.append(
                {
                    "text": texts[index % len(texts)].replace("小米", brand),
                    "author": BLOGGER,
                    "time": f"{when:%Y-%m-%d %H:%M:%S}",
                    "likes": block.get("likes", 50),
                    "comments": block.get("comments", 10),
                    "reposts": block.get("reposts", 5),
                }
            )
    return rows


def write_rows(path, rows):
    """One JSON object a line."""
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
