"""Cookies in every form in which they leave a browser; what cannot be one is refused unseen."""

import json
from datetime import UTC, datetime

import pytest

from kolvet.errors import UsageError
from kolvet.sources.cookies import (
    FILE_LIMIT,
    Cookie,
    bind_cookies,
    parse_cookies,
    read_cookie_file,
)

SUB = "_2AkMinventedSub0123456789"
SUBP = "0033WrinventedSubp98765"
END = datetime(2027, 5, 1, 12, 0, tzinfo=UTC)
STAMP = int(END.timestamp())

NETSCAPE = (
    "# Netscape HTTP Cookie File\n"
    "# https://curl.se/docs/http-cookies.html\n\n"
    f"#HttpOnly_.weibo.cn\tTRUE\t/\tTRUE\t{STAMP}\tSUB\t{SUB}\n"
    f"weibo.com\tFALSE\t/\tFALSE\t0\tSUBP\t{SUBP}\n"
    f".example.com\tTRUE\t/\tFALSE\t{STAMP}\tother\tnot-weibo\n"
)
EXTENSION = [
    {
        "domain": ".weibo.cn",
        "expirationDate": STAMP + 0.25,
        "hostOnly": False,
        "httpOnly": True,
        "name": "SUB",
        "path": "/",
        "session": False,
        "value": SUB,
    },
    {"domain": "weibo.com", "name": "SUBP", "session": True, "value": SUBP},
    {"domain": ".example.com", "name": "other", "value": "not-weibo"},
]
PLAYWRIGHT = {
    "cookies": [
        {"name": "SUB", "value": SUB, "domain": ".weibo.cn", "path": "/", "expires": STAMP},
        {"name": "SUBP", "value": SUBP, "domain": "weibo.com", "path": "/", "expires": -1},
        {"name": "other", "value": "not-weibo", "domain": "example.com", "expires": -1},
    ],
    "origins": [{"origin": "https://m.weibo.cn", "localStorage": []}],
}
SELENIUM = [
    {"name": "SUB", "value": SUB, "domain": ".weibo.cn", "expiry": STAMP, "sameSite": "Lax"},
    {"name": "SUBP", "value": SUBP, "domain": "weibo.com"},
]
NAMED = (Cookie("SUB", SUB, "weibo.cn", END), Cookie("SUBP", SUBP, "weibo.com"))
BARE = (Cookie("SUB", SUB), Cookie("SUBP", SUBP))
HEADER = f"SUB={SUB}; SUBP={SUBP}"


def refused(text):
    """The key of the error; the error holds nothing of the text."""
    with pytest.raises(UsageError) as caught:
        parse_cookies(text, where="the place")
    assert str(caught.value)
    assert caught.value.hint
    assert SUB not in f"{caught.value}{caught.value.hint}{caught.value!r}{caught.value.values}"
    return caught.value.key


@pytest.mark.parametrize(
    "text",
    [
        NETSCAPE,
        "\ufeff" + NETSCAPE.replace("\n", "\r\n"),
        NETSCAPE.replace("\n", "\r"),
        "\n".join(NETSCAPE.splitlines()[3:]),
        NETSCAPE.replace("\t", "   "),
        json.dumps(EXTENSION),
        "\ufeff" + json.dumps(EXTENSION, indent=2),
        json.dumps({"url": "https://m.weibo.cn", "cookies": EXTENSION}),
        json.dumps(PLAYWRIGHT),
        json.dumps(SELENIUM),
    ],
)
def test_files_that_name_domains_give_the_cookies_of_weibo_alone(text):
    found = parse_cookies(text)
    assert [(item.name, item.value, item.domain) for item in found] == [
        (item.name, item.value, item.domain) for item in NAMED
    ]
    assert [item.expires and item.expires.replace(microsecond=0) for item in found] == [END, None]


