"""Invented comment sections of invented brands: how hot their fans are is all that differs."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kolvet.model.imports import ImportedFile, Owner, Row
from kolvet.model.posts import Author, Comment, Platform, Post
from kolvet.store import Store

START = datetime(2025, 6, 1, 4, tzinfo=UTC)
AS_OF = datetime(2026, 1, 4, 15, 59, 59, tzinfo=UTC)
CRITIC = Author("1000000001", "样例数码君")

CALM_PRAISE = [
    "外观挺好看",
    "手感不错",
    "用着顺手",
    "支持一下",
    "期待新品",
    "性价比可以",
    "做工扎实",
    "屏幕漂亮",
]
CALM_REPLY = [
    "我觉得还行吧",
    "看个人需求",
    "各有各的用法",
    "学到了谢谢",
    "这个角度没想过",
    "有点道理",
    "先观望",
    "说得客观",
]
HOT_DEFENCE = [
    "又来黑",
    "收了多少钱",
    "我用着挺好",
    "你懂什么",
    "别带节奏",
    "恰烂饭",
    "专业黑",
    "不懂就别评",
]
HOT_WORDS = [
    "寒心",
    "背刺",
    "我们自己人",
    "一致对外",
    "兄弟们",
    "黑子",
    "气死我了",
    "坚决",
]
LEAVING = [
    "脱粉了",
    "再也不买了",
    "退货",
    "抵制",
]
FILLERS = [
    "昨天下班路上",
    "家里老人也在用",
    "同事刚换了一台",
    "公司楼下的门店",
    "我妹妹上大学",
    "周末去体验",
    "用了三个月",
    "买之前对比过",
    "上个月底",
    "年初的时候",
    "第一次评论",
    "看完视频",
    "发布会那天",
    "快递刚到",
    "充电的时候",
    "出差路上",
    "晚上拍照",
    "打游戏两小时",
    "孩子上网课",
    "给爸妈买的",
    "在北方冬天",
    "夏天户外",
    "地铁里信号",
    "开车导航",
    "会议录音",
    "健身房听歌",
    "露营时",
    "追剧一整天",
    "办公文档",
    "拍猫",
]
TAILS = [
    "就这样",
    "供参考",
    "个人感受",
    "不多说了",
    "先这样",
    "有同感的吗",
    "你们觉得呢",
    "以上",
    "一点想法",
    "随便说说",
    "留个言",
    "路过",
    "排队等货",
    "慢慢看",
    "再看看",
    "明天继续",
    "有图为证",
    "回头补充",
    "记录一下",
    "改天细说",
]


@dataclass(frozen=True)
class Fans:
    """The comment section of one brand.

    `heat` from 0 to 1 is how often a fan defends, attacks, leaves or shouts.
    """

    brand: str
    heat: float
    number: int = 60
    posts: int = 4
    first_uid: int = 1000100000


class Section:
    """Makes posts and comments with ids of their own; the same seed makes the same."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)
        self._next = 5_300_000_000_000_000

    def number(self) -> str:
        self._next += 1
        return str(self._next)

    def post(self, author: Author, text: str, day: int = 0) -> Post:
        return Post(
            platform=Platform.WEIBO,
            native_id=self.number(),
            author=author,
            text=text,
            published=START + timedelta(days=day),
        )

    def comment(self, post: Post, author: Author, text: str, minutes: int = 600) -> Comment:
        return Comment(
            platform=Platform.WEIBO,
            native_id=self.number(),
            post_native_id=post.native_id,
            text=text,
            author=author,
            published=post.published + timedelta(minutes=minutes),
        )

    def pick(self, words: list[str]) -> str:
        return self.random.choice(words)

    def sentence(self, core: str) -> str:
        """The core in other words around it each time, so that no two are copies."""
        fillers = "，".join(self.random.sample(FILLERS, 2))
        return f"{fillers}，{core}，{self.pick(TAILS)}{self.random.choice('。！')}"

    def hot(self, heat: float) -> bool:
        return self.random.random() < heat


def voice_of(fans: Fans) -> Author:
    return Author(str(fans.first_uid - 1), f"{fans.brand}官方")


def section_of(section: Section, fans: Fans, rivals: list[Post]) -> Iterator[Post | Comment]:
    """A brand's own posts, a critic's posts about it, and what the brand's fans write there."""
    own = [
        section.post(voice_of(fans), f"{fans.brand}新品来了，第{day}天", day)
        for day in range(fans.posts)
    ]
    critical = [
        section.post(CRITIC, f"{fans.brand}真垃圾，质量太差，第{day}次翻车，千万别买", 40 + day)
        for day in range(fans.posts)
    ]
    yield from own
    yield from critical
    for number in range(fans.number):
        author = Author(str(fans.first_uid + number), f"路人{fans.first_uid + number}")
        for post in own[:3]:
            yield section.comment(
                post, author, section.sentence(section.pick(CALM_PRAISE) + "，支持")
            )
        yield from _of_one_fan(section, fans, author, own, critical)
        if rivals:
            hot = section.hot(fans.heat)
            words = "垃圾东西，真难用" if hot else "也不错，各有优点"
            yield section.comment(section.pick(rivals), author, section.sentence(words))


