"""The collectors whose exports are read, in the order in which they are asked.

Those with more particular columns come first: weibo-search's table has all of weibo-crawler's,
and gallery-dl's files hold answers of Weibo's API.
"""

from kolvet.importers.dialects import (
    crawl4weibo,
    feeds,
    media_crawler,
    nghuyong,
    snscrape,
    wechat_exporter,
    weibo_archiver,
    weibo_crawler,
    weibo_pages,
    weibo_search,
    weibo_spider,
    yt_dlp,
)
from kolvet.importers.reading import Importer

IMPORTERS: tuple[Importer, ...] = (
    weibo_search.IMPORTER,
    crawl4weibo.IMPORTER,
    weibo_crawler.IMPORTER,
    weibo_spider.IMPORTER,
    media_crawler.IMPORTER,
    nghuyong.IMPORTER,
    weibo_archiver.IMPORTER,
    snscrape.IMPORTER,
    yt_dlp.IMPORTER,
    wechat_exporter.IMPORTER,
    weibo_pages.GALLERY_DL,
    weibo_pages.IMPORTER,
    feeds.IMPORTER,
)
