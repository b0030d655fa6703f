"""The door of text messages: what a provider hands over is kept once, whole, and thought about later."""

from __future__ import annotations

import logging
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from bot.adapters.database.inbox import StoredInbox
from bot.web.texting import NOTIFY_PATH, TWILIO_PATH
from tests.stores import database_file, encryption, engine
from tests.web.fakes import NOW
from tests.web.texts import BEARER, ID, NUMBER, WORDS, counted, house, kept, notify, provider, settings, twilio

__all__ = ["database_file", "encryption", "engine", "house", "kept", "provider", "settings"]


def test_a_text_through_twilio_is_kept_and_somebody_is_woken(provider, house, kept):
    answer = twilio(provider)

    assert answer.status_code == 200
    (text,) = kept
    assert (text.provider, text.provider_id, text.number, text.body) == ("twilio", "SM1", NUMBER, WORDS)
    assert (text.received_at, text.sent_at, text.opted_out, text.wordless) == (NOW, None, False, False)
    assert house.texting.woken == 1
    assert counted(provider) == {"received twilio": 1}


def test_twilio_is_told_to_say_nothing(provider):
    """The answer goes out later, through the outbox; words here would be sent a second time."""
    answer = twilio(provider)

    assert answer.headers["content-type"].startswith("text/xml")
    said = ElementTree.fromstring(answer.text)
    assert (said.tag, list(said), said.text) == ("Response", [], None)


def test_a_text_through_notify_is_kept_and_somebody_is_woken(provider, house, kept):
    answer = notify(provider)

    assert (answer.status_code, answer.text) == (204, "")
    (text,) = kept
    assert (text.provider, text.provider_id, text.number, text.body) == ("notify", ID, NUMBER, WORDS)
    assert (text.received_at, text.sent_at) == (NOW, NOW - timedelta(seconds=10))
    assert house.texting.woken == 1
    assert counted(provider) == {"received notify": 1}


def test_a_text_that_is_handed_over_again_is_kept_once_and_both_calls_are_content(provider, house, kept):
    answers = [twilio(provider), twilio(provider), notify(provider), notify(provider)]

    assert [answer.status_code for answer in answers] == [200, 200, 204, 204]
    assert [text.provider for text in kept] == ["twilio", "notify"]
    assert len({text.id for text in kept}) == 2
    assert house.texting.woken == 2
    assert counted(provider) == {
        "received twilio": 1,
        "repeated twilio": 1,
        "received notify": 1,
        "repeated notify": 1,
    }


def test_the_signature_is_over_the_public_address_with_its_query(provider, kept):
    assert twilio(provider, path=f"{TWILIO_PATH}?line=york&x=%20y").status_code == 200
    assert len(kept) == 1


def test_notifys_time_is_in_utc_where_it_does_not_say_so(provider, kept):
    assert notify(provider, date_received="2027-03-01T09:29:50.000000").status_code == 204
    assert kept[0].sent_at == NOW - timedelta(seconds=10)


