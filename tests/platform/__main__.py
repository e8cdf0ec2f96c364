"""Run the local platform by hand: `python -m tests.platform`, then try the lines it prints."""

import argparse
import sys
import threading
from datetime import datetime

from tests.platform.faults import KINDS, Fault
from tests.platform.people import NEWEST, SHANGHAI, Blogger
from tests.platform.server import Platform, serve

_HELP = "NAME[@ROUTE][:after=N][:times=N][:seconds=S][:each]; may be given more than once"


def main() -> int:
    """Serve until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m tests.platform", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 is any that is free")
    parser.add_argument("--posts", type=int, default=300)
    parser.add_argument("--hidden", type=int, default=0, help="posts that are counted, not shown")
    parser.add_argument("--login", action="append", default=[], metavar="SUB=VALUE")
    parser.add_argument("--fault", action="append", default=[], metavar="FAULT", help=_HELP)
    parser.add_argument("--faults", action="store_true", help="list their names and end")
    given = parser.parse_args()
    if given.faults:
        sys.stdout.write("\n".join(sorted(KINDS)) + "\n")
        return 0
    try:
        faults = [Fault.named(name) for name in given.fault]
    except ValueError as error:
        parser.error(f"{error}; --faults lists them")
    recent = any(fault.name == "relative-dates" for fault in faults)
    newest = datetime.now(SHANGHAI).replace(microsecond=0) if recent else NEWEST
    blogger = Blogger(posts=given.posts, hidden=given.hidden, newest=newest)
    with serve(blogger, faults=faults, logged_in=given.login, port=given.port) as platform:
        _introduce(platform, blogger)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            sys.stdout.write("\n")
    return 0


def _introduce(platform: Platform, blogger: Blogger) -> None:
    lines = [f"export {name}={base}" for name, base in platform.environment.items()]
    lines += [
        f"kolvet fetch {blogger.name} --pace 0.2",
        f"kolvet fetch {platform.base}/feed/{blogger.uid}.rss --pace 0.2",
        f"# switch on a fault:  curl '{platform.base}/__fault?name=empty-once&after=2'",
        f"# and all off again:  curl '{platform.base}/__fault?clear=1'",
        f"# what was asked:     curl '{platform.base}/__log'",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
