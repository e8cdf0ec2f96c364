"""Whatever is wrong with what was read, no error shows a part of it; what is whole comes back."""

import json
import os
import tempfile
import traceback
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from kolvet.errors import UsageError
from kolvet.sources.cookies import Cookie, parse_cookies, read_cookie_file
from kolvet.sources.credentials import VARIABLE, find_login, save_login

MARKER = "qZ7xK9vW3bN5mR8tY2pLjG4hD6fS"
PART = 6  # so many characters of it in a row are a part of it
NOW = datetime(2026, 11, 27, tzinfo=UTC)

ROW = {"name": "SUB", "value": MARKER, "domain": ".weibo.cn", "expirationDate": 1_900_000_000}
WHOLE = (
    f"# Netscape HTTP Cookie File\n.weibo.cn\tTRUE\t/\tTRUE\t0\tSUB\t{MARKER}\n"
    f"#HttpOnly_.weibo.com\tTRUE\t/\tTRUE\t1900000000\tSUBP\t{MARKER}\n",
    json.dumps([ROW, ROW | {"domain": "weibo.com"}], indent=1),
    json.dumps({"cookies": [ROW], "origins": []}),
    json.dumps({"SUB": MARKER, "SUBP": MARKER}),
    f"Cookie: SUB={MARKER}; SUBP={MARKER}",
    f"cookie: SUB={MARKER};\n SUBP={MARKER}\nuser-agent: x\n",
    f"curl 'https://m.weibo.cn/' -H 'accept: */*' -b 'SUB={MARKER}; SUBP={MARKER}'",
)
SHARP = st.sampled_from(
    ["\n", "\r", "\t", "\0", ";", "=", '"', "'", "\\", "{", "}", "[", "]", ":", ",", "#", "^", " ",
     "\x1b", "微", "\u2028", "\ufeff", "\ud800", "Cookie:", "curl ", "-b ", "TRUE", "weibo.cn"]
)  # fmt: skip
PIECE = st.one_of(SHARP, st.text(max_size=3), st.just(MARKER))


@st.composite
def damaged(draw):
    """A sound text with some cuts and insertions, or pieces in any order."""
    if draw(st.booleans()):
        return "".join(draw(st.lists(PIECE, max_size=12)))
    text = draw(st.sampled_from(WHOLE))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 5, 1000])))
        text = text[:start] + draw(PIECE) + text[end:]
    return text


def shows_a_part(said: str) -> bool:
    return any(MARKER[at : at + PART] in said for at in range(len(MARKER) - PART + 1))


def everything_said(error: BaseException) -> str:
    """All that a log, a debugger or a screen could print of an error."""
    said = [str(error), repr(error), repr(error.args), repr(vars(error))]
    said.extend(traceback.format_exception(error))
    if isinstance(error, UsageError):
        said.append(error.hint)
    behind = (error.__cause__, error.__context__)
    said.extend(everything_said(item) for item in behind if item is not None)
    return "\n".join(said)


def check(read) -> tuple[Cookie, ...]:
    """The cookies; none if they were refused, which must not show a part of them."""
    said = ""
    cookies: tuple[Cookie, ...] = ()
    try:
        cookies = read()
    except UsageError as error:
        said = everything_said(error)
    assert not shows_a_part(said)
    assert not shows_a_part(repr([replace(item, name="") for item in cookies]))
    return cookies


@settings(max_examples=600)
@given(damaged())
def test_no_error_of_a_damaged_text_shows_a_part_of_it(text):
    for item in check(lambda: parse_cookies(text)):
        header = f"{item.name}={item.value}"
        assert header.isascii()
        assert header.isprintable()
        assert ";" not in header
        assert not item.domain or item.domain.endswith(("weibo.com", "weibo.cn", "sina.cn"))


@given(st.text())
def test_any_text_is_cookies_or_one_plain_refusal(text):
    check(lambda: parse_cookies(text))


@given(st.one_of(st.binary(), damaged().map(lambda text: text.encode("utf-16", "replace"))))
def test_any_file_is_cookies_or_one_plain_refusal(content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "cookies")
        path.write_bytes(content)
        check(lambda: read_cookie_file(path))


