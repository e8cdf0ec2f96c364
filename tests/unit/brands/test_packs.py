"""Loading packs and finding targets."""

from pathlib import Path

import pytest

from kolvet.brands import CATEGORIES, find_target, load_packs, similar_names
from kolvet.brands.lint import lint_packs
from kolvet.brands.template import new_pack
from kolvet.errors import PackError, UsageError
from kolvet.messages import choose
from kolvet.model.brands import AliasKind

PACK = """\
name = "样例"
english = "Sample"
category = "phones"
as_of = 2026-11-22

[[alias]]
kind = "name"
words = ["样例", "样例数码"]

[rivals]
names = ["小米", "无此牌"]
as_of = "2026-11"
"""


@pytest.fixture(autouse=True)
def _chinese() -> None:
    choose("zh")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "yangli.toml").write_text(PACK, encoding="utf-8")
    return tmp_path


def rewrite(folder: Path, text: str) -> Path:
    path = folder / "yangli.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "name", ["小米", "Xiaomi", "xiaomi", "ＸＩＡＯＭＩ", " 小米 ", "小米公司"]
)
def test_pack_is_found_by_any_of_its_names(name: str) -> None:
    assert find_target(name).brand.name == "小米"


def test_pack_is_found_in_traditional_script() -> None:
    assert find_target("蘋果").brand.name == "苹果"
    assert find_target("華為").brand.name == "华为"


def test_alias_name_finds_its_pack() -> None:
    assert find_target("理想汽车").brand.name == "理想"


def test_unknown_brand_works_with_its_bare_name() -> None:
    target = find_target(" 无此牌 ")
    assert not target.brand.packed
    assert target.brand.name == "无此牌"
    assert target.brand.aliases[0].words == ("无此牌",)


def test_product_name_is_no_brand() -> None:
    assert not find_target("iPad").brand.packed


def test_children_belong_to_the_family_and_the_parent_comes_first() -> None:
    family = [brand.name for brand in find_target("小米").family]
    assert family[0] == "小米"
    assert "红米" in family
    assert [brand.name for brand in find_target("红米").family] == ["红米"]


def test_rivals_without_a_pack_have_their_bare_names(folder: Path) -> None:
    rivals = find_target("样例", folder).rivals
    assert [(rival.name, rival.packed) for rival in rivals] == [("小米", True), ("无此牌", False)]


def test_longer_words_of_other_packs_are_covers() -> None:
    assert "王者荣耀" in find_target("荣耀").covers


def test_users_pack_replaces_ours_of_the_same_name(folder: Path) -> None:
    rewrite(folder, PACK.replace('"样例"', '"小米"', 1).replace("样例数码", "小米数码"))
    target = find_target("小米", folder)
    assert [word for alias in target.brand.aliases for word in alias.words] == ["样例", "小米数码"]
    assert len(load_packs(folder)) == len(load_packs())


def test_key_is_stable_and_changes_with_what_decides(folder: Path) -> None:
    before = find_target("样例", folder).key
    assert find_target("样例", folder).key == before
    rewrite(folder, PACK.replace("2026-11-22", "2026-11-23"))
    assert find_target("样例", folder).key == before
    rewrite(folder, PACK.replace("样例数码", "样例科技"))
    assert find_target("样例", folder).key != before


def test_name_written_unusually_is_read_too(folder: Path) -> None:
    rewrite(folder, PACK.replace('name = "样例"', "name = '另例'").replace('"样例", ', ""))
    assert find_target("另例", folder).brand.packed


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("name = ", "nmae = "), "nmae"),
        (('kind = "name"', 'kind = "nick"'), "nick"),
        (("[[alias]]", "[[alias"), "TOML"),
        (('words = ["样例", "样例数码"]', 'words = "样例"'), "words"),
        (('words = ["样例", "样例数码"]', "patterns = ['样(例']"), "样(例"),
        (('words = ["样例", "样例数码"]', "patterns = ['x*']"), "x*"),
        (('kind = "name"', 'kind = "name"\nambiguous = "yes"'), "ambiguous"),
        (("[rivals]", "[rival]"), "rival"),
        (('[[alias]]\nkind = "name"\nwords = ["样例", "样例数码"]\n', ""), "alias"),
    ],
)
def test_broken_pack_names_the_file_and_the_key(
    folder: Path, change: tuple[str, str], says: str
) -> None:
    text = PACK.replace(*change)
    assert text != PACK
    path = rewrite(folder, text)
    with pytest.raises(PackError) as error:
        [brand.name for brand in load_packs(folder).values()]
    assert path.name in str(error.value)
    assert says in str(error.value)
    assert error.value.hint
    mistakes, _, _ = lint_packs([path])
    assert str(error.value) in mistakes


