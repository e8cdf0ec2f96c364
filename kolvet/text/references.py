"""Words of the author's own that point at a brand which only the chain of a repost names.

`同款开胶，千万别买//@甲:某牌这双上脚一个月` is about that brand, in his own words, and never names
it. Such a word counts as a mention where it stands; the name in the chain, which is somebody
else's, never does. Only the post that he answers to, the first of the chain, is looked at.
"""

import re

from kolvet.model.brands import AliasKind
from kolvet.model.judgements import Mention
from kolvet.text.mentions import MentionFinder
from kolvet.text.own import CHAIN, own_words

_THING = (
    "款|台|部|双|支|只|辆|件|瓶|杯|家|牌子|品牌|手机|电脑|平板|耳机|车|产品|公司|售后|客服"
    "|回应|服务"
)
_POINTING = re.compile(
    rf"(?:这|那|此|该)(?:{_THING})|同款|我(?:的)?(?:这|那)(?:{_THING}|个)|我的也|我家的?也"
    r"|我(?:也)?(?:在)?用(?:着|了|过)|(?:这|他)家|它家|(?:^|(?<=[,，。!！?？~～\s]))这(?=[还也么都])"
)


def find_mentions(text: str, finder: MentionFinder) -> tuple[Mention, ...]:
    """The places that name the brand, else the word that points at it; else nothing."""
    return finder.find(text) or find_reference(text, finder)


def find_reference(text: str, finder: MentionFinder) -> tuple[Mention, ...]:
    """The pointing word, if the author answers to a post that names the brand; else nothing."""
    heads = [match.start() for match in CHAIN.finditer(text)]
    if not heads:
        return ()
    pointing = _POINTING.search(own_words(text[: heads[0]]))
    if pointing is None:
        return ()
    answered = text[heads[0] : heads[1] if len(heads) > 1 else len(text)]
    named = finder.find_quoted(answered)
    if not named:
        return ()
    start, end = pointing.span()
    return (Mention(start, end, text[start:end], named[0].brand, AliasKind.REFERENCE.value),)