@given(st.lists(st.sampled_from(["SUB=", "Cookie: ", MARKER, "; ", "/", ".."]), min_size=1))
def test_no_error_shows_a_cookie_that_was_given_for_a_path(pieces):
    with tempfile.TemporaryDirectory() as folder:
        check(lambda: read_cookie_file(Path(folder, MARKER, *pieces)))


@given(damaged().filter(lambda text: "\0" not in text))
def test_no_error_of_a_damaged_variable_shows_a_part_of_it(text):
    with tempfile.TemporaryDirectory() as folder:
        value = os.fsdecode(text.encode("utf-8", "replace"))
        environment = {VARIABLE: value, "KOLVET_CONFIG_DIR": folder}
        with mock.patch.dict(os.environ, environment):
            check(lambda: getattr(find_login(now=NOW), "cookies", ()))


@given(damaged())
def test_no_error_of_a_damaged_file_of_ours_shows_a_part_of_it(text):
    with tempfile.TemporaryDirectory() as folder:  # noqa: SIM117  # the folder has to be known
        with mock.patch.dict(os.environ, {"KOLVET_CONFIG_DIR": folder}):
            path = save_login("weibo", [Cookie("SUB", MARKER)], now=NOW)
            whole = path.read_bytes()
            at = len(text) % len(whole)
            path.write_bytes(whole[:at] + text.encode("utf-8", "replace") + whole[at:])
            check(lambda: getattr(find_login(now=NOW), "cookies", ()))


NAMES = st.from_regex(r"[A-Za-z0-9_.-]{1,30}", fullmatch=True)
VALUES = st.from_regex(r"[!-:<-~]{1,60}", fullmatch=True).filter(lambda value: value.strip("="))
DOMAINS = st.sampled_from(["", "weibo.cn", "weibo.com", "m.weibo.cn", "login.sina.com.cn"])
WHEN = st.one_of(st.none(), st.datetimes(datetime(2026, 11, 28), datetime(2200, 1, 1)))  # noqa: DTZ001  # made aware below
COOKIES = st.lists(
    st.builds(
        lambda name, value, domain, when: Cookie(name, value, domain, when),
        NAMES,
        VALUES,
        DOMAINS,
        WHEN.map(lambda when: when and when.replace(tzinfo=UTC)),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda item: (item.name, item.domain),
)


@given(COOKIES)
def test_what_was_saved_comes_back(cookies):
    with tempfile.TemporaryDirectory() as folder:  # noqa: SIM117  # the folder has to be known
        with mock.patch.dict(os.environ, {"KOLVET_CONFIG_DIR": folder, VARIABLE: ""}):
            save_login("weibo", cookies, now=NOW)
            login = find_login(now=NOW + timedelta(hours=1))
    assert login is not None
    assert login.cookies == tuple(cookies)
    assert login.saved_at == NOW


@given(COOKIES)
def test_every_form_gives_the_same_cookies(cookies):
    seconds = [
        replace(item, expires=item.expires and item.expires.replace(microsecond=0))
        for item in cookies
    ]
    named = [replace(item, domain=item.domain or "weibo.cn") for item in seconds]
    stamps = [int(item.expires.timestamp()) if item.expires else 0 for item in named]
    rows = [
        {"name": item.name, "value": item.value, "domain": f".{item.domain}", "expires": stamp}
        for item, stamp in zip(named, stamps, strict=True)
    ]
    lines = [
        f".{item.domain}\tTRUE\t/\tTRUE\t{stamp}\t{item.name}\t{item.value}"
        for item, stamp in zip(named, stamps, strict=True)
    ]
    expected = tuple({(item.name, item.domain): item for item in reversed(named)}.values())
    for text in (json.dumps(rows), json.dumps({"cookies": rows}), "\n".join(lines)):
        assert set(parse_cookies(text)) == set(expected)


@given(COOKIES)
def test_a_header_gives_names_and_values_back(cookies):
    bare = {item.name: item.value for item in reversed(cookies)}
    header = "; ".join(f"{name}={value}" for name, value in bare.items())
    for text in (f"Cookie: {header}", json.dumps(bare)):
        assert {item.name: item.value for item in parse_cookies(text)} == bare