@pytest.mark.parametrize(
    "text",
    [
        HEADER,
        f"Cookie: {HEADER}",
        f"cookie:{HEADER};\n",
        f'"Cookie: {HEADER}"',
        f"'{HEADER}'",
        f'Cookie: "{HEADER}"',
        f"SUB={SUB};\r\nSUBP={SUBP};\r\n",
        f"SUB={SUB}\n; SUBP={SUBP}",
        f"SUB={SUB}\nSUBP={SUBP}\n",
        f"cookie:\n{HEADER}",
        f"cookie: SUB={SUB}\ncookie: SUBP={SUBP}",
        f"Cookie: SUB={SUB};\n  SUBP={SUBP}",
        f":authority: m.weibo.cn\naccept: a=b; q=1\nCookie: {HEADER}\nuser-agent: X (a; b=c)\n",
        f"-H 'Cookie: {HEADER}'",
        f"-b '{HEADER}' \\",
        f'--cookie "{HEADER}"',
        f"curl 'https://m.weibo.cn/api/config' \\\n  -H 'accept: */*' \\\n  -b '{HEADER}' \\\n"
        "  -H 'user-agent: X' --compressed",
        f"curl 'https://m.weibo.cn/' -H 'accept: */*' -H 'cookie: {HEADER}'",
        f"curl 'https://m.weibo.cn/' -b $'{HEADER}'",
        f'curl ^"https://m.weibo.cn/^" ^\n  -H ^"accept: */*^" ^\n  -b ^"{HEADER}^"',
        json.dumps({"SUB": SUB, "SUBP": SUBP}),
        json.dumps({"cookies": {"SUB": SUB, "SUBP": SUBP}}),
        json.dumps([{"name": "SUB", "value": SUB}, {"name": "SUBP", "value": SUBP}]),
    ],
)
def test_headers_and_plain_objects_name_no_domain(text):
    assert parse_cookies(text) == BARE


def test_one_object_is_one_cookie():
    assert parse_cookies(json.dumps(EXTENSION[1])) == (NAMED[1],)


def test_what_browsers_escape_in_curl_commands_comes_back():
    (bash,) = parse_cookies("curl 'https://weibo.com/' -b $'A=x\\u0021y'")
    (windows,) = parse_cookies('curl ^"https://weibo.com/^" -b ^"A=x^%^3Dy^^z^"')
    assert (bash.value, windows.value) == ("x!y", "x%3Dy^z")


def test_values_come_as_they_are():
    text = 'UOR=,,www.example.com; W="quoted"; P=a%3D1%26b; E=a=b==; S=one two'
    values = {item.name: item.value for item in parse_cookies(text)}
    assert values == {
        "UOR": ",,www.example.com",
        "W": '"quoted"',
        "P": "a%3D1%26b",
        "E": "a=b==",
        "S": "one two",
    }


def test_cookies_without_a_value_are_left_out():
    assert parse_cookies(f"WEIBOCN_FROM=; SUB={SUB}; LAST=") == BARE[:1]
    cut = f".weibo.cn\tTRUE\t/\tFALSE\t0\tWEIBOCN_FROM\n.weibo.cn\tTRUE\t/\tFALSE\t0\tSUB\t{SUB}"
    assert parse_cookies(cut) == (Cookie("SUB", SUB, "weibo.cn"),)


def test_the_first_of_a_name_and_domain_counts_and_domains_stay_apart():
    row = {"name": "SUB", "domain": ".weibo.com"}
    rows = [row | {"value": "first"}, row | {"value": "second"}]
    rows.append(row | {"value": "third", "domain": "weibo.cn"})
    found = parse_cookies(json.dumps(rows))
    assert [(item.value, item.domain) for item in found] == [
        ("first", "weibo.com"),
        ("third", "weibo.cn"),
    ]


