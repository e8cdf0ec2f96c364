"""The README's pictures are of the product as it is."""

import re
import shutil
from xml.etree import ElementTree

import pytest

from docs.manual.picture import COLUMNS, LANGUAGES, path_of, picture

MOST_BYTES = 150_000


@pytest.fixture(scope="module")
def store(sample_store, tmp_path_factory):
    path = tmp_path_factory.mktemp("picture") / "kolvet.db"
    shutil.copy(sample_store, path)
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_is_what_a_run_prints_today(store, language):
    drawn = picture(store, language)
    kept = path_of(language).read_text(encoding="utf-8")
    assert drawn == kept, "run `make picture`, and look at it"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_is_light_and_asks_nothing_of_the_network(language):
    written = path_of(language).read_text(encoding="utf-8")
    assert len(written.encode()) < MOST_BYTES
    root = ElementTree.fromstring(written)  # our own file
    assert root.get("viewBox") == "0 0 {} {}".format(root.get("width"), root.get("height"))
    links = re.findall(r"\b(?:href|src|url\(|@import|@font-face)", written)
    assert links == []
    assert set(re.findall(r"https?://[^/\s<\"]+", written)) <= {
        "http://www.w3.org",  # the name of SVG
        "https://weibo.com",  # words of the report
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_says_that_the_blogger_is_invented_and_shows_the_report(language):
    root = ElementTree.fromstring(path_of(language).read_text(encoding="utf-8"))
    words = "".join(root.itertext())
    assert "虚构人物" in words
    verdict, timeline = {"en": ("REJECT", "Timeline"), "zh": ("不签", "时间线")}[language]
    assert verdict in words
    assert timeline in words
    assert words.count("[...]") == 2  # what is cut out is marked
    places = [
        float(place)
        for text in root.iter("{http://www.w3.org/2000/svg}text")
        for place in text.get("x").split()
    ]
    assert max(places) < COLUMNS * 10
