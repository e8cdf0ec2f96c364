"""What the checks of precedents share."""

from collections.abc import Iterator

from kolvet.model.report import Word
from kolvet.model.subject import Found, Subject


def find_precedents(
    subject: Subject, kind: str, rule: str, knockout: Word | None
) -> Iterator[Found]:
    """One finding for each precedent of this kind, in the subject's order."""
    for item in subject.precedents:
        if item.kind == kind:
            yield Found(
                rule=rule,
                severity="medium" if knockout is None else "high",
                confidence=1.0,
                identity=(item.about, item.summary, item.url),
                precedents=(item,),
                knockout=knockout,
                values={"summary": item.summary, "about": item.about},
            )
