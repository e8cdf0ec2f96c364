"""The invented bloggers are what sample_data/README.md says. Read with csv and json alone."""

import csv
import json
import re
import tomllib
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

import pytest

SAMPLE = Path(__file__).parents[3] / "sample_data"
CRAWLER = SAMPLE / "weibo-crawler"
MEDIA = SAMPLE / "MediaCrawler" / "data"
FAN, TESTER, CRITIC = "样例米粉小舟", "样例硬核评测", "样例毒舌阿北"
INVENTED = "【虚构人物】kolvet 样例数据，内容纯属虚构 / Invented sample data"
ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
SHANGHAI = timezone(timedelta(hours=8))


class SamplePost(NamedTuple):
    """One post, as read from whichever file holds it."""

    native_id: str
    bid: str
    text: str
    published: datetime


def csv_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.reader(handle))


def csv_records(path: Path) -> list[dict[str, str]]:
    header, *rows = csv_rows(path)
    assert all(len(row) == len(header) for row in rows)
    return [dict(zip(header, row, strict=True)) for row in rows]


def json_lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def fan_posts() -> list[SamplePost]:
    header, *rows = csv_rows(CRAWLER / FAN / "1000000011.csv")
    at = {name: index for index, name in enumerate(header)}
    return [
        SamplePost(
            row[at["id"]].removesuffix("\t"),
            row[at["bid"]],
            row[at["正文"]],
            datetime.fromisoformat(row[at["日期"]]).replace(tzinfo=SHANGHAI),
        )
        for row in rows
    ]


def critic_export() -> dict:
    return json.loads((CRAWLER / CRITIC / "1000000013.json").read_text(encoding="utf-8"))


def critic_posts() -> list[SamplePost]:
    return [
        SamplePost(
            str(post["id"]),
            post["bid"],
            post["text"],
            datetime.fromisoformat(post["created_at"]).replace(tzinfo=SHANGHAI),
        )
        for post in critic_export()["weibo"]
    ]


def posts_of_tester() -> list[SamplePost]:
    weibo = json_lines(MEDIA / "weibo/jsonl/creator_contents_2025-12-31.jsonl")
    bili = csv_records(MEDIA / "bili/csv/creator_contents_2025-12-31.csv")
    posts = [
        SamplePost(
            post["note_id"],
            "",
            post["content"],
            datetime.fromtimestamp(post["create_time"], SHANGHAI),
        )
        for post in weibo
    ]
    return posts + [
        SamplePost(
            post["video_id"],
            "",
            f"{post['title']}\n{post['desc']}",
            datetime.fromtimestamp(int(post["create_time"]), SHANGHAI),
        )
        for post in bili
    ]


POSTS = {FAN: fan_posts(), TESTER: posts_of_tester(), CRITIC: critic_posts()}
LABELS = json_lines(SAMPLE.parent / "tests" / "quality" / "sample_labels.jsonl")
everybody = pytest.mark.parametrize("blogger", POSTS)


def bid_of(mid: str) -> str:
    groups = []
    while mid:
        mid, group = mid[:-7], int(mid[-7:])
        encoded = ""
        while group:
            group, digit = divmod(group, 62)
            encoded = ALPHABET[digit] + encoded
        groups.append((encoded or "0").rjust(4, "0") if mid else encoded)
    return "".join(reversed(groups))


def own_part(text: str) -> str:
    return text.split("//@")[0]


@everybody
def test_there_are_enough_posts_over_several_years(blogger):
    times = [post.published for post in POSTS[blogger]]

    assert 120 <= len(times) <= 200
    assert min(times).year == 2021
    assert datetime(2025, 12, 1, tzinfo=SHANGHAI) <= max(times)
    assert max(times) < datetime(2026, 1, 1, tzinfo=SHANGHAI)


@everybody
def test_sentences_are_written_not_filled_in(blogger):
    texts = [own_part(post.text) for post in POSTS[blogger]]
    sentences = {part.strip() for text in texts for part in re.split(r"[。！？!?\n；]+", text)}
    openings = {sentence[:8] for sentence in sentences if len(sentence) >= 8}

    assert len({sentence for sentence in sentences if len(sentence) >= 6}) >= 100
    assert len(openings) >= 100


@everybody
def test_own_posts_suffice_for_a_verdict(blogger):
    own = [post for post in POSTS[blogger] if own_part(post.text).strip() not in {"", "转发微博"}]

    assert len(own) >= 100


@everybody
def test_no_two_posts_share_an_id_and_ids_follow_time(blogger):
    weibo = [post for post in POSTS[blogger] if len(post.native_id) == 16]

    assert len({post.native_id for post in POSTS[blogger]}) == len(POSTS[blogger])
    by_id = sorted(weibo, key=lambda post: int(post.native_id))
    assert by_id == sorted(weibo, key=lambda post: post.published)


@pytest.mark.parametrize("blogger", [FAN, CRITIC])
def test_bid_and_mid_name_the_same_post(blogger):
    assert bid_of("3501756485200075") == "z0JH2lOMb"
    assert [post.bid for post in POSTS[blogger]] == [
        bid_of(post.native_id) for post in POSTS[blogger]
    ]


def test_fan_file_is_what_the_collector_writes():
    raw = (CRAWLER / FAN / "1000000011.csv").read_bytes()
    header, *rows = csv_rows(CRAWLER / FAN / "1000000011.csv")

    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == len(rows) + 1
    assert len(header) == 39
    assert {len(row) for row in rows} == {19, 37}
    assert all(row[0].endswith("\t") for row in rows)
    assert all((row[18] == "True") == (len(row) == 19) for row in rows)


