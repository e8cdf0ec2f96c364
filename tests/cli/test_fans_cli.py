"""kolvet fans on exports: two brands whose fans differ in nothing but what they write."""

import json

import pytest

from kolvet.store import Store
from tests.fan_crowds import Fans, copies_of, keep_sections, make_sections, write_export

SECTIONS = [
    Fans("青禾牌", 0.8, number=60, first_uid=1000100000),
    Fans("岚山牌", 0.05, number=60, first_uid=1000200000),
    Fans("澄海牌", 0.3, number=30, first_uid=1000300000),
    Fans("北望牌", 0.4, number=30, first_uid=1000400000),
    Fans("云岭牌", 0.5, number=30, first_uid=1000500000),
]
AS_OF = ("--as-of", "2026-01-04")


@pytest.fixture
def stored(tmp_path):
    """The user's database with the comment sections of all brands; gives what is in them."""
    with Store.open(tmp_path / "kolvet.db") as store:
        return keep_sections(store, SECTIONS)


def fans(kolvet, brand, *more):
    done = kolvet("fans", brand, *AS_OF, "--json", *more)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def values(found):
    return {item["id"]: item["robust"]["value"] for item in found["measures"]}


def test_exports_are_read_as_they_are(kolvet, stored, tmp_path):
    folders = []
    for number, (brand, mine, others) in enumerate(make_sections(SECTIONS)):
        voice = write_export(tmp_path / f"voice{number}", mine)
        folders.append(write_export(tmp_path / f"rest{number}", others))
        done = kolvet("import", voice, "--as", f"brand:{brand}", "--db", tmp_path / "own.db")
        assert done.returncode == 0, done.stderr
    assert kolvet("import", *folders, "--db", tmp_path / "own.db").returncode == 0
    assert fans(kolvet, "青禾牌", "--db", tmp_path / "own.db") == fans(kolvet, "青禾牌")


def test_two_sections_that_differ_in_heat_differ_in_every_measure(kolvet, stored, tmp_path):
    hot, calm = fans(kolvet, "青禾牌"), fans(kolvet, "岚山牌")
    for name in ("defence", "attack", "exit", "betrayal", "us_and_them", "arousal", "pile_on"):
        assert values(hot)[name] > values(calm)[name], name
    assert hot["temperament"]["value"] > 0.5 > calm["temperament"]["value"]
    assert hot["peers"] == ["云岭牌", "北望牌", "岚山牌", "澄海牌"]
    copied = write_export(tmp_path / "copied", copies_of(stored))
    assert kolvet("import", copied).returncode == 0
    after = fans(kolvet, "青禾牌")
    assert after["counts"]["fans"] > hot["counts"]["fans"]
    assert values(after) == values(hot)
    assert after["temperament"] == hot["temperament"]


def test_the_terminal_says_first_what_a_manager_needs(kolvet, stored):
    done = kolvet("fans", "青禾牌", *AS_OF, "--blogger", "样例数码君")
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert lines[0] == "Fans of 青禾牌, as of 2026-01-04"
    assert lines[1].startswith("Fans defended the brand under 100% of critical posts, n=")
    assert "an estimate, not a measurement" in done.stdout
    flowing = " ".join(done.stdout.split())
    assert "fan comments about him or in answer to him are hostile" in flowing
    assert "路人" not in done.stdout
    again = kolvet("fans", "青禾牌", *AS_OF, "--blogger", "样例数码君")
    assert again.stdout == done.stdout


def test_nothing_later_than_the_as_of_counts(kolvet, stored):
    done = kolvet("fans", "青禾牌", "--as-of", "2025-05-01", "--json")
    assert done.returncode == 3
    assert json.loads(done.stdout)["counts"]["comments"] == 0


def test_a_policy_sets_t_by_hand(kolvet, stored, tmp_path):
    policy = tmp_path / "policy.toml"
    policy.write_text(
        '[fans.青禾牌]\nT = 0.85\nby = "林"\ndate = 2026-01-04\nreason = "two boycotts"\n',
        encoding="utf-8",
    )
    found = fans(kolvet, "青禾牌", "--policy", policy)["temperament"]
    assert (found["value"], found["measured"]) == (0.85, False)
    assert found["by_hand"]["by"] == "林"
    assert fans(kolvet, "岚山牌", "--policy", policy)["temperament"]["by_hand"] is None


@pytest.mark.parametrize(("language", "word"), [("en", "stands in"), ("zh", "代替")])
def test_without_comments_it_says_what_is_missing_and_how_to_get_it(kolvet, language, word):
    done = kolvet("--lang", language, "fans", "小米", *AS_OF)
    assert done.returncode == 3
    assert word in done.stdout
    assert "0.25-0.90" in done.stdout
    for command in (
        "kolvet fetch 小米 --as brand:小米 --comments 200",
        "kolvet import PATH --as brand:小米",
    ):
        assert command in done.stdout


def test_a_blogger_nobody_knows_and_a_broken_policy_are_named(kolvet, stored, tmp_path):
    assert kolvet("fans", "青禾牌", "--blogger", "无名氏").returncode == 3
    policy = tmp_path / "policy.toml"
    policy.write_text("[fans.青禾牌]\nT = 2\n", encoding="utf-8")
    done = kolvet("fans", "青禾牌", "--policy", policy)
    assert done.returncode == 2
    assert "fans.青禾牌.T" in done.stderr


def test_help_speaks_both_languages(kolvet):
    assert "Brand" in kolvet("fans", "--help").stdout
    assert "品牌" in kolvet("--lang", "zh", "fans", "--help").stdout
