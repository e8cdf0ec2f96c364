"""A user's own cookies, as browsers, extensions and tools write them down.

A cookie is a login. So no error of this module holds a part of what was read, not even a name or a
path that does not exist (it may be the cookie itself, pasted into the wrong place), and no error
is raised while another one is handled: those of json and of the file system hold their input.
"""

import codecs
import json
import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from kolvet.errors import UsageError, system_reason
from kolvet.messages import text as message

SITES = ("weibo.com", "weibo.cn", "sina.com.cn", "sina.com", "sina.cn")
"""Whose cookies are kept: Weibo's two faces, and the hosts of their common login."""
FILE_LIMIT = 1 << 20
"""Bytes of a cookie file; a whole browser's cookies take some 300,000."""
NAME_LIMIT = 64
"""Characters of a name. Weibo's longest has 16; what is longer is a value in a name's place, and
names are shown."""
VALUE_LIMIT = 4096
"""Characters of a value, as browsers have it (RFC 6265, section 6.1)."""

_NAME = re.compile(rf"[!#$%&*+.^_`|~0-9A-Za-z-]{{1,{NAME_LIMIT}}}")
"""RFC 6265's token, but for the apostrophe: one in a name is left over from a command line."""
_VALUE = re.compile(rf"[ -:<-~]{{1,{VALUE_LIMIT}}}")
"""Printable ASCII without the semicolon, which would begin another cookie. Spaces, commas and
quotation marks are against the standard and found in real cookies."""
_DOMAIN = re.compile(r"[a-z0-9.-]+")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECONDS_FROM = 10**11
"""An expiry from here on (the year 5138) is not in seconds; a thousand times that is no time."""

_NETSCAPE_MARK = re.compile(r"#HttpOnly_|#\s*(Netscape )?HTTP Cookie File", re.IGNORECASE)
_COOKIE_LINE = re.compile(r"\s*cookie\s*:", re.IGNORECASE)
_OTHER_HEADER = re.compile(r"\s*:?[A-Za-z][A-Za-z0-9-]*:(\s|$)")
_CURL = re.compile(r"\s*(curl|-H|--header|-b|--cookie)\s")