def _of_one_fan(
    section: Section, fans: Fans, author: Author, own: list[Post], critical: list[Post]
) -> Iterator[Comment]:
    for post in critical[:2]:
        hot = section.hot(fans.heat)
        core = (
            section.pick(HOT_DEFENCE) + "，你" + section.pick(HOT_WORDS)
            if hot
            else section.pick(CALM_REPLY)
        )
        minutes = 20 if section.hot(fans.heat) else 600
        yield section.comment(post, author, section.sentence(core), minutes)
    if section.hot(fans.heat):
        core = f"{section.pick(LEAVING)}，{section.pick(HOT_WORDS)}！！"
        yield section.comment(own[-1], author, section.sentence(core))


def copies_of(items: list[Post | Comment], first_id: int = 5_900_000_000_000_000) -> list[Comment]:
    """The same comments once more, by as many other accounts, a little later."""
    copied = []
    for number, item in enumerate(item for item in items if isinstance(item, Comment)):
        author = Author(f"9{item.author.native_id}", f"另{item.author.name}")
        later = item.published + timedelta(seconds=30) if item.published else None
        copied.append(
            replace(item, native_id=str(first_id + number), author=author, published=later)
        )
    return copied


def keep(store: Store, items: list[Post | Comment], name: str, brand: str = "") -> None:
    """Import them as one file, owned by a brand if it is one's official voice."""
    rows = [Row(line, item) for line, item in enumerate(items, 2)]
    file = ImportedFile(f"{name}.jsonl", name, "generic", "utf-8", AS_OF)
    owner = Owner(brand, is_brand=True) if brand else None
    store.import_rows(file, rows, owner=owner, fans_of=lambda name: ())


def make_sections(
    all_fans: list[Fans], seed: int = 1
) -> list[tuple[str, list[Post], list[Post | Comment]]]:
    """For each brand its name, its own posts, and everything else of its section.

    Each one's fans write under the posts of the brand before it too.
    """
    section = Section(seed)
    voices = {
        fans.brand: [
            section.post(voice_of(fans), f"{fans.brand}日常分享{day}", 80 + day)
            for day in range(2)
        ]
        for fans in all_fans
    }
    made = []
    for number, fans in enumerate(all_fans):
        rival = all_fans[number - 1].brand
        items = list(section_of(section, fans, [] if rival == fans.brand else voices[rival]))
        posts = [item for item in (*voices[fans.brand], *items) if isinstance(item, Post)]
        mine = [post for post in posts if post.author == voice_of(fans)]
        made.append((fans.brand, mine, [item for item in items if item not in mine]))
    return made


def keep_sections(store: Store, all_fans: list[Fans], seed: int = 1) -> list[Post | Comment]:
    """Store the sections of several brands; gives everything that was stored."""
    everything: list[Post | Comment] = []
    for number, (brand, mine, others) in enumerate(make_sections(all_fans, seed)):
        keep(store, [*mine], f"voice{number}", brand=brand)
        keep(store, others, f"section{number}")
        everything += [*mine, *others]
    return everything


def write_export(folder: Path, items: list[Post | Comment]) -> Path:
    """The items as MediaCrawler writes them for Weibo: one file of posts, one of comments."""
    folder.mkdir(parents=True, exist_ok=True)
    posts = [_post_row(item) for item in items if isinstance(item, Post)]
    comments = [_comment_row(item) for item in items if isinstance(item, Comment)]
    for name, rows in (("contents", posts), ("comments", comments)):
        if rows:
            path = folder / f"creator_{name}_2026-01-04.json"
            path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return folder


def _post_row(post: Post) -> dict[str, str]:
    return {
        "note_id": post.native_id,
        "content": post.text,
        "create_time": str(int(post.published.timestamp())),
        "create_date_time": post.published.strftime("%Y-%m-%d %H:%M:%S+00:00"),
        "liked_count": "12",
        "comments_count": "30",
        "shared_count": "1",
        "user_id": post.author.native_id,
        "nickname": post.author.name,
    }


def _comment_row(comment: Comment) -> dict[str, str]:
    return {
        "comment_id": comment.native_id,
        "create_time": str(int(comment.published.timestamp())),
        "create_date_time": comment.published.strftime("%Y-%m-%d %H:%M:%S+00:00"),
        "note_id": comment.post_native_id,
        "content": comment.text,
        "comment_like_count": "0",
        "user_id": comment.author.native_id,
        "nickname": comment.author.name,
        "parent_comment_id": comment.parent_native_id or "0",
    }
