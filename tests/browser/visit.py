"""Steps of a parent's visit, to be put together in tests."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from bot.conferences.demonstration import Demonstration
from tests.web.fakes import CODE


def start(page: Page, council: str = "York") -> None:
    page.get_by_label(council).check()
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/ask")


def come_by_link(page: Page, token: str = "good") -> None:
    page.goto(f"/l/{token}")
    enter(page, CODE)


def enter(page: Page, code: str) -> None:
    """Press the link's button and give the code, in any language."""
    page.locator("main form button[type=submit]").click()
    page.locator("#code").fill(code)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/meeting")


def ask(page: Page, words: str) -> None:
    page.locator("#text").fill(words)  # its label changes while a section of the notes is open
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#latest .mine")).to_contain_text(words)


def send(page: Page, words: str) -> None:
    """Ask in any language, and wait for the answer."""
    before = page.locator("[data-turn]").count()
    page.locator("#text").fill(words)
    page.locator(".composer button[type=submit]").click()
    expect(page.locator("[data-turn]")).to_have_count(before + 1)


def come_in(page: Page, demonstration: Demonstration) -> None:
    """Open the link to a demonstration and give its code, in any language."""
    page.goto(f"/l/{demonstration.token}")
    enter(page, demonstration.code)


def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
