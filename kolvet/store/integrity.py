"""Whether what is stored is still what was read: every quote against its digest."""

from collections.abc import Iterator

from kolvet.errors import IntegrityError
from kolvet.model.people import text_digest
from kolvet.store.border import digested
from kolvet.store.database import Database
from kolvet.store.press import all_reported, is_as_stored


def verify_texts(database: Database) -> int:
    """Hash every stored post and version anew; how many there are.

    Raises:
        IntegrityError: A text is not the one that was imported.
    """
    number = 0
    for post, text, digest in _texts(database):
        number += 1
        if digested(text)[1] != digest:
            raise IntegrityError("people.quote_changed", post=post)
    return number


def _texts(database: Database) -> Iterator[tuple[str, str, bytes]]:
    yield from database.rows("SELECT platform || ':' || native_id, text, digest FROM posts")
    yield from database.rows(
        "SELECT platform || ':' || native_id, text_versions.text, text_versions.digest"
        " FROM text_versions JOIN posts ON posts.id = post_id"
    )


def verify_reported(database: Database, blogger: int | None = None) -> int:
    """Compare every press item and precedent (of one blogger) with its key; how many there are.

    Raises:
        IntegrityError: Something of an item was changed.
    """
    number = 0
    for table in ("press", "precedents"):
        for row, *stored in database.all(
            f"SELECT id, key, counts_from, item, digest FROM {table}"
            " WHERE :blogger IS NULL OR blogger_id = :blogger",
            {"blogger": blogger},
        ):
            number += 1
            if not is_as_stored(table, *stored):
                raise IntegrityError("people.reported_changed", table=table, row=row)
    return number


def read_digests(database: Database) -> set[bytes]:
    """The digests of all texts that posts have or had."""
    sql = "SELECT digest FROM posts UNION SELECT digest FROM text_versions"
    return {digest for (digest,) in database.rows(sql)}


def read_reported_digests(database: Database) -> set[bytes]:
    """What reviews and reports know all press items and precedents by."""
    return {text_digest(said) for said in all_reported(database)}
