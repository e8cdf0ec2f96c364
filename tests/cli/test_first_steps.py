"""The first minutes of somebody new: moved files, half an export, figures as shown."""

import json
import shutil
import subprocess
import sys

import pytest

from tests.cli.conftest import SAMPLES

WEIBO = SAMPLES / "weibo-crawler"
POSTS = WEIBO / "样例米粉小舟" / "1000000011.csv"
COMMENTS = WEIBO / "样例毒舌阿北" / "样例毒舌阿北_comments.csv"
ZH = {"KOLVET_LANG": "zh"}
STORED = "what was stored stays, and the same command goes on from there"
LOADED = ["kolvet.cli.program", "kolvet.messages", "typer", "kolvet.cli.app"]


def test_a_file_moved_out_of_its_folder_is_told_what_it_lacks(kolvet, tmp_path):
    moved = shutil.copy(POSTS, tmp_path / "posts.csv")
    refused = kolvet("import", moved)
    assert refused.returncode == 3
    assert "say whose it is with --blogger: 148, line 2, 3, 4, 5, 6 …" in refused.stdout
    assert "none of the 148 rows names its author" in refused.stderr
    assert "--blogger NAME" in refused.stderr
    assert "--map" not in refused.stderr
    as_data = json.loads(kolvet("import", moved, "--json").stdout)[0]
    assert as_data["rejections"] == {"no_author": 148}
    assert len(as_data["reasons"]["no_author"]) == 20
    assert kolvet("import", moved, "--blogger", "样例米粉小舟").returncode == 0


def test_rows_rejected_for_other_reasons_are_told_no_name_is_missing(kolvet, tmp_path):
    broken = tmp_path / "1000000001.json"
    broken.write_text('{"weibo": [', encoding="utf-8")
    done = kolvet("import", broken)
    assert done.returncode == 3
    assert "not recognised (utf-8): 1 read" in done.stdout
    assert "--blogger" not in done.stderr
    assert "认不出的格式" in kolvet("import", broken, **ZH).stdout


def test_comments_alone_are_stored_and_the_missing_posts_named(kolvet):
    alone = kolvet("import", COMMENTS)
    assert alone.returncode == 0
    assert "72 stand under posts that are not stored; import the posts too" in alone.stderr
    assert "import the posts too" in kolvet("import", COMMENTS).stderr
    assert "import the posts" not in kolvet("import", WEIBO).stderr
    assert "import the posts" not in kolvet("import", COMMENTS).stderr


def test_an_empty_list_of_bloggers_names_the_next_step(kolvet):
    empty = kolvet("blogger", "list")
    assert (empty.returncode, empty.stdout) == (0, "")
    assert "kolvet import PATH" in empty.stderr
    kolvet("import", POSTS)
    assert kolvet("blogger", "list").stderr == ""


@pytest.mark.parametrize(
    ("written", "followers"),
    [("213万", 2_130_000), ("1.2亿", 120_000_000), ("3w", 30_000), ("2,130,000", 2_130_000)],
)
def test_followers_are_set_as_a_profile_shows_them(kolvet, written, followers):
    kolvet("import", POSTS)
    assert kolvet("blogger", "set", "样例米粉小舟", "--followers", written).returncode == 0
    shown = json.loads(kolvet("blogger", "show", "样例米粉小舟", "--json").stdout)
    assert shown["accounts"][0]["followers"] == followers


@pytest.mark.parametrize("written", ["many", "-3", "", "1.2.3万"])
def test_what_is_no_number_is_refused_with_an_example(kolvet, written):
    done = kolvet("blogger", "set", "样例米粉小舟", "--posts", written)
    assert done.returncode == 2
    assert "213万" in done.stderr


def test_one_of_a_thing_is_not_several(kolvet):
    kolvet("import", POSTS)
    assert "1 blogger, 148 posts" in kolvet("doctor").stdout
    assert "1 account, " in kolvet("forget", "样例米粉小舟", "--yes").stdout
    kolvet("import", POSTS)
    assert "帖子 148 条" in kolvet("forget", "样例米粉小舟", "--yes", **ZH).stdout


def test_doctor_names_its_parts_in_chinese(kolvet):
    lines = kolvet("doctor", **ZH).stdout.splitlines()
    parts = {line.split()[0] for line in lines}
    assert {"语言", "数据库文件", "品牌资料", "打分引擎", "登录"} <= parts
    assert "database" in json.loads(kolvet("doctor", "--json", **ZH).stdout)


def test_a_deal_file_is_explained_in_the_language_in_use(kolvet, tmp_path):
    chinese, english = tmp_path / "zh.toml", tmp_path / "en.toml"
    assert kolvet("ci", "init", chinese, **ZH).returncode == 0
    assert kolvet("ci", "init", english).returncode == 0
    assert "# 谁提出的" in chinese.read_text("utf-8")
    assert "# who asks" in english.read_text("utf-8")
    keys = [
        [line.partition("  ")[0] for line in path.read_text("utf-8").splitlines()[1:]]
        for path in (chinese, english)
    ]
    assert keys[0] == keys[1]


def test_what_the_system_says_is_said_in_chinese(kolvet, tmp_path):
    missing = kolvet("check", "某人", "--brand", "小米", "--policy", tmp_path / "none.toml", **ZH)
    assert missing.returncode == 2
    assert "没有这个文件或文件夹" in missing.stderr
    folder = kolvet("db", "backup", tmp_path / "none" / "k.db", **ZH)
    assert "No such file" not in folder.stderr


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("score", "interrupted\n"),
        (
            "import",
            f"interrupted; {STORED}\n",
        ),
    ],
)
def test_an_interrupted_command_that_stores_nothing_promises_nothing(environment, command, said):
    done = _run(
        environment,
        "from kolvet.cli import app as commands, main\n"
        "def press(**_):\n    raise KeyboardInterrupt\n"
        "commands.app = press\n"
        f"sys.argv = ['kolvet', {command!r}, '-']\n"
        "main()\n",
    )
    assert (done.returncode, done.stderr) == (130, said)


def _run(environment, script):
    return subprocess.run(
        [sys.executable, "-c", f"import sys\n{script}"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")
@pytest.mark.parametrize(
    "module", ["kolvet.cli.program", "kolvet.messages", "typer", "kolvet.cli.app"]
)
def test_ctrl_c_while_kolvet_is_still_loading_ends_it_quietly(environment, module):
    """The key is pressed in the middle of an import of ours, wherever that is."""
    done = _run(
        environment,
        "import os, signal\n"
        "class Press:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {module!r}:\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Press())\n"
        "sys.argv = ['kolvet', 'policy', 'init', '--help']\n"
        "from kolvet.cli import main\n"
        "main()\n",
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
