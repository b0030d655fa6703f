"""The catalogues as translators and reviewers meet them."""

from __future__ import annotations

from datetime import date

import pytest
from babel.messages.catalog import Catalog

from bot.languages import Language
from bot.text import catalogue as catalogue_module
from bot.text import words as module
from bot.text.catalogue import catalogue, catalogue_path, gettext
from bot.text.drafts import noticing_drafts
from bot.text.words import NothingToReview, Status, review, status, update

POLISH = Language.POLISH
ON = date(2027, 3, 1)


@pytest.fixture
def locales(tmp_path, monkeypatch):
    """An empty folder of catalogues, and two sentences to translate."""
    monkeypatch.setattr(catalogue_module, "LOCALES", tmp_path)
    says(monkeypatch, "Ring your chair.", "Your meeting")
    catalogue.cache_clear()
    yield tmp_path
    catalogue.cache_clear()


def says(monkeypatch, *sentences: str) -> None:
    """What there is to say, in English."""

    def english() -> Catalog:
        template = Catalog()
        for sentence in sentences:
            template.add(sentence)
        return template

    monkeypatch.setattr(module, "english", english)


def translate(**words: str) -> None:
    """A translator's work: by the first word of the English."""
    path = catalogue_path(POLISH)
    lines = path.read_text(encoding="utf-8").split("\n")
    for at, line in enumerate(lines):
        for first, translation in words.items():
            if line.startswith(f'msgid "{first}'):
                lines[at + 1] = f'msgstr "{translation}"'
    path.write_text("\n".join(lines), encoding="utf-8")
    catalogue.cache_clear()


def counted() -> Status:
    (row,) = status([POLISH])
    return row


def test_a_new_language_begins_with_every_sentence_and_no_translation(locales):
    update([POLISH])

    assert counted() == Status(POLISH, sentences=2, translated=0, reviewed=0, stale=0)


def test_what_was_translated_counts_and_is_said_as_a_draft(locales):
    update([POLISH])
    translate(Ring="Zadzwoń.")

    with noticing_drafts() as noticed:
        assert gettext("Ring your chair.", POLISH) == "Zadzwoń."

    assert (counted().translated, counted().reviewed) == (1, 0)
    assert noticed.draft


def test_what_a_person_has_reviewed_is_no_draft(locales):
    update([POLISH])
    translate(Ring="Zadzwoń.")
    assert review(POLISH, "Halina Nowak", ON) == 1
    catalogue.cache_clear()

    with noticing_drafts() as noticed:
        gettext("Ring your chair.", POLISH)

    assert counted().reviewed == 1
    assert not noticed.draft
    assert "# reviewed: Halina Nowak, 2027-03-01, " in catalogue_path(POLISH).read_text(encoding="utf-8")


def test_one_sentence_may_be_reviewed_by_itself(locales):
    update([POLISH])
    translate(Ring="Zadzwoń.", Your="Spotkanie")

    assert review(POLISH, "Halina Nowak", ON, "Your meeting") == 1
    assert counted().reviewed == 1


def test_a_translation_changed_after_its_review_is_a_draft_again(locales):
    update([POLISH])
    translate(Ring="Zadzwoń.")
    review(POLISH, "Halina Nowak", ON)
    translate(Ring="Nie dzwoń.")

    assert (counted().translated, counted().reviewed) == (1, 0)


def test_a_change_of_the_english_makes_the_translation_stale_and_it_is_not_said(locales, monkeypatch):
    """The old words may now be wrong: English is shown until somebody has looked."""
    update([POLISH])
    translate(Ring="Zadzwoń.")
    review(POLISH, "Halina Nowak", ON)
    says(monkeypatch, "Ring your chair now.", "Your meeting")
    update([POLISH])
    catalogue.cache_clear()

    assert (counted().translated, counted().reviewed, counted().stale) == (0, 0, 1)
    assert gettext("Ring your chair now.", POLISH) == "Ring your chair now."


def test_what_is_no_longer_said_leaves_the_catalogue(locales, monkeypatch):
    update([POLISH])
    translate(Your="Spotkanie")
    says(monkeypatch, "Ring your chair.")
    update([POLISH])

    assert "Spotkanie" not in catalogue_path(POLISH).read_text(encoding="utf-8")


def test_bringing_up_to_date_twice_changes_nothing(locales):
    update([POLISH])
    before = catalogue_path(POLISH).read_bytes()
    update([POLISH])

    assert catalogue_path(POLISH).read_bytes() == before


def test_what_is_not_there_cannot_be_reviewed(locales):
    update([POLISH])

    with pytest.raises(NothingToReview):
        review(POLISH, "Halina Nowak", ON)
