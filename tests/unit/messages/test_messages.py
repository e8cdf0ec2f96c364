"""Every message is there in both languages, with the same placeholders."""

import re
import string
import tomllib
from importlib.resources import files

import pytest

from kolvet import messages
from kolvet.messages import LANGUAGES

PARTS = sorted(
    entry.name.removesuffix(".toml")
    for entry in files("kolvet.messages").iterdir()
    if entry.name.endswith(".toml")
)


def placeholders(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("part", PARTS)
def test_both_languages_say_the_same_things(part):
    raw = files("kolvet.messages").joinpath(f"{part}.toml").read_text(encoding="utf-8")
    for name, entry in tomllib.loads(raw).items():
        assert set(entry) == set(LANGUAGES), name
        assert placeholders(entry["en"]) == placeholders(entry["zh"]), name
        assert all(entry.values()), name


SYNTAX = re.compile(r"平台:编号|格式:路径|主机:端口|博主,品牌(,来源|\[,来源\])?|小米,华为,苹果")
"""What is typed so: no punctuation of a sentence."""
NOUNS = "posts|comments|bloggers|deals|packs|rows|cookies|days|texts|reports|files|fans|accounts"


@pytest.mark.parametrize("part", PARTS)
def test_chinese_has_its_own_punctuation_and_one_word_for_you(part):
    for name, entry in messages.catalogue(part).items():
        words = SYNTAX.sub("", entry["zh"])
        assert "您" not in words, name
        assert not re.search(r"[一-龥」][:,?!;]|[,?!;][一-龥「]", words), name
        assert not re.search("词库|品牌包", words), name


@pytest.mark.parametrize("part", sorted({*PARTS} - {"typer"}))
def test_english_counts_one_thing_as_one(part):
    for name, entry in messages.catalogue(part).items():
        assert not re.search(rf"\{{\w+\}} (?:{NOUNS})\b(?!/)|\(s\)", entry["en"]), name


WORD_OF_NUMBER = re.compile(r"\{(\w+):([^{}|]*)\|([^{}|]*)\}")
VERBS = "are|were|have|do|count|stand|name|repeat|praise it|read as"
MANY = re.compile(rf"\b1 (?:(?!that (?!name)|they |posts )[\w'%()]+ )*?(?:{VERBS})\b")
"""One thing with the verb of several: "1 post in his own words were seen"."""


class OfEverythingOne(dict):
    def __missing__(self, name):
        return "样例牌" if name in {"brand", "rival", "name"} else 1


@pytest.mark.parametrize("part", PARTS)
def test_the_verb_of_one_thing_is_its_own(part):
    for name, entry in messages.catalogue(part).items():
        if WORD_OF_NUMBER.search(entry["en"]):
            one = WORD_OF_NUMBER.sub(lambda found: found[2], entry["en"])
            said = one.format_map(OfEverythingOne())
            assert not MANY.search(said), f"{name}: {said}"


def test_a_number_has_the_word_that_it_needs():
    messages.choose("en")
    counts = [messages.text("cli.doctor_brands", number=number) for number in (0, 1, "1", 2)]
    assert counts == ["0 packs", "1 pack", "1 pack", "2 packs"]
    said = messages.text("cli.brand_unknown", name="{number:post|posts}")
    assert "{number:post|posts}" in said


def test_language_follows_choice_then_variable_then_locale(monkeypatch):
    monkeypatch.setattr(messages, "_chosen", [])
    for variable in ("KOLVET_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    assert messages.language() == "en"
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert messages.language() == "zh"
    monkeypatch.setenv("KOLVET_LANG", "en")
    assert messages.language() == "en"
    messages.choose("zh")
    assert messages.language() == "zh"
