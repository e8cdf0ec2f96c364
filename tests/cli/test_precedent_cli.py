"""kolvet precedent: every entry has its source, and counts in a check from its day on."""

import json

import pytest

from tests.cli.people import BLOGGER, CHECK

SOURCE = ("--url", "https://news.example.com/a", "--quote", "法院判决其赔偿十六万元")
FACTS = ("--kind", "judgment", "--about", "样例牌", "--what", "被判赔偿", "--when", "2025-03")


def listed(desk, *more):
    return json.loads(desk("precedent", "list", *more, "--json").stdout)


def test_an_entry_is_listed_and_counts_in_the_next_check(desk):
    done = desk("precedent", "add", BLOGGER, *FACTS, *SOURCE)
    assert done.returncode == 0, done.stderr
    (item,) = listed(desk, BLOGGER)
    assert item["blogger"] == BLOGGER
    assert item["summary"] == "被判赔偿"
    assert item["quote"] == "法院判决其赔偿十六万元"
    assert item["counts_from"] == "2025-03-31"
    report = desk.check()
    assert [each["summary"] for each in report["precedents"]] == ["被判赔偿"]
    assert "KV402" in {each["rule"] for each in report["findings"]}
    shown = desk("precedent", "list").stdout
    assert "https://news.example.com/a" in shown
    assert "法院判决其赔偿十六万元" in shown


def test_what_had_not_happened_does_not_count(desk):
    desk("precedent", "add", BLOGGER, *FACTS[:-1], "2026-01", *SOURCE)
    assert desk.check()["precedents"] == []


def test_the_same_entry_twice_is_one(desk):
    for _ in range(2):
        assert desk("precedent", "add", BLOGGER, *FACTS, *SOURCE).returncode == 0
    assert len(listed(desk, BLOGGER)) == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"--url": ""}, "no entry without a source"),
        ({"--url": "样例日报"}, "no entry without a source"),
        ({"--quote": ""}, "quote"),
        ({"--what": " "}, "what"),
        ({"--when": "3 March"}, "YYYY-MM"),
        ({"--kind": "rumour"}, "cancelled_deal"),
    ],
)
def test_an_entry_that_lacks_something_is_refused(desk, changes, said):
    given = dict(zip((*FACTS, *SOURCE)[::2], (*FACTS, *SOURCE)[1::2], strict=True)) | changes
    done = desk("precedent", "add", BLOGGER, *(word for pair in given.items() for word in pair))
    assert done.returncode == 2
    assert said in done.stderr
    assert listed(desk, BLOGGER) == []


def test_a_blogger_whom_nobody_knows_yet_is_entered_and_said(desk):
    done = desk("precedent", "add", "样例新人", *FACTS, *SOURCE)
    assert done.returncode == 0
    assert "样例新人" in done.stderr
    assert len(listed(desk, "样例新人")) == 1


ROW = {
    "blogger": BLOGGER,
    "kind": "cancelled_deal",
    "about": "样例牌",
    "what": "合作公布当日被取消",
    "when": "2025-05-20",
    "url": "https://news.example.com/b",
    "quote": "品牌方宣布终止合作",
    "publisher": "样例日报",
}


def write(path, *rows):
    match path.suffix:
        case ".toml":
            tables = [
                "[[precedent]]\n" + "".join(f'{key} = "{value}"\n' for key, value in row.items())
                for row in rows
            ]
            path.write_text("\n".join(tables), encoding="utf-8")
        case ".csv":
            lines = [",".join(ROW), *(",".join(row.values()) for row in rows)]
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        case _:
            lines = [json.dumps(row, ensure_ascii=False) for row in rows]
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("suffix", [".toml", ".csv", ".jsonl"])
def test_a_file_is_entered_as_a_whole(desk, tmp_path, suffix):
    path = write(tmp_path / f"p{suffix}", ROW, ROW | {"what": "另一次取消"})
    done = desk("precedent", "import", path)
    assert done.returncode == 0, done.stderr
    assert [item["summary"] for item in listed(desk)][-2:] == ["合作公布当日被取消", "另一次取消"]


def test_one_bad_row_keeps_the_whole_file_out(desk, tmp_path):
    path = write(tmp_path / "p.csv", ROW, ROW | {"url": ""})
    before = listed(desk)
    done = desk("precedent", "import", path)
    assert done.returncode == 2
    assert "p.csv:3" in done.stderr
    assert listed(desk) == before


def test_a_committed_file_counts_without_being_stored(desk, tmp_path):
    path = write(tmp_path / "p.toml", ROW, ROW | {"blogger": "样例乙", "what": "别人的"})
    report = desk.check("--precedents", str(path))
    assert [item["summary"] for item in report["precedents"]] == ["合作公布当日被取消"]
    assert "KV401" in {item["rule"] for item in report["findings"]}
    assert report["run"]["id"] != desk.report["run"]["id"]
    assert desk.check()["precedents"] == []


def test_a_stored_and_committed_precedent_counts_once(desk, tmp_path):
    path = write(tmp_path / "p.toml", ROW)
    desk("precedent", "import", path)
    assert len(desk.check("--precedents", str(path))["precedents"]) == 1


def test_the_source_may_be_found_after_the_day_that_is_replayed(desk):
    done = desk("precedent", "add", BLOGGER, *FACTS, *SOURCE, "--published", "2026-02-01")
    assert done.returncode == 0
    (item,) = desk.check()["precedents"]
    assert item["later_source"] is True
    assert "2026-02-01" in desk(*CHECK).stdout