@pytest.mark.parametrize(
    ("domain", "kept"),
    [
        (".Weibo.CN", "weibo.cn"),
        ("m.weibo.cn", "m.weibo.cn"),
        ("passport.weibo.com", "passport.weibo.com"),
        (".sina.com.cn", "sina.com.cn"),
        ("login.sina.com.cn", "login.sina.com.cn"),
        ("sina.cn", "sina.cn"),
        ("", ""),
        (None, ""),
        ("notweibo.com", None),
        ("weibo.com.example.com", None),
        ("weibo.co", None),
        ("example.com\n.weibo.com", None),
        ("пример.weibo.com", None),
    ],
)
def test_only_cookies_of_weibo_are_kept(domain, kept):
    rows = [{"name": "A", "value": "1", "domain": "weibo.cn"}]
    rows.append({"name": "B", "value": "2", "domain": domain})
    found = {item.name: item.domain for item in parse_cookies(json.dumps(rows))}
    assert found == ({"A": "weibo.cn"} if kept is None else {"A": "weibo.cn", "B": kept})


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (STAMP, END),
        (f"{STAMP}", END),
        (STAMP * 1000, END),
        ("2027-05-01T12:00:00Z", END),
        ("2027-05-01T20:00:00+08:00", END),
        ("2027-05-01T12:00:00", END),
        (0, None),
        (-1, None),
        ("", None),
        ("Session", None),
        (None, None),
        ([], None),
        (10**300, None),
        (float("nan"), None),
        (float("inf"), None),
        ("0001-01-01T00:00:00+14:00", None),
    ],
)
def test_expiry_in_seconds_milliseconds_or_as_a_date(written, meant):
    rows = [{"name": "SUB", "value": SUB, "expires": written}]
    assert parse_cookies(json.dumps(rows))[0].expires == meant


@pytest.mark.parametrize(
    "value",
    [
        f"{SUB}\r\nSet-Cookie: a=b",
        f"{SUB}\n",
        f"{SUB}\r",
        f"\t{SUB}",
        f"{SUB}\0",
        f"{SUB}\x7f",
        f"{SUB}\x1b[31m",
        f"{SUB}\x85",
        f"{SUB}\u2028",
        f"{SUB}é",
        f"{SUB}微博",
        f"{SUB}; other=1",
        SUB * 200,
        "==",
        " ",
        5,
        True,
        None,
        ["a"],
    ],
)
def test_values_that_no_header_may_hold_are_refused(value):
    assert refused(json.dumps([{"name": "SUB", "value": value}])) == "auth.bad_value"
    assert refused(json.dumps({"SUB": value})) == "auth.bad_value"


def test_a_bad_value_of_another_site_is_none_of_our_business():
    rows = [*EXTENSION, {"name": "x", "value": "坏\n", "domain": "example.com"}]
    assert len(parse_cookies(json.dumps(rows))) == 2


@pytest.mark.parametrize("name", ["", "a b", "a\nb", "名", "a;b", "a=b", "'SUB", SUB * 3, 5, None])
def test_names_that_no_cookie_can_have_are_refused(name):
    assert refused(json.dumps([{"name": name, "value": SUB}])) == "auth.bad_name"


def test_a_value_pasted_alone_is_never_taken_for_a_name():
    assert refused(SUB) == "auth.not_pairs"
    assert refused(f"{SUB}==") == "auth.bad_value"
    assert refused(f"{SUB * 4}=1") == "auth.bad_name"
    assert refused(f"='{SUB}'") == "auth.bad_name"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "auth.empty"),
        (" \r\n\t\n", "auth.empty"),
        ("\ufeff", "auth.empty"),
        (f"SUB {SUB}", "auth.not_pairs"),
        (f"<html><body>{SUB}</body></html>", "auth.not_pairs"),
        (f"SUB={SUB[:9]}\n{SUB[9:]}; SUBP={SUBP}", "auth.broken_off"),
        (f"SUB={SUB}\r\nX-Evil: a=1", "auth.bad_name"),
        (f'[{{"name": "SUB", "value": "{SUB}"', "auth.bad_json"),
        (f'["{SUB}"]', "auth.bad_json"),
        (f'{{"cookies": "{SUB}"}}', "auth.bad_json"),
        ("[" * 100_000, "auth.bad_json"),
        (f'[{"9" * 5000}, "{SUB}"]', "auth.bad_json"),
        (NETSCAPE + f"weibo.cn TRUE {SUB}\n", "auth.bad_line"),
        (NETSCAPE + f".weibo.cn\tTRUE\t/\tTRUE\t0\tX\t{SUB}\tmore\n", "auth.bad_line"),
        ("# Netscape HTTP Cookie File\n", "auth.no_weibo_cookie"),
        ("[]", "auth.no_weibo_cookie"),
        ("{}", "auth.no_weibo_cookie"),
        (json.dumps(EXTENSION[2:]), "auth.no_weibo_cookie"),
        ("SUB=", "auth.no_weibo_cookie"),
        (f"curl 'https://m.weibo.cn/' -H 'x: {SUB}'", "auth.no_header"),
        (f"-H 'Cookie: SUB={SUB}", "auth.no_header"),
    ],
)
def test_what_is_no_cookie_of_weibo_is_refused(text, key):
    assert refused(text) == key


