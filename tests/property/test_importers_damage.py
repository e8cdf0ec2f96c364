"""A long-lived weibo-crawler file: generations mixed, rows cut, quotation marks lost.

Whatever happens to some rows, every other row comes out, whole and under its own id.
"""

import csv
import io
import random

import pytest

from kolvet.importers import open_export
from kolvet.model.imports import Row
from tests.factories import UID, crawler_header, crawler_row, seeded


def _line(values):
    file = io.StringIO(newline="")
    csv.writer(file).writerow(values)
    return file.getvalue()


def _damaged(line, chance):
    """The line, usually as it is; else cut, or without its first quotation mark."""
    fate = chance.random()
    if fate < 0.03:
        return line[: chance.randint(1, len(line) - 3)] + "\r\n"
    return line.replace('"', "", 1) if fate < 0.05 else line


def _file(posts, chance):
    """The lines of the file, and the posts whose rows are sound."""
    header, full = "C", True
    lines = [_line(crawler_header(header, full=full))]
    sound = {}
    for post in posts:
        if chance.random() < 0.02:  # a new version of the tool, or another option
            header, full = chance.choice("ABCDE"), chance.random() < 0.5
            lines.append(_line(crawler_header(header, full=full)))
        if chance.random() < 0.02:
            lines.append(chance.choice(("2024-11-25\r\n", "\r\n")))
        generation = header if chance.random() < 0.7 else chance.choice("ABCDE")
        whole = _line(crawler_row(post, generation, full=chance.random() < 0.5))
        lines.append(_damaged(whole, chance))
        if lines[-1] == whole:
            sound[post.mid] = post
    return lines, sound


@pytest.mark.parametrize("seed", range(12))
def test_every_sound_row_comes_out_whole(seed, tmp_path):
    posts = seeded(300, seed)
    lines, sound = _file(posts, random.Random(seed))
    path = tmp_path / f"{UID}.csv"
    path.write_text("".join(lines), encoding="utf-8-sig", newline="")

    items = [row.item for row in open_export(path).rows() if isinstance(row, Row)]
    assert {item.native_id for item in items} <= {post.mid for post in posts}
    found = {
        item.native_id: (item.text, item.engagement.likes, item.engagement.reposts)
        for item in items
        if item.native_id in sound
    }
    assert found == {mid: (post.text, post.likes, post.reposts) for mid, post in sound.items()}
