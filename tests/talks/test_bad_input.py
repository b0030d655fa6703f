"""Whatever comes in, something kind and clear goes out, and nothing is lost or done by it."""

from __future__ import annotations

import pytest

from bot.conversation.messages import LONGEST_MESSAGE
from bot.languages import Language
from tests.talks.parent import Parent, said, titles

pytestmark = pytest.mark.rasa

ODD = {
    "nothing": "",
    "a space": " ",
    "emoji only": "😀😀😀",
    "dots": "...",
    "one letter 4,000 times": "a" * LONGEST_MESSAGE,
    "4,000 characters of words": ("help me " * 500)[:LONGEST_MESSAGE],
    "Rasa's restart": "/restart",
    "Rasa's session start": "/session_start",
    "Rasa's back": "/back",
    "a payload nobody offered": '/delete_my_data{"scope": "all"}',
    "a payload that is broken": "/delete_notes{",
    "only slashes": "///",
    "an external trigger": "EXTERNAL: when is my meeting",
    "braces": "{council} {0} {{}} {",
    "per cent signs": "%s %(council)s %d",
    "SQL": "'; DROP TABLE notes; --",
    "HTML": "<script>alert(1)</script><b>hello</b>",
    "a null and other control characters": "when is\x00 my\x07 meeting\x1b[31m",
    "right-to-left marks": "\u202ewhen is my meeting\u202c",
    "combining marks": "w\u0301\u0301\u0301" * 300,
    "a number": "12",
    "a link": "https://example.org/?q=when+is+my+meeting",
    "JSON": '{"text": "hello"}',
}
# The doors let nothing else in where notes are written.
WRITTEN = {name: words for name, words in ODD.items() if words.strip()}


@pytest.mark.parametrize("words", ODD.values(), ids=ODD.keys())
async def test_it_is_answered_in_plain_words(rooms, words):
    parent = Parent(rooms, "york")

    reply = await parent.says(words)

    assert said(reply).strip()
    assert "{" not in said(reply)
    assert "Traceback" not in said(reply)
    assert parent.stands.council == "york"


@pytest.mark.parametrize("words", WRITTEN.values(), ids=WRITTEN.keys())
async def test_while_writing_nothing_of_it_is_lost(rooms, words):
    """It is kept word for word, or it was a question or a command and is answered."""
    parent = Parent(rooms, "york")
    await parent.says("help me make notes")
    await parent.says("they are fed and clean and happy")

    reply = await parent.says(words)

    assert said(reply).strip()
    assert parent.notes[0] == "they are fed and clean and happy"
    assert parent.notes[1:] in ([], [words])


@pytest.mark.parametrize("words", ["😀😀😀", "...", " "])
async def test_a_message_without_words_is_asked_for_words(rooms, words):
    assert "write it in words" in said(await Parent(rooms, "york").says(words))


@pytest.mark.parametrize(
    "words", ["/restart", "/session_start", "/back", '/delete_my_data{"scope": "all"}', '/delete_notes{"scope": "all"}']
)
async def test_typed_payloads_do_nothing(rooms, words):
    """Only a choice that we offered can be pressed."""
    parent = Parent(rooms, "york")
    await parent.says("help me make notes")
    await parent.says("they are fed and clean and happy")
    await parent.presses("Stop for now")

    await parent.says(words)

    assert parent.notes == ["they are fed and clean and happy"]
    assert parent.stands.council == "york"


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("bonjour je voudrais parler a quelqu'un", id="French"),
        pytest.param("toplantım ne zaman, kim gelecek", id="Turkish"),
        pytest.param("मेरी मीटिंग कब है", id="Hindi"),
        pytest.param("我的会议是什么时候", id="Chinese"),
    ],
)
async def test_a_language_that_we_do_not_speak_hears_of_interpreters_in_english(rooms, words):
    reply = await Parent(rooms, "york").says(words)

    assert "I do not speak that language yet" in said(reply)
    assert "interpreter" in said(reply)
    assert reply.language is Language.ENGLISH


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param("kiedy jest moje spotkanie i kto tam będzie", "pl", id="Polish"),
        pytest.param("când este întâlnirea mea", "ro", id="Romanian"),
        pytest.param("میری میٹنگ کب ہے", "ur", id="Urdu"),
        pytest.param("ਮੇਰੀ ਮੀਟਿੰਗ ਕਦੋਂ ਹੈ", "pa", id="Punjabi"),
        pytest.param("আমার মিটিং কখন", "bn", id="Bengali"),
        pytest.param("pryd mae fy nghyfarfod i", "cy", id="Welsh"),
    ],
)
async def test_a_parent_who_writes_another_of_our_languages_is_answered_in_it_and_can_go_back(rooms, words, code):
    parent = Parent(rooms, "york")
    reply = await parent.says(words)

    assert reply.language is Language(code)
    assert parent.stands.language is Language(code)
    back = await parent.presses("Go back to English")
    assert back.language is Language.ENGLISH
    assert parent.stands.language is Language.ENGLISH


async def test_two_words_in_other_letters_are_answered_and_the_language_is_asked_about_in_both(rooms):
    parent = Parent(rooms, "york")
    reply = await parent.says("متى اجتماعي")

    assert "Are you writing in Arabic? I can answer in it." in said(reply)
    assert parent.stands.language is Language.ENGLISH
    (arabic,) = [choice for choice in reply.choices if choice.value == 'change_language{"language": "ar"}']
    assert (await parent.presses(arabic.title)).language is Language.ARABIC


async def test_a_parent_may_ask_for_a_language_in_words(rooms):
    parent = Parent(rooms, "york")
    reply = await parent.says("can we speak in urdu please")

    assert (reply.language, parent.stands.language) == (Language.URDU, Language.URDU)


async def test_staffordshire_gives_a_number_for_other_languages_where_its_guide_does(rooms):
    with_number = [key for key in rooms.shelf.councils if rooms.shelf.fact("other_format_phone", key)]

    for council in with_number:
        parent = Parent(rooms, council)
        reply = said(await parent.says("bonjour je voudrais parler a quelqu'un"))
        assert rooms.words_of("other_format_phone", parent.stands) in reply
    assert with_number


async def test_out_of_scope_is_said_with_somewhere_to_go(rooms):
    reply = await Parent(rooms, "york").says("how do i get a divorce")

    assert "do not know about that" in said(reply)
    assert "I want to talk to a person" in titles(reply)


async def test_after_anything_odd_the_next_question_is_answered_as_ever(rooms):
    parent = Parent(rooms, "york")
    for words in ODD.values():
        await parent.says(words)

    assert "48 hours" in said(await parent.says("when will the plan be sent to me"))
