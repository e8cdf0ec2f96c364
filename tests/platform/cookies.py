"""Whose cookie is whose: visitor cookies of each face, and those that count as a login."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tests.platform.exchange import Asked, Face, Who

_FACES_OF_A_USER = frozenset({Face.MOBILE, Face.WEB})


@dataclass
class Cookies:
    """All cookies that the platform knows. Each server makes its own values.

    A visitor's cookie of weibo.com counts only once its crossdomain page was asked for.
    """

    owners: dict[str, frozenset[Face]] = field(default_factory=dict)
    users: set[str] = field(default_factory=set)
    visitors: dict[str, Face] = field(default_factory=dict)
    waiting: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, logged_in: Iterable[str]) -> "Cookies":
        """With these logins, each given as a value or as `SUB=value; more=...`."""
        cookies = cls()
        for login in logged_in:
            for part in login.split(";"):
                name, found, value = part.strip().partition("=")
                cookies.owners[value if found else name] = _FACES_OF_A_USER
            first = login.split(";")[0].strip()
            cookies.users.add(first.partition("=")[2] or first)
        return cookies

    def issue(self, face: Face) -> tuple[str, str]:
        """SUB and SUBP for a new visitor of a face."""
        mark = "M" if face is Face.MOBILE else "W"
        sub = f"_2AkVISITOR{mark}{secrets.token_hex(16)}"
        subp = f"0033VISITOR{mark}{secrets.token_hex(12)}"
        for value in (sub, subp):
            self.owners[value] = frozenset({face})
        if face is Face.MOBILE:
            self.visitors[sub] = face
        else:
            self.waiting[sub] = subp
        return sub, subp

    def admit(self, sub: str) -> str | None:
        """Let a visitor of weibo.com in; gives SUBP, or None for a SUB that was not issued."""
        subp = self.waiting.get(sub)
        if subp is not None:
            self.visitors[sub] = Face.WEB
        return subp

    def who(self, sent: Mapping[str, str], face: Face) -> Who:
        """Who asks on this face with these cookies."""
        sub = sent.get("SUB", "")
        if sub in self.users:
            return Who.USER
        return Who.VISITOR if self.visitors.get(sub) is face else Who.NOBODY

    def mark(self, face: Face) -> str:
        """A value for one of the other cookies that a face sets."""
        value = f"{face}{secrets.token_hex(8)}"
        self.owners[value] = frozenset({face})
        return value

    def is_foreign(self, asked: Asked, side: Face, own_host: str) -> bool:
        """Whether a request carries a cookie that belongs elsewhere than to this side."""
        if asked.host != own_host:
            return bool(asked.cookies)
        return any(side not in self.owners.get(value, {side}) for value in asked.cookies.values())
