"""Every message is there in both languages, with the same placeholders."""

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
