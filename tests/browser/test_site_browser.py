"""The documentation in Chromium: opened from the disk, on a phone and wide."""

import pytest

from tests.docs.building import built_site

PAGES = (
    "index.html",
    "zh/index.html",
    "checks/KV201.html",
    "commands/check.html",
    "json/report.html",
    "policy.html",
    "quality.html",
    "ci.html",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of the built site."""
    return built_site(tmp_path_factory)


@pytest.mark.parametrize("width", [360, 1300])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_fits_its_window_and_asks_no_other_host(browser, site, page, width):
    browser.open(site / page, width=width)
    assert browser.evaluate("document.documentElement.scrollWidth") <= width
    assert browser.evaluate("document.querySelectorAll('h1').length") == 1
    assert [url for url in browser.requests() if not url.startswith(("file:", "data:"))] == []
