"""Weibo as weibo.com shows it: twenty posts a page; the search needs a login.

Endpoints and bodies: format study, section 2.3.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass

from kolvet.errors import NothingToJudgeError
from kolvet.model.fetch import CommentPage, Cursor, Gone, Listing
from kolvet.model.posts import Account, Platform, Post
from kolvet.platforms import weibo
from kolvet.platforms.counts import parse_count
from kolvet.sources import weibo_answers as answers
from kolvet.sources.exchange import Answer, JsonObject, Request, is_loopback
from kolvet.sources.source import Opening, believed, doubted, reading_now
from kolvet.sources.weibo_mobile import WeiboMobile, open_mobile
from kolvet.sources.weibo_mobile import hosts as mobile_hosts
from kolvet.sources.weibo_site import (
    DESKTOP_AGENT,
    Face,
    base_of,
    check_gate,
    data_of,
    is_moved,
    make_jar,
    passport_of,
    read_json,
    visitor_values,
)

_BASE = "KOLVET_WEIBO_WEB_BASE"
_PASSPORT = "https://passport.weibo.com"
_NAMES_SHOWN = 5
_SEARCHED = {"hasori": 1, "hasret": 1, "hastext": 1, "haspic": 1, "hasvideo": 1, "hasmusic": 1}
_COMMENTS = {"is_reload": 1, "is_show_bulletin": 2, "count": 20, "flow": 0}


@dataclass(slots=True)
class WeiboWeb:
    """weibo.com. Long texts that it refuses are asked of m.weibo.cn (`other`) if that is known."""

    face: Face
    other: WeiboMobile | None = None
    name: str = "weibo-web"
    platform: Platform = Platform.WEIBO

    @property
    def local(self) -> bool:
        """Whether the base is on this machine."""
        return is_loopback(self.face.base)

    def find(self, name: str) -> str:
        """The uid of a nickname or of the last part of a personal address."""
        for field in ("screen_name", "custom"):
            value = self.face.get("/ajax/profile/info", {field: name}, read=read_json)
            user = data_of(value).get("user")
            if isinstance(user, Mapping) and user.get("id"):
                return str(user["id"])
        return self._search(name)

    def _search(self, name: str) -> str:
        value = self.face.get("/ajax/side/search", {"q": name}, read=read_json)
        users = data_of(value).get("users")
        known = (
            [user for user in users if isinstance(user, Mapping)]
            if isinstance(users, list)
            else []
        )
        for user in known:
            if str(user.get("screen_name", "")).casefold() == name.casefold() and user.get("id"):
                return str(user.get("idstr") or user["id"])
        names = [str(user.get("screen_name", "")) for user in known][:_NAMES_SHOWN]
        if names:
            raise NothingToJudgeError("source.no_account_near", name=name, near=", ".join(names))
        raise NothingToJudgeError("source.no_account", name=name)

    def profile(self, native_id: str) -> Account:
        """The `user` of the profile."""
        value = self.face.get(
            "/ajax/profile/info",
            {"uid": native_id},
            read=answers.read_about_account,
            referer=self._referer(native_id),
        )
        return answers.read_profile(data_of(value).get("user"), native_id, reading_now())

    def listing(self, account: Account, about: str, cursor: Cursor) -> Listing:
        """A page of his posts by `since_id`, or by number where the answer gives none."""
        uid, reading = account.native_id, reading_now(account.native_id)
        page = int(cursor.get("page", 1))

        def read(answer: Answer) -> Listing:
            data = data_of(read_json(answer))
            records = data.get("list")
            records = records if isinstance(records, list) else []
            rows, pinned, others = answers.own_rows(records, uid, reading)
            following: dict[str, str | int] = {"page": page + 1}
            if data.get("since_id") and not about:
                following["since_id"] = data["since_id"]
            notice = str(data.get("bottom_tips_text") or "")
            return doubted(Listing(rows, pinned, following if records else None, others, notice))

        path = "/ajax/statuses/searchProfile" if about else "/ajax/statuses/mymblog"
        query: dict[str, str | int] = {"uid": uid, "page": page, "feature": 0}
        if about:
            query = {"uid": uid, "page": page, "q": about, **_SEARCHED}
        elif "since_id" in cursor:
            query["since_id"] = cursor["since_id"]
        return believed(
            lambda: self.face.get(path, query, read=read, referer=self._referer(uid), page=True)
        )

    def whole_text(self, native_id: str) -> str | None:
        """The text of /longtext, else of /show, else of m.weibo.cn."""
        bid, reading = weibo.mid_to_bid(native_id), reading_now()

        def read_long(answer: Answer) -> str | None:
            if answer.status != 200:
                check_gate(answer)
                return None
            data = data_of(read_json(answer))  # its links are needed, too: lists show their titles
            whole = {**data, "mid": native_id} if data.get("longTextContent") else None
            return answers.text_of(whole, reading) if whole else None

        def read_show(answer: Answer) -> str | None:
            if answer.status != 200:
                check_gate(answer)
                return None
            return answers.text_of(_status(read_json(answer)), reading)

        text = self.face.get(
            "/ajax/statuses/longtext", {"id": bid}, read=read_long, forbidden_is_answer=True
        )
        if text is None:
            query: dict[str, str | int] = {"id": bid, "isGetLongText": "true"}
            text = self.face.get(
                "/ajax/statuses/show", query, read=read_show, forbidden_is_answer=True
            )
        if text is None and self.other is not None:
            text = self.other.whole_text(native_id)
        return text

    def comments(self, native_id: str, account: Account, cursor: Cursor) -> CommentPage:
        """Comments of the post; the replies to one (`root`) follow it on pages of their own."""
        root = str(cursor.get("root", ""))
        query: dict[str, str | int] = {
            **_COMMENTS,
            "id": root or native_id,
            "is_mix": 1 if root else 0,
        }
        if root:
            query |= {"fetch_level": 1}
        query["uid"] = account.native_id
        if cursor.get("max_id"):
            query["max_id"] = cursor["max_id"]
        referer = f"{self.face.base}/{account.native_id}/{weibo.mid_to_bid(native_id)}"

        def read(answer: Answer) -> CommentPage:
            value = read_json(answer)
            rows = answers.comment_rows(value.get("data"), native_id, reading_now())
            roots = [] if root else _open_roots(value)
            found = CommentPage(rows, _after(value, cursor, roots=roots))
            return found if cursor else doubted(found)

        return believed(
            lambda: self.face.get(
                "/ajax/statuses/buildComments", query, read=read, referer=referer, page=True
            )
        )

    def look(self, native_id: str) -> Post | Gone | None:
        """The post as /show has it."""
        query: dict[str, str | int] = {"id": weibo.mid_to_bid(native_id), "isGetLongText": "true"}

        def read(answer: Answer) -> Post | Gone | None:
            if answers.is_gone(answer):
                return Gone()
            value = read_json(answer)
            return answers.post_of(value, _status(value), reading_now())

        return self.face.get("/ajax/statuses/show", query, read=read)

    def _referer(self, uid: str) -> str:
        return f"{self.face.base}/u/{uid}"


def open_web(opening: Opening) -> WeiboWeb:
    """The source at KOLVET_WEIBO_WEB_BASE, else at the platform's own address."""
    base = base_of(_BASE)
    jar = make_jar(base, "weibo.com", opening.cookies, first=True)
    opening.secrets.add(jar.values.values())
    headers = {
        "User-Agent": DESKTOP_AGENT,
        "Accept": "application/json, text/plain, */*",
        "X-Requested-With": "XMLHttpRequest",
    }
    passport = passport_of(_BASE, _PASSPORT)
    face = Face(opening.client, base, passport, jar, headers, _visit, opening.secrets)
    return WeiboWeb(face, open_mobile(opening, first=False) if _asks_both() else None)


