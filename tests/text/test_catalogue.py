"""Words from a translator's catalogue."""

from __future__ import annotations

import pytest

from bot.languages import Language
from bot.text import catalogue as module
from bot.text.catalogue import catalogue, gettext
from bot.text.counts import duration_in_words
from bot.text.durations import Duration

POLISH = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\n"

msgid "Your meeting"
msgstr "Twoje spotkanie"

#, fuzzy
msgid "Your notes"
msgstr "Twoje nuty"

msgid "Your chair"
msgstr ""

msgid "{n} working day"
msgid_plural "{n} working days"
msgstr[0] "{n} dzień roboczy"
msgstr[1] "{n} dni robocze"
msgstr[2] "{n} dni roboczych"
"""


@pytest.fixture
def polish_words(tmp_path, monkeypatch):
    """A small Polish catalogue in place of the real one."""
    file = tmp_path / "pl" / "LC_MESSAGES" / "messages.po"
    file.parent.mkdir(parents=True)
    file.write_text(POLISH, encoding="utf-8")
    monkeypatch.setattr(module, "LOCALES", tmp_path)
    catalogue.cache_clear()
    yield
    catalogue.cache_clear()


@pytest.mark.usefixtures("polish_words")
@pytest.mark.parametrize(
    ("written", "words"),
    [("P1WD", "1 dzień roboczy"), ("P2WD", "2 dni robocze"), ("P15WD", "15 dni roboczych")],
)
def test_a_polish_parent_reads_the_form_that_goes_with_the_number(written, words):
    assert duration_in_words(Duration.parse(written), Language.POLISH) == words


@pytest.mark.usefixtures("polish_words")
def test_a_translation_is_used_only_when_the_translator_was_sure():
    assert gettext("Your meeting", Language.POLISH) == "Twoje spotkanie"
    assert gettext("Your notes", Language.POLISH) == "Your notes"
    assert gettext("Your chair", Language.POLISH) == "Your chair"
    assert gettext("", Language.POLISH) == ""


@pytest.mark.usefixtures("polish_words")
def test_a_language_without_a_catalogue_comes_back_in_english():
    assert gettext("Your meeting", Language.WELSH) == "Your meeting"
    assert duration_in_words(Duration.parse("P2WD"), Language.WELSH) == "2 working days"
