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


def test_neither_does_one_of_stored_exports(kolvet, tmp_path):
    folder = tmp_path / "chen"
    shutil.copytree(SAMPLE, folder)
    assert kolvet("import", folder).returncode == 0
    done = kolvet("check", "样例毒舌阿北", "--brand", "小米", "--as-of", "2026-01-04", "--json")
    report = json.loads(done.stdout)
    assert report["evidence"][0]["source"].startswith("weibo-crawler/样例毒舌阿北/")
    assert "chen" not in done.stdout
