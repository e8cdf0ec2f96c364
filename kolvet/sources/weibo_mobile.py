"""Weibo as m.weibo.cn shows it: ten posts a page, the first pages also to visitors.

Endpoints and bodies: format study, section 2.2.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from kolvet.errors import NothingToJudgeError
from kolvet.model.fetch import CommentPage, Cursor, Gone, Listing
from kolvet.model.posts import Account, Platform, Post
from kolvet.platforms.counts import parse_count
from kolvet.sources import weibo_answers as answers
from kolvet.sources.exchange import Answer, JsonObject, Request, is_loopback
from kolvet.sources.recording import ReplayWire
from kolvet.sources.source import Opening, believed, doubted, reading_now
from kolvet.sources.weibo_site import (
    MOBILE_AGENT,
    Face,
    address_of,
    base_of,
    check_gate,
    data_of,
    make_jar,
    passport_of,
    read_json,
    visitor_values,
)

_POST_CARD, _GROUP_CARD = 9, 11
_BASE = "KOLVET_WEIBO_M_BASE"
_PASSPORT = "https://visitor.passport.weibo.cn"
_HOT_COMMENTS = "/comments/hotflow"
_NAMES_SHOWN = 5


@dataclass(slots=True)
class WeiboMobile:
    """m.weibo.cn."""

    face: Face
    name: str = "weibo-mobile"
    platform: Platform = Platform.WEIBO

    @property
    def local(self) -> bool:
        """Whether the base is on this machine."""
        return is_loopback(self.face.base)

    def find(self, name: str) -> str:
        """The uid of a nickname: the page of the name leads to it, else the search for people."""

        def read(answer: Answer) -> str:
            check_gate(answer)
            if answer.is_redirect:
                path = address_of(answer.headers["location"]).path
                uid = path.rstrip("/").rpartition("/")[2]
                return uid if uid.isdecimal() else ""
            return ""

        uid = self.face.get(f"/n/{quote(name, safe='')}", read=read, follow=False)
        return uid or self._search(name)

    def _search(self, name: str) -> str:
        query = {"containerid": f"100103type=3&q={name}&t=0", "page_type": "searchall"}
        value = self.face.get("/api/container/getIndex", dict(query), read=read_json)
        users = [card["user"] for card in _cards(value) if isinstance(card.get("user"), dict)]
        for user in users:
            if str(user.get("screen_name", "")).casefold() == name.casefold() and user.get("id"):
                return str(user["id"])
        names = [str(user.get("screen_name", "")) for user in users][:_NAMES_SHOWN]
        if names:
            raise NothingToJudgeError("source.no_account_near", name=name, near=", ".join(names))
        raise NothingToJudgeError("source.no_account", name=name)

    def profile(self, native_id: str) -> Account:
        """The account's `userInfo`."""
        query: dict[str, str | int] = {
            "type": "uid",
            "value": native_id,
            "containerid": f"100505{native_id}",
        }
        value = self.face.get(
            "/api/container/getIndex",
            query,
            read=answers.read_about_account,
            referer=self._referer(native_id),
        )
        return answers.read_profile(data_of(value).get("userInfo"), native_id, reading_now())

    def listing(self, account: Account, about: str, cursor: Cursor) -> Listing:
        """A page of his posts by `since_id`, or by number where the answer gives none.

        A search goes by number only. `{"ok":0,"msg":"这里还没有内容"}` is the end of a list and
        what a platform says that holds back: it is asked once more.
        """
        uid, reading = account.native_id, reading_now(account.native_id)
        page = int(cursor.get("page", 1))

        def read(answer: Answer) -> Listing:
            value = read_json(answer)
            records = [card["mblog"] for card in _cards(value) if "mblog" in card]
            rows, pinned, others = answers.own_rows(records, uid, reading)
            info = data_of(value).get("cardlistInfo")
            following = _next(info if isinstance(info, dict) else {}, page)
            listing = Listing(rows, pinned, following if records else None, others, _notice(value))
            return doubted(listing)

        return believed(
            lambda: self.face.get(
                "/api/container/getIndex",
                _list_query(uid, about, cursor),
                read=read,
                referer=self._referer(uid),
                page=True,
            )
        )

    def whole_text(self, native_id: str) -> str | None:
        """The text of /statuses/show, else of the post's page."""
        reading = reading_now()
        query: dict[str, str | int] = {"id": native_id}

        def read(answer: Answer) -> str | None:
            if answer.status != 200:
                check_gate(answer)
                return None
            record = data_of(read_json(answer))
            return answers.text_of(record, reading) if record else None

        def read_page(answer: Answer) -> str | None:
            if answer.status != 200 or answer.is_redirect:
                return None
            return answers.text_of(answers.rendered(answer.text()), reading)

        text = self.face.get("/statuses/show", query, read=read, forbidden_is_answer=True)
        if text is None:
            text = self.face.get(
                f"/detail/{native_id}", read=read_page, forbidden_is_answer=True, follow=False
            )
        return text

    def comments(self, native_id: str, account: Account, cursor: Cursor) -> CommentPage:
        """Comments with the replies shown under them; without a login only the first pages."""
        if self.face.jar.login:
            return self._hot_comments(native_id, cursor)
        page = int(cursor.get("page", 1))
        query: dict[str, str | int] = {"id": native_id, "page": page}

        def read(answer: Answer) -> CommentPage:
            data = data_of(read_json(answer))
            rows = answers.comment_rows(data.get("data"), native_id, reading_now())
            most = parse_count(data.get("max"))
            last = not rows or (most is not None and most <= page)
            found = CommentPage(rows, None if last else {"page": page + 1})
            return found if cursor else doubted(found)

        return believed(
            lambda: self.face.get(
                "/api/comments/show", query, read=read, referer=self._post(native_id), page=True
            )
        )

    def _hot_comments(self, native_id: str, cursor: Cursor) -> CommentPage:
        kind = cursor.get("max_id_type", 0)
        query: dict[str, str | int] = {"id": native_id, "mid": native_id, "max_id_type": kind}
        if "max_id" in cursor:
            query["max_id"] = cursor["max_id"]

        def read(answer: Answer) -> CommentPage:
            data = data_of(read_json(answer))
            rows = answers.comment_rows(data.get("data"), native_id, reading_now())
            following = data.get("max_id")
            found = CommentPage(rows)
            if rows and following and following != cursor.get("max_id"):
                place = {"max_id": following, "max_id_type": data.get("max_id_type") or 0}
                found = CommentPage(rows, place)
            return found if cursor else doubted(found)

        return believed(
            lambda: self.face.get(
                _HOT_COMMENTS, query, read=read, referer=self._post(native_id), page=True
            )
        )

    def look(self, native_id: str) -> Post | Gone | None:
        """The post as /statuses/show has it."""
        query: dict[str, str | int] = {"id": native_id}

        def read(answer: Answer) -> Post | Gone | None:
            if answers.is_gone(answer):
                return Gone()
            value = read_json(answer)
            return answers.post_of(value, value.get("data"), reading_now())

        return self.face.get("/statuses/show", query, read=read)

    def _referer(self, uid: str) -> str:
        return f"{self.face.base}/u/{uid}"

    def _post(self, mid: str) -> str:
        return f"{self.face.base}/detail/{mid}"