def test_pack_that_is_not_utf8_is_named(folder: Path) -> None:
    (folder / "gbk.toml").write_bytes(PACK.encode("gb18030"))
    with pytest.raises(PackError, match=r"gbk\.toml"):
        load_packs(folder)


def test_shipped_packs_have_no_mistakes() -> None:
    mistakes, _, number = lint_packs()
    assert mistakes == []
    assert number == len(load_packs()) >= 30


def test_shipped_packs_cover_every_category() -> None:
    assert {brand.category for brand in load_packs().values()} == set(CATEGORIES)


def test_shipped_executives_have_a_role_and_a_date() -> None:
    for brand in load_packs().values():
        for alias in brand.aliases:
            if alias.kind is AliasKind.EXECUTIVE:
                assert alias.role, (brand.name, alias.words)
                assert alias.as_of, (brand.name, alias.words)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('"phones"', '"phone"'), "phone"),
        (("as_of = 2026-11-22\n", ""), "as_of"),
        (("as_of = 2026-11-22", 'as_of = "2026-13"'), "as_of"),
        (('as_of = "2026-11"', 'as_of = "soon"'), "rivals.as_of"),
        (('kind = "name"', 'kind = "executive"'), "alias.as_of"),
        (('kind = "name"', 'kind = "product"'), "name"),
        (('"样例数码"]', '"ＡＢ", "ab"]'), "ab"),
        (('category = "phones"', 'category = "phones"\nparent = "无此牌"'), "无此牌"),
        (('"小米", "无此牌"', '"样例"'), "竞品"),
        (('"样例", "样例数码"', '"样例", "苹果"'), "苹果"),
        (('words = ["样例", "样例数码"]', 'words = ["样例"]\n[[alias]]\nkind = "fans"'), "fans"),
    ],
)
def test_lint_names_each_mistake(folder: Path, change: tuple[str, str], says: str) -> None:
    text = PACK.replace(*change)
    assert text != PACK
    path = rewrite(folder, text)
    mistakes, _, number = lint_packs([path], folder)
    assert number == 1
    assert any(says in mistake for mistake in mistakes), mistakes


def test_lint_notes_rivals_without_a_pack(folder: Path) -> None:
    mistakes, notes, _ = lint_packs([folder / "yangli.toml"], folder)
    assert mistakes == []
    assert any("无此牌" in note for note in notes)


def test_new_pack_is_fit_and_never_written_over(tmp_path: Path) -> None:
    path = new_pack("样例/牌", tmp_path / "packs")
    assert path.name == "样例_牌.toml"
    assert lint_packs([path], tmp_path / "packs")[0] == []
    assert find_target("样例/牌", tmp_path / "packs").brand.packed
    with pytest.raises(PackError, match="已经存在"):
        new_pack("样例/牌", tmp_path / "packs")


def test_new_pack_of_a_shipped_brand_starts_from_ours(tmp_path: Path) -> None:
    path = new_pack("小米", tmp_path)
    assert "雷军" in path.read_text(encoding="utf-8")
    assert find_target("小米", tmp_path).key == find_target("小米").key


def test_new_pack_needs_a_name(tmp_path: Path) -> None:
    with pytest.raises(PackError):
        new_pack(" / ", tmp_path)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("小咪", "小米"),
        ("Xiomi", "小米"),
        ("华位", "华为"),
        ("HUAWE", "华为"),
        ("三只松书", "三只松鼠"),
    ],
)
def test_a_misspelt_name_has_the_pack_that_is_meant_first(written, meant):
    assert not find_target(written).brand.packed
    assert similar_names(load_packs(), written)[0] == meant


def test_a_short_form_suggests_the_names_that_begin_or_end_so():
    assert "小米" in similar_names(load_packs(), "MI")


@pytest.mark.parametrize("name", ["虚构牌", "测", "Testbrand", "小米手机壳专卖"])
def test_a_name_that_is_like_no_other_suggests_nothing(name):
    assert similar_names(load_packs(), name) == ()


@pytest.mark.parametrize("blank", ["", " ", "\u3000", "\n"])
def test_a_blank_name_is_no_brand(blank):
    with pytest.raises(UsageError, match="品牌名不能为空"):
        find_target(blank)
