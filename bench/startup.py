"""How long `kolvet --help` takes, beside importing what every typer and rich program imports.

Both are started in turn, in one run, as fresh processes; the medians are compared. Limit: twice.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 15
LIMIT = 2.0
HEAVY = ("numpy", "jieba", "rjieba", "snownlp", "opencc", "ahocorasick_rs", "openpyxl", "sqlite3")


def seconds(command: list[str]) -> float:
    """Wall time of one fresh process."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def measure() -> dict[str, float]:
    """Median seconds of both, and their ratio."""
    kolvet = [str(Path(sys.executable).with_name("kolvet")), "--help"]
    peer = [sys.executable, "-c", "import typer.main, rich.console"]
    seconds(kolvet), seconds(peer)  # both warm
    pairs = [(seconds(kolvet), seconds(peer)) for _ in range(RUNS)]
    ours = statistics.median(pair[0] for pair in pairs)
    theirs = statistics.median(pair[1] for pair in pairs)
    return {"kolvet": ours, "peer": theirs, "ratio": ours / theirs}


if __name__ == "__main__":
    figures = measure()
    print(
        f"kolvet --help {figures['kolvet']:.3f} s, "
        f"import typer.main, rich.console {figures['peer']:.3f} s, ratio {figures['ratio']:.2f}"
    )
    sys.exit(figures["ratio"] > LIMIT)
