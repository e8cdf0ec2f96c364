"""The Tab key: by the shells' protocols, and in bash, zsh and fish themselves where they are."""

import os
import select
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")
if sys.platform != "win32":
    import pty

BIN = Path(sys.executable).parent


@pytest.fixture
def store(environment, checked_store):
    environment["KOLVET_DB"] = str(checked_store[0])
    return environment


@pytest.fixture
def complete(store, kolvet):
    """What bash is offered for a line; the cursor stands at its end."""

    def ask(line, **variables):
        words = line.split()
        word = len(words) if line.endswith(" ") else len(words) - 1
        done = kolvet(
            _KOLVET_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(word), **variables
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.split()

    return ask


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("kolvet che", {"check"}),
        ("kolvet check 样例毒", {"样例毒舌阿北"}),
        ("kolvet check --brand 小米 样例毒", {"样例毒舌阿北"}),
        ("kolvet blogger merge 样例毒舌阿北 样例硬", {"样例硬核评测"}),
        ("kolvet check NAME --brand 小", {"小米", "小鹏", "小红书", "小熊电器"}),
        ("kolvet check NAME --brand xiaom", {"xiaomi"}),
        ("kolvet check NAME --brand Xiaom", {"Xiaomi"}),
        ("kolvet compare NAME --brand 小米,华", {"小米,华为"}),
        ("kolvet compare NAME --brand 小米$(id),华", set()),
        ("kolvet compare NAME --brand 小米,小", {"小米,小鹏", "小米,小红书", "小米,小熊电器"}),
        ("kolvet import . --as brand:小米", {"brand:小米"}),
        ("kolvet import . --as brand : 小米", {"小米"}),  # as bash takes it apart
        ("kolvet explain KV10", {"KV101", "KV102", "KV103", "KV104"}),
        ("kolvet report RUN -f j", {"json", "junit"}),
        ("kolvet check NAME -o ht", {"html:report.html"}),
        ("kolvet check NAME --engine ", {"default", "fast", "rules", "snownlp"}),
        ("kolvet check NAME --fail-on ", {"conditions", "hold", "reject", "never"}),
        ("kolvet evidence NAME --stance c", {"critical"}),
        ("kolvet fetch NAME --source weibo-", {"weibo-mobile", "weibo-web"}),
        ("kolvet precedent add NAME --kind ", {"cancelled_deal", "judgment", "sanction"}),
        ("kolvet schema ", {"report", "score", "policy", "deal"}),
        ("kolvet --lang ", {"en", "zh"}),
        ("kolvet policy lint sam", set()),  # the shell completes files by itself
    ],
)  # fmt: skip
def test_values_are_completed(complete, line, expected):
    assert set(complete(line)) == expected


@pytest.mark.parametrize(
    "command", ["report", "review", "approve", "diff", "check NAME --baseline"]
)
def test_a_run_is_completed_by_its_id(complete, checked_store, command):
    run = checked_store[1]["run"]["id"]
    assert complete(f"kolvet {command} {run[:3]}") == [run]


@pytest.mark.parametrize("command", ["report", "review", "diff"])
def test_the_newest_run_is_offered_first_where_it_may_be_meant(complete, checked_store, command):
    run = checked_store[1]["run"]["id"]
    assert complete(f"kolvet {command} ")[:2] == ["last", run]
    assert complete(f"kolvet {command} la") == ["last"]
    assert complete("kolvet approve ") == [run]


@pytest.mark.parametrize(
    "line",
    [
        "kolvet --lang zh check 样例毒",
        "kolvet check --lang zh --brand 小米 样例毒",
        "kolvet check --lang = zh --offline 样例毒",  # as bash takes --lang=zh apart
        "kolvet --offline check 样例毒",
    ],
)
def test_it_works_whatever_language_is_named(complete, line):
    assert complete(line) == ["样例毒舌阿北"]


@pytest.mark.parametrize(
    ("words", "place", "expected"),
    [
        ("kolvet\nche\n--offline\n", 1, ["check"]),
        ("kolvet\nexplain\nKV5\n--lang\nzh\n", 2, ["KV501", "KV502", "KV503"]),
        ("kolvet\n--offline\nexplain\nKV5\n--lang\nzh\n", 3, ["KV501", "KV502", "KV503"]),
        ("kolvet\ncheck\n'some one'\n--brand\n华\n--offline\n", 4, ["华为"]),
        ("kolvet\nimport\n.\n--as\nbrand\n:\n华\n--lang\nzh\n", 6, ["华为"]),
    ],
)  # fmt: skip
def test_what_stands_behind_the_cursor_changes_nothing(store, kolvet, words, place, expected):
    done = kolvet(_KOLVET_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(place))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split()[: len(expected)] == expected


