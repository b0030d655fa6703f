"""What is sent to a parent, read as a stranger would, over every kind and language."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from itertools import product
from uuid import uuid4

import pytest

from bot.languages import SPOKEN, Language
from bot.outreach import texts
from bot.outreach.message import Channel, Message, MessageKind
from bot.outreach.quiet_hours import QuietHours
from bot.outreach.texts import ReplyTo, link_preview, message_for, words_for
from bot.text.drafts import notice_draft, noticing_drafts
from bot.text.letters import words_of
from bot.text.phrases import say
from bot.text.sms import as_sms, is_gsm_7, parts
from bot.text.terms import glossary, terms
from tests.outreach.people import ADDRESS, CODE, EMAIL, LINK, NOW, PHONE, TOKEN, zahra
from tests.stores import a_conference

KINDS = [kind for kind in MessageKind if kind not in (MessageKind.EVENT, MessageKind.REPLY)]
CHANNELS = [Channel.SMS, Channel.EMAIL]
OTHERS = [language for language in SPOKEN if language is not Language.ENGLISH]

# Each part of a text is paid for, and one that comes in four is as far as an old phone puts together well.
# A language in UCS-2 has 67 letters in a part, and while it is a draft it carries the English besides.
MOST_OF_A_LINK = {True: 2, False: 3}  # by whether it fits GSM-7
MOST_BY_TEXT = {True: 2, False: 4}  # the same, with the number that the code can be texted to
MOST_ALONE = {True: 2, False: 3}
MOST_WITH_ENGLISH = {True: 2, False: 4}

# Beside the official terms, which are taken from the glossary in every language.
ABOUT = "child children kid son daughter baby family parent mother father mum dad conference protection safeguarding"
COUNCIL = "social worker services council court police abuse harm neglect risk plan review chair case kirklees york"
TELLING = f"{ABOUT} {COUNCIL}".split()
REPLY_TO = ReplyTo("+447700900999", lambda language: f"ENOUGH-{language.value}")
PERSONAL = ["Zahra", "Khan", "Judith", "Marlow", "Sam", "Petty", "Foss", "Room 2", "01632", "YRK", "900123", "Mirpuri"]


@pytest.fixture(params=SPOKEN, ids=lambda language: language.value)
def language(request) -> Language:
    return request.param


def sent(
    kind: MessageKind, language: Language, channel: Channel = Channel.SMS, *, reply_to: ReplyTo | None = None
) -> Message:
    conference = a_conference()
    return message_for(
        kind,
        zahra(language, conference),
        conference,
        language=language,
        channel=channel,
        at=NOW,
        link=LINK if kind is MessageKind.LINK else None,
        on=date(2027, 3, 16) if kind is MessageKind.REMINDER_OWN_WRITING else None,
        reply_to=reply_to,
    )


def read(message: Message) -> str:
    """All that a stranger sees, without the link itself."""
    return f"{message.subject or ''}\n{message.body}".replace(LINK, "")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.value)
def test_a_text_is_no_longer_than_it_has_to_be(kind, language):
    body = sent(kind, language).body
    with noticing_drafts() as noticed:
        say("text_link", language)

    most = MOST_OF_A_LINK if kind is MessageKind.LINK else MOST_WITH_ENGLISH if noticed.draft else MOST_ALONE
    assert parts(body) <= (1 if language is Language.ENGLISH else most[is_gsm_7(body)]), body


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.value)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.value)
def test_no_word_tells_a_stranger_what_it_is_about(kind, channel, language):
    """A husband reads the lock screen; a number may be somebody else's by now."""
    said = f" {_plain(read(sent(kind, language, channel)))} "
    own = {} if language is Language.ENGLISH else glossary(language)
    official = [*terms(), *map(str, own.values())]
    forbidden = {_plain(term) for term in (*TELLING, *official)}

    assert [word for word in sorted(forbidden) if f" {word} " in said] == []


def _plain(text):
    """Not as the assistant reads: in Arabic that makes one word of "category" and "in it"."""
    return " ".join(words_of(unicodedata.normalize("NFC", text).casefold()))


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.value)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.value)
def test_it_names_nobody_and_no_place_and_holds_no_code(kind, channel, language):
    message = sent(kind, language, channel)

    assert [own for own in PERSONAL if own in f"{message.subject}{message.body}".replace(LINK, "")] == []
    assert not re.search(r"(?<!\d)\d{6}(?!\d)", read(message))
    assert CODE not in message.body
    assert "Zahra" not in repr(message)
    assert PHONE not in repr(message)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.value)
