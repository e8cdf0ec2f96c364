"""The passport hosts: where visitors get their cookies."""

import json

from tests.platform.cookies import Cookies
from tests.platform.exchange import Answer, Face, Request, as_html

LOGIN_PAGE = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'><title>登录 - 新浪微博</title></head>"
    "<body><form>请先登录</form></body></html>"
)
VISITOR_PAGE = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Sina Visitor System</title></head>"
    "<body><script>var wload = 1;</script></body></html>"
)


def new_visitor(cookies: Cookies, request: Request) -> Answer:
    """Cookies for a visitor of weibo.cn or, if the callback is the gray one, of weibo.com."""
    refused = "visitor-refused" in request.uses
    if request.form.get("cb") == "visitor_gray_callback":
        before, after = "window.visitor_gray_callback && visitor_gray_callback(", ");"
        face, data = Face.WEB, {"tid": "FAKETID"}
    else:
        before, after = f"{request.form.get('cb', 'visitor_callback')}(", ")"
        face, data = Face.MOBILE, {}
    if refused:
        body = {"retcode": 50111261, "msg": "visitor system busy", "data": {}}
    else:
        sub, subp = cookies.issue(face)
        data |= {"sub": sub, "subp": subp}
        data |= {"alt": "", "savestate": ""} if face is Face.MOBILE else {}
        body = {"retcode": 20000000, "msg": "succ", "data": data}
    return as_html(f"{before}{json.dumps(body)}{after}")


def cross_domain(cookies: Cookies, request: Request) -> Answer:
    """Sets the cookies of a visitor of weibo.com; without a known one it is the visitor page."""
    sub = request.query.get("s", "")
    subp = cookies.admit(sub) if request.query.get("a") == "crossdomain" else None
    if subp is None or request.query.get("sp") != subp:
        return as_html(VISITOR_PAGE)
    page = as_html("<html><head><title>Sina Visitor System</title></head><script></script></html>")
    set_cookies = tuple(
        ("Set-Cookie", f"{name}={value}; Path=/; HttpOnly")  # no Domain: this is 127.0.0.1
        for name, value in (("SUB", sub), ("SUBP", subp))
    )
    return Answer(page.body, 200, page.content_type, set_cookies)
