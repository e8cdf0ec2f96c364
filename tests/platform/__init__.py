"""A local platform: Weibo's two faces and feeds on 127.0.0.1, faults included, all invented.

`with serve(Blogger(posts=2500)) as platform:` for tests; `python -m tests.platform` by hand.
"""

from tests.platform.exchange import Asked, Face
from tests.platform.faults import KINDS, Fault
from tests.platform.people import Access, Blogger
from tests.platform.server import Platform, serve
from tests.platform.timeline import Written

__all__ = [
    "KINDS",
    "Access",
    "Asked",
    "Blogger",
    "Face",
    "Fault",
    "Platform",
    "Written",
    "serve",
]
