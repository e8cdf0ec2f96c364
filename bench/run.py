"""All measurements of speed, written to docs/performance.md with the command that made each.

Every figure is a ratio or a limit within one run: a peer is started in turn with kolvet on the
same machine, so that a slow machine slows both. Ends with 1 when a limit is missed.
"""

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
BENCHES = {
    "startup": "`kolvet --help` takes at most twice the time of "
    "`python -c 'import typer.main, rich.console'`.",
    "import_speed": "A weibo-crawler CSV of 200,000 rows is imported at least twice as fast as "
    "`sqlite-utils insert --csv` inserts it, with a peak under 200 MB.",
    "judge_speed": "Posts of about 100 characters that name the brand: `fast` at least 100 times "
    "snownlp's posts a CPU second, `default` at least 5 times; ready in 0.6 s and 1.5 s, in 300 "
    "and 600 MB; posts without the brand at 200,000 a CPU second; four brands at once cheaper "
    "than four runs.",
    "check_speed": "`kolvet check` on 20,000 stored posts, a tenth of which name the brand: at "
    "most 5 s beyond start-up the first time (`--engine fast`), at most 1 s once its judgements "
    "are stored.",
    "fetch_speed": "`kolvet fetch` of 50,000 posts from a local server: at most 3 ms of processor "
    "time a post beyond the waiting, and at most 1.5 times the memory of 5,000 posts.",
    "crowd_speed": "`kolvet check --engine fast` on 100,000 posts and 200,000 comments, a tenth "
    "of which name the brand, with three rivals to compare the fans with: under 20 s and 600 MB "
    "the first time.",
    "verdict_coverage": "The 90 % intervals of the critical share and of the index hold the truth "
    "of 85 to 95 % of simulated bloggers.",
}


def main() -> int:
    """Run every bench and write the page."""
    parts, failed = [], False
    for name, promise in BENCHES.items():
        done = subprocess.run(
            [sys.executable, str(ROOT / "bench" / f"{name}.py")],
            capture_output=True,
            text=True,
            check=False,
        )
        print(done.stdout or done.stderr)
        failed |= done.returncode != 0
        kept = "kept" if done.returncode == 0 else "MISSED"
        parts.append(
            f"## {name.replace('_', ' ')}\n\n{promise} **{kept}**\n\n"
            f"    python bench/{name}.py\n\n```\n{done.stdout.strip()}\n```\n"
        )
    page = (
        "# Performance\n\nWritten by `make bench`; do not edit. "
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, "
        f"{os.cpu_count()} cores.\n\n" + "\n".join(parts)
    )
    (ROOT / "docs" / "performance.md").write_text(page, encoding="utf-8")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