@pytest.mark.parametrize(
    "variables",
    [
        {"COMP_WORDS": "kolvet --offline che", "COMP_CWORD": "x"},
        {"COMP_WORDS": "kolvet --offline che"},
        {"COMP_WORDS": "kolvet import 'a", "COMP_CWORD": "nine"},
        {},
    ],
)
def test_what_no_shell_would_ask_is_not_answered(store, kolvet, variables):
    done = kolvet(_KOLVET_COMPLETE="complete_bash", **variables)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")


def test_another_store_on_the_line_is_the_one_that_is_looked_into(complete, tmp_path):
    assert complete(f"kolvet check --db {tmp_path / 'none.db'} 样") == []
    assert complete("kolvet check 样") != []


def test_without_a_store_there_are_no_names_no_error_and_still_no_store(complete, tmp_path):
    for content in (None, b"", b"no database at all" * 100):
        path = tmp_path / "some.db"
        if content is not None:
            path.write_bytes(content)
        for line in ("kolvet check ", "kolvet report "):
            assert complete(line, KOLVET_DB=str(path)) == []
        assert path.exists() is (content is not None)
    assert {path.name for path in tmp_path.iterdir()} <= {"some.db"}


def test_a_store_that_is_being_written_is_read_too_and_not_waited_for(complete, store, tmp_path):
    path = tmp_path / "busy.db"
    shutil.copy(store["KOLVET_DB"], path)
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE bloggers SET name = name")
        before = time.monotonic()
        assert complete("kolvet check 样例毒", KOLVET_DB=str(path)) == ["样例毒舌阿北"]
        assert time.monotonic() - before < 10
        writer.execute("ROLLBACK")


def test_a_name_that_a_shell_would_take_apart_is_not_offered(complete, store, kolvet, tmp_path):
    store["KOLVET_DB"] = str(tmp_path / "odd.db")
    for number, name in enumerate(("样例 甲", "样例$(id)", "样例乙")):
        path = tmp_path / f"{number}.jsonl"
        path.write_text(f'{{"text": "小米", "id": "{number}", "created_at": "2025-01-01"}}\n')
        assert kolvet("import", path, "--blogger", name).returncode == 0
    assert complete("kolvet check 样") == ["样例乙"]


def test_an_id_that_no_run_of_ours_has_is_not_offered(complete, checked_store, tmp_path):
    path = tmp_path / "odd.db"
    shutil.copy(checked_store[0], path)
    with closing(sqlite3.connect(path)) as changed, changed:
        changed.execute("UPDATE runs SET id = '$(id)'")
    assert complete("kolvet report ", KOLVET_DB=str(path)) == []


def test_a_broken_pack_of_the_user_gives_no_error(complete, tmp_path):
    folder = tmp_path / "settings" / "brands"
    folder.mkdir(parents=True)
    (folder / "broken.toml").write_bytes(b"\xff\xfe name =")
    assert complete("kolvet fans 小") == []


@pytest.mark.parametrize("shell", ["zsh", "fish", "powershell"])
def test_other_shells_show_what_a_run_was_about(store, kolvet, checked_store, shell):
    run = checked_store[1]["run"]["id"]
    done = kolvet(
        _KOLVET_COMPLETE=f"complete_{shell}",
        _TYPER_COMPLETE_ARGS=f"kolvet report {run[:2]}",
        _TYPER_COMPLETE_FISH_ACTION="get-args",
        _TYPER_COMPLETE_WORD_TO_COMPLETE=run[:2],
    )
    assert run in done.stdout
    assert "样例毒舌阿北  小米  2026-01-04  reject" in done.stdout


@pytest.mark.parametrize("shell", ["zsh", "fish", "powershell"])
def test_what_a_run_was_about_holds_nothing_to_obey(store, kolvet, checked_store, shell, tmp_path):
    path = tmp_path / "odd.db"
    shutil.copy(checked_store[0], path)
    with closing(sqlite3.connect(path)) as changed, changed:
        changed.execute("UPDATE runs SET blogger = ?", ("甲\x1b\\$(id)`\u202e\n[red]'乙",))
    done = kolvet(
        KOLVET_DB=str(path),
        _KOLVET_COMPLETE=f"complete_{shell}",
        _TYPER_COMPLETE_ARGS="kolvet report ",
        _TYPER_COMPLETE_FISH_ACTION="get-args",
    )
    assert "甲____id_____red__乙  小米" in done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_a_script_is_shown_for_each_shell(fresh, shell):
    done = fresh(_KOLVET_COMPLETE=f"source_{shell}")
    assert done.returncode == 0
    assert f"complete_{'powershell' if shell == 'powershell' else shell}" in done.stdout


def _of(shell):
    return pytest.param(
        shell,
        marks=pytest.mark.skipif(shutil.which(shell) is None, reason=f"{shell} is not installed"),
    )


SETTINGS = {
    "bash": ("bash --norc --noprofile -i", "PS1='> '; eval \"$({source})\""),
    "zsh": (
        "zsh -f -i",
        "PS1='> '; autoload -Uz compinit; compinit -u -D; eval \"$({source})\"",
    ),
}


