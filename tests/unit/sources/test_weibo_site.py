"""What both faces of Weibo share: whose cookies go where, the gate, and what its answers mean."""

from dataclasses import replace

import pytest

from kolvet.errors import UsageError
from kolvet.model.fetch import StopReason
from kolvet.sources.cookies import Cookie
from kolvet.sources.exchange import Answer
from kolvet.sources.failures import AgainError, RefusedError
from kolvet.sources.recording import Secrets
from kolvet.sources.source import Opening
from kolvet.sources.weibo_mobile import open_mobile
from kolvet.sources.weibo_site import (
    Jar,
    base_of,
    is_moved,
    make_jar,
    passport_of,
    read_json,
    visitor_values,
)
from kolvet.sources.weibo_web import open_web
from tests.unit.sources.scripted import answer, client

MOBILE, WEB = "https://m.weibo.cn", "https://weibo.com"
SUB = "_2Ainvented-of-a-user"


@pytest.fixture(autouse=True)
def unmoved(monkeypatch):
    for name in ("M", "WEB", "PASSPORT"):
        monkeypatch.delenv(f"KOLVET_WEIBO_{name}_BASE", raising=False)


# --- whose cookies go where ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://m.weibo.cn/api", True),
        ("https://M.WEIBO.CN/api", True),
        ("https://weibo.cn/", True),
        ("https://visitor.passport.weibo.cn/visitor", True),
        ("https://m.weibo.cn:8443/", True),
        ("https://weibo.com/", False),
        ("https://www.weibo.com/", False),
        ("https://evilweibo.cn/", False),
        ("https://weibo.cn.evil.com/", False),
        ("https://m.weibo.cn@evil.com/", False),
        ("https://evil.com/m.weibo.cn", False),
        ("https://evil.com/?weibo.cn", False),
        ("https://evil.com#.weibo.cn", False),
        ("https://cn/", False),
        ("", False),
    ],
)
def test_cookies_of_a_face_go_to_its_own_domain_alone(url, may):
    jar = Jar("m.weibo.cn", "weibo.cn", {"SUB": SUB})
    assert jar.cookies_for(url) == ({"SUB": SUB} if may else {})


def test_a_face_on_this_machine_has_no_domain_to_share():
    jar = make_jar("http://127.0.0.1:8000", "weibo.cn", [Cookie("SUB", SUB)], first=True)
    assert jar.cookies_for("http://127.0.0.1:8000/x") == {"SUB": SUB}
    for url in ("https://m.weibo.cn/", "http://localhost:8000/", "http://x.127.0.0.1/"):
        assert jar.cookies_for(url) == {}


@pytest.mark.parametrize(
    ("base", "domain", "named", "first", "taken"),
    [
        (MOBILE, "weibo.cn", "", True, True),
        (MOBILE, "weibo.cn", "", False, False),
        (MOBILE, "weibo.cn", "weibo.cn", False, True),
        (MOBILE, "weibo.cn", ".weibo.cn", True, True),
        (MOBILE, "weibo.cn", "m.weibo.cn", True, True),
        (MOBILE, "weibo.cn", "weibo.com", True, False),
        (MOBILE, "weibo.cn", "evilweibo.cn", True, False),
        (MOBILE, "weibo.cn", "weibo.cn.evil.com", True, False),
        (WEB, "weibo.com", "weibo.com", True, True),
        (WEB, "weibo.com", ".passport.weibo.com", True, True),
        (WEB, "weibo.com", "weibo.cn", True, False),
        (WEB, "weibo.com", "sina.com.cn", True, False),
        ("https://mirror.invalid", "weibo.cn", "", True, False),
        ("https://mirror.invalid", "weibo.cn", "weibo.cn", True, False),
        ("https://evilweibo.cn", "weibo.cn", "weibo.cn", True, False),
        ("https://m.weibo.cn.evil.com", "weibo.cn", "", True, False),
        ("http://127.0.0.1:80", "weibo.cn", "weibo.cn", True, True),
        ("http://127.0.0.1:80", "weibo.cn", "weibo.com", True, False),
    ],
)
def test_a_users_cookie_goes_to_the_face_it_belongs_to(base, domain, named, first, taken):
    jar = make_jar(base, domain, [Cookie("SUB", SUB, named)], first=first)
    assert jar.values == ({"SUB": SUB} if taken else {})
    assert jar.login is taken
    assert SUB not in repr(jar)


