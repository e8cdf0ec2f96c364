"""A new pack to be filled in."""

import datetime
import json
import re
from pathlib import Path

from kolvet.brands.packs import CATEGORIES, load_packs
from kolvet.errors import PackError

_TEMPLATE = """\
name = {name}
english = ""
# {categories}
category = "{category}"
as_of = {today}
# 上级品牌：提到本品牌也算提到它 / posts about this brand count for its parent
# parent = ""

# kind: name 名称, product 产品, nickname 昵称, mocking 黑称, executive 高管,
#       fans 粉丝, mocking_fans 对粉丝的蔑称
[[alias]]
kind = "name"
words = [{name}]
# 正则表达式，匹配小写、半角、简体的文本；有括号组时只取组内 /
# on lower-case, half-width, Simplified text; with a group, the group is the name
# patterns = ['型号\\d+']
# 常有别的意思，要有 support 里的词才算 / often means something else: needs a word of support
# ambiguous = true

# [[alias]]
# kind = "executive"
# words = [""]
# role = "CEO"
# as_of = {today}

[rivals]
names = []
as_of = {today}

[lookalike]
# 在这些词里就不是本品牌 / inside these it is something else: "小米粥"
phrases = []
# 近处有这些词，多半不是本品牌 / close by, these say that it is something else: "熬"
near = []
# 文中有这些词，多半就是本品牌 / anywhere, these say that it is the brand: "手机"
support = []
"""


def new_pack(name: str, folder: Path) -> Path:
    """Write a pack for a brand into the user's folder; ours of that name is copied as the start.

    Raises:
        PackError: The file exists, or the name gives no file name.
        OSError: It cannot be written.
    """
    name = name.strip()
    stem = re.sub(r"[^\w-]+", "_", name).strip("_")
    if not stem:
        raise PackError("brands.no_name", name=name)
    shipped = load_packs().texts.get(name)
    path = folder / f"{shipped.id if shipped else stem}.toml"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(shipped.text if shipped else template(name))
    except FileExistsError as error:
        raise PackError("brands.exists", path=path) from error
    return path


def template(name: str) -> str:
    """The text of an empty pack for this name."""
    return _TEMPLATE.format(
        name=json.dumps(name, ensure_ascii=False),
        category=CATEGORIES[0],
        categories=" ".join(CATEGORIES),
        today=datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
    )