def test_only_the_first_message_has_a_link_and_a_text_has_it_once_at_its_end(kind, language):
    """A full stop behind it would be taken for a part of it."""
    body = sent(kind, language).body

    assert re.findall(r"https?://\S+", body) == ([LINK] if kind is MessageKind.LINK else [])
    assert body.endswith(LINK) or kind is not MessageKind.LINK


@pytest.mark.parametrize("other", OTHERS, ids=lambda language: language.value)
@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.value)
def test_the_first_message_is_in_english_too(channel, other):
    """Nobody knows yet whether the language is right; and whoever has her number now reads English."""
    english, own = sent(MessageKind.LINK, Language.ENGLISH, channel), sent(MessageKind.LINK, other, channel)

    for line in filter(None, english.body.split("\n")):
        assert line in own.body.split("\n")
    assert len(own.body) > len(english.body)


def test_a_mother_who_reads_english_gets_it_once():
    assert sent(MessageKind.LINK, Language.ENGLISH).body == (
        f"Your meeting page. You need the code you are told. Not yours? Delete this.\n{LINK}"
    )


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not MessageKind.LINK], ids=lambda kind: kind.value)
def test_the_english_stands_beside_a_draft_and_only_beside_a_draft(kind, monkeypatch):
    english = sent(kind, Language.ENGLISH).body

    def say_in(*, reviewed: bool):
        def saying(id, language, **words):
            if language is not Language.POLISH:
                return say(id, language, **words)
            if not reviewed:
                notice_draft()
            return f"pl:{id}"

        return saying

    monkeypatch.setattr(texts, "say", say_in(reviewed=False))
    draft = sent(kind, Language.POLISH).body
    monkeypatch.setattr(texts, "say", say_in(reviewed=True))
    reviewed = sent(kind, Language.POLISH).body

    assert draft == f"{reviewed}\n{english.removesuffix(say('text_stop', Language.ENGLISH)).strip()}"
    assert reviewed.startswith("pl:")


@pytest.mark.parametrize("kind", [MessageKind.MOVED, MessageKind.CANCELLED, MessageKind.REMINDER_ONE_DAY])
def test_whoever_reads_only_the_text_knows_the_day_and_the_time(kind):
    assert "Thursday 18 March 2027 at 10am" in sent(kind, Language.ENGLISH).body


def test_in_summer_it_is_the_time_on_the_clock_in_the_room():
    conference = a_conference(starts_at=datetime(2027, 6, 17, 9, 0, tzinfo=timezone.utc))
    message = message_for(
        MessageKind.MOVED, zahra(), conference, language=Language.ENGLISH, channel=Channel.SMS, at=NOW
    )

    assert "Thursday 17 June 2027 at 10am" in message.body


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not MessageKind.LINK], ids=lambda kind: kind.value)
def test_every_other_message_says_how_to_stop_them_and_asks_for_no_word_that_blocks_a_number(kind, language):
    message = sent(kind, language)

    assert say("text_stop", Language.ENGLISH) in sent(kind, Language.ENGLISH).body
    assert message.body.strip().upper() not in {"STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "CANCEL"}
    assert not re.search(r"\b(reply|text) (stop|start|yes|no)\b", message.body, re.IGNORECASE)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not MessageKind.LINK], ids=lambda kind: kind.value)
def test_where_we_can_be_texted_the_word_that_stops_us_is_named(kind, language):
    message = sent(kind, language, reply_to=REPLY_TO)

    assert as_sms(say("text_stop_by_text", language, word=f"ENOUGH-{language.value}")) in message.body
    assert as_sms(say("text_stop", language)) not in message.body
    assert sent(kind, language, Channel.EMAIL, reply_to=REPLY_TO).body == sent(kind, language, Channel.EMAIL).body


def test_a_link_says_once_in_her_own_language_where_the_code_can_be_texted(language):
    body = sent(MessageKind.LINK, language, reply_to=REPLY_TO).body

    assert as_sms(say("text_link_by_text", language, number="07700 900999")) in body.split("\n")[0]
    assert body.count("07700900999") == 1
    assert body.endswith(f"\n{LINK}")
    assert parts(body) <= MOST_BY_TEXT[is_gsm_7(body)]
    assert "0900999" not in sent(MessageKind.LINK, language, Channel.EMAIL, reply_to=REPLY_TO).body


