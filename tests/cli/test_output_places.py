"""Where `-o FORMAT:PATH` writes: links, devices, pipes, and places that cannot be written."""

import errno
import json
import os
import stat
import sys
import threading
from pathlib import Path

import pytest

from kolvet.cli.files import write_file
from kolvet.cli.showing import wanted_outputs, write_outputs
from kolvet.errors import UsageError
from kolvet.messages import LANGUAGES
from kolvet.report import FORMATS, Output, parse_output
from kolvet.report.json_format import render_json
from kolvet.report.json_reader import WrittenReport
from tests.cli.people import CHECK
from tests.unit.report.samples import HOLD

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")


def mode(path):
    return stat.S_IMODE(path.lstat().st_mode)


@posix
def test_what_a_link_leads_to_is_written_and_keeps_its_rights(tmp_path):
    (tmp_path / "far").mkdir()
    secret, link = tmp_path / "far" / "secret.html", tmp_path / "latest.html"
    secret.write_text("old", encoding="utf-8")
    secret.chmod(0o600)
    link.symlink_to("far/secret.html")
    write_file(link, "new")
    assert link.is_symlink()
    assert secret.read_text(encoding="utf-8") == "new"
    assert mode(secret) == 0o600
    nowhere = tmp_path / "next.html"
    nowhere.symlink_to("far/next.html")
    write_file(nowhere, "new")
    assert nowhere.is_symlink()
    assert (tmp_path / "far" / "next.html").read_text(encoding="utf-8") == "new"


def test_a_file_with_two_names_is_written_under_both(tmp_path):
    one, other = tmp_path / "a.json", tmp_path / "b.json"
    one.write_text("an old text that is longer", encoding="utf-8")
    other.hardlink_to(one)
    write_file(one, "new")
    assert other.read_text(encoding="utf-8") == "new"
    assert one.samefile(other)


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives away")
def test_somebody_elses_file_stays_his(tmp_path):
    theirs = tmp_path / "a.json"
    theirs.write_text("old", encoding="utf-8")
    os.chown(theirs, 1000, 1001)
    theirs.chmod(0o640)
    write_file(theirs, "new")
    found = theirs.stat()
    assert (found.st_uid, found.st_gid, mode(theirs)) == (1000, 1001, 0o640)
    assert theirs.read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize("reason", ["EBUSY", "EPERM", "EXDEV"])
def test_where_nothing_can_be_renamed_it_is_written_in_place(tmp_path, monkeypatch, reason):
    mounted = tmp_path / "a.json"
    mounted.write_text("an old text that is longer", encoding="utf-8")
    number = mounted.stat().st_ino

    def refuse(_self, _target):
        raise OSError(getattr(errno, reason), "no")

    monkeypatch.setattr(Path, "replace", refuse)
    write_file(mounted, "new")
    assert mounted.read_text(encoding="utf-8") == "new"
    assert mounted.stat().st_ino == number
    assert list(tmp_path.iterdir()) == [mounted]
    with pytest.raises(UsageError):
        write_file(tmp_path / "new.json", "new")


@posix
def test_a_new_file_has_the_rights_of_any_new_file(tmp_path):
    before = os.umask(0o027)
    try:
        write_file(tmp_path / "a.json", "{}")
    finally:
        os.umask(before)
    assert mode(tmp_path / "a.json") == 0o640


@posix
def test_a_pipe_stays_a_pipe_and_its_reader_gets_it_all(tmp_path):
    pipe, got = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    write_file(pipe, "words" * 50_000)
    reader.join(timeout=30)
    assert got == [b"words" * 50_000]
    assert stat.S_ISFIFO(pipe.lstat().st_mode)


@posix
def test_a_device_stays_a_device(tmp_path):
    device = tmp_path / "null"
    try:
        os.mknod(device, stat.S_IFCHR | 0o666, os.makedev(1, 3))
        device.write_bytes(b"")
    except OSError:
        pytest.skip("no devices can be made here")
    write_file(device, "words")
    assert stat.S_ISCHR(device.lstat().st_mode)
    assert list(tmp_path.iterdir()) == [device]


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="needs /dev/fd")
def test_an_open_descriptor_is_written_and_its_reader_may_leave(tmp_path):
    reading, writing = os.pipe()
    write_file(Path(f"/dev/fd/{writing}"), "words")
    assert os.read(reading, 100) == b"words"
    os.close(reading)
    write_file(Path(f"/dev/fd/{writing}"), "words")
    os.close(writing)
    with (tmp_path / "gone").open("w", encoding="utf-8") as opened:
        (tmp_path / "gone").unlink()
        write_file(Path(f"/dev/fd/{opened.fileno()}"), "words")
    assert not list(tmp_path.iterdir()), "a deleted file has no name to be written by"


