"""Commands by text message, the code, and everybody's own way of asking us to stop."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
import yaml

from bot.languages import Language
from bot.text.data_files import DataFileError
from bot.texting.commands import (
    COMMANDS,
    Command,
    asks_to_stop,
    code_in,
    command_in,
    compared,
    languages,
    may_ask_to_stop,
    named,
)

ENGLISH = Language.ENGLISH
# What Twilio takes for itself, and what some providers answer themselves.
SWALLOWED = {"stop", "stopall", "unsubscribe", "end", "quit", "cancel", "revoke", "optout", "start", "unstop", "yes"}
ANSWERED = {"help", "info"}
MESSAGES = yaml.safe_load((Path(__file__).parent / "commands.yml").read_text(encoding="utf-8"))
# Other wishes and look-alikes, which nobody may mend the phrases by: they measure.
UNSEEN = yaml.safe_load((Path(__file__).parent / "stops_unseen.yml").read_text(encoding="utf-8"))

EVALUATION = Path(__file__).parents[1] / "evaluation"
LEARNT = Path(__file__).parents[2] / "data" / "nlu"
ENDS = {"goodbye", "delete_my_data"}  # their words may end the texts too

in_every_language = pytest.mark.parametrize("language", Language, ids=lambda language: language.value)


@in_every_language
@pytest.mark.parametrize("command", Command, ids=lambda command: command.value)
def test_what_we_name_is_understood_however_it_is_typed(language, command):
    word = named(command, language)

    for typed in (word, word.lower(), f"  {word} ", f"{word.title()}!", f'"{word}".'):
        assert command_in(typed, language) is command, typed


@in_every_language
def test_what_we_name_differs_and_no_provider_swallows_it(language):
    words = {compared(named(command, language)) for command in Command}

    assert len(words) == len(Command)
    assert words & (SWALLOWED | ANSWERED) == set()
    assert compared(named(Command.HELP, language)) == "?"


@in_every_language
def test_what_we_name_fits_an_old_phone(language):
    assert max(len(named(command, language)) for command in Command) <= 16


@in_every_language
@pytest.mark.parametrize("word", [*sorted(SWALLOWED - {"start", "unstop", "yes"}), "stop all", "opt out"])
def test_what_a_provider_takes_for_stop_stops_us_too(language, word):
    """It has blocked the number already: we must not go on."""
    for typed in (word, word.upper(), f"{word}.", f"please {word}", f"{word} please!!"):
        assert command_in(typed, language) is Command.STOP
        assert asks_to_stop(typed, language)


@pytest.mark.parametrize(
    ("text", "language", "command"),
    [
        pytest.param("Meeting please", ENGLISH, Command.MEETING, id="please"),
        pytest.param("ＭＯＲＥ", ENGLISH, Command.MORE, id="full-width letters"),
        pytest.param("؟", Language.URDU, Command.HELP, id="an Arabic question mark"),
        pytest.param("??", ENGLISH, Command.HELP, id="two question marks"),
        pytest.param("start", ENGLISH, Command.BACK, id="what Twilio takes for a start"),
        pytest.param("unstop", Language.POLISH, Command.BACK, id="the same in another conversation"),
        pytest.param("wiecej", Language.POLISH, Command.MORE, id="without accents"),
        pytest.param("Więcej, proszę", Language.POLISH, Command.MORE, id="accents and please"),
        pytest.param("notatki", ENGLISH, Command.NOTES, id="another language than the conversation's"),
        pytest.param("mazeed", Language.URDU, Command.MORE, id="Urdu in Roman letters"),
        pytest.param("madad", Language.PUNJABI, Command.HELP, id="Punjabi in Roman letters"),
        pytest.param("bondho", Language.BENGALI, Command.STOP, id="Bengali in Roman letters"),
        pytest.param("اجتماع", ENGLISH, Command.MEETING, id="Arabic in an English conversation"),
        pytest.param("date", Language.ROMANIAN, Command.DATES, id="a word of two languages"),
    ],
)
def test_a_parent_types_a_command(text, language, command):
    assert command_in(text, language) is command


@pytest.mark.parametrize(
    "text",
    ["yes", "no", "thanks", "please", "ok", "", "!!", "my meeting was horrible", "who is my social worker?", "help me"],
)
def test_this_is_no_command(text):
    assert command_in(text, ENGLISH) is None


@pytest.mark.parametrize(
    "text",
    [
        "123456",
        "123 456",
        "123-456.",
        "my code is 123 456",
        "12 34 56",
        "1 2 3 4 5 6",
        "code:123456",
        "Hi its 123456 thanks",
        "١٢٣٤٥٦",
        "۱۲۳ ۴۵۶",
        "১২৩৪৫৬",
        "੧੨੩੪੫੬",
        "１２３４５６",
        "میرا کوڈ ۱۲۳۴۵۶ ہے",
        "\u2066123456\u2069",
    ],
)
def test_a_code_is_found_in_every_script(text):
    assert code_in(text) == "123456"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("07700900123", id="a phone number"),
        pytest.param("ring me on +44123456", id="a number from abroad"),
        pytest.param("12/03/26", id="a date"),
        pytest.param("12.03.26", id="a date with full stops"),
        pytest.param("12-03-26", id="a date with dashes"),
        pytest.param("12 03 26", id="a date with spaces"),
        pytest.param("is it 03 2026", id="a month"),
        pytest.param("2026-03", id="a year and a month"),
        pytest.param("10:30 on 26", id="a time and a day"),
        pytest.param("10:30:45", id="a time"),
        pytest.param("£123456", id="an amount"),
        pytest.param("1234567", id="seven digits"),
        pytest.param("12345", id="five digits"),
        pytest.param("is it 123 or 456", id="two numbers"),
        pytest.param("AB123456C", id="a National Insurance number"),
        pytest.param("is 116 123 the samaritans", id="a helpline's number"),
        pytest.param("the letter i got last week says that 123456 is it", id="a long sentence"),
        pytest.param("hello", id="no number"),
    ],
)
def test_this_is_no_code(text):
    """Every wrong code costs one of five tries."""
    assert code_in(text) is None


def test_a_helplines_number_alone_may_be_somebodys_code():
    assert code_in("116123") == "116123"


@pytest.mark.parametrize(
    "text",
    [
        "he sees my phone please stop texting",
        "my husband will read it stop texting me",
        "I told you to stop texting me",
        "he wont stop shouting. stop texting me",
        "Stop these messages, he won't stop reading them",
    ],
)
def test_whose_phone_is_watched_is_heard(text):
    """Somebody else is named, and still it is us who should stop."""
    assert asks_to_stop(text, ENGLISH)


@pytest.mark.parametrize(
    "text",
    [
        "he wont stop texting me",
        "how do i make him stop texting me",
        "can i stop the meeting",
        "dont stop",
        "stop it he said",
    ],
)
def test_something_else_is_to_stop(text):
    assert not asks_to_stop(text, ENGLISH)


def test_a_long_story_is_no_wish_to_stop():
    story = "he said to the neighbours who were there that they must never again and then stop texting me he shouted"

    assert not asks_to_stop(story, ENGLISH)


def test_a_polish_mother_asks_in_an_english_conversation():
    assert asks_to_stop("proszę nie piszcie do mnie więcej", ENGLISH)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("i dont need these on my phone thanks", ENGLISH, id="said round a corner"),
        pytest.param("Leave us in peace", ENGLISH, id="an idiom without a word of texting"),
        pytest.param("he looks at my phone. nothing else to this number pls", ENGLISH, id="somebody else, told before"),
        pytest.param("she doesnt use this number any more", ENGLISH, id="a number that changed hands"),
        pytest.param("dajcie mi wreszcie spokoj", Language.POLISH, id="Polish, no word of texting"),
        pytest.param("waan ka daalay fariimahan", ENGLISH, id="Somali in an English conversation"),
        pytest.param("muje in messages se door rakhein", Language.URDU, id="Urdu in Roman letters"),
    ],
)
def test_who_may_want_no_texts_is_asked(text, language):
    assert may_ask_to_stop(text, language)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("how do i get fewer of these texts, is it stop?", id="a question"),
        pytest.param("stop", id="a command, which is obeyed"),
        pytest.param("my ex keeps messaging me im sick of it", id="somebody else's texts"),
        pytest.param("i didnt get your text", id="a text that never came"),
        pytest.param("no more messages, i want to die", id="despair"),
        pytest.param("he has my phone, he hurt me, no more messages", id="danger"),
        pytest.param("i have had enough", id="enough of what"),
        pytest.param("the letter says all of this and more so no i do not want to text about it", id="a long story"),
    ],
)
def test_nobody_else_is_asked(text):
    assert not may_ask_to_stop(text, ENGLISH)


@in_every_language
def test_every_language_has_enough_phrases(language):
    assert len(languages()[language].please_stop) >= 25
    assert len(languages()[language].not_stop) >= 10


def right(language: Language, kind: str) -> Iterator[bool]:
    return (asks_to_stop(text, language) for text in MESSAGES[language.value][kind])


def share(found: list[bool]) -> float:
    return sum(found) / len(found)


def test_most_who_ask_us_to_stop_are_understood_and_few_others_taken_for_them():
    """
    Messages that somebody else wrote, who had not seen the phrases.

    This guards, and measures no longer: the phrases were mended with these in view. Before that they heard 0.74 of the
    wishes; the half that had still not been looked at when they were mended after the other half, 0.73.
    """
    heard = {language: list(right(language, "stop")) for language in Language}
    mistaken = {language: list(right(language, "not_stop")) for language in Language}
    for language in Language:
        print(language.value, f"heard {share(heard[language]):.2f}, mistaken {share(mistaken[language]):.2f}")  # noqa: T201

    assert {one.value: share(found) for one, found in heard.items() if share(found) < 0.8} == {}
    assert share([one for found in heard.values() for one in found]) >= 0.9
    assert share([one for found in mistaken.values() for one in found]) <= 0.03


def test_what_is_heard_of_wishes_that_nobody_wrote_the_phrases_by():
    """
    Measured once, with everything written: 0.73 stopped at once and 0.87 stopped or asked; 0.01 and 0.05 mistaken.

    The bounds are two points from that. If they break, write for the language; copy nothing from the file.
    """
    stopped, either = zip(*(heard_in(language, "stop") for language in Language), strict=True)
    mistaken, asked = zip(*(heard_in(language, "not_stop") for language in Language), strict=True)
    for language, now, then in zip(Language, stopped, either, strict=True):
        print(language.value, f"stopped {share(now):.2f}, stopped or asked {share(then):.2f}")  # noqa: T201

    assert share(list(chain.from_iterable(stopped))) >= 0.71
    assert share(list(chain.from_iterable(either))) >= 0.84
    assert share(list(chain.from_iterable(mistaken))) <= 0.03
    assert share(list(chain.from_iterable(asked))) <= 0.07


def heard_in(language: Language, kind: str) -> tuple[list[bool], list[bool]]:
    """Which of them stop us, and which stop us or make us ask."""
    stopped = [asks_to_stop(text, language) for text in UNSEEN[language.value][kind]]
    asked = [may_ask_to_stop(text, language) for text in UNSEEN[language.value][kind]]
    return stopped, [one or other for one, other in zip(stopped, asked, strict=True)]


def test_nobody_in_danger_is_taken_for_somebody_who_wants_no_texts():
    """ "I dont want this any more" is not about us. To fall silent then would be the worst answer of all."""
    asked = [(language, question) for language in Language for question in evaluated(language)]
    danger = [(language, text) for language, (text, topic) in asked if topic.startswith("crisis_")]

    assert len(danger) > 100
    assert [text for language, text in danger if asks_to_stop(text, language)] == []
    assert [text for language, text in danger if may_ask_to_stop(text, language)] == []


@in_every_language
def test_nobody_in_danger_is_asked_about_texts(language):
    """Nor any example that the assistant learnt danger from: the answer to danger is help."""
    danger = list(learnt_danger(language))

    assert len(danger) > 100
    assert [text for text in danger if may_ask_to_stop(text, language)] == []


def test_hardly_any_question_of_a_parent_is_taken_for_a_wish_to_stop():
    """What the classifier is measured on; nobody wrote the phrases with these in view."""
    asked = [(language, text) for language in Language for text, topic in evaluated(language) if topic not in ENDS]

    assert share([asks_to_stop(text, language) for language, text in asked[::5]]) <= 0.005
    assert share([may_ask_to_stop(text, language) for language, text in asked]) <= 0.02


def evaluated(language: Language) -> list[tuple[str, str]]:
    """What a parent asks in the evaluation set, each with its topic."""
    lines = (EVALUATION / f"{language.value}.jsonl").read_text(encoding="utf-8").splitlines()
    return [(one["text"], one["intent"]) for one in map(json.loads, lines)]


def learnt_danger(language: Language) -> Iterator[str]:
    file = LEARNT / language.value / "danger.yml"
    for topic in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
        if topic.get("intent", "").startswith("crisis_"):
            yield from (line.removeprefix("- ") for line in topic["examples"].splitlines())


def test_a_word_that_would_be_two_commands_is_refused_with_its_line(tmp_path):
    content = yaml.safe_load(COMMANDS.read_text(encoding="utf-8"))
    content["en"]["words"]["dates"].append("Menu")
    file = tmp_path / "commands.yml"
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")

    with pytest.raises(DataFileError, match=r"commands\.yml:\d+: '[Mm]enu' would mean two things"):
        languages(file)


def test_a_yes_without_quotes_is_refused(tmp_path):
    file = tmp_path / "commands.yml"
    file.write_text("en:\n  words:\n    more: [on]\n", encoding="utf-8")

    with pytest.raises(DataFileError, match="put yes and no in quotes"):
        languages(file)