def test_no_mark_of_direction_and_no_curly_quote_costs_a_text_its_alphabet(language):
    for kind, reply_to in product(KINDS, (None, REPLY_TO)):
        body = sent(kind, language, reply_to=reply_to).body
        assert not re.search("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069“”’–…]", body)


def test_a_message_goes_to_the_address_of_its_channel_and_to_no_other():
    text, mail = (sent(MessageKind.MOVED, Language.ENGLISH, channel) for channel in CHANNELS)

    assert (text.address, text.subject) == (PHONE, None)
    assert (mail.address, mail.subject) == (EMAIL, "Your meeting")


def test_without_an_address_there_is_no_message():
    conference = a_conference()
    nobody = replace(zahra(), contact=replace(zahra().contact, phone=None))

    with pytest.raises(ValueError, match="no address for sms"):
        message_for(MessageKind.MOVED, nobody, conference, language=Language.URDU, channel=Channel.SMS, at=NOW)


def test_each_reason_for_a_message_is_there_once():
    """The outbox keeps one of two with the same reason: a day moved there and back is news twice, one link is one."""
    conference = a_conference()
    moved = replace(conference, starts_at=conference.starts_at + timedelta(days=1), version=2)
    back = replace(conference, version=3)

    def intent(kind, conference, invitation=None):
        return texts.intent_of(kind, invitation or zahra(), conference, Channel.SMS)

    assert len({intent(MessageKind.MOVED, one) for one in (conference, moved, back)}) == 3
    assert intent(MessageKind.REMINDER_ONE_DAY, conference) == intent(MessageKind.REMINDER_ONE_DAY, back)
    assert intent(MessageKind.REMINDER_ONE_DAY, conference) != intent(MessageKind.REMINDER_ONE_DAY, moved)
    assert intent(MessageKind.LINK, conference) != intent(MessageKind.LINK, conference, zahra(links=3))
    assert intent(MessageKind.LINK, conference) != intent(MessageKind.LINK, conference, zahra(id=uuid4()))
    assert TOKEN not in sent(MessageKind.LINK, Language.ENGLISH).intent


@pytest.mark.parametrize(
    ("kind", "at", "was", "due"),
    [
        pytest.param(MessageKind.CANCELLED, "03-01 21:30", None, "03-02 09:00", id="news in the evening wait"),
        pytest.param(MessageKind.MOVED, "03-01 06:00", None, "03-01 09:00", id="news at dawn wait"),
        pytest.param(MessageKind.MOVED, "03-01 14:00", None, "03-01 14:00", id="news by day go at once"),
        pytest.param(MessageKind.CANCELLED, "03-17 21:30", None, "03-17 21:30", id="it would have been tomorrow"),
        pytest.param(MessageKind.MOVED, "03-01 21:30", "03-02 08:30", "03-01 21:30", id="it was to be tomorrow"),
        pytest.param(MessageKind.LINK, "03-01 21:30", None, "03-01 21:30", id="a link goes when it is sent"),
    ],
)
def test_no_phone_sounds_by_night_unless_she_would_set_out_in_vain(kind, at, was, due):
    def moment(written):
        return datetime.strptime(f"2027-{written}", "%Y-%m-%d %H:%M").replace(tzinfo=timezone.utc)

    message = message_for(
        kind,
        zahra(),
        a_conference(),
        language=Language.ENGLISH,
        channel=Channel.SMS,
        at=moment(at),
        link=LINK if kind is MessageKind.LINK else None,
        was=was and moment(was),
        quiet=QuietHours(time(20), time(9)),
    )

    assert message.due_at == moment(due)


@pytest.mark.parametrize("reply_to", [None, REPLY_TO], ids=["page only", "by text too"])
def test_what_is_shown_before_sending_is_as_long_as_what_is_sent(language, reply_to):
    preview = link_preview(ADDRESS, language, Channel.SMS, reply_to=reply_to)

    assert len(preview.body) == len(sent(MessageKind.LINK, language, reply_to=reply_to).body)
    assert TOKEN not in preview.body


def test_a_link_without_a_link_and_a_day_without_a_day_are_mistakes_of_ours():
    with pytest.raises(ValueError, match="no link"):
        words_for(MessageKind.LINK, Channel.SMS, Language.ENGLISH)
    with pytest.raises(ValueError, match="no day"):
        words_for(MessageKind.MOVED, Channel.SMS, Language.ENGLISH)