@pytest.mark.parametrize("letter", ["a", "ক", "ਕ", "ا", "👩"])
def test_the_longest_text_that_a_provider_takes_is_kept_whole(provider, kept, letter):
    """Twilio and Notify count 1600 characters; in a form each of Bengali's is nine bytes."""
    words = letter * (1600 // len(letter.encode("utf-16-le")) * 2)
    place = {"FromCity": "", "FromCountry": "GB", "ToCountry": "GB", "SmsMessageSid": "SM1", "ApiVersion": "2010-04-01"}

    assert twilio(provider, Body=words, **place).status_code == 200
    assert notify(provider, message=words).status_code == 204
    assert [text.body for text in kept] == [words, words]


@pytest.mark.parametrize("sender", ["447700900123", "+447700900123", "07700900123"])
def test_a_mothers_number_is_the_same_however_a_provider_writes_it(provider, kept, sender):
    twilio(provider, From=sender)
    notify(provider, source_number=sender)

    assert {text.number for text in kept} == {NUMBER}


def test_a_stop_that_twilio_has_answered_is_kept_as_one(provider, kept):
    twilio(provider, Body="Stop", OptOutType="STOP")

    assert (kept[0].body, kept[0].opted_out) == ("Stop", True)


@pytest.mark.parametrize("keyword", [{}, {"OptOutType": "START"}])
def test_any_other_word_is_an_ordinary_text(provider, kept, keyword):
    twilio(provider, Body="start", **keyword)

    assert (kept[0].body, kept[0].opted_out) == ("start", False)


def test_a_help_that_twilio_has_answered_is_not_answered_twice(provider, house, kept):
    assert twilio(provider, Body="HELP", OptOutType="HELP").status_code == 200

    assert (kept, house.texting.woken) == ([], 0)
    assert counted(provider) == {}


def test_a_help_that_twilio_leaves_to_us_is_ours_to_answer(provider, kept):
    twilio(provider, Body="HELP")

    assert kept[0].body == "HELP"


@pytest.mark.parametrize("words", ["", " ", "\n"])
def test_a_picture_without_words_is_kept_as_that(provider, kept, words):
    twilio(provider, Body=words, NumMedia="1")
    notify(provider, message=words)

    assert [text.wordless for text in kept] == [True, True]


def test_half_an_emoji_and_what_no_database_takes_cost_no_words(provider, kept):
    """Some phones send half an emoji; GSM's @ has come as NUL through some old gateways."""
    provider.post(
        NOTIFY_PATH,
        content=b'{"id": "%s", "source_number": "447700900123", "message": "who \\ud83d\\u0000is \\ud83d\\ude00 there",'
        b' "date_received": "2027-03-01T09:29:50Z"}' % ID.encode(),
        headers=BEARER,
    )
    twilio(provider, Body="who \0is there")

    assert [text.body for text in kept] == ["who \ufffdis 😀 there", "who is there"]


def test_in_a_real_database_each_text_stands_once_however_often_it_is_handed_over(provider, house, engine):
    house.texting.inbox = inbox = StoredInbox(engine)
    odd = "who \0is \ud83d there 😀"

    answers = [notify(provider, message=odd), notify(provider, message=odd), twilio(provider), twilio(provider)]

    assert [answer.status_code for answer in answers] == [204, 204, 200, 200]
    assert [text.body for text in inbox.waiting(NUMBER)] == ["who is \ufffd there 😀", WORDS]
    assert counted(provider) == {
        "received twilio": 1,
        "repeated twilio": 1,
        "received notify": 1,
        "repeated notify": 1,
    }


def test_while_the_store_is_broken_the_provider_is_told_to_come_again(provider, house, kept):
    house.texting.inbox.trouble = RuntimeError(f"{NUMBER} wrote {WORDS}")
    answers = [twilio(provider), notify(provider)]
    house.texting.inbox.trouble = None

    assert [answer.status_code for answer in answers] == [500, 500]
    assert counted(provider) == {}
    assert [twilio(provider).status_code, notify(provider).status_code] == [200, 204]
    assert len(kept) == 2


def test_no_number_and_no_word_is_in_any_log_or_answer(provider, house, caplog):
    caplog.set_level(logging.DEBUG)
    answers = [
        twilio(provider),
        twilio(provider),
        twilio(provider, token="guessed"),
        twilio(provider, From="+48601234567"),
        twilio(provider, MessageSid=None),
        notify(provider),
        notify(provider, headers={}),
        notify(provider, id="x"),
        notify(provider, date_received="2020-01-01T00:00:00Z"),
    ]
    house.texting.inbox.trouble = RuntimeError(f"{NUMBER} wrote {WORDS}")
    answers += [twilio(provider), notify(provider)]

    told = caplog.text + "".join(answer.text for answer in answers) + provider.get("/metrics").text
    assert "POST /webhooks/twilio 200" in told
    for secret in (WORDS, "7700900", "601234567", "SM1", ID, "twilio-signs", "notify-texts"):
        assert secret not in told
