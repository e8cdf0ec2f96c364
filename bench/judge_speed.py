"""How fast the engines judge posts of about 100 characters that all name the brand.

In one run beside snownlp's sentiment of the same texts, by processor time: fast at least 100 times
snownlp, default at least 5 times; ready (from start to the first judgement) in 0.6 s and 1.5 s of
wall time; at most 300 and 600 MB. Posts that do not name the brand: at least 200,000 a processor
second. Four brands at once: cheaper than four runs. Posts are invented ones that nothing was
trained on (sample_data, tests/quality), in the natural mix of stances, filled up or cut to about
100 characters.
"""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

from quality import sample_rows, written_rows

from kolvet.brands import find_target
from kolvet.text.judge import Question, judge
from kolvet.text.mentions import MentionFinder

ROOT = Path(__file__).parents[1]
MIX = {"neutral": 0.63, "supportive": 0.19, "critical": 0.08}
"""Shares of the stances on real posts (model card)."""
LENGTH = 100
LIMITS = {"fast": (100.0, 0.6, 300), "default": (5.0, 1.5, 600)}
"""Times snownlp, seconds to the first judgement, MB."""
FILLER = (
    "今天天气不错，出门走了走，晚上和朋友吃了顿火锅，聊了聊工作和最近看的电影，回家路上下了点雨。"
)
BRANDS = ("小米", "华为", "苹果", "特斯拉")
_ENGINE = """
import time, resource, json, sys
from kolvet.brands import find_target
from kolvet.text.judge import Question, judge
engine, rows = sys.argv[1], json.load(open(sys.argv[2], encoding="utf-8"))
judge([Question("小米这手机修了三次，退货了", find_target("小米"))], engine=engine)
print(json.dumps({"ready": time.time() - float(sys.argv[3])}))
targets = {brand: find_target(brand) for _, brand in rows}
questions = [Question(text, targets[brand]) for text, brand in rows]
read = sum(any(reason.rule == "encoder" for reason in judgement.reasons)
           for judgement in judge(questions, engine=engine)) / len(questions)
begun = time.process_time()
for _ in range(5):
    judge(questions, engine=engine)
spent = time.process_time() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"posts": 5 * len(rows) / spent, "peak": peak, "read": read}))
"""


def posts() -> list[tuple[str, str]]:
    """Texts with their brands, in the natural mix, as many as there are."""
    by_label: dict[str, list[tuple[str, str]]] = {label: [] for label in MIX}
    for row in [*sample_rows(), *written_rows(ROOT / "tests" / "quality" / "stance_rows.jsonl")]:
        text = f"{row.text}。{FILLER * 2}" if len(row.text) < LENGTH else row.text
        if row.label in MIX and MentionFinder(find_target(row.brand)).find(text[:LENGTH]):
            by_label[row.label].append((text[:LENGTH], row.brand))
    chance = random.Random(1)
    scale = min(len(rows) / MIX[label] for label, rows in by_label.items())
    return [
        row
        for label, rows in by_label.items()
        for row in chance.sample(rows, int(scale * MIX[label]))
    ]


def engine_figures(engine: str, file: Path) -> dict[str, float]:
    """Of a fresh process."""
    figures: dict[str, float] = {}
    command = [sys.executable, "-c", _ENGINE, engine, str(file), str(time.time())]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    for line in done.stdout.splitlines():
        figures |= json.loads(line)
    return figures


def snownlp_speed(rows: list[tuple[str, str]]) -> float:
    """Posts a processor second."""
    from snownlp import SnowNLP

    assert SnowNLP(rows[0][0]).sentiments >= 0  # its model is read now
    begun = time.process_time()
    assert all(SnowNLP(text).sentiments >= 0 for text, _ in rows)
    return len(rows) / (time.process_time() - begun)


def passed_speed() -> float:
    """Posts a processor second that do not name the brand."""
    finder = MentionFinder(find_target("小米"))
    texts = [f"{number}{FILLER * 2}"[:100] for number in range(20_000)]
    begun = time.process_time()
    assert not any(map(finder.may_name, texts))
    return len(texts) / (time.process_time() - begun)


def several_brands(rows: list[tuple[str, str]]) -> tuple[float, float]:
    """Processor seconds of four brands in one run and in four."""
    targets = [find_target(name) for name in BRANDS]
    together = [Question(text, target) for text, _ in rows for target in targets]
    judge(together[:8], engine="fast")
    begun = time.process_time()
    judge(together, engine="fast")
    once = time.process_time() - begun
    begun = time.process_time()
    for target in targets:
        judge([Question(text, target) for text, _ in rows], engine="fast")
    return once, time.process_time() - begun


def main() -> int:
    """Measure all; 1 when a limit is missed."""
    rows = posts()
    file = ROOT / ".bench-posts.json"
    file.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    try:
        figures = {engine: engine_figures(engine, file) for engine in LIMITS}
    finally:
        file.unlink()
    peer = snownlp_speed(rows)
    length = sum(len(text) for text, _ in rows) / len(rows)
    print(f"{len(rows)} posts of {length:.0f} characters; snownlp {peer:.0f} posts a CPU s")
    missed = False
    for engine, (times, ready, peak) in LIMITS.items():
        got = figures[engine]
        ratio = got["posts"] / peer
        missed |= ratio < times or got["ready"] > ready or got["peak"] > peak
        print(
            f"{engine:8} {got['posts']:6,.0f} posts a CPU s, {ratio:5.1f} times snownlp "
            f"(limit {times:.0f}); ready in {got['ready']:.2f} s (limit {ready}); "
            f"peak {got['peak']:.0f} MB (limit {peak}); {got['read']:.0%} read by the encoder"
        )
    passed = passed_speed()
    print(f"posts without the brand: {passed:,.0f} a CPU s (limit 200,000)")
    once, singly = several_brands(rows)
    print(f"four brands: {once:.2f} CPU s together, {singly:.2f} one by one")
    return int(missed or passed < 200_000 or once > singly)


if __name__ == "__main__":
    sys.exit(main())
