"""The document around the sections: head, policy against network and scripts, embedded JSON.

Sources: W3C, Content Security Policy Level 3 (hash of an inline style sheet; a data block is no
script and is not executed); HTML Living Standard, 4.12.1.3 (what may stand in a script element).
"""

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from kolvet.messages import language
from kolvet.report.html.elements import Node, el, write

POLICY = "default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'"
"""No request can leave the page, no script can run, no other style applies."""
DATA_ID = "kolvet-report"
LANGUAGES = {"zh": "zh-CN", "en": "en"}
NUMBER_AGAIN = (
    'python3 -c "import hashlib,re;'
    "p=open('report.html','rb').read().split(b'id='+bytes([34])+b'kolvet-report'+bytes([34,62]));"
    "j=re.sub(bytes([92,92])+b'(u003c|.)',lambda m:b'<' if m[1]==b'u003c' else m[0],"
    "p[1].split(b'</script>')[0],flags=re.S);print(hashlib.sha256(j).hexdigest())\""
)
"""Prints the SHA-256 of the JSON in report.html as it was before it was embedded.

Python's own library only, and bytes all along (a text stream of Windows would add to every line).
No sign in it means anything to sh, PowerShell or cmd inside double quotes.
"""
_DATA = re.compile(f'<script type="application/json" id="{DATA_ID}">(.*?)</script>', re.DOTALL)
_ESCAPE = re.compile(r"\\(u003c|.)", re.DOTALL)


@cache
def style_sheet() -> str:
    """The page's style, read once."""
    return (files("kolvet.report.html") / "style.css").read_text(encoding="utf-8")


def document(title: str, body: Sequence[Node], data: str) -> str:
    """A whole HTML file; `data` is JSON that it carries along."""
    style = style_sheet()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    head = [
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=POLICY.format(style=digest)),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="referrer", content="no-referrer"),
        el("meta", name="robots", content="noindex"),
        el("meta", name="color-scheme", content="light dark"),
        el("title", title),
    ]
    return (
        f'<!DOCTYPE html>\n<html lang="{LANGUAGES[language()]}">\n<head>\n'
        + "\n".join(map(write, head))
        + f"\n<style>{style}</style>\n</head>\n<body>\n"
        + "\n".join(write(node) for node in body if node is not None)
        + f'\n<script type="application/json" id="{DATA_ID}">{_embed(data)}</script>\n'
        + "</body>\n</html>\n"
    )


def _embed(data: str) -> str:
    r"""JSON that cannot end its element: `<` stands only in strings, where `\u003c` means it."""
    return data.replace("<", "\\u003c")


def embedded_json(page: str) -> str | None:
    """The JSON inside a page, byte for byte as it was rendered; None when there is none."""
    found = _DATA.search(page)
    return found and _ESCAPE.sub(_plain, found[1])


def _plain(match: re.Match[str]) -> str:
    return "<" if match[1] == "u003c" else match[0]
