"""Whether Weibo still takes the user's login. Format study, section 2.2: the login state."""

from dataclasses import dataclass
from datetime import datetime

from kolvet.sources.cookies import Cookie
from kolvet.sources.exchange import Answer
from kolvet.sources.recording import Secrets
from kolvet.sources.registry import SOURCES, Travel, open_client
from kolvet.sources.source import Opening
from kolvet.sources.weibo_mobile import open_mobile
from kolvet.sources.weibo_site import data_of, read_json

_SECONDS = 15.0
"""How long the answer may take: somebody sits there and waits."""


@dataclass(frozen=True, slots=True)
class LoginState:
    """What m.weibo.cn says: `sent` tells whether any of the user's cookies belong to it."""

    host: str
    sent: bool
    taken: bool


def ask_login(cookies: tuple[Cookie, ...], asked: datetime | None) -> LoginState:
    """Ask once; `asked` is when this source was last asked, so that the pace is kept.

    Raises:
        RefusedError: It refuses, cannot be reached, or the network is forbidden.
        UsageError: A base address is none.
    """
    kind = SOURCES[0]
    secrets = Secrets(cookie.value for cookie in cookies)
    client = open_client(Travel(seconds=_SECONDS), kind.pace, kind.hosts(), secrets)
    try:
        face = open_mobile(Opening(client, cookies, secrets)).face
        if asked is not None:
            client.wait_since(asked)

        def read(answer: Answer) -> bool:
            return data_of(read_json(answer)).get("login") is True

        sent = face.jar.login
        return LoginState(face.jar.host, sent, face.get("/api/config", read=read))
    finally:
        client.close()
