"""A report that others read names the rows of its exports, and no folder of the machine."""

import json
import shutil
from pathlib import Path

import pytest

from kolvet.cli.imports import short_name

SAMPLE = Path(__file__).parents[2] / "sample_data"


@pytest.mark.parametrize(
    ("path", "given", "shown"),
    [
        ("exports/98.json", "exports", "exports/98.json"),
        ("./w/../exports/98.json", "./w/../exports", "exports/98.json"),
        ("{here}/exports/98.json", "{here}/exports", "exports/98.json"),
        ("{here}/../chen/nice/a/98.json", "{here}/../chen/nice", "a/98.json"),
        ("../chen/nice/a/98.json", "../chen/nice", "a/98.json"),
        ("/home/chen/98.json", "/home/chen/98.json", "98.json"),
    ],
)
def test_a_file_is_named_without_the_folders_of_the_machine(
    tmp_path, monkeypatch, path, given, shown
):
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    asked = Path(given.format(here=here))
    assert short_name(Path(path.format(here=here)), [asked]) == shown


def test_a_report_of_exports_names_no_folder_but_in_its_command(kolvet, tmp_path):
    folder = tmp_path / "chen"
    shutil.copytree(SAMPLE, folder)
    done = kolvet(
        *("check", "样例毒舌阿北", "--brand", "小米", "--as-of", "2026-01-04"),
        *("--engine", "fast", "--from", folder, "--json"),
    )
    report = json.loads(done.stdout)
    assert str(folder) in report["run"].pop("command")
    assert report["evidence"]
    assert "chen" not in json.dumps(report, ensure_ascii=False)


ROW = "昵称,博主ID,微博ID,发布时间,正文\n样例甲,1000000031,{0},2025-12-{0} 10:00,小米手机太差了\n"


def test_two_files_of_one_name_are_two_in_the_report(kolvet, tmp_path):
    here = tmp_path / "here"
    here.mkdir()
    words = []
    for place, number in (("xa", 11), ("xb", 12), ("c/xb", 13), ("here/xb", 14)):
        (tmp_path / place).mkdir(parents=True)
        file = tmp_path / place / "p.csv"
        file.write_text(ROW.format(number), encoding="utf-8")
        words += ["--from", f"../{place}"]
    words[-1] = "xb"
    done = kolvet(
        *("check", "样例甲", "--brand", "小米", "--as-of", "2026-01-04", "--engine", "fast"),
        *(*words, "--json"),
        cwd=here,
    )
    assert done.stdout, done.stderr
    sources = {item["source"] for item in json.loads(done.stdout)["evidence"]}
    names = {"p.csv", "xb/p.csv", "xb/p.csv (2)", "xb/p.csv (3)"}
    assert sources == {f"{name}:2 (table)" for name in names}


def test_neither_does_one_of_stored_exports(kolvet, tmp_path):
    folder = tmp_path / "chen"
    shutil.copytree(SAMPLE, folder)
    assert kolvet("import", folder).returncode == 0
    done = kolvet("check", "样例毒舌阿北", "--brand", "小米", "--as-of", "2026-01-04", "--json")
    report = json.loads(done.stdout)
    assert report["evidence"][0]["source"].startswith("weibo-crawler/样例毒舌阿北/")
    assert "chen" not in done.stdout
