"""What the faces of the platform share: the accounts, and what is never shown."""

from dataclasses import dataclass, field
from itertools import islice

from tests.platform.exchange import Answer, Request, Who, as_json
from tests.platform.people import Access, Blogger
from tests.platform.timeline import Timeline, Written

BANNED = "该账号因被投诉违反法律法规和《微博社区公约》的相关规定，现已无法查看。"


@dataclass
class World:
    """All accounts. `search_needs_login`: so it is for visitors who look for a word in posts."""

    timelines: list[Timeline]
    search_needs_login: bool = True
    base: str = ""
    _matches: dict[tuple[int, str, int], list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, bloggers: tuple[Blogger, ...], *, search_needs_login: bool) -> "World":
        timelines = [Timeline(blogger, slot) for slot, blogger in enumerate(bloggers)]
        return cls(timelines, search_needs_login)

    def by_uid(self, uid: str) -> Timeline | None:
        return next((each for each in self.timelines if str(each.blogger.uid) == uid), None)

    def by_name(self, name: str) -> Timeline | None:
        return next((each for each in self.timelines if each.blogger.name == name), None)

    def by_domain(self, domain: str) -> Timeline | None:
        found = (each for each in self.timelines if each.blogger.domain == domain != "")
        return next(found, None)

    def find(self, name: str) -> tuple[Timeline, Written] | None:
        """The post with this mid or bid, also a reposted original; None if it is not there."""
        if not (name.isalnum() and name.isascii()):
            return None
        for timeline in self.timelines:
            if post := timeline.find(name):
                return timeline, post
        return None

    def find_own(self, name: str) -> tuple[Timeline, Written] | None:
        """The same without originals: nobody asks for what is said under those."""
        found = self.find(name)
        return found if found and found[0].number(found[1].mid) is not None else None

    def naming(self, timeline: Timeline, word: str) -> list[int]:
        """Numbers of the posts that have the word, also in what they repost; the newest first."""
        key = (timeline.blogger.uid, word, timeline.version)
        if key not in self._matches:
            posts = ((number, timeline.post(number)) for number in reversed(timeline.visible))
            self._matches[key] = [
                number
                for number, post in posts
                if word.lower()
                in f"{post.text}\n{post.original.text if post.original else ''}".lower()
            ]
        return self._matches[key]


def why_no_profile(timeline: Timeline | None) -> Answer | None:
    """What is answered in place of a profile; None where there is one."""
    if timeline is None or timeline.blogger.access == Access.ABSENT:
        return as_json({"ok": 0, "errno": "20003", "msg": "User does not exists"})
    if timeline.blogger.access == Access.BANNED:
        return as_json({"ok": 0, "msg": BANNED})
    return None


def login_needed(request: Request) -> Answer:
    """The answer of both faces to a visitor who may not see something."""
    if request.face == "web":
        return as_json({"ok": -100, "url": "https://weibo.com/login.php?tabtype=weibo"})
    return as_json(
        {
            "ok": -100,
            "errno": "100005",
            "msg": "请先登录",
            "url": "https://passport.weibo.com/sso/signin?entry=wapsso&r=https%3A%2F%2Fm.weibo.cn",
        }
    )


def no_such_post() -> Answer:
    """The answer where a post was deleted or never was."""
    return as_json({"ok": 0, "errno": "20101", "msg": "微博不存在或暂无查看权限"})


def may_see(timeline: Timeline, who: Who) -> bool:
    """Whether the posts of an account are for this one to see."""
    hidden = timeline.blogger.access in {Access.LOGIN_ONLY, Access.LOGIN_ONLY_SILENT}
    return who is Who.USER or not hidden


def number_in(request: Request, name: str, default: int) -> int:
    """A number of the query; nonsense is the default, as on the platform."""
    text = request.query.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else default


def some(numbers: list[int], page: int, size: int) -> list[int]:
    """A page of a list, counted from 1."""
    return list(islice(numbers, (page - 1) * size, page * size))
