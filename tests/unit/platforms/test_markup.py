import pytest

from kolvet.platforms.markup import plain_text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("没有标签", "没有标签"),
        ("一行<br />二行<br>三行", "一行\n二行\n三行"),
        ("一段<br><br>二段", "一段\n\n二段"),
        ('真行<span class="url-icon"><img alt=[允悲] src="x.png"></span>', "真行[允悲]"),
        ('<img src="a.png" alt="[doge]">', "[doge]"),
        ("<img src='a.png'>图", "图"),
        ('<a href="https://x.example/?a=1&amp;b=2">#小米#</a>', "#小米#"),
        ("<p>一</p><p>二</p>", "\n一\n二\n"),
        ("a<b，c>d", "a<b，c>d"),
        ("<小米> <3", "<小米> <3"),
        ("1 < 2 <br> 3 > 2", "1 < 2 \n 3 > 2"),
        ("AT&amp;T &lt;br&gt; &quot;真&quot;&#39;", 'AT&T <br> "真"\''),
        ("A&B &copy2024 R&D;", "A&B &copy2024 R&D;"),
        ("<script>alert(1)</script>文", "文"),
        ("<script>没有结束", "<script>没有结束"),
        ("前<!-- 注释 <br> -->后<br>", "前后\n"),
        ('<a title="a>b">链</a>', "链"),
        ("<br", "<br"),
    ],
)
def test_markup_goes_and_text_stays(text, plain):
    assert plain_text(text) == plain
