"""MkDocs hook: adds the pages that come from the code and puts them into the navigation.

Nothing that is generated lies in docs/: the pages exist during a build only.
"""

import logging
from pathlib import Path

import check_pages
import policy_tables
import schema_pages
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from kolvet import messages

messages.choose("en")  # before the command line is built: its help texts are read once
import command_pages  # noqa: E402

logging.getLogger("jieba").disabled = True  # cuts Chinese for the search, and tells of its loading

GROUPS = {"checks": check_pages, "commands": command_pages, "json": schema_pages}
TITLES = {"commands": "Commands", "json": "JSON"}
OF_THE_ROOT = {"contributing.md": "CONTRIBUTING.md", "changelog.md": "CHANGELOG.md"}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the generated pages where the navigation says `generated:GROUP`."""
    config.nav = [_filled(item) for item in config.nav or []]
    return config


def _filled(item: object) -> object:
    if isinstance(item, dict):
        return {title: _filled(value) for title, value in item.items()}
    if isinstance(item, list):
        groups = [_group(part) for part in item]
        return [page for group in groups for page in group]
    return item


def _group(item: object) -> list[object]:
    if not (isinstance(item, str) and item.startswith("generated:")):
        return [_filled(item)]
    name = item.removeprefix("generated:")
    paths = list(GROUPS[name].pages())
    return [{TITLES[name]: paths}] if name in TITLES else paths


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages, and the two pages that lie beside the README."""
    made = {path: text for group in GROUPS.values() for path, text in group.pages().items()}
    root = Path(config.config_file_path).parent
    for path, name in OF_THE_ROOT.items():
        made[path] = (root / name).read_text(encoding="utf-8")
    for path, text in made.items():
        files.append(File.generated(config, path, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Fill in what a written page takes from the code."""
    del page, config, files
    return policy_tables.filled(markdown)