def test_every_profile_says_that_it_is_invented():
    users = csv_records(CRAWLER / "users.csv")
    creators = json_lines(MEDIA / "weibo/jsonl/creator_creators_2025-12-31.jsonl")
    bili = csv_records(MEDIA / "bili/csv/creator_creators_2025-12-31.csv")
    bios = {user["昵称"]: user["简介"] for user in users}
    bios |= {f"weibo {user['nickname']}": user["desc"] for user in creators}
    bios |= {f"bili {user['nickname']}": user["sign"] for user in bili}
    bios["json"] = critic_export()["user"]["description"]

    assert len(bios) == 5
    assert all(bio.startswith(INVENTED) for bio in bios.values())


def test_declared_numbers_are_somewhat_larger_than_what_is_here():
    declared = {row["昵称"]: int(row["微博数"]) for row in csv_records(CRAWLER / "users.csv")}

    assert declared[CRITIC] == critic_export()["user"]["statuses_count"]
    for blogger in (FAN, CRITIC):
        assert len(POSTS[blogger]) < declared[blogger] < 1.2 * len(POSTS[blogger])


def test_labels_refer_to_posts_and_are_well_formed():
    known = {blogger: {post.native_id for post in posts} for blogger, posts in POSTS.items()}

    assert len({label["id"] for label in LABELS}) == len(LABELS)
    for label in LABELS:
        assert set(label) == {"id", "blogger", "brand", "label", "severity", "target_kind"}
        assert label["id"] in known[label["blogger"]]
        assert label["brand"] == "小米"
        stance = label["label"]
        assert stance in {"critical", "neutral", "supportive", "not_mentioned"}
        assert label["severity"] in ({1, 2, 3} if stance == "critical" else {0})
        has_target = stance in {"critical", "supportive"}
        assert (label["target_kind"] in {"product", "company", "executive", "users"}) == has_target


@everybody
def test_every_post_that_writes_the_brand_is_labelled(blogger):
    labelled = {label["id"] for label in LABELS}
    names = re.compile("小米|米家|澎湃|SU7|YU7|红米|Redmi|雷军|米粉|MIUI|玄戒")

    missing = [
        post.text
        for post in POSTS[blogger]
        if names.search(own_part(post.text)) and post.native_id not in labelled
    ]
    assert missing == []


def test_the_critic_insults_users_recently_and_turns_to_praise_late():
    times = {post.native_id: post.published for post in POSTS[CRITIC]}
    mine = [label for label in LABELS if label["blogger"] == CRITIC]
    severe = [times[x["id"]] for x in mine if x["severity"] == 3 and x["target_kind"] == "users"]
    praise = [times[x["id"]] for x in mine if x["label"] == "supportive"]

    assert len([when for when in severe if when >= datetime(2024, 1, 4, tzinfo=SHANGHAI)]) >= 3
    assert len(praise) >= 5
    assert min(praise) >= datetime(2025, 12, 1, tzinfo=SHANGHAI) > max(severe)


def test_comments_belong_to_posts_and_fans_quote_the_critic_back():
    line = re.compile("脑子.{0,12}路上|脑子和发货一样")
    quoting = set()
    for blogger in (FAN, CRITIC):
        comments = csv_records(CRAWLER / blogger / f"{blogger}_comments.csv")
        known = {post.native_id: post.published for post in POSTS[blogger]}
        assert len({comment["id"] for comment in comments}) == len(comments) >= 30
        for comment in comments:
            when = datetime.strptime(comment["created_at"], "%a %b %d %H:%M:%S %z %Y")
            assert when > known[comment["weibo_id"]]
            if blogger == CRITIC and line.search(comment["text"]):
                quoting.add(comment["user_screen_name"])

    assert len(quoting) >= 20


def test_comments_under_the_tester_belong_to_his_posts():
    known = {post.native_id: post.published for post in POSTS[TESTER]}
    comments = json_lines(MEDIA / "weibo/jsonl/creator_comments_2025-12-31.jsonl")

    assert len({comment["comment_id"] for comment in comments}) == len(comments) >= 30
    for comment in comments:
        when = datetime.fromtimestamp(comment["create_time"], SHANGHAI)
        assert when > known[comment["note_id"]]
        assert int(comment["user_id"]) > 1000000100


def test_case_file_holds_sourced_facts_and_no_other_keys():
    case = tomllib.loads((SAMPLE / "cases" / "xiaomi-2026.toml").read_text(encoding="utf-8"))

    assert set(case) == {
        *("blogger", "also_known_as", "brand", "replay_as_of", "outcome"),
        *("account", "press", "precedent", "event"),
    }
    assert all(
        item["url"].startswith("https://")
        for item in case["account"] + case["press"] + case["precedent"] + case["event"]
    )
    # The file's header: besides reported facts, only target_kind and severity are our reading.
    reported = {"kind", "happened", "quote", "summary", "lang", "url", "publisher", "published"}
    ours = {"target_kind", "severity"}
    for item in case["press"]:
        assert set(item) <= reported | ours | {"also_reported_by"}
    for item in case["precedent"] + case["event"]:
        assert not ours & set(item)


def test_readme_says_in_both_languages_what_is_invented():
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")

    assert "全部是虚构的" in readme
    assert "are invented" in readme
    for blogger, posts in POSTS.items():
        row = next(line for line in readme.splitlines() if line.startswith(f"| {blogger}"))
        assert sum(int(count) for count in re.findall(r"(\d+) 条", row)) == len(posts)
