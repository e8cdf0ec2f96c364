"""Deal files: what is read, and what is refused with its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kolvet.ci.deals import deal_text, read_deal
from kolvet.errors import ExitCode, UsageError
from kolvet.policy import FailOn

LEAST = 'blogger = "样例"\nbrand = "小米"\nfrom = "exports"\n'


def read(written):
    return read_deal(written.encode("utf-8"), "deals/a.toml")


def test_the_least_deal():
    deal = read(LEAST)
    assert (deal.blogger, deal.brand, deal.exports) == ("样例", "小米", ("exports",))
    assert (deal.fail_on, deal.as_of, deal.require_reviewed) == (None, "", False)


def test_every_key_is_read():
    deal = read(
        LEAST.replace('"exports"', '["a", "b"]')
        + 'scope = "三条"\nrequester = "陈"\nas_of = 2026-01-04\nfail_on = "reject"\n'
        + 'engine = "fast"\nversus = ["华为"]\npolicy = "p"\nreviews = "r"\nwaivers = "w"\n'
        + 'precedents = "c"\nbaseline = "b"\nrequire_reviewed = true\n'
    )
    assert deal.exports == ("a", "b")
    assert (deal.scope, deal.requester, deal.as_of) == ("三条", "陈", "2026-01-04")
    assert (deal.fail_on, deal.engine, deal.versus) == (FailOn.REJECT, "fast", ("华为",))
    files = (deal.policy, deal.reviews, deal.waivers, deal.precedents, deal.baseline)
    assert files == ("p", "r", "w", "c", "b")
    assert deal.require_reviewed


def test_a_day_may_be_a_string_and_the_file_may_have_a_byte_order_mark():
    assert read(f'\ufeff{LEAST}as_of = "2026-01-04"').as_of == "2026-01-04"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("x =", "cannot be read"),
        (f"{LEAST}deal = 1", "deal"),
        (LEAST.replace("brand", "# brand"), "brand"),
        (LEAST.replace('"小米"', '" "'), "brand"),
        (LEAST.replace('"exports"', "[]"), "from"),
        (LEAST.replace('"exports"', "1"), "from"),
        (LEAST.replace('"exports"', "[1]"), "from"),
        (f'{LEAST}fail_on = "clear"', "fail_on"),
        (f'{LEAST}as_of = "yesterday"', "as_of"),
        (f"{LEAST}require_reviewed = 1", "require_reviewed"),
        (f"{LEAST}[policy]\nT = 1", "policy"),
    ],
)
def test_what_is_wrong_is_named_with_its_file(written, said):
    with pytest.raises(UsageError) as caught:
        read(written)
    assert caught.value.exit_code == ExitCode.USAGE
    assert "deals/a.toml" in str(caught.value)
    assert said in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("written", "shown", "takes"),
    [
        ("as_of = 2026-01-04T10:00:00", "2026-01-04T10:00:00", "a day"),
        ("as_of = 10:00:00", "10:00:00", "a day"),
        ('fail_on = "HOLD"', '"HOLD"', "conditions, hold, reject, never"),
        ("require_reviewed = 1", "1", "true or false"),
        ("scope = true", "true", "words in quotes"),
        ("versus = [1]", "[1]", "a list"),
        ('versus = "华为,苹果"', '"华为,苹果"', 'such as ["华为", "苹果"]'),
    ],
)
def test_a_wrong_value_is_shown_as_the_file_has_it_with_what_it_takes(written, shown, takes):
    with pytest.raises(UsageError) as caught:
        read(f"{LEAST}{written}")
    assert f"cannot be {shown}: " in str(caught.value)
    assert takes in str(caught.value)


def test_no_utf8_is_no_deal():
    with pytest.raises(UsageError):
        read_deal("样例".encode("gbk"), "a.toml")


@given(st.text(min_size=1), st.text(min_size=1), st.lists(st.text(min_size=1), min_size=1))
def test_a_new_deal_is_read_as_it_was_meant(blogger, brand, exports):
    if not (blogger.strip() and brand.strip() and any(item.strip() for item in exports)):
        return
    deal = read(deal_text(blogger, brand, tuple(exports)))
    assert (deal.blogger, deal.brand) == (blogger.strip(), brand.strip())
    assert deal.exports == tuple(item.strip() for item in exports if item.strip())
