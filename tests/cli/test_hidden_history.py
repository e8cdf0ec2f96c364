"""A history that the platform hides is known from the fetch to the verdict."""

import json
from datetime import UTC, datetime

from tests.platform import Access, Blogger, serve


def test_a_check_of_a_hidden_history_is_inconclusive_and_says_why(kolvet):
    hiding = Blogger(posts=900, access=Access.HALF_YEAR, newest=datetime.now(UTC), pinned=False)
    with serve(hiding) as platform:
        fetched = kolvet(
            *("fetch", "样例数码君", "--source", "weibo-web", "--pace", "0"),
            *("--max-pages", "200"),
            **platform.environment,
        )
    assert fetched.returncode == 0
    assert "older posts are hidden" in fetched.stdout
    checked = kolvet("check", "样例数码君", "--brand", "小米", "--json")
    report = json.loads(checked.stdout)
    hidden = [item for item in report["findings"] if item["rule"] == "KV501"]
    assert hidden
    assert report["verdict"]["word"] == "inconclusive"
    assert checked.returncode == 4
