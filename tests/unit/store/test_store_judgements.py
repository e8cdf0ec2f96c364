from kolvet.model.judgements import Judgement, Mention, Reason, Span, Stance, TargetKind

ABSENT = Judgement(mentioned=False, confidence=0.98)
HARSH = Judgement(
    mentioned=True,
    confidence=0.91,
    stance=Stance.CRITICAL,
    score=-0.93,
    severity=3,
    target_kind=TargetKind.USERS,
    mentions=(Mention(9, 11, "米粉", "小米", "fans"),),
    span=Span(0, 12),
    flags=("insult", "irony"),
    reasons=(Reason("insult", "死的是", -2.5), Reason("irony", "[doge]", -0.5)),
)


def digest(number: int) -> bytes:
    return number.to_bytes(16)


def test_judgements_come_back_as_they_were(store):
    store.keep_judgements("小米", "rules", {digest(1): HARSH, digest(2): ABSENT})
    found = store.judgements("小米", "rules", [digest(1), digest(2), digest(3)])
    assert found == {digest(1): HARSH, digest(2): ABSENT}
    assert isinstance(found[digest(1)].mentions[0], Mention)
    assert isinstance(found[digest(1)].stance, Stance)


def test_judgements_of_another_target_or_engine_are_not_found(store):
    store.keep_judgements("小米", "rules", {digest(1): HARSH})
    assert store.judgements("华为", "rules", [digest(1)]) == {}
    assert store.judgements("小米", "snownlp", [digest(1)]) == {}


def test_newer_judgement_replaces_the_former(store):
    store.keep_judgements("小米", "rules", {digest(1): HARSH})
    store.keep_judgements("小米", "rules", {digest(1): ABSENT})
    assert store.judgements("小米", "rules", {digest(1)}) == {digest(1): ABSENT}


def test_many_at_once(store):
    many = {digest(number): ABSENT for number in range(1201)}
    store.keep_judgements("小米", "rules", many)
    assert store.judgements("小米", "rules", many.keys()) == many


def test_nothing_asked_nothing_found(store):
    assert store.judgements("小米", "rules", ()) == {}


def test_texts_that_cannot_name_a_target_are_remembered_per_target(store):
    store.keep_screened("target", {b"a" * 16, b"b" * 16})
    store.keep_screened("target", {b"b" * 16})
    assert store.screened("target") == {b"a" * 16, b"b" * 16}
    assert store.screened("other") == set()
