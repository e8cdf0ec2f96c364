"""Insults of a brand's users: people called names for what they buy.

The gravest input of a verdict, so a word of contempt is not enough: it must be said *of* the
users. 教育米粉 is no insult, nor is 把米粉当韭菜割 (that attacks the company on their behalf),
nor 有人骂米粉脑残 (somebody else's insult).
"""

import re
from typing import NamedTuple

from kolvet.model.brands import AliasKind
from kolvet.text.clauses import Clause
from kolvet.text.cues import Cues
from kolvet.text.lexicon import Cue
from kolvet.text.marked import ANY_MARK, Marked

SEVERITIES = {"abuse": 3, "abuse_weak": 3, "demean": 2}
"""Kinds of words (lexicons/people.toml) and how severe an insult with them is."""
_FANS = frozenset({AliasKind.FANS.value, AliasKind.MOCKING_FANS.value})
_STOP = r"[^,。;!?\n]"

_NOT_HIS = re.compile(
    r"骂|被说|叫我|喊我|说我|有人说|网友说|凭什么说|谁说|别说|别骂|不是|并非|没有|都说|口口声声|所谓"
)
"""Before the word, in its clause: the insult is quoted, denied or suffered."""

_ON_BEHALF = re.compile(
    r"(?:把|拿|当|割|坑|骗|欺负|忽悠|糊弄|收割|背刺|伤害|辜负|心疼|同情|当成|对不起|寒了|对)$"
)
"""Directly before the users: something is done to them, they are not called names."""

_TREATED_AS = re.compile(
    rf"(?:把|拿){_STOP}{{0,12}}(?:当|作|成){_STOP}{{0,4}}$|当(?:成|作)?$|割{_STOP}{{0,2}}$|不是$"
)

_PREDICATE = re.compile(
    r"是|就|都|一群|一帮|这群|这帮|那群|那帮|像|跟|真|太|当|成|叫|算|属|等于|[:“\"]"
)
_DIRECT = re.compile(
    r"(?:死的是|死的都是|割的就是|割的是|收割的就是|坑的就是|骗的就是|傻的是|蠢的是)(?:你们|这些|那些|这帮|这群|一帮)?$"
)
"""Before the users: 死的是米粉, 割的就是米粉."""

_SELF = re.compile(r"我(?:也|就|真|可|其实)*是(?:个|一个)?[^,。;!?\n]{0,3}$|我这(?:种|个)$")
"""Before the insult: who calls himself 脑残粉 jokes."""

_BUYERS = re.compile(
    rf"(?:用|买|开|喝|穿|玩|吹|洗|追|支持|替|为)(?:着|了)?[{ANY_MARK}][^,。;!?\n]{{0,5}}?的(?:人)?"
    r"(?=都|全|就|是|真|也|那|这|们|基本|多半|人|[,。!?\s]|$)"
)
"""用小米的都是…: the users without a noun."""

_PRONOUN = re.compile(
    r"他们|她们|这帮|那帮|这群|那群|一群|一帮|这些人|那些人|这种人|那种人|个个|你们"
)

_GENERIC_LINK = 6
"""Characters between the brand and 用户/车主/粉丝 for the noun to mean the brand's users."""


READ = "read"
"""The kind of an insult's word where an encoder read it and no word of contempt was needed; the
word is the clause, its weight the probability."""


def find_people(text: str) -> re.Match[str] | None:
    """The first words that point at people who buy the brand, without a noun: 用某牌的, 你们."""
    return _BUYERS.search(text) or _PRONOUN.search(text)


class Insult(NamedTuple):
    """An insult of the users: how severe (2 or 3), and the clause that says it."""

    severity: int
    clause: int
    word: Cue


def find_insult(marked: Marked, clauses: tuple[Clause, ...], cues: Cues) -> Insult | None:
    """The most severe insult of the brand's users, the earliest of equals; None if none."""
    if not any(kind in cues.by_kind for kind in SEVERITIES):
        return None
    found: list[Insult] = []
    for subject, index in _users(marked, clauses, cues):
        for clause_index in range(index, min(index + 3, len(clauses))):
            clause = clauses[clause_index]
            if clause.sentence > clauses[index].sentence + 1:
                break
            end = clause.end
            if clause_index > index:  # up to the next mention: after it the talk is of that
                later = (place.at for place in marked.places if place.at >= clause.start)
                end = min(end, next(later, end))
            pronoun = _PRONOUN.search(marked.text, clause.start, end)
            for kind, severity in SEVERITIES.items():
                if clause_index > index and kind == "demean" and not pronoun:
                    continue
                found.extend(
                    Insult(severity, clause_index, cue)
                    for cue in cues.within(kind, clause.start, end)
                    if _is_said_of(marked.text, subject, cue, clause, clauses[index], cues)
                )
    return min(found, key=lambda insult: (-insult.severity, insult.clause)) if found else None


def _users(
    marked: Marked, clauses: tuple[Clause, ...], cues: Cues
) -> list[tuple[tuple[int, int], int]]:
    """Ranges that name the brand's users, with their clause."""
    ranges = [(place.at, place.at + 1) for place in marked.places if place.kind in _FANS]
    brands = [place.at for place in marked.places if place.kind not in _FANS]
    for cue in cues.by_kind.get("user_noun", ()):
        near = [at for at in brands if 0 <= cue.start - at - 1 <= _GENERIC_LINK]
        if near and not re.search(r"[,。;!?\n]", marked.text[max(near) : cue.start]):
            ranges.append((cue.start, cue.end))
    ranges.extend((match.end() - 1, match.end()) for match in _BUYERS.finditer(marked.text))
    found = []
    for start, end in sorted(set(ranges)):
        for index, clause in enumerate(clauses):
            if clause.start <= start < clause.end:
                found.append(((start, end), index))
    return found


def _is_said_of(
    text: str,
    subject: tuple[int, int],
    cue: Cue,
    clause: Clause,
    subject_clause: Clause,
    cues: Cues,
) -> bool:
    """Whether a word of contempt is the author's predicate of the users."""
    before = text[max(subject_clause.start, subject[0] - 6) : subject[0]]
    if _ON_BEHALF.search(before) or (clause.asks and "吗" in text[cue.end : clause.end + 1]):
        return False
    if any(
        friendly.start <= cue.start < friendly.end
        and friendly.end - friendly.start > len(cue.word)
        for friendly in cues.by_kind.get("user_friendly", ())
    ):
        return False
    same_sentence = clause.sentence == subject_clause.sentence
    lead = text[(subject_clause if same_sentence else clause).start : cue.start]
    if _NOT_HIS.search(lead) or _TREATED_AS.search(lead) or _SELF.search(lead):
        return False
    if clause is subject_clause and cue.end <= subject[0]:
        if _DIRECT.search(text[clause.start : subject[0]]):
            return True
        return cue.kind != "abuse_weak" and subject[0] - cue.end <= 2
    between = text[max(subject[1], clause.start) : cue.start]
    if len(between) > 16:
        return False
    if cue.kind == "abuse_weak":
        return bool(_PREDICATE.search(between)) or (len(between) <= 1 and clause is subject_clause)
    return True
