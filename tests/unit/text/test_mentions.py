"""Where a text names a brand, and where it only seems to. All texts are invented."""

import pytest

from kolvet.brands import find_target
from kolvet.model.brands import Alias, AliasKind, Brand, Lookalike, Target
from kolvet.text.mentions import MentionFinder

finders: dict[str, MentionFinder] = {}


def names(brand: str, text: str) -> list[str]:
    """The places of the text that name the brand, as written."""
    if brand not in finders:
        finders[brand] = MentionFinder(find_target(brand))
    found = finders[brand].find(text)
    assert all(text[mention.start : mention.end] == mention.alias for mention in found)
    return [mention.alias for mention in found]


NAMED = [
    ("小米", "小米14发热", "小米14"),
    ("小米", "XIAOMI发热", "XIAOMI"),
    ("小米", "ｘｉａｏｍｉ发热", "ｘｉａｏｍｉ"),
    ("小米", "小\u200b米发热", "小\u200b米"),
    ("小米", "小·米发热", "小·米"),
    ("小米", "被小_米气到", "小_米"),
    ("小米", "小 米发布会", "小 米"),
    ("小米", "粗粮家的手机", "粗粮家"),
    ("小米", "某米又割韭菜", "某米"),
    ("小米", "红米K70卡成狗", "红米K70"),
    ("小米", "su7ultra降价了", "su7ultra"),
    ("小米", "雷军发了条微博", "雷军"),
    ("小米", "米粉招谁惹谁了", "米粉"),
    ("华为", "華為真行", "華為"),
    ("华为", "华_为真行", "华_为"),
    ("华为", "华为什么时候出新机", "华为"),
    ("华为", "央行对华为的态度", "华为"),
    ("华为", "菊厂又涨价", "菊厂"),
    ("苹果", "蘋果又漲價了", "蘋果"),
    ("苹果", "🍎又来十三香", "🍎"),
    ("苹果", "iphone15pro烫手", "iphone15pro"),
    ("三星", "三星的屏幕没得说", "三星"),
    ("荣耀", "荣耀这系统广告太多", "荣耀"),
    ("荣耀", "给我爸换了荣耀,手机字大", "荣耀"),
    ("理想", "理想L9的底盘", "理想L9"),
    ("理想汽车", "李想又发言了", "李想"),
    ("大众", "大众的变速箱又出问题", "大众"),
    ("美的", "美的空调不制冷", "美的空调"),
    ("联想", "联想电脑的售后", "联想电脑"),
    ("滴滴", "半夜打滴滴回家", "滴滴"),
    ("特斯拉", "某斯拉刹车", "某斯拉"),
    ("抖音", "你抖音拍得好", "抖音"),
    ("一加", "一加这手感不错", "一加"),
    ("锤子", "老罗的锤子手机", "锤子手机"),
    ("李宁", "李宁这双鞋开胶", "李宁"),
    ("小鹏", "我这台小鹏开辅助驾驶", "小鹏"),
    ("没有这个牌子", "没有這個牌子真好", "没有這個牌子"),
    ("Zorblax", "用ｚｏｒｂｌａｘ三年", "ｚｏｒｂｌａｘ"),
]


@pytest.mark.parametrize(("brand", "text", "alias"), NAMED)
def test_brand_is_found(brand: str, text: str, alias: str) -> None:
    assert alias in names(brand, text)


NOT_NAMED = [
    ("小米", "喝碗小米粥"),
    ("小米", "奶奶种的小米,熬出来一层油"),
    ("小米", "小米两斤,绿豆一斤"),
    ("小米", "今天官方放大小米粉"),
    ("小米", "爱吃桂林米粉,配酸豆角"),
    ("小米", "大小 米饭都要"),
    ("小米", "大/小/米/面都涨了"),
    ("小米", "方小米好棒"),
    ("华为", "韶华为谁留"),
    ("华为", "花粉过敏打喷嚏"),
    ("华为", "德云社郭麒麟"),
    ("苹果", "削个苹果给奶奶"),
    ("苹果", "苹果肌下垂"),
    ("苹果", "老家的🍎熟了"),
    ("苹果", "树上的苹果又大又红"),
    ("荣耀", "王者荣耀上分"),
    ("荣耀", "这份荣耀属于大家"),
    ("理想", "理想很丰满,现实很骨感"),
    ("理想", "小时候的理想是当科学家"),
    ("三星", "三星堆的青铜面具"),
    ("三星", "豆瓣打了三星"),
    ("滴滴", "点点滴滴都记得"),
    ("滴滴", "雨滴滴答答下了一夜"),
    ("美的", "最美的风景在路上"),
    ("美的", "这么美的地方"),
    ("大众", "不符合大众审美"),
    ("大众", "大众点评上看到的"),
    ("长城", "爬长城累坏了"),
    ("红旗", "五星红旗迎风飘扬"),
    ("吉利", "图个吉利"),
    ("小鹏", "表弟小鹏查分了"),
    ("李宁", "楼上李宁和他媳妇吵架"),
    ("一加", "一加一等于二"),
    ("一加", "第一加油"),
    ("淘宝", "在垃圾堆里淘宝贝"),
    ("淘宝", "潘家园淘宝一上午"),
    ("特斯拉", "3.0特斯拉的核磁"),
    ("锤子", "你懂个锤子"),
    ("联想", "让人联想到青春"),
    ("格力", "人格力量"),
    ("百度", "众里寻他千百度"),
    ("海尔", "麦克海尔的篮板"),
    ("索尼", "索尼克跑得快"),
    ("红米", "红米饭南瓜汤"),
    ("vivo", "vivoactive手表"),
    ("OPPO", "opportunity"),
    ("Zorblax", "zorblaxes"),
]


