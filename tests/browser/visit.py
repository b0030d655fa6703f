"""Steps of a parent's visit, to be put together in tests."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.web.fakes import CODE


def start(page: Page, council: str = "York") -> None:
    page.get_by_label(council).check()
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/ask")


def come_by_link(page: Page, token: str = "good") -> None:
    page.goto(f"/l/{token}")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Put in your code").fill(CODE)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/meeting")


def ask(page: Page, words: str) -> None:
    page.locator("#text").fill(words)  # its label changes while a section of the notes is open
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#latest .mine")).to_contain_text(words)


def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