@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie. `domain` has no leading dot; "" means that the file does not say."""

    name: str
    value: str = field(repr=False)
    domain: str = ""
    expires: datetime | None = None


class _Raw(NamedTuple):
    """A cookie as found, not checked yet."""

    name: object
    value: object
    domain: object = ""
    expires: object = None


def parse_cookies(text: str, *, where: object = None) -> tuple[Cookie, ...]:
    """The cookies of Weibo in a text, expired ones included, in its order.

    Known: Netscape cookies.txt; the JSON of browser extensions, of Playwright and of Selenium; a
    JSON object of names and values; a Cookie header, bare, among other headers or in a curl
    command. Of several cookies with one name and domain the first is taken.

    Args:
        text: What a file or a variable holds.
        where: How errors call its place; a file's path or a variable's name.

    Raises:
        UsageError: It is none of these, a cookie of Weibo cannot be sent as it stands, or there is
            none. The error holds no part of the text.
    """
    place = message("auth.given") if where is None else where
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n")
    if not text:
        raise UsageError("auth.empty", where=place)
    lines = text.split("\n")
    if text[0] in "[{":
        found = _from_json(text, place)
    elif any(_is_netscape(line) for line in lines):
        found = _from_netscape(lines, place)
    else:
        found = _from_headers(_headers(text, place), place)
    kept: dict[tuple[str, str], Cookie] = {}
    for number, raw in enumerate(found, 1):
        cookie = _checked(raw, number, place)
        if cookie is not None:
            kept.setdefault((cookie.name, cookie.domain), cookie)
    if not kept:
        raise UsageError("auth.no_weibo_cookie", where=place)
    return tuple(kept.values())


def read_cookie_file(path: Path) -> tuple[Cookie, ...]:
    """The cookies of Weibo in a file; UTF-8 or, as Notepad and PowerShell write it, UTF-16.

    Raises:
        UsageError: As parse_cookies, or the file cannot be read, is too large or no text.
    """
    content = _content(path)
    if len(content) > FILE_LIMIT:
        raise UsageError("auth.file_too_large", where=path, limit=FILE_LIMIT)
    text = _decoded(content)
    if "\0" in text:
        raise UsageError("auth.file_binary", where=path)
    return parse_cookies(text, where=path)


def bind_cookies(cookies: Iterable[Cookie], domain: str) -> tuple[Cookie, ...]:
    """The cookies, with this domain where the file did not say one."""
    return tuple(item if item.domain else replace(item, domain=domain) for item in cookies)


def _content(path: Path) -> bytes:
    problem, reason = "auth.file_is_folder", ""
    try:
        if not path.is_dir():
            with path.open("rb") as file:
                return file.read(FILE_LIMIT + 1)
    except FileNotFoundError:
        problem = "auth.file_missing"
    except OSError as error:
        problem, reason = "auth.file_unreadable", system_reason(error)
    raise UsageError(problem, folder=Path.cwd(), reason=reason)


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    if content[1:2] == b"\0" != content[:1]:
        return content.decode("utf-16-le", "replace")
    if content[:1] == b"\0" != content[1:2]:
        return content.decode("utf-16-be", "replace")
    return content.decode("utf-8-sig", "replace")


def _checked(raw: _Raw, number: int, place: object) -> Cookie | None:
    """The cookie, or None: it is another site's, or has no value."""
    domain = raw.domain.strip(" ").lstrip(".").lower() if isinstance(raw.domain, str) else ""
    if domain and not _is_weibo(domain):
        return None
    if not (isinstance(raw.name, str) and _NAME.fullmatch(raw.name)):
        raise UsageError("auth.bad_name", where=place, number=number)
    if raw.value == "":
        return None
    value = raw.value.strip(" ") if isinstance(raw.value, str) else ""
    # a value of nothing but "=" is the padding of a bare value that was taken for a name
    if not (_VALUE.fullmatch(value) and value.strip("=")):
        raise UsageError("auth.bad_value", where=place, number=number)
    return Cookie(raw.name, value, domain, _moment(raw.expires))


def _is_weibo(domain: str) -> bool:
    if not _DOMAIN.fullmatch(domain):
        return False
    return any(domain == site or domain.endswith(f".{site}") for site in SITES)


def _moment(value: object) -> datetime | None:
    """When a cookie expires; None for a session's cookie and for what is no time."""
    if isinstance(value, str):
        try:
            number = float(value)
        except ValueError:
            return _written_moment(value)
        value = number
    if not isinstance(value, int | float) or not value > 0:
        return None
    seconds = value if value < _MILLISECONDS_FROM else value // 1000
    if not seconds < _MILLISECONDS_FROM:
        return None
    return _EPOCH + timedelta(seconds=seconds)  # Windows' own conversion ends at the year 3000


