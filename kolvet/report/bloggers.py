"""Bloggers and their accounts, for people and for machines."""

from kolvet.messages import text
from kolvet.model.posts import SHANGHAI
from kolvet.model.store import Blogger, StoredAccount
from kolvet.report.display import Display

UNKNOWN = "?"


def render_blogger_line(blogger: Blogger) -> str:
    """One line: name, stored posts, accounts."""
    accounts = ", ".join(_address(item) for item in blogger.accounts)
    posts = sum(item.posts for item in blogger.accounts)
    line = text("cli.blogger_line", name=blogger.name, posts=posts, accounts=accounts or "-")
    return Display().safe(line)


def _address(account: StoredAccount) -> str:
    """How commands name the account; only its platform where an export gave no id."""
    return ":".join(filter(None, (account.platform, account.native_id)))


def render_blogger(blogger: Blogger) -> str:
    """Name, other names, and a line for each account."""
    lines = [blogger.name]
    if blogger.aliases:
        lines.append(text("cli.blogger_aliases", aliases="、".join(blogger.aliases)))
    lines += [_account(item) for item in blogger.accounts]
    return "\n".join(map(Display().safe, lines))


def _account(account: StoredAccount) -> str:
    return text(
        "cli.blogger_account",
        address=_address(account),
        name=account.name,
        posts=f"{account.posts:,}",
        declared=_number(account.declared_posts),
        followers=_number(account.followers),
        url=account.url,
    ).rstrip()


def _number(value: int | None) -> str:
    return UNKNOWN if value is None else f"{value:,}"


def blogger_fields(blogger: Blogger) -> dict[str, object]:
    """As data; unknown figures are None."""
    return {
        "name": blogger.name,
        "aliases": list(blogger.aliases),
        "accounts": [_account_fields(item) for item in blogger.accounts],
    }


def _account_fields(account: StoredAccount) -> dict[str, object]:
    seen = account.seen_at
    return {
        "platform": account.platform,
        "native_id": account.native_id,
        "name": account.name,
        "url": account.url,
        "followers": account.followers,
        "declared_posts": account.declared_posts,
        "posts": account.posts,
        "description": account.description,
        "seen_at": seen.astimezone(SHANGHAI).isoformat() if seen else None,
    }