def _asks_both() -> bool:
    """Where one base was moved and the other was not, the platform itself must not be asked."""
    return is_moved(_BASE) == is_moved("KOLVET_WEIBO_M_BASE")


def hosts() -> tuple[str, ...]:
    """The addresses that this source asks."""
    own = base_of(_BASE), passport_of(_BASE, _PASSPORT)
    return (*own, *(host for host in mobile_hosts() if _asks_both() and host not in own))


def _visit(face: Face, gated: str) -> None:
    """Get what every browser gets before a login: format study, section 2.1 (b)."""
    headers = {**face.headers, "Referer": gated}
    form = {
        "cb": "visitor_gray_callback",
        "ver": "20250916",
        "tid": "",
        "from": "weibo",
        "webdriver": "false",
        "return_url": f"{face.base}/",
    }
    values = face.client.ask(
        Request(f"{face.passport}/visitor/genvisitor2", headers=headers, form=form, secret=True),
        visitor_values,
    )
    face.jar.values |= {"SUB": values["sub"], "SUBP": values.get("subp", "")}
    face.secrets.add(values.values())
    query: dict[str, str | int] = {
        "a": "crossdomain",
        "t": values.get("tid", ""),
        "sp": values.get("subp", ""),
        "s": values["sub"],
        "from": "weibo",
        "_rand": str(random.random()),
        "url": gated,
    }
    request = Request(f"{face.passport}/visitor/visitor", query, headers, secret=True)
    face.client.ask(request, face.jar.take, follow=False)


def _status(value: JsonObject) -> JsonObject:
    """The post of /show, which some versions wrap in `data`."""
    return data_of(value) or value


def _open_roots(value: JsonObject) -> list[str]:
    """Comments with more replies than the page carries."""
    found = value.get("data")
    roots = []
    for each in found if isinstance(found, list) else []:
        if isinstance(each, Mapping) and each.get("id"):
            carried = each.get("comments")
            total = each.get("total_number")
            shown = len(carried) if isinstance(carried, list) else 0
            if (parse_count(total) or 0) > shown:
                roots.append(str(each["id"]))
    return roots


def _after(value: JsonObject, cursor: Cursor, *, roots: list[str]) -> Cursor | None:
    """Where the comments go on: the replies of this page's roots first, then the next page.

    The cursor carries the roots still to be opened (`roots`, joined by a comma) and the list's own
    place (`list_max_id`) while replies are read.
    """
    following = (value.get("max_id") or 0) if value.get("data") else 0
    root = str(cursor.get("root", ""))
    if root and following and following != cursor.get("max_id"):
        return {**cursor, "max_id": following}
    if root:
        waiting, place = _split(str(cursor.get("roots", ""))), cursor.get("list_max_id", 0)
    else:
        waiting, place = roots, following if following != cursor.get("max_id") else 0
    if waiting:
        return {"root": waiting[0], "roots": ",".join(waiting[1:]), "list_max_id": place}
    return {"max_id": place} if place else None


def _split(joined: str) -> list[str]:
    return [each for each in joined.split(",") if each]
