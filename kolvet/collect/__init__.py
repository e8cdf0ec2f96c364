"""A fetch: an account's list is walked through page by page, and each answer is stored at once.

The store holds the queue of what is still to be asked (`kolvet.store.walks`), so that a killed run
goes on where it was. A later run reads what is new, goes on with what an earlier one had to leave,
and looks again at some old posts.
"""

from kolvet.collect.feeds import fetch_feed
from kolvet.collect.run import Fetched, check_cool_down, fetch
from kolvet.collect.wish import Wish

__all__ = ["Fetched", "Wish", "check_cool_down", "fetch", "fetch_feed"]