def open_mobile(opening: Opening, *, first: bool = True) -> WeiboMobile:
    """The source at KOLVET_WEIBO_M_BASE, else at the platform's own address.

    `first` says that it is the first face which the run reads.
    """
    base = base_of(_BASE)
    jar = make_jar(base, "weibo.cn", opening.cookies, first=first)
    wire = opening.client.wire
    # Only a login is asked for these; a recording of one is replayed without its cookies.
    jar.login = jar.login or (isinstance(wire, ReplayWire) and wire.holds(_HOT_COMMENTS))
    opening.secrets.add(jar.values.values())
    headers = {
        "User-Agent": MOBILE_AGENT,
        "Accept": "application/json, text/plain, */*",
        "X-Requested-With": "XMLHttpRequest",
        "MWeibo-Pwa": "1",
    }
    passport = passport_of(_BASE, _PASSPORT)
    return WeiboMobile(Face(opening.client, base, passport, jar, headers, _visit, opening.secrets))


def hosts() -> tuple[str, ...]:
    """The addresses that this source asks."""
    return base_of(_BASE), passport_of(_BASE, _PASSPORT)


def _visit(face: Face, _gated: str) -> None:
    """Get what every browser gets before a login: format study, section 2.1 (a)."""
    form = {
        "cb": "visitor_callback",
        "from": "weibo",
        "tid": "",
        "return_url": f"{face.base}/",
    }
    request = Request(
        f"{face.passport}/visitor/genvisitor2", headers=face.headers, form=form, secret=True
    )
    values = face.client.ask(request, visitor_values)
    face.jar.values |= {"SUB": values["sub"], "SUBP": values.get("subp", "")}


def _list_query(uid: str, about: str, cursor: Cursor) -> dict[str, str | int]:
    if about:
        return {
            "containerid": f"100103type=401&q={about}",
            "container_ext": f"profile_uid:{uid}",
            "page_type": "searchall",
            "page": cursor.get("page", 1),
        }
    query: dict[str, str | int] = {"containerid": f"107603{uid}"}
    if "since_id" in cursor:
        query["since_id"] = cursor["since_id"]
    elif "page" in cursor:
        query["page"] = cursor["page"]
    return query


def _cards(value: JsonObject) -> Iterator[Mapping[str, Any]]:
    """Cards with something in them, those of groups included."""
    for card in _list(data_of(value).get("cards")):
        if card.get("card_type") == _GROUP_CARD:
            yield from _list(card.get("card_group"))
        elif "mblog" in card or card.get("card_type") == _POST_CARD:
            yield card


def _list(value: object) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _next(info: Mapping[str, Any], page: int) -> Cursor:
    """Where the list goes on after a page with posts on it."""
    since = info.get("since_id")
    if since:
        return {"since_id": since, "page": page + 1}
    return {"page": page + 1}


def _notice(value: JsonObject) -> str:
    """What stands under a list that hides something."""
    data = data_of(value)
    said = (data.get("bottom_tips_text"), data.get("bottom_tips"), value.get("msg"))
    return "\n".join(str(each) for each in said if each)
