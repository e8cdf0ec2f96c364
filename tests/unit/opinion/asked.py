"""Posts that name 小米, and a language model's endpoint that is asked about them."""

from dataclasses import replace

from kolvet.brands import find_target
from kolvet.model.judgements import Mention, Span, Stance
from kolvet.model.report import JudgedPost
from kolvet.opinion.endpoint import make_endpoint
from kolvet.vet.questions import Judge
from kolvet.vet.second_opinion import ask_judge
from tests.language_model import answer, endpoint
from tests.unit.subjects import judged

TARGET = find_target("小米")


def naming(post: JudgedPost, text: str = "") -> JudgedPost:
    """The judged post with words of its own that name the brand."""
    text = text or f"小米的第 {post.post.id} 句话"
    mention = Mention(text.index("小米"), text.index("小米") + 2, "小米", "小米", "name")
    digest = text.encode()[-16:].rjust(16, b"\0")
    judgement = replace(post.judgement, mentions=(mention,), span=Span(0, 2))
    return JudgedPost(post.post._replace(text=text, digest=digest), judgement)


def critical(number: int, text: str = "", **more) -> JudgedPost:
    return naming(judged(number, Stance.CRITICAL, **{"severity": 2} | more), text)


def ask(store, posts, reply, *, most=60):
    with endpoint(reply) as heard:
        judge = Judge(make_endpoint(heard.url, "m", ""), most)
        return ask_judge(store, posts, TARGET, judge), heard


def all_say(stance, **changes):
    return lambda posts: [answer(post, stance, **changes) for post in posts]
