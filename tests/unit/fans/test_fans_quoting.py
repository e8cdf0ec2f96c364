"""Lines that commenters quote back: distinct people, not pasted crowds."""

from kolvet.fans import Line
from kolvet.fans.quoting import find_quoted
from kolvet.fans.report import measure_fans
from tests.unit.fans.builders import HIS, OWN, Talk, asked

LINE = "青禾牌不会死，死的是禾粉"


def crowd(number, text=LINE, besides=True):
    talk = Talk()
    for one in range(number):
        talk.say(
            OWN, f"甲{one}", f"「{text}」这话是谁说的来着{'一' * (one % 7)}{chr(0x4E10 + one)}"
        )
        if besides:
            talk.say(HIS, f"甲{one}", f"第{chr(0x5E10 + one)}台了")
    return talk


def test_twenty_different_people_are_a_crowd_that_knows_the_line():
    report = measure_fans(crowd(20).read(), asked(lines=[Line(LINE, source=5)]))
    (line,) = report.crowd_quotes
    assert (line.quote, line.source, line.commenters, line.robust) == (LINE, 5, 20, 20)
    assert not measure_fans(crowd(19).read(), asked(lines=[Line(LINE)])).crowd_quotes


def test_marks_and_emoticons_do_not_hide_a_quote():
    talk = Talk().say(OWN, "甲", "青禾牌不会死！死的是禾粉[怒]，记住了")
    assert find_quoted(talk.read(), [Line(LINE)])[0].commenters == 1


def test_one_person_who_quotes_often_is_one():
    talk = Talk()
    for number in range(30):
        talk.say(OWN, "甲", f"{LINE}，第{chr(0x4E10 + number)}遍")
    assert find_quoted(talk.read(), [Line(LINE)])[0].commenters == 1


def test_accounts_that_say_nothing_of_their_own_count_once():
    talk = Talk()
    for number in range(40):
        talk.say(OWN, f"甲{number}", LINE)
    found = find_quoted(talk.read(), [Line(LINE)])[0]
    assert (found.commenters, found.robust) == (40, 1)


def test_the_same_crowd_under_other_names_adds_nobody():
    talk = crowd(15)
    for comment in list(talk.comments):
        text = list(talk.texts)[comment.text]
        talk.say(comment.post, f"又{comment.author}", text)
    found = find_quoted(talk.read(), [Line(LINE)])[0]
    assert (found.commenters, found.robust) == (30, 15)


def test_a_line_that_is_too_short_to_be_known_again_is_not_looked_for():
    assert find_quoted(crowd(20, "活该").read(), [Line("活该")]) == ()


def test_nobody_without_an_author_is_counted():
    talk = Talk().say(OWN, None, LINE)
    assert find_quoted(talk.read(), [Line(LINE)]) == ()
