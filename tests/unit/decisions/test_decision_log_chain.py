"""The decision log as a hash chain: every way to change it is seen."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kolvet.decisions.chain import (
    FORGET,
    GENESIS,
    decisions_about,
    digest_of,
    head_of,
    link,
    seal,
    verify_chain,
    verify_head,
)
from kolvet.errors import ExitCode, IntegrityError, UsageError


def decided(run="run1", action="approve", **more):
    fields = {"action": action, "run": run, "by": "陈", "note": "", "at": "2026-01-05"}
    return {**fields, "report_sha256": "0" * 64, **more}


def chain(*payloads):
    entries = []
    for payload in payloads:
        entries.append(link(entries[-1] if entries else None, payload))
    return entries


def test_an_empty_log_verifies_and_its_head_is_the_beginning():
    verify_chain([])
    assert head_of([]) == GENESIS == "0" * 64


def test_the_hash_of_an_entry_is_sha256_over_number_previous_and_payload_hash():
    (entry,) = chain(decided())
    assert entry.payload_hash == digest_of(entry.payload)
    assert entry.hash == digest_of(f"1\n{GENESIS}\n{entry.payload_hash}")
    assert entry.hash == seal(1, GENESIS, entry.payload_hash)


def test_a_payload_is_the_same_text_whatever_the_order_of_its_fields():
    one, other = chain({"a": 1, "b": "字"})[0], chain({"b": "字", "a": 1})[0]
    assert one == other
    assert one.payload == '{"a":1,"b":"字"}'


THREE = chain(decided("a"), decided("b"), decided("c"))


@pytest.mark.parametrize("index", range(3))
@pytest.mark.parametrize(
    "change",
    [
        {"payload": '{"action":"reject"}'},
        {"payload_hash": "f" * 64},
        {"previous": "e" * 64},
        {"hash": "d" * 64},
        {"number": 9},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_field_is_found_at_its_entry(index, change):
    entries = list(THREE)
    entries[index] = replace(entries[index], **change)
    with pytest.raises(IntegrityError) as caught:
        verify_chain(entries)
    assert caught.value.exit_code is ExitCode.INTEGRITY
    assert caught.value.values["number"] == index + 1


def test_a_missing_and_a_swapped_entry_are_found():
    for entries in (THREE[1:], [THREE[0], THREE[2]], [THREE[1], THREE[0], THREE[2]]):
        with pytest.raises(IntegrityError) as caught:
            verify_chain(entries)
        assert caught.value.key == "people.log_broken"


def test_a_cut_end_is_found_by_the_noted_head_only():
    verify_chain(THREE[:2])
    with pytest.raises(IntegrityError) as caught:
        verify_chain(THREE[:2], kept_head=head_of(THREE))
    assert caught.value.key == "people.log_cut"


def test_a_head_kept_elsewhere_finds_a_log_that_was_written_anew():
    kept = head_of(THREE)
    verify_head([*THREE, link(THREE[-1], decided("d"))], kept)
    verify_head((), GENESIS)
    for nothing in ("", GENESIS):
        with pytest.raises(UsageError):
            verify_head(THREE, nothing)
    rewritten = chain(decided("a"), decided("b", note="better"), decided("c"))
    verify_chain(rewritten)
    with pytest.raises(IntegrityError):
        verify_head(rewritten, kept)


def test_a_forgotten_payload_verifies_when_the_log_says_so():
    forgetting = link(THREE[-1], {"action": FORGET, "entries": [1, 2], "at": "2026-01-06"})
    blank = [replace(entry, payload=None) for entry in THREE[:2]]
    verify_chain([*blank, THREE[2], forgetting])
    with pytest.raises(IntegrityError) as caught:
        verify_chain([*blank, replace(THREE[2], payload=None), forgetting])
    assert (caught.value.key, caught.value.values["number"]) == ("people.log_blanked", 3)


def test_decisions_about_a_run_are_given_in_order():
    entries = chain(decided("a"), decided("b"), decided("a", "reject", note="不行"))
    found = decisions_about(entries, "a")
    assert [(item.number, item.action, item.note) for item in found] == [
        (1, "approve", ""),
        (3, "reject", "不行"),
    ]
    assert found[1].hash == entries[2].hash


@given(
    st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=8), max_size=3), min_size=1),
    st.data(),
)
def test_no_single_character_of_any_payload_can_change(payloads, data):
    entries = chain(*payloads)
    verify_chain(entries, kept_head=head_of(entries))
    index = data.draw(st.integers(0, len(entries) - 1))
    payload = entries[index].payload
    at = data.draw(st.integers(0, len(payload) - 1))
    other = payload[:at] + chr(ord(payload[at]) ^ 1) + payload[at + 1 :]
    entries[index] = replace(entries[index], payload=other)
    with pytest.raises(IntegrityError):
        verify_chain(entries)