def _written_moment(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _from_json(text: str, place: object) -> list[_Raw]:
    found: object = None
    with suppress(ValueError, RecursionError):  # its own error would hold the text
        found = json.loads(text)
    if isinstance(found, dict):
        found = found.get("cookies", found)
    if isinstance(found, dict):
        header: object = found.get("cookie", found.get("Cookie"))
        if isinstance(header, str) and "=" in header:  # a collector's settings
            return _from_headers([[header]], place)
        if not {"name", "value"} <= found.keys():
            return [_Raw(name, value) for name, value in found.items()]
        found = [found]
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise UsageError("auth.bad_json", where=place)
    return [_from_object(item) for item in found]


def _from_object(item: Mapping[str, object]) -> _Raw:
    """Extensions say expirationDate, Playwright expires, Selenium expiry."""
    expiries = (item.get(key) for key in ("expirationDate", "expires", "expiry"))
    expires = next((value for value in expiries if value is not None), None)
    return _Raw(item.get("name"), item.get("value"), item.get("domain"), expires)


# http.cookiejar.MozillaCookieJar would read this format, but it wants a file with the magic first
# line, which a part copied out of one lacks, and its errors and warnings repeat the line.


def _is_netscape(line: str) -> bool:
    return bool(_NETSCAPE_MARK.match(line)) or _netscape_fields(line) is not None


def _netscape_fields(line: str) -> list[str] | None:
    """The seven fields of a line, or None."""
    fields = line.split("\t") if "\t" in line else line.split(None, 6)
    if len(fields) == 6:
        fields.append("")  # an editor cut the tab before an empty value
    flags = {"TRUE", "FALSE"}
    if len(fields) != 7 or not {fields[1].upper(), fields[3].upper()} <= flags:
        return None
    return fields


def _from_netscape(lines: Sequence[str], place: object) -> list[_Raw]:
    found = []
    for number, line in enumerate(lines, 1):
        line = line.removeprefix("#HttpOnly_")
        if not line.strip() or line.startswith("#"):
            continue
        fields = _netscape_fields(line)
        if fields is None:
            raise UsageError("auth.bad_line", where=place, number=number)
        domain, _, _, _, expires, name, value = fields
        found.append(_Raw(name, value, domain, expires))
    return found


def _headers(text: str, place: object) -> list[list[str]]:
    """The lines of each Cookie header, without `Cookie:`; all lines if none says that."""
    if _CURL.match(text):
        return [value.split("\n") for value in _curl_headers(text, place)]
    headers: list[list[str]] = []
    inside = False
    lines = _unquoted(text).split("\n")
    for line in lines:
        if _COOKIE_LINE.match(line):
            inside = True
            headers.append([_unquoted(line.partition(":")[2])])
        elif _OTHER_HEADER.match(line):
            inside = False
        elif inside:
            headers[-1].append(line)
    return headers or [lines]


def _unquoted(text: str) -> str:
    text = text.strip(" \t")
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "'\""
    return text[1:-1] if quoted else text


def _curl_headers(command: str, place: object) -> list[str]:
    """What a curl command, or a piece of one, sends as cookies; as browsers copy it."""
    command += "\n"
    if '^"' in command:  # for Windows' cmd, which escapes by ^
        command = re.sub(r"\^(.)", r"\1", command.replace("^\n", " "))
    command = re.sub(r"(?<=\s)\$'", "'", command.replace("\\\n", " "))
    words: list[str] = []
    with suppress(ValueError):  # no words, no headers: said below
        words = shlex.split(command)
    headers = []
    for option, value in pairwise(words):
        if option in {"-b", "--cookie"}:
            headers.append(value)
        elif option in {"-H", "--header"} and _COOKIE_LINE.match(value):
            headers.append(value.partition(":")[2])
    if not headers:
        raise UsageError("auth.no_header", where=place)
    return [header.replace("\\u0021", "!") for header in headers]  # how browsers write ! in $'...'


def _from_headers(headers: Iterable[Sequence[str]], place: object) -> list[_Raw]:
    found: list[_Raw] = []
    for lines in headers:
        for piece in _pieces([line.strip(" \t") for line in lines], place):
            name, equals, value = piece.partition("=")
            if not equals:
                raise UsageError("auth.not_pairs", where=place, number=len(found) + 1)
            found.append(_Raw(name.rstrip(" \t"), value.lstrip(" \t")))
    return found


def _pieces(lines: Iterable[str], place: object) -> list[str]:
    """The `a=b` of one header; a line may end between two of them, and nowhere else."""
    written = [line for line in lines if line]
    joined = "\n".join(written)
    if ";" in joined:
        for number, (line, following) in enumerate(pairwise(written), 1):
            if not (line.endswith(";") or following.startswith(";")):
                raise UsageError("auth.broken_off", where=place, number=number)
        joined = joined.replace("\n", ";")
    pieces = (piece.strip(" \t") for piece in re.split(r"[;\n]", joined))
    return [piece for piece in pieces if piece]
