"""The baseline: sentiment of the clause that names the brand, loaded only when asked."""

import subprocess
import sys

from kolvet.model.brands import Alias, AliasKind, Brand, Target
from kolvet.model.judgements import Stance
from kolvet.text.judge import Question, judge

_BRAND = Brand(name="样例牌", aliases=(Alias(AliasKind.NAME, ("样例牌",)),), packed=False)
TARGET = Target(brand=_BRAND, family=(_BRAND,))


def test_reads_the_clause_of_the_brand_only() -> None:
    texts = [
        "样例牌质量很好非常喜欢。旁边的店又脏又差太失望",
        "样例牌质量太差非常失望。旁边的店很好非常喜欢",
    ]
    good, bad = judge([Question(text, TARGET) for text in texts], engine="snownlp")
    assert good.score is not None
    assert bad.score is not None
    assert good.score > 0 > bad.score
    assert bad.stance is Stance.CRITICAL


def test_is_not_loaded_by_the_default_engine() -> None:
    code = (
        "import sys; from kolvet.text.judge import judge, Question;"
        "from kolvet.brands import find_target;"
        "judge([Question('小米手机很好用', find_target('小米'))]);"
        "sys.exit('snownlp' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
