"""A report in which every part says something, for formats that must lose none of it."""

from dataclasses import replace

from kolvet.model.judgements import Stance, TargetKind
from kolvet.model.people import Baseline
from kolvet.model.report import Report
from tests.unit.report.samples import REJECT, SAMPLES
from tests.unit.report.test_fans_section import report as fans_of
from tests.unit.report.test_people_report import SIGNED
from tests.unit.report.test_second_opinion_report import opinion, second
from tests.unit.report.test_second_opinion_report import report as judged_by

READ_BY_MODEL = judged_by(
    second(opinion(Stance.NEUTRAL)),
    second(opinion(Stance.CRITICAL, 2, TargetKind.PRODUCT), taken=False, injection=True),
    second(opinion(None)),
)
FULL: Report = replace(
    SIGNED,
    run=replace(SIGNED.run, language="zh"),
    evidence=tuple(
        replace(item, native_id=f"50000000000000{place:02}", second=item.second)
        for place, item in enumerate(SIGNED.evidence)
    ),
    counter=READ_BY_MODEL.judge.changed[:1],
    judge=READ_BY_MODEL.judge,
    fans=fans_of(),
    precedents=REJECT.precedents,
    baseline=Baseline("feedfeedfeed", "conditions", ("0f" * 8,)),
)
EVERY = {**SAMPLES, "full": FULL}
