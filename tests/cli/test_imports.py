"""kolvet import as a user meets it: good files, bad files, interrupted runs."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from tests.cli.conftest import EXPORTS, SAMPLES

HEADER = (
    "id,bid,正文,头条文章url,原始图片url,视频url,位置,日期,工具,点赞数,评论数,转发数,"
    "话题,@用户,完整日期"
)


def counts(done):
    summaries = json.loads(done.stdout)
    return {
        name: sum(item[name] for item in summaries)
        for name in ("read", "new", "updated", "duplicate", "rejected")
    }


def test_importing_twice_changes_nothing(kolvet):
    first = counts(kolvet("import", SAMPLES, "--json"))
    again = counts(kolvet("import", SAMPLES, "--json"))
    assert first["new"] > 400
    assert again["new"] == again["updated"] == 0
    assert again["read"] == first["read"]


@pytest.mark.parametrize("how", ["--blogger", "a folder"])
def test_two_persons_tables_that_are_numbered_alike_stay_two(kolvet, tmp_path, how):
    said = {"样例甲": "小米手机挺好用", "样例乙": "小米用户都是蠢货"}
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, text in said.items():
        rows = (
            f"id,昵称,正文,发布时间\n1,{name},{text},2024-03-01\n2,{name},{name}吃饭,2024-03-02\n"
        )
        (folder / f"{name}.csv").write_text(rows, encoding="utf-8-sig")
        if how == "--blogger":
            done = kolvet("import", folder / f"{name}.csv", "--blogger", name)
            assert "2 new" in done.stdout
            assert f"bloggers: {name}" in done.stdout
    found = counts(kolvet("import", folder, "--json"))
    assert (found["new"], found["duplicate"]) == ((0, 4) if how == "--blogger" else (4, 0))
    for name, text in said.items():
        posts = json.loads(kolvet("evidence", name, "--brand", "小米", "--json").stdout)
        assert text in str(posts)
        assert not any(other in str(posts) for other in said.values() if other != text)


def test_a_row_whose_id_belongs_to_another_is_rejected_and_named(kolvet, tmp_path):
    header = "uid,昵称,正文,发布时间,链接\n"
    for uid, name in (("1000000001", "样例甲"), ("1000000002", "样例乙")):
        row = f"{uid},{name},{name}说的,2024-03-01,https://weibo.com/{uid}/P2qnq3P33\n"
        path = tmp_path / f"{name}.csv"
        path.write_text(header + row, encoding="utf-8-sig")
        done = kolvet("import", path, "--blogger", name)
    assert "1 rejected" in done.stdout
    assert "the id belongs to another account" in done.stdout


def test_a_dry_run_counts_and_stores_nothing(kolvet):
    done = kolvet("import", SAMPLES, "--dry-run")
    assert done.returncode == 0
    assert "nothing was stored" in done.stdout
    assert kolvet("blogger", "list").stdout == ""


@pytest.mark.parametrize("content", ["", HEADER + "\r\n"], ids=["empty", "header only"])
def test_a_file_with_no_rows_ends_with_3(kolvet, tmp_path, content):
    path = tmp_path / "1000000001.csv"
    path.write_text(content, encoding="utf-8-sig")
    done = kolvet("import", path)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


def test_a_binary_file_ends_with_2_and_says_what_kolvet_reads(kolvet, tmp_path):
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    done = kolvet("import", path)
    assert done.returncode == 2
    assert "picture.png" in done.stderr


def test_what_is_no_text_whatever_its_first_bytes_say_is_called_binary(kolvet, tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(b"\xff\xfe" + bytes(range(1, 255)) * 20)  # the mark of UTF-16, and rubbish
    done = kolvet("import", path)
    assert done.returncode == 2
    assert "binary content" in done.stderr
    assert "columns" not in done.stderr


def test_one_unreadable_file_keeps_no_other_from_being_stored(kolvet, tmp_path):
    bad = tmp_path / "picture.png"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    good = SAMPLES / "cases" / "xiaomi-2026.toml"
    done = kolvet("import", bad, good)
    assert done.returncode == 2
    assert "picture.png" in done.stderr
    assert "6 new" in done.stdout
    missing = kolvet("import", good, tmp_path / "missing.csv", "--db", tmp_path / "other.db")
    assert missing.returncode == 2
    assert missing.stdout == ""


def test_an_unknown_table_names_its_columns_and_map_reads_it(kolvet, tmp_path):
    path = tmp_path / "notes.csv"
    path.write_text("甲,乙\n小米很好用,2025-01-02\n", encoding="utf-8")
    refused = kolvet("import", path)
    assert refused.returncode == 2
    assert "甲" in refused.stderr
    assert "--map" in refused.stderr
    done = kolvet("import", path, "--blogger", "样例甲", "--map", "text=甲", "time=乙", "--json")
    assert done.returncode == 0, done.stderr
    assert counts(done)["new"] >= 1


def test_a_broken_json_tail_keeps_what_was_read(kolvet, tmp_path):
    source = next((SAMPLES / "weibo-crawler").rglob("*.json")).read_text(encoding="utf-8")
    path = tmp_path / "1000000013.json"
    path.write_text(source[: len(source) * 2 // 3], encoding="utf-8")
    done = kolvet("import", path, "--json")
    assert done.returncode == 0
    assert counts(done)["new"] > 50
    assert counts(done)["rejected"] == 1
    assert kolvet("import", path, "--strict").returncode == 2


def test_a_line_of_100_megabytes_is_one_rejected_row_in_bounded_memory(kolvet, tmp_path):
    path = tmp_path / "1000000001.csv"
    good = (
        '"5105700005555555\t",P2ohynjfJ,小米不错,,,,,2024-11-27T08:00:00,手机,1,0,0,,,'
        "2024-11-27 08:00:00"
    )
    with path.open("w", encoding="utf-8-sig", newline="\r\n") as file:
        file.write(f"{HEADER}\n{good}\n")
        for _ in range(100):
            file.write("长" * 349_525)
        file.write("\n" + good.replace("5555555", "6666666").replace("P2ohynjfJ", "") + "\n")
    script = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run([sys.executable, '-m', 'kolvet', 'import', sys.argv[1], '--json'],"
        " capture_output=True, text=True)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)\n"
        "print(done.stdout)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"KOLVET_DB": str(tmp_path / "k.db")},
    )
    megabytes, _, summary = done.stdout.partition("\n")
    assert int(megabytes) < 200
    assert json.loads(summary)[0]["new"] == 2
    assert json.loads(summary)[0]["rejected"] == 1


def test_stdin_is_an_export_like_any_other(kolvet, environment):
    content = (EXPORTS / "weibo-crawler/genE39/样例数码君/1000000001.json").read_text("utf-8")
    done = kolvet("import", "-", "--json", text_in=content)
    assert done.returncode == 0, done.stderr
    assert counts(done)["new"] >= 7


def test_several_accounts_of_one_person_join_one_blogger(kolvet):
    csv = EXPORTS / "weibo-crawler/genE39/样例数码君/1000000001.csv"
    notes = EXPORTS / "MediaCrawler-old/data/xhs"
    kolvet("import", csv, notes, "--blogger", "样例合体")
    shown = json.loads(kolvet("blogger", "show", "样例合体", "--json").stdout)
    assert {item["platform"] for item in shown["accounts"]} == {"weibo", "xiaohongshu"}


def test_a_brands_official_account_is_no_blogger(kolvet):
    csv = EXPORTS / "weibo-crawler/genE39/样例数码君/1000000001.csv"
    assert kolvet("import", csv, "--as", "brand:小米").returncode == 0
    assert "样例数码君" not in kolvet("blogger", "list").stdout


@pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")
@pytest.mark.parametrize("kill", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_import_loses_nothing_and_goes_on(kolvet, environment, tmp_path, kill):
    path = tmp_path / "1000000001.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(HEADER + "\r\n")
        for index in range(40_000):
            file.write(
                f'"{5105700000000000 + index * 7}\t",,小米第 {index} 条,,,,,2024-11-27T08:00:00,'
                f"手机,{index},0,0,,,2024-11-27 08:00:00\r\n"
            )
    process = subprocess.Popen(
        [sys.executable, "-m", "kolvet", "import", str(path)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    database = tmp_path / "kolvet.db-wal"
    while not (database.exists() and database.stat().st_size > 400_000):
        assert process.poll() is None, "the import ended before it could be interrupted"
        time.sleep(0.005)
    process.send_signal(kill)
    _, error = process.communicate(timeout=30)
    if kill is signal.SIGINT:
        assert process.returncode == 130
        assert b"Traceback" not in error
    again = counts(kolvet("import", path, "--json"))
    assert again["new"] + again["duplicate"] == 40_000
    stats = json.loads(kolvet("db", "stats", "--json").stdout)
    assert stats["posts"] == 40_000


def test_an_empty_file_of_a_folder_is_said_to_be_empty(kolvet, tmp_path):
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "empty.csv").touch()
    (folder / "list.json").write_text("[]", encoding="utf-8")
    (folder / "posts.csv").write_text(HEADER + "\r\n", encoding="utf-8")
    done = kolvet("import", ".", cwd=folder)
    lines = done.stdout.splitlines()
    for name in ("empty.csv", "list.json"):
        assert lines[lines.index(name) + 1] == "  empty, nothing to read"
    assert not [line for line in lines if line.strip().startswith((":", "("))]