def test_the_web_face_and_its_fallback_share_no_cookie():
    asking, _ = client()
    secrets = Secrets()
    cookies = (Cookie("SUB", "of-com", "weibo.com"), Cookie("SUB", "of-cn", "weibo.cn"))
    web = open_web(Opening(asking, cookies, secrets))
    assert web.face.jar.values == {"SUB": "of-com"}
    assert web.other is not None
    assert web.other.face.jar.values == {"SUB": "of-cn"}
    assert secrets.without("x of-com of-cn x") == "x removed removed x"


def set_cookie(url, *lines):
    return replace(answer(url=url), set_cookies=lines)


def test_a_face_keeps_what_it_sets_itself_and_reads_again():
    jar = Jar("m.weibo.cn", "weibo.cn", {"SUB": "old"})
    jar.learn(
        set_cookie(
            f"{MOBILE}/api",
            "SUB=new; Path=/; Domain=weibo.cn; HttpOnly",
            "_T_WM=123; Path=/",
            "XSRF-TOKEN=deleted; Path=/",
            "tracking=1; Path=/",
            "nonsense",
            "",
        )
    )
    assert jar.values == {"SUB": "new", "_T_WM": "123"}
    jar.learn(set_cookie("https://evilweibo.cn/", "SUB=stranger"))
    jar.learn(set_cookie("https://weibo.com/", "SUB=stranger"))
    assert jar.values["SUB"] == "new"


def test_what_a_visitor_is_given_never_replaces_a_login():
    jar = Jar("m.weibo.cn", "weibo.cn", {"SUB": SUB}, login=True)
    jar.learn(set_cookie(f"{MOBILE}/api", "SUB=visitor; Path=/", "_T_WM=5"))
    assert jar.values == {"SUB": SUB, "_T_WM": "5"}


# --- the gate ------------------------------------------------------------------------------------

GATE = answer(432)
PASS = answer(body='visitor_callback({"data": {"sub": "visitor-sub", "subp": "visitor-subp"}})')
PASS_WEB = answer(
    body='window.visitor_gray_callback && visitor_gray_callback({"data": {"tid": "T",'
    ' "sub": "visitor-sub", "subp": "visitor-subp"}});'
)
GOOD = answer(body='{"ok": 1, "data": {"login": false}}')


def mobile(*script, cookies=()):
    asking, wire = client(*script, pace=0)
    secrets = Secrets()
    return open_mobile(Opening(asking, cookies, secrets)).face, wire, secrets


def test_a_visitor_is_made_at_the_first_gate_and_his_cookies_kept():
    face, wire, secrets = mobile(GATE, PASS, GOOD)
    assert face.get("/api/config", read=read_json)["ok"] == 1
    assert face.get("/api/config", read=read_json)["ok"] == 1
    asked = [(request.method, request.host, request.cookies) for _, request in wire.asked]
    visitor = {"SUB": "visitor-sub", "SUBP": "visitor-subp"}
    assert asked == [
        ("GET", "m.weibo.cn", {}),
        ("POST", "visitor.passport.weibo.cn", {}),
        ("GET", "m.weibo.cn", visitor),
        ("GET", "m.weibo.cn", visitor),
    ]
    form = wire.asked[1][1].form
    assert form == {
        "cb": "visitor_callback",
        "from": "weibo",
        "tid": "",
        "return_url": "https://m.weibo.cn/",
    }
    assert wire.asked[1][1].secret
    assert secrets.without("visitor-sub") == "removed"


def test_a_visitor_of_the_web_face_is_made_in_two_steps():
    asking, wire = client(GATE, PASS_WEB, answer(), GOOD, pace=0)
    face = open_web(Opening(asking, (), Secrets())).face
    assert face.get("/ajax/x", read=read_json)["ok"] == 1
    hosts = [request.host for _, request in wire.asked]
    assert hosts == ["weibo.com", "passport.weibo.com", "passport.weibo.com", "weibo.com"]
    step = wire.asked[2][1]
    assert step.url == "https://passport.weibo.com/visitor/visitor"
    assert (step.query["a"], step.query["s"], step.query["sp"], step.query["t"]) == (
        "crossdomain",
        "visitor-sub",
        "visitor-subp",
        "T",
    )
    assert step.query["url"] == "https://weibo.com/ajax/x"
    assert all(wire.asked[at][1].secret for at in (1, 2))


