"""Numbers as social workers and Excel write them, and who can be reached there."""

from __future__ import annotations

import pytest

from bot.outreach.addresses import (
    AddressError,
    EmailWrong,
    PhoneForeign,
    PhoneNotTextable,
    PhoneUnreadable,
    email,
    mobile,
)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("07700 900123", id="as people write it"),
        pytest.param("7700900123", id="without its nought, from Excel"),
        pytest.param("+44 (0)7700 900123", id="with both"),
        pytest.param("447700900123", id="without a plus"),
        pytest.param("0044 7700 900 123", id="with two noughts"),
        pytest.param("07700-900-123", id="with hyphens"),
        pytest.param("07700\u00a0900123", id="with a space that does not break"),
        pytest.param("٠٧٧٠٠٩٠٠١٢٣", id="Arabic-Indic digits"),
    ],
)
def test_one_number_is_kept_in_one_form(written):
    assert mobile(written) == "+447700900123"


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        pytest.param("01484 221000", PhoneNotTextable, id="a landline"),
        pytest.param("1484221000", PhoneNotTextable, id="a landline without its nought"),
        pytest.param("0909 879 0000", PhoneNotTextable, id="a premium line"),
        pytest.param("+48 601 234 567", PhoneForeign, id="a Polish number"),
        pytest.param("07700 90012", PhoneUnreadable, id="a digit too few"),
        pytest.param("07700 9001234", PhoneUnreadable, id="a digit too many"),
        pytest.param("7.7009E+11", PhoneUnreadable, id="what Excel makes of a long number"),
        pytest.param("ask her sister", PhoneUnreadable, id="words"),
        pytest.param("07700 900123 or 07700 900124", PhoneUnreadable, id="two numbers"),
        pytest.param("", PhoneUnreadable, id="nothing"),
    ],
)
def test_a_number_that_no_message_reaches_is_refused_and_never_repeated(written, problem):
    with pytest.raises(problem) as caught:
        mobile(written)

    assert isinstance(caught.value, AddressError)
    assert str(caught.value) == ""


def test_an_address_is_kept_as_mail_wants_it():
    assert email(" Mother@Example.ORG ") == "Mother@example.org"


@pytest.mark.parametrize(
    "written", ["mother", "mother@", "mother@example", "Mother <mother@example.org>", "a b@example.org"]
)
def test_what_is_no_address_is_refused_and_never_repeated(written):
    with pytest.raises(EmailWrong) as caught:
        email(written)

    assert str(caught.value) == ""
