"""What the encoder reads of a text."""

from hypothesis import given
from hypothesis import strategies as st

from kolvet.text.passage import BEGIN, END, LONGEST, NEAR, STRIDE, kept, passage

FIRST_MARK = 1000
PIECES = st.lists(st.integers(3, FIRST_MARK + 4), max_size=300)


def test_a_short_text_is_read_whole() -> None:
    assert passage([7, FIRST_MARK, 8], FIRST_MARK) == [BEGIN, 7, FIRST_MARK, 8, END]


def test_of_a_long_text_what_lies_around_the_first_mention_is_read() -> None:
    ids = [*range(3, 200), FIRST_MARK, *range(200, 400), FIRST_MARK]
    read = passage(ids, FIRST_MARK)
    assert len(read) == LONGEST
    place = read.index(FIRST_MARK)
    assert 0.4 < place / LONGEST < 0.5
    assert read[place - 1] == 199
    assert read[place + 1] == 200


def test_a_mention_at_the_end_fills_the_passage_from_before() -> None:
    read = passage([*range(3, 300), FIRST_MARK], FIRST_MARK)
    assert len(read) == LONGEST
    assert read[-2:] == [FIRST_MARK, END]


def test_a_text_without_a_mark_is_read_from_its_beginning() -> None:
    assert passage(list(range(3, 300)), FIRST_MARK)[1] == 3


@given(PIECES)
def test_a_passage_is_part_of_the_text_and_holds_its_first_mention(ids: list[int]) -> None:
    read = passage(ids, FIRST_MARK)
    assert read[0] == BEGIN
    assert read[-1] == END
    inner = read[1:-1]
    assert inner == ids[:0] or any(
        ids[start : start + len(inner)] == inner for start in range(len(ids) - len(inner) + 1)
    )
    marks = [piece for piece in ids if piece >= FIRST_MARK]
    assert not marks or marks[0] in inner


@given(PIECES)
def test_upper_layers_read_the_beginning_the_marks_and_what_is_near(ids: list[int]) -> None:
    read = passage(ids, FIRST_MARK)
    places = kept(read, FIRST_MARK)
    assert places == sorted(set(places))
    assert places[0] == 0
    marks = [place for place, piece in enumerate(read) if piece >= FIRST_MARK]
    near = {place for mark in marks for place in range(mark - NEAR, mark + NEAR + 1)}
    for place in range(len(read)):
        assert (place in places) == (place in near or place % STRIDE == 0)