@pytest.mark.parametrize(("brand", "text"), NOT_NAMED)
def test_something_else_is_not_the_brand(brand: str, text: str) -> None:
    assert names(brand, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "@小米手机 你好",
        "看 https://www.xiaomi.com/su7",
        "不错//@样例数码君:小米14真好",
        "转发微博//@样例数码君:小米14真好",
        "回复@雷军:你好",
        "你好 小米手机的微博视频",
        "早安 来自 小米14客户端",
    ],
)
def test_what_is_not_the_authors_own_names_nothing(text: str) -> None:
    assert names("小米", text) == []


def test_child_counts_for_its_parent_under_its_own_name() -> None:
    (mention,) = MentionFinder(find_target("小米")).find("红米K70真好")
    assert (mention.brand, mention.kind) == ("红米", "product")


def test_longest_alias_wins_and_mentions_do_not_overlap() -> None:
    assert names("小米", "小米14 Ultra和小米手环") == ["小米14 Ultra", "小米手环"]


def test_word_of_another_brand_covers_a_shorter_one() -> None:
    brand = Brand("样例", aliases=(Alias(AliasKind.NAME, ("样例",)),))
    finder = MentionFinder(Target(brand, (brand,), covers=("样例方",)))
    assert finder.find("样例方亏了") == ()
    assert len(finder.find("样例方和样例")) == 1


def test_same_word_elsewhere_as_something_else_makes_a_bare_name_doubtful() -> None:
    assert names("小米", "小米粥好喝。家里没有小米了。") == []
    assert names("小米", "喝着小米粥看小米发布会") == ["小米"]


def test_one_sure_place_vouches_for_the_others() -> None:
    assert names("荣耀", "荣耀手机到了。荣耀,你好。") == ["荣耀手机", "荣耀"]


def test_support_decides_over_a_word_that_is_further_away() -> None:
    lookalike = Lookalike(("样例粥",), near=("好吃",), support=("屏幕",))
    brand = Brand("样例", aliases=(Alias(AliasKind.NAME, ("样例",)),), lookalike=lookalike)
    finder = MentionFinder(Target(brand, (brand,)))
    assert finder.find("样例的屏幕,边吃边看,饭好吃")
    assert not finder.find("样例好吃,边吃边看屏幕")


def test_ambiguous_alias_needs_support() -> None:
    brand = Brand(
        "样例",
        aliases=(Alias(AliasKind.NAME, ("样例",), ambiguous=True),),
        lookalike=Lookalike(support=("屏幕",)),
    )
    finder = MentionFinder(Target(brand, (brand,)))
    assert not finder.find("样例不错")
    assert finder.find("样例屏幕不错")


@pytest.mark.parametrize("text", ["", "今天天气不错", "苹果很甜"])
def test_gate_is_closed_when_nothing_is_there(text: str) -> None:
    assert not MentionFinder(find_target("小米")).may_name(text)


def test_jieba_can_be_chosen() -> None:
    from kolvet.text.segment import get_segmenter

    finder = MentionFinder(find_target("小米"), get_segmenter("jieba"))
    assert finder.find("今天官方放大小米粉") == ()
    assert finder.find("小米发布会")


def test_what_a_reply_is_about_is_found_apart() -> None:
    finder = MentionFinder(find_target("小米"))
    text = "我那台也这样//@样例数码君:小米平板又黑屏了//@小米手机:好的"
    assert finder.find(text) == ()
    assert [mention.alias for mention in finder.find_quoted(text)] == ["小米平板"]
    assert finder.find_quoted("小米平板又黑屏了") == ()
    assert finder.find_quoted("好香//@样例数码君:小米粥熬好了") == ()
