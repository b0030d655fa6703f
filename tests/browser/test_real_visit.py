"""A visit to the whole house: the real assistant, the real leaflets, the demonstration's real link and code."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.conferences.demonstration import Demonstration, replace_demonstrations
from bot.wiring import Rooms
from tests.browser.visit import ask, come_in

pytestmark = [pytest.mark.browser, pytest.mark.rasa]

PHONE = {"width": 360, "height": 740}

# The same question, and what each guide says to it: York's lines 29 and 59, Merton's 30, 33, 15, 61 and 5.
TOLD = [
    pytest.param(
        "york",
        {
            "how long before do i get the reports": "the social worker's report at least 3 days before",
            "when will they send me the plan": "within 48 hours of the meeting",
            "how often will the social worker visit": "York's guide does not say how often",
            "can my child come": "York's guide does not say if your child can come",
        },
        id="York",
    ),
    pytest.param(
        "merton",
        {
            "how long before do i get the reports": "2 working days before the first meeting",
            "when will they send me the plan": "within 1 working day of the meeting",
            "how often will the social worker visit": "at least every 10 working days",
            "can my child come": "if they are 12 or older",
        },
        id="Merton",
    ),
]


@pytest.fixture
def demonstrations(house: Rooms) -> dict[str, Demonstration]:
    made = replace_demonstrations(now=house.now(), conferences=house.conferences, invitations=house.invitations)
    return {demonstration.council: demonstration for demonstration in made}


@pytest.fixture
def phone(chromium: Browser, real_address: str) -> Iterator[Page]:
    context = chromium.new_context(base_url=real_address, viewport=PHONE)
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("council", "told"), TOLD)
def test_a_parent_who_came_by_link_is_told_their_own_councils_rules(
    phone: Page, demonstrations: dict[str, Demonstration], council: str, told: dict[str, str]
):
    come_in(phone, demonstrations[council])
    phone.get_by_role("link", name="Ask", exact=True).click()

    for question, fact in told.items():
        ask(phone, question)
        expect(phone.locator("#latest .reply")).to_contain_text(fact)


def test_a_parent_sees_their_meeting_writes_a_note_in_the_chat_and_finds_it_among_their_notes(
    phone: Page,
    demonstrations: dict[str, Demonstration],
    picture: Callable[[Page, str], None],
    axe: Callable[[Page], None],
):
    come_in(phone, demonstrations["york"])
    expect(phone.get_by_text("Judith Marlow").first).to_be_visible()
    expect(phone.locator("a[href='tel:01632960031']").first).to_be_visible()
    expect(phone.get_by_text("The social worker's report reaches you")).to_be_visible()
    axe(phone)
    picture(phone, "real-1-meeting")

    phone.get_by_role("link", name="Ask", exact=True).click()
    ask(phone, "help me make my notes")
    ask(phone, "He sleeps well now and my mum helps on Tuesdays")
    expect(phone.locator("#latest blockquote.note")).to_have_text("He sleeps well now and my mum helps on Tuesdays")
    picture(phone, "real-2-note")
    axe(phone)
    ask(phone, "my ex says he will kill me if i go")
    expect(phone.locator("#latest a[href='tel:999']").first).to_be_visible()
    picture(phone, "real-3-danger")

    phone.get_by_role("link", name="My notes").click()
    expect(phone.locator("blockquote.note").first).to_have_text("He sleeps well now and my mum helps on Tuesdays")
    expect(phone.locator("blockquote.note").nth(1)).to_have_text("my ex says he will kill me if i go")
    picture(phone, "real-4-notes")