def test_the_error_names_the_place_and_the_line():
    with pytest.raises(UsageError, match=r"cookies\.txt, line 7"):
        parse_cookies(NETSCAPE + f"broken {SUB}", where="cookies.txt")


def test_values_are_not_in_the_representation():
    shown = f"{parse_cookies(NETSCAPE)}"
    assert "SUBP" in shown
    assert SUB not in shown
    assert SUBP not in shown


def test_a_site_is_given_only_to_cookies_that_have_none():
    mixed = (Cookie("A", "1"), Cookie("B", "2", "weibo.com"))
    bound = bind_cookies(mixed, "weibo.cn")
    assert [item.domain for item in bound] == ["weibo.cn", "weibo.com"]
    assert [item.value for item in bound] == ["1", "2"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]
)
def test_files_in_the_encodings_of_windows(encoding, tmp_path):
    path = tmp_path / "cookies.txt"
    text = NETSCAPE.replace("# https:", "# 由扩展导出 https:").replace("\n", "\r\n")
    path.write_bytes(text.encode(encoding))
    assert read_cookie_file(path) == NAMED


def test_a_file_from_notepad_with_the_big_endian_mark(tmp_path):
    path = tmp_path / "cookie.txt"
    path.write_bytes(b"\xfe\xff" + HEADER.encode("utf-16-be"))
    assert read_cookie_file(path) == BARE


def file_refused(path):
    with pytest.raises(UsageError) as caught:
        read_cookie_file(path)
    assert caught.value.__context__ is None
    return caught.value


def test_a_path_that_does_not_exist_is_not_repeated(tmp_path):
    for name in (f"SUB={SUB}", f"{SUB}/{SUB}", SUB * 20):
        error = file_refused(tmp_path / name)
        assert error.key in {"auth.file_missing", "auth.file_unreadable"}
        assert SUB not in f"{error}{error.hint}{error!r}{error.values}"


def test_a_folder_and_a_file_in_the_place_of_a_folder(tmp_path):
    assert file_refused(tmp_path).key == "auth.file_is_folder"
    (tmp_path / "file").write_text("x", encoding="utf-8")
    error = file_refused(tmp_path / "file" / "cookies.txt")
    assert error.key == "auth.file_unreadable"
    assert "Not a directory" in str(error)


def test_files_that_are_no_cookie_file_are_named(tmp_path):
    cases = {
        "auth.empty": b"",
        "auth.file_too_large": HEADER.encode() + b" " * FILE_LIMIT,
        "auth.file_binary": b"SQLite format 3\0" + HEADER.encode() + b"\0\1\2",
        "auth.not_pairs": "这不是 Cookie".encode("gb18030"),
        "auth.no_weibo_cookie": b".example.com\tTRUE\t/\tTRUE\t0\ta\tb\n",
    }
    for key, content in cases.items():
        path = tmp_path / key
        path.write_bytes(content)
        error = file_refused(path)
        assert error.key == key
        assert str(path) in str(error)


def test_a_file_of_just_the_limit_is_read(tmp_path):
    path = tmp_path / "cookies.txt"
    path.write_bytes(HEADER.encode().ljust(FILE_LIMIT))
    assert read_cookie_file(path) == BARE
