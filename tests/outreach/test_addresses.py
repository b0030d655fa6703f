"""Numbers as social workers and Excel write them, and who can be reached there."""

from __future__ import annotations

import pytest

from bot.outreach.addresses import (
    AddressError,
    EmailWrong,
    PhoneForeign,
    PhoneLandline,
    PhonePremium,
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
        pytest.param("\u202a+44 7700 900123\u202c", id="as a phone's contacts give it, with marks of direction"),
        pytest.param("\u200b\t07700\u2060900123\ufeff \r\n", id="with what nobody sees"),
        pytest.param("0+447700900123", id="a nought too many"),
        pytest.param("00007700900123", id="four noughts"),
        pytest.param("+07700900123", id="a plus, and no country"),
        pytest.param("+7700900123", id="a plus for the nought"),
        pytest.param("0+44(0)7700900123", id="all at once"),
        pytest.param("4407700900123", id="the country and the nought"),
    ],
)
def test_one_number_is_kept_in_one_form(written):
    assert mobile(written) == "+447700900123"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        pytest.param("07123 456789", "+447123456789", id="a mobile"),
        pytest.param("07923 456789", "+447923456789", id="another"),
        pytest.param("07700 900999", "+447700900999", id="drama, the last of them"),
        pytest.param("07797 712345", "+447797712345", id="Jersey"),
        pytest.param("07700 300123", "+447700300123", id="Jersey, beside the drama numbers"),
        pytest.param("07781 123456", "+447781123456", id="Guernsey"),
        pytest.param("07911 123456", "+447911123456", id="Guernsey, beside pagers"),
        pytest.param("07624 123456", "+447624123456", id="Man"),
        pytest.param("07524 012345", "+447524012345", id="Man, the newer ones"),
    ],
)
def test_what_gov_uk_notify_texts_we_text(written, kept):
    """As its own validator has it (notifications-utils, phone_number.py)."""
    assert mobile(written) == kept


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        pytest.param("01484 221000", PhoneLandline, id="a landline"),
        pytest.param("1484221000", PhoneLandline, id="a landline without its nought"),
        pytest.param("020 7946 0123", PhoneLandline, id="a landline in London"),
        pytest.param("01632 960031", PhoneLandline, id="a landline in drama"),
        pytest.param("01534 456789", PhoneLandline, id="a landline in Jersey"),
        pytest.param("056 0123 4567", PhoneLandline, id="a landline on the internet"),
        pytest.param("0909 879 0000", PhonePremium, id="a premium line"),
        pytest.param("0845 123 4567", PhonePremium, id="a shared cost line"),
        pytest.param("0300 123 1234", PhonePremium, id="an 03 number, for any place"),
        pytest.param("0808 157 0123", PhonePremium, id="free of charge"),
        pytest.param("070 1234 5678", PhonePremium, id="a personal number, dear and no mobile"),
        pytest.param("07640 123456", PhonePremium, id="a pager"),
        pytest.param("60300", PhonePremium, id="a short code"),
        pytest.param("999", PhonePremium, id="the emergency number"),
        pytest.param("+48 601 234 567", PhoneForeign, id="a Polish number"),
        pytest.param("48 601 234 567", PhoneForeign, id="a Polish number without its plus"),
        pytest.param("00353 87 123 4567", PhoneForeign, id="an Irish number"),
        pytest.param("+1 202 555 0123", PhoneForeign, id="an American number"),
        pytest.param("+979 123 456 789", PhoneForeign, id="a premium line of no country"),
        pytest.param("07700 90012", PhoneUnreadable, id="a digit too few"),
        pytest.param("07700 9001234", PhoneUnreadable, id="a digit too many"),
        pytest.param("77009001234", PhoneUnreadable, id="a digit too many, without its nought"),
        pytest.param("12345", PhoneUnreadable, id="a short number that is nobody's"),
        pytest.param("whatsapp:+447700900123", PhoneUnreadable, id="another way to a number"),
        pytest.param("Vodafone", PhoneUnreadable, id="a sender's name"),
        pytest.param("+", PhoneUnreadable, id="a plus"),
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
