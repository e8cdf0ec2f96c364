"""Waivers: what is accepted, until when, and what that does to the exit code."""

from datetime import date

import pytest

from kolvet.decisions.committed import read_waivers, waivers_for
from kolvet.decisions.fingerprints import fingerprint_of
from kolvet.decisions.rows import read_entries
from kolvet.decisions.waiving import exit_code_after, suppressed
from kolvet.errors import UsageError
from kolvet.model.people import Waiver
from kolvet.model.report import Finding, Verdict, Word
from kolvet.model.subject import Found

DAY = date(2026, 1, 4)
FINDINGS = tuple(
    Finding(rule, "high", 1.0, rule.lower() + "0" * 11, ("E1",), f"message of {rule}")
    for rule in ("KV101", "KV201", "KV503")
)
FOUND = tuple(Found(item.rule, "high", 1.0, ()) for item in FINDINGS)


def waiver(rule, until=DAY, **more):
    return Waiver(rule.lower() + "0" * 11, "已沟通", "陈", until, **more)


def test_a_waiver_holds_on_its_last_day_and_not_on_the_next():
    (waived,) = suppressed(FINDINGS, [waiver("KV201")], DAY)
    assert (waived.rule, waived.message) == ("KV201", "message of KV201")
    with pytest.raises(UsageError) as caught:
        suppressed(FINDINGS, [waiver("KV201", until=date(2026, 1, 3))], DAY)
    assert (caught.value.key, caught.value.exit_code) == ("people.waiver_expired", 2)


def test_a_waiver_that_fits_nothing_is_an_error():
    with pytest.raises(UsageError) as caught:
        suppressed(FINDINGS, [waiver("KV402")], DAY)
    assert caught.value.key == "people.waiver_unmatched"


def test_waived_findings_come_in_the_order_of_the_findings_and_once():
    waived = suppressed(FINDINGS, [waiver("KV503"), waiver("KV101"), waiver("KV101")], DAY)
    assert [item.rule for item in waived] == ["KV101", "KV503"]


def decider(by_rule):
    """A verdict as the first of these rules among what remains decides."""

    def decide(remaining):
        rules = {item.rule for item in remaining}
        code, cause = next(
            (value for rule, value in by_rule.items() if rule in rules), by_rule["else"]
        )
        return Verdict(Word.HOLD, code, True, 40.0, None, None, cause)

    return decide


KNOCKED = decider({"KV201": (1, "knockout:KV201"), "else": (1, "bands")})
BENIGN = decider({"KV201": (1, "knockout:KV201"), "else": (0, "bands")})
THIN = decider({"else": (4, "inconclusive:few_posts")})


@pytest.mark.parametrize(
    ("decide", "rules", "code"),
    [
        (KNOCKED, ("KV503",), 1),
        (KNOCKED, ("KV101",), 1),
        (KNOCKED, ("KV201",), 1),
        (KNOCKED, ("KV101", "KV201"), 0),
        (BENIGN, ("KV201",), 0),
        (THIN, ("KV101", "KV201", "KV503"), 4),
    ],
)
def test_the_exit_code_counts_what_nobody_accepted(decide, rules, code):
    waived = suppressed(FINDINGS, [waiver(rule) for rule in rules], DAY)
    pairs = list(zip(FOUND, FINDINGS, strict=True))
    assert exit_code_after(pairs, waived, decide) == code


def test_a_waiver_is_for_the_blogger_and_brand_that_it_names():
    every = waiver("KV101")
    his = waiver("KV201", blogger="样例甲", brand="小米")
    other = waiver("KV503", blogger="样例乙")
    names = ("样例甲", "样例老甲")
    assert waivers_for([every, his, other], names, ["小米"]) == [every, his]
    assert waivers_for([his], names, ["华为"]) == []


def test_the_same_finding_of_two_bloggers_has_two_fingerprints():
    assert fingerprint_of("ab", "样例甲") != fingerprint_of("ab", "样例乙")
    assert fingerprint_of("ab", "样例甲") == fingerprint_of("ab", "样例甲")
    assert len(fingerprint_of("ab", "样例甲")) == 16


TOML = """
[[waiver]]
fingerprint = "KV10100000000000"
reason = "已沟通"
until = 2026-06-30
by = "陈"
blogger = "样例甲"
"""
CSV = "fingerprint,reason,until,by,blogger\nkv10100000000000,已沟通,2026-06-30,陈,样例甲\n"
LINES = (
    '{"fingerprint": "kv10100000000000", "reason": "已沟通", "until": "2026-06-30",'
    ' "by": "陈", "blogger": "样例甲"}\n'
)


@pytest.mark.parametrize(("suffix", "raw"), [(".toml", TOML), (".csv", CSV), (".jsonl", LINES)])
def test_a_committed_file_says_the_same_in_every_format(suffix, raw):
    (read,) = read_waivers(read_entries(raw.encode(), suffix, "waiver", f"w{suffix}"))
    assert read == Waiver("kv10100000000000", "已沟通", "陈", date(2026, 6, 30), blogger="样例甲")


@pytest.mark.parametrize(
    "raw",
    [
        '[waiver]\nfingerprint = "ab"',
        'waiver = "x"',
        "waiver = 5",
        'waivers = ["x"]',
        "waiver = [[1]]",
    ],
)
def test_a_toml_file_without_a_list_of_tables_is_named(raw):
    with pytest.raises(UsageError) as caught:
        read_entries(raw.encode(), ".toml", "waiver", "w.toml")
    assert caught.value.key == "people.file_table"


def test_a_line_separator_within_json_ends_no_row():
    raw = LINES.replace("已沟通", "已\u2028沟\x85通") * 2
    read = read_waivers(read_entries(raw.encode(), ".jsonl", "waiver", "w.jsonl"))
    assert [item.reason for item in read] == ["已\u2028沟\x85通"] * 2


@pytest.mark.parametrize("missing", ["fingerprint", "reason", "until", "by"])
def test_a_waiver_without_one_of_the_four_is_named_by_its_line(missing):
    rows = {"fingerprint": "ab", "reason": "r", "until": "2026-06-30", "by": "陈"}
    rows[missing] = ""
    raw = ",".join(rows) + "\n" + ",".join(rows.values()) + "\n"
    with pytest.raises(UsageError) as caught:
        read_waivers(read_entries(raw.encode(), ".csv", "waiver", "w.csv"))
    assert caught.value.values == {"place": "w.csv:2", "key": missing}
