"""Weibo's answers as rows: the same parser as for exported pages."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from kolvet.errors import NothingToJudgeError
from kolvet.importers.dialects import weibo_api
from kolvet.importers.reading import Reading, UnreadableRow
from kolvet.model.fetch import Gone, StopReason
from kolvet.model.imports import Rejected, Row
from kolvet.model.posts import Account, Post
from kolvet.sources.exchange import Answer, JsonObject
from kolvet.sources.failures import AgainError, RefusedError
from kolvet.sources.weibo_site import data_of, read_json, says_absent

GONE_WORDS = ("不存在", "删除", "查看权限", "不可见", "无法查看")
"""In `msg`, where a post was. Source: the notices of the format study, section 0.8; the exact
words of this answer were not seen there."""
_CLOSED_WORDS = ("无法查看", "申请关闭", "被投诉")
"""In `msg`, where an account was. Source: the same notices."""
_EXCERPT = 80
_PAGE = 20_000
_RENDERED = re.compile(r"\$render_data\s*=\s*(\[.*?\])\s*\[0\]", re.DOTALL)


def own_rows(
    records: Iterable[Any], uid: str, reading: Reading
) -> tuple[tuple[Row | Rejected, ...], frozenset[str], int]:
    """The account's own posts among the records, which are pinned, and how many are not his own.

    A record that cannot be read is counted and shown, and stops nothing. Rows are numbered from 1
    on each page.
    """
    rows: list[Row | Rejected] = []
    pinned: set[str] = set()
    others = 0
    for number, record in enumerate(records, start=1):
        try:
            if not isinstance(record, Mapping):
                raise UnreadableRow("unknown_object")  # noqa: TRY301 - one place says rejected
            if weibo_api.is_liked(record) or weibo_api.author_id(record) not in {None, uid}:
                others += 1
                continue
            items = weibo_api.read_post(record, reading)
        except UnreadableRow as error:
            rows.append(Rejected(number, error.reason, str(record)[:_EXCERPT]))
        except (TypeError, ValueError, AttributeError, KeyError, ArithmeticError):
            rows.append(Rejected(number, "unknown_object", str(record)[:_EXCERPT]))
        else:
            rows += [Row(number, item, tuple(reading.repairs)) for item in items]
            if weibo_api.is_pinned(record):
                pinned |= {item.native_id for item in items if isinstance(item, Post)}
        reading.repairs.clear()
    return tuple(rows), frozenset(pinned), others


def comment_rows(records: Any, mid: str, reading: Reading) -> tuple[Row | Rejected, ...]:  # noqa: ANN401
    """Comments and the replies that they carry."""
    rows: list[Row | Rejected] = []
    for number, record in enumerate(records if isinstance(records, list) else [], start=1):
        try:
            if not isinstance(record, Mapping):
                raise UnreadableRow("unknown_object")  # noqa: TRY301 - one place says rejected
            found = weibo_api.read_comment(record, mid, reading)
        except UnreadableRow as error:
            rows.append(Rejected(number, error.reason, ""))
        except (TypeError, ValueError, AttributeError, KeyError, ArithmeticError):
            rows.append(Rejected(number, "unknown_object", ""))
        else:
            rows += [Row(number, comment) for comment in found]
        reading.repairs.clear()
    return tuple(rows)


def read_about_account(answer: Answer) -> JsonObject:
    """As `read_json`, for a profile: an empty one is asked for once more before it is believed.

    Raises:
        GateError, RefusedError: As `read_json`.
        NothingToJudgeError: The account is closed.
        AgainError: It says nothing, not even that there is no such account.
    """
    value = read_json(answer)
    said = str(value.get("msg") or value.get("message") or "")
    if value.get("ok") != 1 and any(word in said for word in _CLOSED_WORDS):
        raise NothingToJudgeError("source.account_closed", said=said[:60])
    if not data_of(value).keys() & {"userInfo", "user"} and not says_absent(value):
        final = RefusedError("source.unexpected", StopReason.BAD_ANSWER, said=said[:60] or "?")
        raise AgainError(final, tries=2)
    return value


def read_profile(user: object, name: str, reading: Reading) -> Account:
    """The account of a `userInfo` or `user`.

    Raises:
        NothingToJudgeError: There is none.
    """
    if isinstance(user, Mapping) and user:
        try:
            account = weibo_api.read_account(user, reading)[0]
        except UnreadableRow:
            account = None
        if isinstance(account, Account):
            return account
    raise NothingToJudgeError("source.no_account", name=name)


def post_of(value: JsonObject, record: object, reading: Reading) -> Post | Gone | None:
    """The post of an answer about one post, or that it is gone; None for one that is broken.

    Raises:
        RefusedError: The answer says neither.
    """
    message = str(value.get("msg") or value.get("message") or "")
    if value.get("ok") != 1 and (
        says_absent(value) or any(word in message for word in GONE_WORDS)
    ):
        return Gone(message)
    if not isinstance(record, Mapping) or not record.get("id"):
        raise RefusedError("source.unexpected", StopReason.BAD_ANSWER, said=message[:60] or "?")
    try:
        item = weibo_api.read_post(record, reading)[0]
    except UnreadableRow as error:
        gone = error.reason == "notice_instead_of_text"
        return Gone(str(record.get("text_raw") or record.get("text") or "")) if gone else None
    except (TypeError, ValueError, AttributeError, KeyError, ArithmeticError):
        return None
    finally:
        reading.repairs.clear()
    return item if isinstance(item, Post) else None


def is_gone(answer: Answer) -> bool:
    """Whether a page stands where a post was: the platform's own, not that of a proxy."""
    if answer.status not in {404, 410}:
        return False
    page = answer.text()[:_PAGE]
    return any(word in page for word in GONE_WORDS)


def text_of(record: Mapping[str, Any], reading: Reading) -> str | None:
    """The whole text that an answer about one post holds; None where it is cut there, too."""
    try:
        item = weibo_api.read_post(record, reading)[0]
    except UnreadableRow:
        return None
    finally:
        reading.repairs.clear()
    whole = isinstance(item, Post) and not item.truncated and bool(item.text)
    return item.text if isinstance(item, Post) and whole else None


def rendered(page: str) -> JsonObject:
    """The `status` inside the HTML page of one post (`$render_data`); {} where there is none."""
    found = _RENDERED.search(page)
    try:
        data = json.loads(found[1]) if found else []
    except ValueError:
        return {}
    first = data[0] if isinstance(data, list) and data else {}
    status = first.get("status") if isinstance(first, dict) else None
    return status if isinstance(status, dict) else {}