@pytest.mark.parametrize(
    "gate",
    [
        answer(432),
        answer(302, location="https://passport.weibo.com/visitor/visitor?a=enter"),
        answer(302, location="/visitor/visitor?a=enter"),
        answer(body="<title>Sina Visitor System</title>", content_type="text/html"),
    ],
    ids=["432", "elsewhere", "here", "page"],
)
def test_visitors_are_made_once_a_run(gate):
    face, wire, _ = mobile(gate, PASS, gate)
    with pytest.raises(RefusedError) as caught:
        face.get("/api/config", read=read_json)
    assert (caught.value.key, len(wire.asked)) == ("source.visitor_refused", 3)
    with pytest.raises(RefusedError):
        face.get("/api/config", read=read_json)
    assert sum(request.method == "POST" for _, request in wire.asked) == 1
    assert len(wire.asked) == 4


@pytest.mark.parametrize(
    "refusal",
    [
        answer(432),
        answer(302, location="https://passport.weibo.com/sso/signin?x"),
        answer(body='{"ok": -100, "url": "https://weibo.com/login.php"}'),
        answer(body="<title>登录 - 新浪微博</title>", content_type="text/html"),
        answer(body='{"ok": 0, "msg": "请先登录"}'),
    ],
)
def test_a_login_that_is_refused_asks_for_no_visitor(refusal):
    face, wire, _ = mobile(refusal, cookies=(Cookie("SUB", SUB),))
    with pytest.raises(RefusedError) as caught:
        face.get("/api/config", read=read_json)
    assert (caught.value.key, caught.value.stop) == (
        "source.cookie_expired",
        StopReason.LOGIN_NEEDED,
    )
    assert len(wire.asked) == 1


# --- JSONP ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        'visitor_callback({"retcode":20000000,"data":{"sub":"a","subp":"b"}})',
        'window.cb && cb({"retcode":20000000,"data":{"sub":"a","subp":"b","tid":""}});',
        ' cb (\n{"data": {"sub": "a", "subp": "b", "note": "(x)"}}\n) ; ',
    ],
)
def test_a_visitors_cookies_are_read_out_of_jsonp(body):
    assert visitor_values(answer(body=body)) == {"sub": "a", "subp": "b"}


@pytest.mark.parametrize(
    "body",
    ["", "cb()", "cb({)", '{"data": {"sub": "a"}}', "cb({}", 'cb({"data": null})', "<html>"],
)
def test_what_is_no_jsonp_is_asked_for_again(body):
    with pytest.raises(AgainError):
        visitor_values(answer(body=body))


@pytest.mark.parametrize(
    "body", ['cb({"retcode":50111261,"data":{}})', 'cb({"data": {"subp": "b"}})']
)
def test_a_passport_that_gives_nothing_has_refused(body):
    with pytest.raises(RefusedError) as caught:
        visitor_values(answer(body=body))
    assert caught.value.key == "source.visitor_refused"


# --- what an answer means ------------------------------------------------------------------------


