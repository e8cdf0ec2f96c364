from kolvet.model.judgements import Opinion, Stance, TargetKind
from tests.unit.store.builders import rows

HARSH = Opinion("m", Stance.CRITICAL, 3, TargetKind.USERS, "死的是", 0.9, alone=False)
ABSENT = Opinion("m", None, 0, None, "", 1.0)


def digest(number: int) -> bytes:
    return number.to_bytes(16)


def test_opinions_come_back_as_they_were(store):
    store.keep_opinions("小米", "m", "1", {digest(1): HARSH, digest(2): ABSENT})
    found = store.opinions("小米", "m", "1", [digest(1), digest(2), digest(3)])
    assert found == {digest(1): HARSH, digest(2): ABSENT}
    assert isinstance(found[digest(1)].stance, Stance)
    assert isinstance(found[digest(1)].target_kind, TargetKind)


def test_opinions_are_of_one_target_model_and_question(store):
    store.keep_opinions("小米", "m", "1", {digest(1): HARSH})
    assert store.opinions("华为", "m", "1", [digest(1)]) == {}
    assert store.opinions("小米", "other", "1", [digest(1)]) == {}
    assert store.opinions("小米", "m", "2", [digest(1)]) == {}


def test_a_newer_opinion_replaces_the_former_and_says_when_it_was_asked(path, store):
    store.keep_opinions("小米", "m", "1", {digest(1): HARSH})
    store.keep_opinions("小米", "m", "1", {digest(1): ABSENT})
    assert store.opinions("小米", "m", "1", {digest(1)}) == {digest(1): ABSENT}
    ((asked_at,),) = rows(path, "SELECT asked_at FROM opinions")
    assert asked_at > 1_700_000_000


def test_many_at_once(store):
    many = {digest(number): HARSH for number in range(1201)}
    store.keep_opinions("小米", "m", "1", many)
    assert store.opinions("小米", "m", "1", many.keys()) == many