def test_what_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError):
        write_file(tmp_path / "folder", "words")
    old = tmp_path / "a.json"
    old.write_text("old", encoding="utf-8")

    def fail(_self, _target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(UsageError, match="No space left"):
        write_file(old, "new")
    assert old.read_text(encoding="utf-8") == "old"
    assert {item.name for item in tmp_path.iterdir()} == {"folder", "a.json"}


@pytest.mark.parametrize(
    "wrong",
    ["html:{}/nowhere/x.html", "html:{}", "html:{}/a.txt/x.html", "html:{}/x/", "html:{}/a.txt/"],
)
def test_a_wrong_place_is_found_before_anything_is_judged(kolvet, tmp_path, wrong):
    (tmp_path / "a.txt").touch()
    good = tmp_path / "ok.json"
    done = kolvet(
        *("check", "nobody", "--brand", "小米"),
        *("-o", f"json:{good}", "-o", wrong.format(tmp_path)),
    )
    assert done.returncode == 2, "an unknown blogger would be 3"
    assert "cannot be written" in done.stderr
    assert {item.name for item in tmp_path.iterdir()} <= {"a.txt", "kolvet.db"}


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may all")
def test_missing_rights_are_found_before(tmp_path):
    (tmp_path / "locked").mkdir(mode=0o500)
    with pytest.raises(UsageError, match="Permission denied"):
        wanted_outputs([f"json:{tmp_path}/locked/a.json"], as_json=False)
    protected = tmp_path / "b.json"
    protected.touch(mode=0o400)
    with pytest.raises(UsageError, match="Permission denied"):
        wanted_outputs([f"json:{protected}"], as_json=False)


def test_an_output_that_fails_takes_no_other_with_it(tmp_path, capsys):
    outputs = [Output("html", f"{tmp_path}/gone/a.html"), Output("csv", f"{tmp_path}/gone/a.csv")]
    outputs.append(Output("json", f"{tmp_path}/ok.json"))
    with pytest.raises(UsageError, match=r"a\.html"):
        write_outputs(WrittenReport(render_json(HOLD)), outputs, plain=True)
    assert json.loads((tmp_path / "ok.json").read_text(encoding="utf-8"))["verdict"]
    shown = capsys.readouterr()
    assert HOLD.blogger.name in shown.out
    assert "a.csv" in shown.err


@pytest.mark.parametrize(
    ("written", "output"),
    [
        ("md:x", Output("markdown", "x")),
        ("JSON:x", Output("json", "x")),
        ("txt", Output("terminal", "-")),
        ("Xml:a.xml", Output("junit", "a.xml")),
    ],
)
def test_a_format_goes_by_its_ending_too(written, output):
    assert parse_output(written) == output


@pytest.mark.parametrize(
    ("written", "guess"),
    [
        ("markdwn:a.md", "-o markdown:a.md "),
        ("jsn", "-o json:report.json "),
        ("pdf:a.pdf", "-o html:a.html "),
        ("out/a.PDF", "-o html:out/a.html "),
        ("pdf", "-o html:report.html "),
        ("html:", "-o html:report.html,"),
        ("junit:", "-o junit:report.xml,"),
    ],
)
def test_what_was_probably_meant_is_said(written, guess):
    with pytest.raises(UsageError) as caught:
        parse_output(written)
    assert guess in caught.value.hint


def test_the_home_folder_is_meant_by_its_sign(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME" if os.name == "posix" else "USERPROFILE", str(tmp_path))
    (output,) = wanted_outputs(["html:~/x.html"], as_json=False)
    assert Path(output.path) == tmp_path / "x.html"
    with pytest.raises(UsageError, match=tmp_path.name):
        wanted_outputs(["html:~"], as_json=False)


def test_one_file_is_not_written_twice(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=r"x\.html"):
        wanted_outputs(["json:x.html", f"html:{tmp_path}/./x.html"], as_json=False)
    assert len(wanted_outputs([f"json:{os.devnull}", f"csv:{os.devnull}"], as_json=False)) == 2


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="needs /dev/stdout")
def test_stdout_by_its_path_is_stdout(desk):
    done = desk(*CHECK, "-o", "json:/dev/stdout")
    assert json.loads(done.stdout)["verdict"]["word"] == "reject"


def test_help_names_every_format(kolvet):
    for language in LANGUAGES:
        for command in ("check", "report"):
            shown = kolvet(command, "--help", KOLVET_LANG=language).stdout
            words = shown.partition("--output")[2].partition("--json")[0]
            assert [name for name in FORMATS if name not in words] == []
