"""A small web site on an origin of its own: it serves the page it is given for a path, with the policy it is given."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

STYLE = "button { display: none; font: 40px serif; } iframe { width: 3px; } * { color: magenta; }"  # a rude one
PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>县政府网站</title>{style}</head>
<body><h1 id="own">县政府网站</h1><p><a href="#own" id="link">本站链接</a></p>{scripts}</body></html>"""


class Site(BaseHTTPRequestHandler):
    """``/?home=…&tag=…&times=…&policy=strict``: a page with the widget of *home*, its tag, how often."""

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        if address.path != "/":
            self._send(STYLE, "text/css", {})
            return
        home = asked.get("home", "")
        tag = f'<script src="{home}/widget.js" {asked.get("tag", "")} defer></script>'
        style = '<link rel="stylesheet" href="/style.css">' if "rude" in asked else ""
        content = PAGE.format(style=style, scripts=tag * int(asked.get("times", "1")))
        self._send(content, "text/html; charset=utf-8", self._policy(asked.get("policy", ""), home))

    @staticmethod
    def _policy(kind: str, home: str) -> dict[str, str]:
        if not kind:
            return {}
        allowed = f"script-src {home}; frame-src {home}" if kind == "strict" else f"script-src {home}"
        return {"Content-Security-Policy": f"default-src 'none'; style-src 'self'; {allowed}"}

    def _send(self, content: str, media: str, headers: dict[str, str]) -> None:
        self.send_response(200)
        for name, value in {"Content-Type": media, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[str]:
    site = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{site.server_port}"
    finally:
        site.shutdown()
        site.server_close()