def html(text, status=200):
    return answer(status, text, content_type="text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("given", "key"),
    [
        (html("<title>登录 - 新浪微博</title>"), "source.login_needed"),
        (html("<TITLE>微博通行证</TITLE>"), "source.login_needed"),
        (html("<title>新浪微博-随时随地发现新鲜事</title>"), "source.login_needed"),
        (html("<title>安全验证</title>请输入验证码"), "source.captcha"),
        (html("<script src=captcha.js></script>"), "source.captcha"),
        (html("<title>欢迎使用校园网</title>"), "source.page_instead"),
        (html("<html>404</html>", 404), "source.page_instead"),
        (answer(body="  <html><title>登录</title>"), "source.login_needed"),
        (answer(302, location="https://cdn.invalid/x"), "source.redirected"),
        (answer(302, location="/sso/signin"), "source.login_needed"),
        (answer(body='{"ok":-100}'), "source.login_needed"),
        (answer(body='{"ok":0,"msg":"请先登录"}'), "source.login_needed"),
        (answer(body='{"ok":0,"message":"登录后可查看"}'), "source.login_needed"),
        (answer(body='{"ok":0,"url":"https://m.weibo.cn/captcha/show"}'), "source.captcha"),
        (answer(body='{"url":"https://passport.weibo.com/sso/signin"}'), "source.login_needed"),
    ],
)
def test_refusals_in_disguise_are_recognised(given, key):
    with pytest.raises(RefusedError) as caught:
        read_json(given)
    assert caught.value.key == key


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ("", "source.broken"),
        ('{"ok":1,"data":', "source.broken"),
        ("[]", "source.broken"),
        ("null", "source.broken"),
        ('"text"', "source.broken"),
        ("[" * 100_000, "source.broken"),
        ('{"ok":0,"msg":"系统繁忙，请稍后再试"}', "source.busy"),
    ],
)
def test_what_may_go_by_is_asked_for_again(body, key):
    with pytest.raises(AgainError) as caught:
        read_json(answer(body=body))
    assert caught.value.final.key == key


@pytest.mark.parametrize(
    "given",
    [
        answer(body='{"ok": 1, "data": {"a": "登录"}}'),
        answer(body='{"ok": 0, "msg": "这里还没有内容", "data": {"cards": []}}'),
        answer(body='{"ok": 1, "url": "https://weibo.com/x", "data": {}}'),
        answer(body='\ufeff{"ok": 1}'),
        html('{"ok": 1}'),
        answer(body='{"ok": 1}', content_type="text/plain; charset=gbk"),
        Answer(MOBILE, 200, {}, '{"ok": 1, "text": "小米"}'.encode("gb18030")),
    ],
)
def test_data_is_data_whatever_its_label_says(given):
    assert read_json(given)["ok"] in {0, 1}


# --- addresses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "base"),
    [
        ("", MOBILE),
        ("   ", MOBILE),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        (" https://mirror.invalid/weibo/ ", "https://mirror.invalid/weibo"),
        ("http://[::1]:80", "http://[::1]:80"),
    ],
)
def test_a_base_can_be_moved(value, base, monkeypatch):
    monkeypatch.setenv("KOLVET_WEIBO_M_BASE", value)
    assert base_of("KOLVET_WEIBO_M_BASE") == base
    assert is_moved("KOLVET_WEIBO_M_BASE") == (base != MOBILE)


@pytest.mark.parametrize(
    "value",
    ["m.weibo.cn", "ftp://m.weibo.cn", "https://", "http://x:port", "http://[x", "http://x?a=b"],
)
def test_a_base_that_is_no_address_is_said(value, monkeypatch):
    monkeypatch.setenv("KOLVET_WEIBO_M_BASE", value)
    with pytest.raises(UsageError) as caught:
        base_of("KOLVET_WEIBO_M_BASE")
    assert "KOLVET_WEIBO_M_BASE" in str(caught.value)


def test_a_run_that_was_moved_away_never_asks_the_platforms_passport(monkeypatch):
    usual = "https://visitor.passport.weibo.cn"
    assert passport_of("KOLVET_WEIBO_M_BASE", usual) == usual
    monkeypatch.setenv("KOLVET_WEIBO_M_BASE", "http://127.0.0.1:1")
    assert passport_of("KOLVET_WEIBO_M_BASE", usual) == "http://127.0.0.1:1"
    monkeypatch.setenv("KOLVET_WEIBO_PASSPORT_BASE", "http://127.0.0.1:2")
    assert passport_of("KOLVET_WEIBO_M_BASE", usual) == "http://127.0.0.1:2"


@pytest.mark.parametrize("moved", ["KOLVET_WEIBO_M_BASE", "KOLVET_WEIBO_WEB_BASE"])
def test_where_one_face_was_moved_the_other_is_not_asked(moved, monkeypatch):
    monkeypatch.setenv(moved, "http://127.0.0.1:1")
    asking, _ = client()
    assert open_web(Opening(asking)).other is None
