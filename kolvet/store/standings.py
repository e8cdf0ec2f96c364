"""How bloggers stood before brands at the last watch."""

import json
from datetime import UTC, datetime

from kolvet.model.judgements import Stance
from kolvet.model.report import Word
from kolvet.model.store import Blogger
from kolvet.model.watching import Direction, KnownPost, Standing
from kolvet.store.border import seconds
from kolvet.store.database import Database


class StandingBook:
    """Keeps one standing for each blogger and brand, the newest."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, blogger: Blogger, brand: str) -> Standing | None:
        """The standing of the last watch; None if there was none."""
        row = self._database.first(
            "SELECT id, taken_at, word, bri, turn, ruler, reported FROM standings"
            " WHERE blogger_id = ? AND brand = ?",
            (blogger.id, brand),
        )
        if row is None:
            return None
        number, taken_at, word, bri, turn, ruler, reported = row
        posts = {
            post_id: KnownPost(digest, Stance(stance) if stance else None, cut != 0, gone != 0)
            for post_id, digest, stance, cut, gone in self._database.rows(
                "SELECT post_id, digest, stance, truncated, deleted FROM standing_posts"
                " WHERE standing_id = ?",
                (number,),
            )
        }
        return Standing(
            taken_at=datetime.fromtimestamp(taken_at, UTC),
            word=Word(word),
            bri=bri,
            turn=Direction(turn),
            ruler=json.loads(ruler),
            posts=posts,
            reported=frozenset(json.loads(reported)),
        )

    def keep(self, blogger: Blogger, brand: str, standing: Standing) -> None:
        """Put the standing in place of the last one, all or nothing."""
        with self._database.transaction():
            self._database.execute(
                "DELETE FROM standings WHERE blogger_id = ? AND brand = ?", (blogger.id, brand)
            )
            cursor = self._database.execute(
                "INSERT INTO standings"
                " (blogger_id, brand, taken_at, word, bri, turn, ruler, reported)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    blogger.id,
                    brand,
                    seconds(standing.taken_at),
                    standing.word.value,
                    standing.bri,
                    standing.turn.value,
                    json.dumps(dict(standing.ruler)),
                    json.dumps(sorted(standing.reported)),
                ),
            )
            self._database.execute_many(
                "INSERT INTO standing_posts"
                " (standing_id, post_id, digest, stance, truncated, deleted)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (
                        cursor.lastrowid,
                        post_id,
                        known.digest,
                        known.stance.value if known.stance else "",
                        int(known.truncated),
                        int(known.deleted),
                    )
                    for post_id, known in standing.posts.items()
                ],
            )

    def former_text(self, post_id: int, digest: bytes) -> str:
        """The text of an earlier version of a post; "" if it was not kept."""
        row = self._database.first(
            "SELECT text FROM text_versions WHERE post_id = ? AND digest = ?", (post_id, digest)
        )
        return "" if row is None else str(row[0])
