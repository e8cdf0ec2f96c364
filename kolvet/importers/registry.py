"""The collectors whose exports are read, in the order in which they are asked.

Those with more particular columns come first: weibo-search's table has all of weibo-crawler's.
"""

from kolvet.importers.dialects import (
    feeds,
    media_crawler,
    nghuyong,
    weibo_archiver,
    weibo_crawler,
    weibo_search,
    weibo_spider,
)
from kolvet.importers.reading import Importer

IMPORTERS: tuple[Importer, ...] = (
    weibo_search.IMPORTER,
    weibo_crawler.IMPORTER,
    weibo_spider.IMPORTER,
    media_crawler.IMPORTER,
    nghuyong.IMPORTER,
    weibo_archiver.IMPORTER,
    feeds.IMPORTER,
)
