"""Later runs of a fetch: second looks at old posts, and peace for a platform that had enough."""

from datetime import UTC, datetime, timedelta

import pytest

from kolvet.model.fetch import StopReason
from kolvet.sources.failures import RefusedError
from kolvet.store import Store
from tests.cli.fetched import later, rows
from tests.unit.collect.pretend import UID, Killed, Pretend, mid, refused


def kinds(source):
    return [kind for kind, _ in source.asked]


def stored(path):
    return {int(native_id) for (native_id,) in rows(path, "SELECT native_id FROM posts")}


# --- second looks --------------------------------------------------------------------------------


def test_a_second_look_sees_edited_and_deleted_posts(run, path):
    source = Pretend(list(range(20)))
    run(source)
    later(path, hours=2)
    source.texts[2] = "改过的话"
    source.gone.add(5)
    summary = run(source, looks=30)
    assert (summary.run.edited, summary.run.deleted) == (1, 1)
    assert rows(path, "SELECT text, edited FROM posts WHERE native_id = ?", mid(2)) == [
        ("改过的话", 1)
    ]
    gone = rows(path, "SELECT native_id FROM posts WHERE deleted_at IS NOT NULL")
    assert gone == [(mid(5),)]
    versions = rows(path, "SELECT text FROM text_versions")
    assert versions == [("第2条，说的是屏幕。",)]


def test_a_first_run_looks_at_nothing_twice(run):
    source = Pretend(list(range(6)))
    run(source, looks=10)
    assert "look" not in kinds(source)


def test_those_that_matter_are_looked_at_first_and_all_in_time(run, path):
    source = Pretend(list(range(40)))
    source.texts = dict.fromkeys((3, 17, 33), "小米")
    run(source)
    seen = set()
    for _ in range(8):
        later(path, hours=30)
        source.asked.clear()
        run(source, looks=8, matters=lambda text: "小米" in text)
        looked = {what for kind, what in source.asked if kind == "look"}
        assert looked >= {mid(number) for number in (3, 17, 33)}
        seen |= looked
    assert seen >= {mid(number) for number in range(36)}  # four are on the page itself


def test_a_post_that_is_missing_from_its_page_is_looked_at(run, path):
    source = Pretend(list(range(12)))
    run(source)
    source.gone.add(10)
    source.numbers += [12]
    source.asked.clear()
    summary = run(source)
    assert [what for kind, what in source.asked if kind == "look"] == [mid(10)]
    assert summary.run.deleted == 1


def test_another_list_is_not_taken_for_deletions(run, path):
    """A platform that suddenly shows a tenth of the posts has not deleted the others."""
    source = Pretend(list(range(60)), per_page=50)
    run(source)
    source.gone.update(set(range(10, 60)) - {11, 59})
    summary = run(source)
    assert (summary.run.looked, summary.run.deleted) == (0, 0)


def test_a_long_post_that_was_rewritten_is_read_anew(run, path):
    """A list shows only its new beginning, which is no text to judge by."""
    source = Pretend(list(range(6)), short={4})
    source.texts[4] = "原来的话，说了很多很多。"
    run(source)
    source.texts[4] = "改过的话，也说了很多很多。"
    summary = run(source)
    assert summary.run.edited == 1
    found = rows(path, "SELECT text, edited, truncated FROM posts WHERE native_id = ?", mid(4))
    assert found == [("改过的话，也说了很多很多。", 1, 0)]
    run(source)
    assert [what for kind, what in source.asked if kind == "look"] == [mid(4)]


def test_an_account_that_was_emptied_comes_to_an_end(run, path):
    source = Pretend(list(range(6)))
    run(source)
    source.gone.update(range(6))
    source.numbers += [6, 7]
    summary = run(source)
    assert (summary.stop, summary.open_tasks) == (StopReason.END, 0)
    assert {int(mid(6)), int(mid(7))} <= stored(path)


def test_an_unreadable_answer_about_a_post_is_no_deletion(run, path):
    source = Pretend(list(range(6)))
    run(source)
    later(path, hours=2)
    source.look = lambda native_id: None
    summary = run(source, looks=6)
    assert (summary.stop, summary.run.deleted) == (StopReason.NOTHING_NEW, 0)
    assert rows(path, "SELECT 1 FROM posts WHERE deleted_at IS NOT NULL") == []


def test_looks_that_a_killed_run_left_are_done_by_the_next(run, path):
    source = Pretend(list(range(20)))
    run(source)
    later(path, hours=2)
    source.fuse = 4
    with pytest.raises(Killed):
        run(source, looks=8)
    source.fuse = None
    summary = run(source, looks=8)
    assert summary.open_tasks == 0


# --- peace for a platform that had enough --------------------------------------------------------


def throttled():
    return refused(StopReason.THROTTLED, "source.throttled")


@pytest.mark.parametrize("when", ["find", "profile", "page"])
def test_after_a_418_the_platform_is_left_alone_for_half_an_hour(when, run, path):
    source = Pretend(list(range(6)), local=False, failures={when: [throttled()]})
    if when == "find":
        with pytest.raises(RefusedError):
            run(source)
    else:
        run(source, failing=True)
    source.asked.clear()
    for _ in range(2):
        with pytest.raises(RefusedError) as caught:
            run(source)
        assert caught.value.key == "source.cooling"
    assert source.asked == []


def test_the_peace_ends(run, path, monkeypatch):
    source = Pretend(list(range(6)), local=False, failures={"page": [throttled()]})
    run(source, failing=True)
    minutes = [29, 31]
    for ago in minutes:
        with Store.open(path) as store:
            store.walks().note_refusal(source.name, datetime.now(UTC) - timedelta(minutes=ago))
        if ago < 30:
            with pytest.raises(RefusedError):
                run(source)
        else:
            assert run(source).stop is StopReason.END


def test_a_second_418_begins_the_peace_anew(run, path):
    source = Pretend(list(range(6)), local=False)
    source.failures["page"] = [throttled(), throttled()]
    run(source, failing=True)
    with Store.open(path) as store:
        store.walks().note_refusal(source.name, datetime.now(UTC) - timedelta(minutes=40))
    later(path, hours=1)
    run(source, failing=True)
    with pytest.raises(RefusedError) as caught:
        run(source)
    assert caught.value.key == "source.cooling"


def test_a_server_on_this_machine_and_other_sources_need_no_peace(run):
    source = Pretend(list(range(6)), failures={"page": [throttled()]})
    run(source, failing=True)
    assert run(source).stop is StopReason.END
    elsewhere = Pretend(list(range(6)), local=False, failures={"page": [throttled()]})
    run(elsewhere, failing=True, name=UID)
    other = Pretend(list(range(6)), local=False, name="weibo-web")
    assert run(other).stop is StopReason.END
