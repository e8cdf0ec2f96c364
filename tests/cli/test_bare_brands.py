"""A brand without a pack may be misspelt: it is said first, and silence about it is no verdict."""

import json

import pytest

NAME = "样例毒舌阿北"
DAY = ("--as-of", "2026-01-04")


@pytest.fixture
def store(sample_store, environment, tmp_path):
    path = tmp_path / "kolvet.db"
    path.write_bytes(sample_store.read_bytes())
    environment["KOLVET_DB"] = str(path)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("brand", ["小咪", "Xiomi"])
def test_a_misspelt_brand_is_named_first_and_is_never_clear(kolvet, brand):
    done = kolvet("check", NAME, "--brand", brand, *DAY)
    assert done.returncode == 4
    assert "Did you mean 小米" in done.stderr
    top = " ".join(done.stdout.split("\n\n")[0].split())
    assert f"no brand pack for “{brand}”" in top
    assert "Did you mean 小米" in top
    report = json.loads(kolvet("check", NAME, "--brand", brand, *DAY, "--json").stdout)
    assert report["verdict"]["decided_by"] == "inconclusive:bare_name"
    assert any("小米" in notice for notice in report["notices"])


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    "brand", ["小米SU7", "雷军", "米粉", "Xiaomi手机", "xiaomi phone", "小米(中国)"]
)
def test_a_part_of_a_brand_is_no_brand_to_be_clear_of(kolvet, brand):
    """His posts do hold these words; what he says of the brand otherwise was not looked for."""
    done = kolvet("check", "样例米粉小舟", "--brand", brand, *DAY, "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 4
    assert report["verdict"]["decided_by"] == "inconclusive:part"
    assert "seems to be a part of 小米" in report["why"][0]["text"]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("brand", ["@小米", "#小米#", "小米 手机", "「Xiaomi」"])
def test_signs_around_a_name_are_not_the_name(kolvet, brand):
    report = json.loads(kolvet("check", NAME, "--brand", brand, *DAY, "--json").stdout)
    assert report["brand"]["name"] == "小米"


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("brand", ["小米,华为", "小米，华为", "小米、华为"])
def test_two_brands_are_not_one(kolvet, brand):
    done = kolvet("check", NAME, "--brand", brand, *DAY)
    assert done.returncode == 2
    assert "more than one brand" in done.stderr
    assert "kolvet compare" in done.stderr


@pytest.mark.usefixtures("store")
def test_a_brand_with_a_pack_needs_no_word_about_it(kolvet):
    done = kolvet("check", NAME, "--brand", "小米", *DAY)
    assert done.stderr == ""
    assert "brand pack" not in done.stdout.split("\n\n")[0]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    "arguments",
    [
        ("evidence", NAME, "--brand", "小咪"),
        ("timeline", NAME, "--brand", "小咪"),
        ("compare", NAME, "--brand", "小米,小咪"),
        ("fans", "小咪"),
    ],
)
def test_every_command_that_reads_for_a_brand_says_so(kolvet, arguments):
    assert "Did you mean 小米" in kolvet(*arguments).stderr


@pytest.mark.usefixtures("store")
def test_a_watch_says_it_once_for_all_its_lines(kolvet, tmp_path):
    signed = tmp_path / "signed.csv"
    signed.write_text(f"{NAME},小咪\n样例米粉小舟,小咪\n", encoding="utf-8")
    done = kolvet("watch", signed, "--no-fetch")
    assert done.stderr.count("Did you mean 小米") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", NAME, "--brand", ""),
        ("evidence", NAME, "--brand", " "),
        ("timeline", NAME, "--brand", ""),
        ("fans", ""),
        ("brand", "show", ""),
        ("check", NAME, "--brand", "\u3000"),
    ],
)
def test_a_brand_without_a_name_is_wrong_use(kolvet, arguments):
    done = kolvet(*arguments)
    assert done.returncode == 2
    assert "a brand needs a name" in done.stderr
    assert "Traceback" not in done.stderr
