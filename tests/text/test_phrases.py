"""The short sentences that pages and chat share."""

from __future__ import annotations

import pytest

from bot.languages import Language
from bot.text.data_files import DataFileError
from bot.text.phrases import PhraseUnknown, WordMissing, fill, phrases, placeholders, say


def test_a_phrase_is_said_with_its_words():
    assert say("age_exclusive", Language.ENGLISH, age="10") == "over 10"


def test_a_phrase_that_is_not_there_is_named_with_its_nearest():
    with pytest.raises(PhraseUnknown, match=r"'age_exclusiv'.*Did you mean 'age_exclusive'"):
        say("age_exclusiv", Language.ENGLISH)


def test_braces_never_reach_a_parent():
    with pytest.raises(WordMissing, match="age"):
        say("age_exclusive", Language.ENGLISH)


@pytest.mark.parametrize("sentence", ["{a.b}", "{a[0]}", "{a!r}", "{a:>9}", "{}", "{0}", "{", "}"])
def test_only_plain_names_stand_in_braces(sentence):
    with pytest.raises(ValueError, match=r"plain name|expected '}'|Single"):
        placeholders(sentence)


def test_a_parents_own_braces_are_left_as_they_are():
    assert fill("You wrote: {note}", {"note": "{hello} {0}"}) == "You wrote: {hello} {0}"


def test_a_phrase_that_is_no_sentence_is_refused_with_its_line(tmp_path):
    file = tmp_path / "phrases.yml"
    file.write_text("good: Hello {name}.\nempty: \nbroken: 'Hello {name'\n")

    with pytest.raises(DataFileError) as caught:
        phrases(file)

    assert [mistake.line for mistake in caught.value.mistakes] == [2, 3]


def test_every_phrase_of_ours_can_be_said():
    for sentence in phrases().values():
        placeholders(sentence)
