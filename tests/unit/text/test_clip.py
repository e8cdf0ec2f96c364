"""What may be sent of a post: the author's own words around the mentions."""

from kolvet.text.clip import clip_around


def test_a_short_post_is_whole():
    assert clip_around("小米这次翻车了[doge]", [0], 600) == "小米这次翻车了[doge]"


def test_names_addresses_and_other_peoples_words_are_left_out():
    text = "回复@样例甲:小米翻车了 http://t.cn/AbCd 哎//@样例乙:小米真好"
    assert clip_around(text, [text.index("小米")], 600) == "…小米翻车了 … 哎"


def test_a_long_post_is_cut_around_the_mentions():
    text = "甲" * 1000 + "小米翻车" + "乙" * 1000 + "小米真贵" + "丙" * 1000
    clip = clip_around(text, [1000, 2004], 100)
    assert len(clip) == 102
    assert "小米翻车" in clip
    assert "小米真贵" in clip
    assert clip.count("…") == 2


def test_without_a_place_the_beginning_is_taken():
    assert clip_around("甲乙丙丁", [], 2) == "甲乙"
    assert clip_around("", [], 2) == ""
