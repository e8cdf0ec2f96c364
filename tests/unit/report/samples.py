"""Invented reports for the tests of all formats: nobody in them exists."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from kolvet.model.explained import (
    Advice,
    BrandRow,
    Comparison,
    Contribution,
    Credit,
    TurningPoint,
)
from kolvet.model.judgements import Judgement, Mention, Reason, Span, Stance, TargetKind
from kolvet.model.posts import SHANGHAI, Engagement, Platform, Precision
from kolvet.model.report import (
    Coverage,
    EngineInUse,
    Evidence,
    Finding,
    Interval,
    JudgedPost,
    Month,
    PolicyInUse,
    Report,
    ReportBlogger,
    ReportBrand,
    ReportedPrecedent,
    Run,
    Term,
    Verdict,
    Why,
    Word,
)
from kolvet.model.store import StoredAccount, StoredPost

AS_OF = datetime(2026, 1, 4, 23, 59, 59, tzinfo=SHANGHAI)
MADE_AT = datetime(2026, 1, 5, 1, 30, tzinfo=UTC)
LONG_URL = (
    "https://news.example.com/%E6%A0%B7%E4%BE%8B%E6%96%B0%E9%97%BB%E4%B8%80%E5%88%99%E5%BE%88"
    "%E9%95%BF%E7%9A%84%E6%A0%87%E9%A2%98%EF%BC%8C%E5%85%A8%E9%83%A8%E8%99%9A%E6%9E%84-034025538.html"
)


def evidence(number: str, quote: str, phrase: str = "", **changes: object) -> Evidence:
    """A quote from a post; `phrase` is what decides."""
    start = quote.find(phrase) if phrase else 0
    span = Span(start, start + len(phrase)) if phrase else None
    base = Evidence(
        id=number,
        kind="post",
        quote=quote,
        span=span,
        published=datetime(2025, 9, 3, 13, 14, 15, tzinfo=UTC),
        url="https://weibo.com/1000000001/QabCdEfGh",
        platform="weibo",
        stance=Stance.CRITICAL,
        score=-0.9312345,
        severity=2,
        confidence=0.9154321,
        target_kind=TargetKind.PRODUCT,
        flags=(),
        reviewed=False,
        likes=12345,
        comments=830,
        reposts=402,
        source="posts.csv:12 (weibo-crawler)",
        reasons=(Reason("word.complaint", "翻车", -0.8), Reason("negation", "没", 0.1)),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def press(number: str, quote: str, **changes: object) -> Evidence:
    """A quote that a (made-up) paper reports."""
    return evidence(
        number,
        quote,
        **{
            "kind": "press",
            "published": date(2025, 9, 30),
            "url": LONG_URL,
            "platform": "press",
            "score": None,
            "severity": 3,
            "confidence": None,
            "target_kind": TargetKind.USERS,
            "flags": ("insult",),
            "likes": None,
            "comments": None,
            "reposts": None,
            "source": "样例日报",
            "source_published": date(2026, 1, 7),
            "later_source": True,
            "also_reported_by": ("https://example.org/a",),
            "reasons": (),
            **changes,
        },
    )


def months(counts: str, first: str = "2023-08", brand: str = "小米") -> tuple[Month, ...]:
    """Months from triples "critical neutral supportive", separated by commas."""
    year, month = (int(part) for part in first.split("-"))
    made = []
    for triple in counts.split(","):
        critical, neutral, supportive = (int(part) for part in triple.split())
        posts = critical + neutral + supportive
        made.append(Month(f"{year}-{month:02}", brand, posts, critical, neutral, supportive))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return tuple(made)


WEIBO = StoredAccount(
    platform=Platform.WEIBO,
    native_id="1000000001",
    name="样例数码君",
    followers=2_570_000,
    declared_posts=5120,
    posts=3120,
    url="https://weibo.com/u/1000000001",
    seen_at=datetime(2026, 1, 3, 4, 0, tzinfo=UTC),
)
XHS = replace(
    WEIBO,
    platform=Platform.XIAOHONGSHU,
    native_id="5f00000000000000010000aa",
    name="数码君的日常",
    followers=None,
    declared_posts=None,
    posts=14,
    url="",
    seen_at=None,
)

COVERAGE = Coverage(
    posts_seen=3134,
    own_word_posts=2411,
    brand_posts=186,
    reposts=655,
    declared=5120,
    ratio=0.609375,
    first=datetime(2019, 3, 2, 1, 0, tzinfo=UTC),
    last=datetime(2026, 1, 3, 15, 30, tzinfo=UTC),
    longest_gap_days=41,
    truncated=12,
    edited=3,
    deleted=1,
    undated=2,
    rejected_rows=5,
    comments=0,
    platforms=(Platform.WEIBO, Platform.XIAOHONGSHU),
    unreviewed=186,
)
EMPTY_COVERAGE = Coverage(
    posts_seen=0,
    own_word_posts=0,
    brand_posts=0,
    reposts=0,
    declared=None,
    ratio=None,
    first=None,
    last=None,
    longest_gap_days=None,
    truncated=0,
    edited=0,
    deleted=0,
    undated=0,
    rejected_rows=0,
    comments=0,
    platforms=(),
    unreviewed=0,
)
TERMS = (
    Term("H", 0.41, 186, Interval(0.35, 0.4812345), True),
    Term("H.breadth", 0.33, 186, Interval(0.27, 0.40), True),
    Term("H.severity", 0.55, 61, Interval(0.44, 0.63), True),
    Term("H.persistence", 0.38, 186, Interval(0.29, 0.46), True),
    Term("I", 0.3, 1, Interval(0.0, 0.3), True),
    Term("F", None, 0, None, False, "no_fan_comments"),
    Term("K", 0.587, 186, Interval(0.4, 0.63), True),
    Term("T", 0.5, 0, Interval(0.25, 0.9), False, "no_fan_comments"),
    Term("R", 0.852, 2_570_000, Interval(0.852, 0.852), True),
    Term("C", 0.72, 2, Interval(0.1, 0.8), True),
    Term("V", None, 0, None, False, "no_posts"),
)
UNREAD_TERMS = (
    Term("H", None, 0, None, False, "no_posts"),
    Term("H.breadth", None, 0, None, False, "no_posts"),
    Term("H.severity", None, 0, None, False, "no_posts"),
    Term("H.persistence", None, 0, None, False, "no_posts"),
    Term("I", 1.0, 3, Interval(1.0, 1.0), True),
    Term("F", None, 0, None, False, "no_fan_comments"),
    Term("K", 1.0, 0, Interval(1.0, 1.0), True),
    Term("T", 0.5, 0, Interval(0.25, 0.9), False, "no_fan_comments"),
    Term("R", 0.5, 0, Interval(0.0, 1.0), False, "no_followers"),
    Term("C", 0.69, 3, Interval(0.5, 0.8), True),
    Term("V", None, 0, None, False, "no_posts"),
)

CONTRIBUTIONS = (
    Contribution("H.breadth", 17.1),
    Contribution("H.severity", 24.9),
    Contribution("H.persistence", 12.3),
    Contribution("I", 4.4),
    Contribution("F", 0.0),
    Contribution("T", -9.5),
    Contribution("R", -3.6),
    Contribution("C", -6.3),
    Contribution("V", -3.0533),
)
CREDITS = (
    Credit("aspects", 0.2, True, 58),
    Credit("improvement", 0.2, False, 186),
    Credit("welcome", 0.15, None, 0),
    Credit("sudden_praise", -0.2, True, 186),
)
TURNS = (
    TurningPoint("小米", date(2024, 10, 3), -0.05, -0.62, 71, 84, 0.001, False),
    TurningPoint("小米", date(2025, 11, 9), -0.62, 0.45, 84, 9, 0.031, True),
)
ADVICE = (
    Advice("disclosure", "condition", "从第一条起，每条合作内容都明确标注广告", ()),
    Advice("KV104", "condition", "他的转变还不到 90 天：先看它能否保持 180 天", ("C1", "C2")),
    Advice("answer", "convert", "先回应他反复提到的：散热 系统。给他实测数据", ("E1", "E2", "E3")),
    Advice("look_again", "convert", "2026-07-03 再查一次", ()),
)
SIDE_BY_SIDE = Comparison(
    "样例数码君",
    (
        BrandRow(
            "小米",
            "hold",
            "bands",
            36.2467,
            Interval(22.108, 47.93),
            (("K", 0.587), ("T", 0.81), ("V", None)),
            186,
            61,
            340,
        ),
        BrandRow(
            "样例通讯",
            "conditions",
            "bands",
            17.5,
            Interval(9.1, 28.0),
            (("K", 0.55), ("T", 0.22), ("V", 0.35)),
            90,
            28,
            412,
            -18.7467,
            -2.5,
            -16.2467,
        ),
        BrandRow("样例果品", "hold", "knockout:KV402", None, None, (("K", None),), 0, 0, 0),
    ),
)

HOLD = Report(
    tool="0.1.0",
    run=Run("5d0a77c1b2f3", MADE_AT, "kolvet check 样例数码君 --brand 小米 --as-of 2026-01-04"),
    as_of=AS_OF,
    policy=PolicyInUse("default", 1, "built in", "hold"),
    blogger=ReportBlogger("样例数码君", ("样例数码君", "数码君"), (WEIBO, XHS)),
    brand=ReportBrand("小米", "Xiaomi", True, "2026-01", ("Redmi",)),
    verdict=Verdict(Word.HOLD, 1, True, 36.2467, Interval(22.108, 47.93), 28.4, "bands"),
    why=(
        Why("舆论反噬指数为 36.2（90% 区间 22.1~47.9），对应「暂缓」", ("E1", "E2", "E3")),
        Why(
            "读到本人原话 2411 条，其中提到小米的 186 条里有 61 条判为批评；"
            "按时间、影响与置信度加权并校正打分器已知误差后，批评占比 33%（90% 区间 27%~40%）",
            ("E1", "E2", "E3"),
        ),
        Why("有 58 条帖子替小米说好话", ("C1", "C2", "C3")),
    ),
    terms=TERMS,
    findings=(
        Finding(
            "KV101",
            "high",
            0.87654,
            "0f" * 8,
            tuple(f"E{number}" for number in range(1, 8)),
            "提到品牌的 186 条里有 61 条判为批评。",
        ),
        Finding("KV201", "medium", 0.71, "1e" * 8, ("E1",), "辱骂品牌用户本人。"),
    ),
    evidence=(
        evidence(
            "E1",
            "小米这次的系统更新把我气笑了[doge]评论区还有人洗，米粉就是这样惯出来的厂商[/b]",
            "米粉就是这样惯出来的厂商",
            severity=3,
            target_kind=TargetKind.USERS,
            flags=("insult",),
            confidence=0.996,
        ),
        evidence(
            "E2",
            "【评测】小米样机第三周：\n充电 30 分钟机身 47 度，游戏掉帧严重，客服说是正常现象。\n"
            "同价位的另外两台我也测了，一台 41 度，一台 42 度，差距肉眼可见👨‍👩‍👧。"
            "屏幕没得说，系统动画也顺，但是散热翻车就是翻车，别拿“冬天暖手”当笑话讲，"
            "花四千块买个暖手宝的人心里什么滋味？下周我会再测一次官方说的那个新版本，"
            "如果温度真的降了，我第一个发出来；如果没有降，就别再说什么“已优化”了。"
            "顺便一提，快充头居然不在盒子里，还要另外花钱买，这一点所有厂商都一个德行，骂也骂累了。",
            "散热翻车就是翻车",
            published=datetime(2025, 6, 30, 16, 30, tzinfo=UTC),
            likes=980,
            comments=None,
            reposts=12,
            url="https://weibo.com/1000000001/Pzzzzzzz1",
        ),
        evidence(
            "E3",
            "又是\u202e期货\x1b[31m，小米别再发 PPT 了😅",
            "小米别再发 PPT 了",
            target_kind=TargetKind.COMPANY,
            flags=("irony",),
            likes=None,
            comments=None,
            reposts=None,
            url="",
            published=None,
        ),
        evidence("E4", "小米之家的售后态度真的离谱", "小米之家的售后态度真的离谱", severity=1),
        evidence("E5", "Redmi 这代的马达像在磨牙", "马达像在磨牙", platform="xiaohongshu"),
        evidence("E6", "小米汽车的交付说明写得像谜语", "写得像谜语"),
        evidence("E7", "小米电视开机广告关不掉", "开机广告关不掉"),
    ),
    counter=(
        evidence(
            "C1",
            "说句公道话，小米这块屏幕是真的好，护眼这件事做到位了👍",
            "小米这块屏幕是真的好",
            stance=Stance.SUPPORTIVE,
            severity=0,
            score=0.97,
            likes=1_203_000,
            published=datetime(2025, 11, 20, 2, 0, tzinfo=UTC),
            url="https://weibo.com/1000000001/QccCcCcC1",
        ),
        evidence(
            "C2",
            "小米的家电联动目前还是同价位里最省心的",
            "最省心的",
            stance=Stance.SUPPORTIVE,
            severity=0,
            score=0.9,
            url="https://weibo.com/1000000001/QccCcCcC2",
        ),
        evidence("C3", "小米线下维修一次，半小时搞定", stance=Stance.SUPPORTIVE, severity=0),
        evidence("C4", "小米的包装不错", stance=Stance.SUPPORTIVE, severity=0),
    ),
    timeline=months(
        "0 2 3,0 1 2,1 3 4,0 2 3,0 0 0,1 2 2,0 3 1,2 2 3,1 1 2,0 2 4,0 0 0,1 3 2,"
        "2 2 3,3 1 1,1 2 2,2 3 2,4 2 1,3 1 1,2 2 2,3 3 1,4 2 2,5 2 1,9 3 1,6 2 0,"
        "3 2 2,7 1 1,1 2 1,0 3 4,0 1 1,0 0 1"
    ),
    fans=None,
    comparison=SIDE_BY_SIDE,
    precedents=(),
    coverage=COVERAGE,
    engine=EngineInUse("rules", "1", 0.7134, 480),
    waivers=(),
    decisions=(),
    unmeasured=("F", "T", "V", "hidden_history"),
    limits=(
        "首次导入之前已隐藏、删除或设为仅半年可见的内容，这里看不到。",
        "打分器会误读反话和转述；采信之前请点开原文逐条核对。",
    ),
    notices=("样例数码君是虚构的博主，帖子全部是编写的示例。",),
    contributions=CONTRIBUTIONS,
    convertibility=CREDITS,
    turning_points=TURNS,
    advice=ADVICE,
    others=tuple(
        evidence(
            f"O{number}",
            f"第 {number} 条：券后 1999，链接在评论区，手慢无[doge]",
            stance=None,
            score=None,
            severity=None,
            confidence=None,
            target_kind=None,
            reviewed=None,
            reasons=(),
        )
        for number in range(1, 6)
    ),
)

REJECT = replace(
    HOLD,
    run=Run("a1b2c3d4e5f6", MADE_AT, "kolvet check 样例评论员 --brand 小米 --as-of 2026-01-04"),
    blogger=ReportBlogger("样例评论员", ("样例评论员", "Sample Critic"), ()),
    verdict=Verdict(Word.REJECT, 1, True, 58.1, Interval(31.25, 76.9), None, "knockout:KV201"),
    why=(
        Why("24 个月内有严重辱骂小米用户的言论，一票否决，不看分数：不签", ("E1", "E2", "E3")),
        Why("没有读到本人的任何帖子，他平时怎么说小米无从得知", ("coverage",)),
        Why("没有他的帖子，无从查找对他有利的内容", ("coverage",)),
    ),
    terms=UNREAD_TERMS,
    findings=(
        Finding("KV201", "high", 1.0, "11" * 8, ("E1",), "辱骂品牌用户本人。"),
        Finding("KV201", "high", 1.0, "22" * 8, ("E2",), "辱骂品牌用户本人。"),
        Finding("KV402", "high", 1.0, "aa" * 8, ("P1",), "有判决记录（某电脑品牌）。"),
    ),
    evidence=(
        press("E1", "买它的人,活该当韭菜", happened="2025-09"),
        press(
            "E2",
            "bottom-tier buyers",
            published=date(2026, 1, 3),
            source="The Sample Weekly",
            source_published=date(2026, 1, 3),
            later_source=False,
            also_reported_by=(),
            url="https://example.com/p/2",
        ),
        press("E3", "negative assets", also_reported_by=("a", "b"), reviewed=True),
        press(
            "E4",
            "has for years criticised the brand's products (invented)",
            stance=None,
            severity=None,
            flags=(),
            target_kind=TargetKind.PRODUCT,
            verbatim=False,
        ),
    ),
    counter=(),
    timeline=(),
    precedents=(
        ReportedPrecedent(
            id="P1",
            kind="judgment",
            about="某电脑品牌",
            summary="法院认定其捏造事实，判赔 80,000 元（虚构）",
            happened="2024",
            counts_from=date(2024, 12, 31),
            url=LONG_URL,
            publisher="样例日报",
            published="2026-01",
            later_source=True,
            also_reported_by=("样例晚报",),
            quote="判令被告赔偿原告经济损失 80,000 元（虚构）",
        ),
        ReportedPrecedent(
            id="P2",
            kind="cancelled_deal",
            about="某家电品牌",
            summary="官宣数小时后取消合作（虚构）",
            happened=None,
            counts_from=date(2020, 6, 30),
            url="https://example.com/p/3",
            publisher="样例晚报",
            published="2020-06",
            later_source=False,
            also_reported_by=(),
        ),
    ),
    coverage=EMPTY_COVERAGE,
    engine=EngineInUse("rules", "1", None, None),
    unmeasured=("H", "F", "T", "R", "V", "hidden_history"),
    limits=("没有读到本人的帖子。",),
    notices=("按截至 2026-01-04 的公开报道回放；不是对此人今天的评价。（样例，内容虚构）",),
    comparison=None,
    contributions=(),
    convertibility=(),
    turning_points=(),
    advice=(),
    others=(),
)

INCONCLUSIVE = replace(
    HOLD,
    run=Run("00ff00ff00ff", MADE_AT, "kolvet check 样例新人 --brand 样例茶饮 --as-of 2026-01-04"),
    blogger=ReportBlogger(
        "样例新人", ("样例新人",), (replace(WEIBO, name="样例新人", followers=8123),)
    ),
    brand=ReportBrand("样例茶饮", "", False, "", ()),
    verdict=Verdict(
        Word.INCONCLUSIVE, 4, True, 3.04, Interval(0.2, 12.6), None, "inconclusive:few_posts"
    ),
    why=(
        Why("只看到 37 条本人原话，低于准入标准要求的 100 条：无法下结论", ("coverage",)),
        Why("读到本人原话 37 条，其中 3 条提到样例茶饮，没有一条判为批评", ("coverage",)),
        Why("没有找到他替样例茶饮说好话的帖子", ("coverage",)),
    ),
    findings=(Finding("KV504", "medium", 1.0, "cc" * 8, (), "覆盖不足。"),),
    evidence=(),
    counter=(),
    timeline=months("0 1 0,0 2 0", "2025-11", "样例茶饮"),
    coverage=replace(
        COVERAGE, posts_seen=41, own_word_posts=37, brand_posts=3, declared=None, ratio=None
    ),
    notices=(),
    comparison=None,
    contributions=(),
    convertibility=(),
    turning_points=(),
    advice=(),
    others=(),
)

SAMPLES = {"reject": REJECT, "hold": HOLD, "inconclusive": INCONCLUSIVE}


def judged_post(
    text: str = "小米这次翻车了[doge]", phrase: str = "翻车了", **changes: object
) -> JudgedPost:
    """A stored post with a judgement; `changes` go to the judgement."""
    start = text.find(phrase)
    judgement = Judgement(
        mentioned=True,
        confidence=0.91,
        stance=Stance.CRITICAL,
        score=-0.87,
        severity=2,
        target_kind=TargetKind.PRODUCT,
        mentions=(Mention(0, 2, "小米", "小米", "name"),),
        span=Span(start, start + len(phrase)) if start >= 0 else None,
        flags=("irony",),
        reasons=(Reason("word.complaint", "翻车", -0.8), Reason("word.praise", "好", 0.25)),
    )
    post = StoredPost(
        id=1,
        platform=Platform.WEIBO,
        native_id="5000000000000001",
        text=text,
        digest=b"0" * 16,
        published=datetime(2025, 9, 3, 13, 14, tzinfo=UTC),
        precision=Precision.SECOND,
        engagement=Engagement(likes=12345, comments=6),
        url="https://weibo.com/1000000001/QabCdEfGh",
        is_repost=False,
        truncated=False,
        edited=True,
        deleted=False,
        source="posts.csv:12 (weibo-crawler)",
    )
    return JudgedPost(post, replace(judgement, **changes))  # type: ignore[arg-type]


def listed_posts() -> list[JudgedPost]:
    """A critical, a neutral and a supportive post, newest first."""
    critical = judged_post()
    neutral = judged_post(
        "小米发布会定在下周四",
        "",
        stance=Stance.NEUTRAL,
        severity=0,
        span=None,
        flags=(),
        reasons=(),
    )
    supportive = judged_post(
        "小米这块屏幕真香，看一天眼睛也不累，" * 12, "真香", stance=Stance.SUPPORTIVE, severity=0
    )
    return [
        critical,
        replace(neutral, post=neutral.post._replace(published=None, url="", edited=False)),
        replace(
            supportive,
            post=supportive.post._replace(published=critical.post.published - timedelta(days=400)),
        ),
    ]
