"""Every format that posts are written in, and what is lost by it (docs/importing.md)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests import factories, factories_api, factories_platforms, factories_tools
from tests.factories import NAME, UID, Sample

# What a format does not say. A name stands for the fields that `view` leaves out.
Losses = frozenset[str]


def losses(*names: str) -> Losses:
    return frozenset(names)


NO_ORIGINAL = losses("repost", "original name", "original text", "original id", "gone")
ONLY_ID = losses("original name", "original text", "gone")
PADDING = "\u200b\u00a0 \n"  # what a platform puts around a text is not told from the author's
MINUTES, DAYS = losses("seconds"), losses("seconds", "clock")


@dataclass(frozen=True)
class Format:
    """How to write posts, what is lost by it, and which posts it holds."""

    name: str
    file: str
    write: Callable[[Path, tuple[Sample, ...]], object]
    lost: Losses
    collector: str
    holds: Callable[[Sample], bool] = lambda post: True
    titles: bool = False


def _crawler(generation: str, *, full: bool) -> Format:
    lost = NO_ORIGINAL if not full else losses()
    if generation != "E":
        lost |= losses("edited")
    if generation in "ABC":
        lost |= DAYS
    return Format(
        f"weibo-crawler-{generation}{'-full' if full else ''}",
        f"{NAME}/{UID}.csv",
        lambda path, posts: factories.write_crawler(path, posts, generation, full=full),
        lost,
        "weibo-crawler",
        lambda post: full or post.original is None,
    )


def _media(platform: str, suffix: str, *, new: bool) -> Format:
    make = factories_platforms.MEDIA[platform]
    lost = losses("client", "edited") | NO_ORIGINAL
    lost |= {"xhs": losses("id"), "kuaishou": losses("id", "comments", "reposts")}.get(
        platform, losses()
    )
    lost |= {"zhihu": losses("reposts"), "tieba": losses("reposts", "likes") | MINUTES}.get(
        platform, losses()
    )
    if new:
        lost |= losses("uid", "name")
    return Format(
        f"MediaCrawler-{platform}-{'new' if new else 'old'}{suffix}",
        f"{platform}/creator_contents_2024-11-29{suffix}",
        lambda path, posts: factories.write_table(path, [make(post, new=new) for post in posts]),
        lost,
        "MediaCrawler",
        titles=platform not in {"weibo", "dynamics"},
    )


def _formats() -> Iterator[Format]:
    for generation in "ABCDE":
        yield _crawler(generation, full=False)
        yield _crawler(generation, full=True)
    yield Format(
        "weibo-crawler-json", "1.json", factories.write_crawler_json, losses(), "weibo-crawler"
    )
    yield Format(
        "weibo-crawler-sqlite",
        "weibodata.db",
        factories.write_crawler_database,
        losses("original name"),
        "weibo-crawler",
    )
    spider = MINUTES | losses("edited", "original id", "seconds")
    yield Format(
        "weiboSpider-13", f"{NAME}/{UID}.csv", factories.write_spider, spider, "weiboSpider"
    )
    yield Format(
        "weiboSpider-11",
        f"{NAME}/{UID}.csv",
        lambda path, posts: factories.write_spider(path, posts, full=False),
        spider,
        "weiboSpider",
        lambda post: post.original is None,
    )
    yield Format(
        "weiboSpider-json", f"{UID}.json", factories.write_spider_json, spider, "weiboSpider"
    )
    yield Format(
        "weiboSpider-sqlite",
        "weibo.db",
        lambda path, posts: factories.write_database(
            path,
            {
                "user": [{"id": UID, "nickname": NAME, "weibo_num": 1, "followers": 2}],
                "weibo": [{**factories.spider_row(post), "user_id": UID} for post in posts],
            },
        ),
        spider | losses("name"),
        "weiboSpider",
    )
    for width in (17, 19, 21):
        yield Format(
            f"weibo-search-{width}",
            "结果文件/x/x.csv",
            lambda path, posts, width=width: factories.write_search(path, posts, width),
            MINUTES | ONLY_ID | losses("edited"),
            "weibo-search",
        )
    for platform in factories_platforms.MEDIA:
        for suffix in (".csv", ".json", ".jsonl", ".xlsx", ".db"):
            yield _media(platform, suffix, new=False)
            yield _media(platform, suffix, new=True)
    yield Format(
        "nghuyong",
        "tweet_spider_by_user_id_1.jsonl",
        lambda path, posts: factories.write_table(
            path, [factories_platforms.nghuyong(post) for post in posts]
        ),
        ONLY_ID | losses("name", "edited"),
        "nghuyong/WeiboSpider",
    )
    yield Format(
        "Weibo-archiver",
        "weibo-data-x.json",
        factories_platforms.write_archiver,
        losses("edited"),
        "Weibo-archiver",
    )
    feed = losses("client", "edited", "likes", "comments", "reposts", "original id")
    for name, file in (("rss", "a.xml"), ("atom", "a.atom"), ("json_feed", "a.json")):
        write = getattr(factories_platforms, f"write_{name}")
        yield Format(name, file, write, feed, "feed")
    yield from _api_formats()
    yield from _tool_formats()
    for file in ("a.csv", "a.tsv", "a.xlsx", "a.jsonl", "a.json"):
        yield Format(
            f"table-{file}",
            file,
            lambda path, posts: factories.write_table(
                path, [factories_platforms.table(post) for post in posts]
            ),
            NO_ORIGINAL | losses("client", "edited"),
            "table",
            titles=True,
        )


def _api_formats() -> Iterator[Format]:
    """Answers of Weibo's API: one in a file, a list of them, one on each line."""
    makers = (
        ("getIndex", factories_api.index_page, losses("padding")),
        ("mymblog", factories_api.mymblog_page, losses("padding")),
        ("official", factories_api.official_page, losses("padding", "edited")),
    )
    for name, make, lost in makers:
        yield Format(
            f"Weibo-API-{name}-page",
            "page.json",
            lambda path, posts, make=make: factories_api.write_json(path, make(posts)),
            lost,
            "Weibo API",
        )
        yield Format(
            f"Weibo-API-{name}-indented",
            "page.json",
            lambda path, posts, make=make: factories_api.write_json(path, make(posts), 2),
            lost,
            "Weibo API",
        )
        yield Format(
            f"Weibo-API-{name}-list",
            "pages.json",
            lambda path, posts, make=make: factories_api.write_json(
                path, factories_api.pages(make, posts)
            ),
            lost,
            "Weibo API",
        )
        yield Format(
            f"Weibo-API-{name}-lines",
            "pages.jsonl",
            lambda path, posts, make=make: factories_api.write_lines(
                path, factories_api.pages(make, posts)
            ),
            lost,
            "Weibo API",
        )
    for each in (factories_api.mblog, factories_api.status):
        yield Format(
            f"Weibo-API-{each.__name__}s",
            "posts.jsonl",
            lambda path, posts, make=each: factories_api.write_lines(path, map(make, posts)),
            losses("padding"),
            "Weibo API",
        )
    yield Format(
        "mcp-server-weibo",
        "feeds.json",
        lambda path, posts: factories_api.write_json(
            path, {"SinceId": "", "Feeds": [factories_tools.feed_item(post) for post in posts]}, 2
        ),
        losses("padding", "edited") | NO_ORIGINAL,
        "Weibo API",
    )
    yield Format(
        "gallery-dl",
        "x1.jpg.jsonl",
        lambda path, posts: factories_api.write_lines(
            path, map(factories_tools.gallery_dl, posts)
        ),
        losses("padding"),
        "gallery-dl",
    )


