"""A history that the platform hides is known from the fetch to the verdict."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.platform import Access, Blogger, serve

KOLVET = Path(sys.executable).parent / "kolvet"


def kolvet(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(KOLVET), *arguments],
        env={**os.environ, "KOLVET_LANG": "en", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_check_of_a_hidden_history_is_inconclusive_and_says_why(tmp_path):
    database = str(tmp_path / "kolvet.db")
    hiding = Blogger(posts=900, access=Access.HALF_YEAR, newest=datetime.now(UTC), pinned=False)
    with serve(hiding) as platform:
        fetched = kolvet(
            *("fetch", "样例数码君", "--source", "weibo-web", "--pace", "0", "--db", database),
            *("--max-pages", "200"),
            environment=platform.environment,
        )
    assert fetched.returncode == 0
    assert "older posts are hidden" in fetched.stdout
    checked = kolvet(
        *("check", "样例数码君", "--brand", "小米", "--db", database, "--json"), environment={}
    )
    report = json.loads(checked.stdout)
    hidden = [item for item in report["findings"] if item["rule"] == "KV501"]
    assert hidden
    assert report["verdict"]["word"] == "inconclusive"
    assert checked.returncode == 4
