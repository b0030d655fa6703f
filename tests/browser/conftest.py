"""A real Chromium against a real server, as a parent's phone would meet it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bot.web import assets, leave
from bot.web.app import create_app
from bot.web.rooms import Rooms
from tests.web.fakes import FakeRooms

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / "var" / "screenshots"
PHONE = {"width": 360, "height": 740}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture
def rooms() -> FakeRooms:
    return FakeRooms()


@pytest.fixture
def address(rooms: FakeRooms, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where the pages are served, in front of a small house."""
    with served(rooms, monkeypatch) as address:
        yield address


@pytest.fixture
def real_address(house: Rooms, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where the pages are served, in front of the whole house: the real assistant, the real database."""
    with served(house, monkeypatch) as address:
        yield address


@contextmanager
def served(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve on a free port. The weather is on this machine too, under another name: tests need no network."""
    assets.build()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setattr(leave, "SOMEWHERE_ELSE", f"http://localhost:{port}/health/live?weather")
    # ws: uvicorn would look for a newer `websockets` than the one that Rasa pins.
    config = uvicorn.Config(create_app(rooms), port=port, ws="none", log_level="error", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(5)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser a file: while Playwright runs, it holds the event loop that other tests' coroutines need."""
    with sync_playwright() as playwright:
        installed = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
        path = os.environ.get("CHROMIUM") or next(filter(None, installed), None)  # None: Playwright's own
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open a browser at the first page; what is asked for is Playwright's: viewport, java_script_enabled, …"""
    opened: list[BrowserContext] = []

    def open_one(**options: Any) -> Page:
        context = chromium.new_context(base_url=address, **{"viewport": PHONE, **options})
        context.set_default_timeout(10_000)
        opened.append(context)
        page = context.new_page()
        page.goto("/")
        return page

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """Take a picture of the whole page, to be looked at: only with PICTURES set, since drawing takes half the time."""

    def take(page: Page, name: str) -> None:
        if os.environ.get("PICTURES"):
            SCREENSHOTS.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)

    return take


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Fail with what axe finds against WCAG 2.2 AA."""
    assets.build()  # set up before any server is, so it cannot lean on one having installed axe
    source = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")

    def check(page: Page) -> None:
        page.wait_for_load_state("load")  # until then the browser may still scroll to #latest
        page.evaluate("scrollTo(0, 0)")  # half under the bar at the top, a link would count as too small
        page.evaluate(source)
        found = page.evaluate("tags => axe.run({runOnly: tags}).then(found => found.violations)", RULES)
        told = [{"rule": one["id"], "at": [node["html"][:200] for node in one["nodes"]]} for one in found]
        assert not told, json.dumps(told, indent=1)

    return check
