from __future__ import annotations

import re

import pytest

from bot.web.linked import linked, textable


def addresses(text: str) -> list[str]:
    return re.findall(r'href="([^"]*)"', linked(text))


@pytest.mark.parametrize(
    ("sentence", "address"),
    [
        pytest.param("Ring 01904 551900.", "tel:01904551900", id="a council"),
        pytest.param("Ring (01904) 551900", "tel:01904551900", id="brackets"),
        pytest.param("Ring 020 7946 0051, any time", "tel:02079460051", id="London"),
        pytest.param("Ring +44 (0)1632 960031", "tel:+441632960031", id="from abroad"),
        pytest.param("ChildLine: 0800 1111", "tel:08001111", id="ChildLine"),
        pytest.param("Call 999.", "tel:999", id="danger"),
        pytest.param("Samaritans, 116 123", "tel:116123", id="Samaritans"),
        pytest.param("NHS 111, option 2", "tel:111", id="NHS"),
        pytest.param("اتصل \u206601632 960031\u2069.", "tel:01632960031", id="isolated in Arabic"),
        pytest.param("Write to a.b-c@york.gov.uk.", "mailto:a.b-c@york.gov.uk", id="e-mail"),
        pytest.param("See www.frg.org.uk/help.", "https://www.frg.org.uk/help", id="web address"),
        pytest.param("See https://example.org/a?b=c&d=e, please", "https://example.org/a?b=c&amp;d=e", id="https"),
    ],
)
def test_what_can_be_rung_or_opened_is_a_link(sentence: str, address: str):
    assert addresses(sentence) == [address]


@pytest.mark.parametrize(
    "sentence",
    [
        "Come to 101 High Street.",
        "On 12/03/2027 at 10.30am.",
        "Within 15 working days.",
        "Reference 0123-4567/89.",
        "The 1999 Act, section 47.",
        "From 2026-09 to 2027.",
        "Between 0 and 10.",
    ],
)
def test_other_numbers_are_left_alone(sentence: str):
    assert addresses(sentence) == []


def test_a_number_reads_left_to_right_in_any_line_and_its_isolates_go():
    html = linked("اتصل \u206601632 960031\u2069 الآن")

    assert html == 'اتصل <bdi dir="ltr"><a class="govuk-link" href="tel:01632960031">01632 960031</a></bdi> الآن'


def test_everything_else_is_escaped():
    assert "<b>" not in linked('<b>0800 1111</b> "x"')
    assert linked('https://x.org/"onclick="a').count("onclick") == 1
    assert 'onclick="' not in linked('https://x.org/"onclick="a')


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        pytest.param("+447700900999", "07700 900999", id="a mobile"),
        pytest.param("07700 900 999", "07700 900999", id="as somebody typed it"),
        pytest.param("63399", "63399", id="a short code"),
    ],
)
def test_a_number_that_can_be_texted_opens_the_phones_own_messages(number: str, shown: str):
    address = number.replace(" ", "")

    assert textable(number) == f'<bdi dir="ltr"><a class="govuk-link" href="sms:{address}">{shown}</a></bdi>'
