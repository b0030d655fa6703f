"""What a message costs, as the desk shows it before it is sent."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.languages import Language
from bot.outreach.cost import Alphabet, Cost, cost_of
from bot.outreach.message import Channel
from bot.outreach.texts import link_preview
from bot.settings import Settings
from tests.outreach.people import ADDRESS

PENCE = Decimal("2.4")


@pytest.mark.parametrize(
    ("body", "cost"),
    [
        pytest.param("a" * 160, Cost(1, Decimal("2.4"), Alphabet.GSM_7), id="one part"),
        pytest.param("a" * 161, Cost(2, Decimal("4.8"), Alphabet.GSM_7), id="two parts"),
        pytest.param("م" * 71, Cost(2, Decimal("4.8"), Alphabet.UCS_2), id="Arabic letters, two parts"),
        pytest.param("", Cost(0, Decimal("0"), Alphabet.GSM_7), id="nothing"),
    ],
)
def test_a_text_costs_so_much_a_part(body, cost):
    assert cost_of(Channel.SMS, body, pence_a_part=PENCE) == cost


def test_an_email_costs_nothing():
    assert cost_of(Channel.EMAIL, "a" * 5000, pence_a_part=PENCE) == Cost(0, Decimal(0))


def test_a_link_in_english_costs_one_part():
    body = link_preview(ADDRESS, Language.ENGLISH, Channel.SMS).body

    assert cost_of(Channel.SMS, body, pence_a_part=PENCE) == Cost(1, PENCE, Alphabet.GSM_7)


def test_the_price_can_be_set(monkeypatch):
    monkeypatch.setenv("BEFOREHAND_SMS_PENCE", "3.75")

    assert cost_of(Channel.SMS, "Hello", pence_a_part=Settings().sms_pence).pence == Decimal("3.75")