@pytest.mark.parametrize("shell", [_of("bash"), _of("zsh")])
@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        ("kolvet check 样例毒", "kolvet check 样例毒舌阿北"),
        ("kolvet import . --as brand:华", "kolvet import . --as brand:华为"),
    ],
)
def test_the_tab_key_in_a_shell(store, shell, typed, becomes):
    with _prompt(store, shell) as leader:
        _type(leader, typed, typed)
        said = _type(leader, "\t", becomes[len(typed) :])
    assert "Error" not in said
    assert "Traceback" not in said


ORDERS = ("$(touch {0})", "\\$(touch {0})", "`touch {0}`", '";touch {0};"', "';touch {0};'")


@pytest.mark.parametrize("shell", [_of("bash"), _of("zsh")])
@pytest.mark.parametrize("order", ORDERS)
def test_no_name_is_obeyed_by_a_shell(store, checked_store, shell, order, tmp_path):
    run = checked_store[1]["run"]["id"]
    path, trace = tmp_path / "odd.db", tmp_path / "obeyed"
    shutil.copy(checked_store[0], path)
    name = "甲\x1b]0;乙\x07\n" + order.format(trace)
    with closing(sqlite3.connect(path)) as changed, changed:
        changed.execute("UPDATE runs SET blogger = ?", (name,))
        changed.execute("UPDATE bloggers SET name = ? WHERE id = 1", (name,))
    store["KOLVET_DB"] = str(path)
    with _prompt(store, shell) as leader:
        _type(leader, f"kolvet diff {run} {run[0]}", f"{run} {run[0]}")
        _type(leader, "\t", run[1:])
        _type(leader, "\x15", "")
        _type(leader, f"kolvet compare 甲 --brand '{order.format(trace)}',华", "华")
        _type(leader, "\t\x15echo don''e\n", "done")
    assert not trace.exists()


@contextmanager
def _prompt(store, shell):
    """The shell in a pty, where Tab completes kolvet's lines."""
    start, set_up = SETTINGS[shell]
    variables = {**store, "LC_ALL": "C.UTF-8", "TERM": "xterm", "COLUMNS": "80"}
    variables["PATH"] = f"{BIN}{os.pathsep}{variables['PATH']}"
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        start.split(), stdin=follower, stdout=follower, stderr=follower, env=variables,
        start_new_session=True,
    )  # fmt: skip
    os.close(follower)
    try:
        source = f"_KOLVET_COMPLETE=source_{shell} kolvet"
        _type(leader, f"{set_up.format(source=source)}; echo rea''dy\n", "ready")
        yield leader
    finally:
        process.kill()
        process.wait()
        os.close(leader)


def _type(leader, keys, until):
    """Type, and wait until something is shown; gives all that was."""
    os.write(leader, keys.encode())
    shown = b""
    end = time.monotonic() + 30
    while time.monotonic() < end and until.encode() not in shown:
        if select.select([leader], [], [], 0.2)[0]:
            shown += os.read(leader, 65536)
    assert until.encode() in shown, shown.decode(errors="replace")
    return shown.decode(errors="replace")


@pytest.mark.parametrize("shell", [_of("fish")])
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("kolvet check 样例毒", "样例毒舌阿北"),
        ("kolvet explain KV201", "KV201\tInsult of users"),
        ("kolvet import . --as brand:小米", "brand:小米"),
    ],
)
def test_the_tab_key_in_fish(store, shell, typed, offered):
    variables = {**store, "LC_ALL": "C.UTF-8", "TERM": "xterm"}
    variables["PATH"] = f"{BIN}{os.pathsep}{variables['PATH']}"
    script = f"_KOLVET_COMPLETE=source_fish kolvet | source; complete -C '{typed}'"
    done = subprocess.run(
        [shell, "--no-config", "-c", script], capture_output=True, env=variables, check=False
    )
    assert offered in done.stdout.decode().splitlines(), done.stderr.decode()


INSTALLED = {
    "bash": ".bash_completions/kolvet.sh",
    "zsh": ".zfunc/_kolvet",
    "fish": ".config/fish/completions/kolvet.fish",
}


@pytest.mark.parametrize("shell", [_of(shell) for shell in INSTALLED])
def test_the_script_is_installed_where_the_shell_finds_it(environment, shell):
    variables = {**environment, "PATH": f"{BIN}{os.pathsep}{environment['PATH']}"}
    done = subprocess.run(
        [shell, "-c", "kolvet --install-completion; true"],
        capture_output=True,
        env=variables,
        check=False,
    )
    written = Path(environment["HOME"]) / INSTALLED[shell]
    assert written.is_file(), done.stderr.decode()
    assert "_KOLVET_COMPLETE" in written.read_text("utf-8")


def test_the_name_in_the_scripts_is_the_one_that_kolvet_looks_for():
    from kolvet.cli.program import COMPLETION

    assert COMPLETION == "_KOLVET_COMPLETE"