def _tool_formats() -> Iterator[Format]:
    no_counts = losses("client", "edited") | NO_ORIGINAL
    tools = (
        ("crawl4weibo", losses("name", "edited", "original name"), "crawl4weibo"),
        ("snscrape", losses("edited"), "snscrape"),
        ("yt_dlp_weibo", no_counts | losses("comments"), "yt-dlp"),
        ("yt_dlp_bilibili", no_counts | losses("reposts", "id"), "yt-dlp"),
        ("wechat_object", no_counts | losses("id", "uid"), "wechat-article-exporter"),
    )
    for name, lost, collector in tools:
        make = getattr(factories_tools, name)
        with_text = name.startswith(("yt", "wechat"))
        for file in ("a.json", "a.jsonl"):
            yield Format(
                f"{name}-{file}",
                file,
                lambda path, posts, make=make: factories.write_table(path, [*map(make, posts)]),
                lost,
                collector,
                (lambda post: bool(post.text)) if with_text else (lambda post: True),
                titles=name in {"yt_dlp_bilibili", "wechat_object"},
            )
    yield Format(
        "wechat-sheet",
        "微信公众号文章.xlsx",
        lambda path, posts: factories.write_table(
            path, [factories_tools.wechat_sheet_row(post) for post in posts], "Sheet1"
        ),
        no_counts | losses("id", "uid"),
        "wechat-article-exporter",
        lambda post: bool(post.text),
        titles=True,
    )


FORMATS = list(_formats())
