"""A council's own site, on another origin than ours: one page with our script tag in it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PAGE = """<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>Council</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>button {{ display: none }} body {{ margin: 16px; font-family: serif }}</style></head>
<body><h1>Children and families</h1><p><a href="#a">A link before</a></p>
<script src="{ours}/embed.js" {tag} async></script>
<p><a href="#b">A link after</a></p></body></html>"""


class Council(BaseHTTPRequestHandler):
    """A council's page. What its script tag says is asked for in its address; its policy is as strict as ours."""

    def do_GET(self) -> None:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        ours, lang = asked.get("ours", ""), asked.pop("lang", "en")
        body = PAGE.format(ours=ours, lang=lang, tag=asked.get("tag", "")).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if "strict" in asked:
            self.send_header("Content-Security-Policy", f"default-src 'none'; script-src {ours}; frame-src {ours}")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def site() -> Iterator[str]:
    """Where it is served, on a free port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Council)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
