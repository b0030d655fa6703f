"""The English of an official term stands beside it, once."""

from __future__ import annotations

from bot.languages import Language
from bot.text.terms import english_once


def test_a_terms_english_is_said_at_its_first_use_in_a_reply():
    told = english_once(
        ["Grupa podstawowa (core group) spotyka się.", "W grupie (core group) jest przewodnicząca (chair)."],
        Language.POLISH,
    )

    assert told == ["Grupa podstawowa (core group) spotyka się.", "W grupie jest przewodnicząca (chair)."]


def test_capitals_and_more_than_one_are_the_same_term():
    assert english_once(["Raporty (reports)", "Raport (Report)"], Language.POLISH) == ["Raporty (report)", "Raport"]


def test_it_reads_from_left_to_right_in_a_line_that_does_not():
    assert english_once(["رپورٹ (report)"], Language.URDU) == ["رپورٹ (\u2066report\u2069)"]


def test_brackets_around_anything_else_stay():
    assert english_once(["szkoła (nie przedszkole) (nie przedszkole)"], Language.POLISH) == [
        "szkoła (nie przedszkole) (nie przedszkole)"
    ]


def test_english_is_left_as_it_is():
    assert english_once(["The chair (chair) and the chair (chair)"], Language.ENGLISH) == [
        "The chair (chair) and the chair (chair)"
    ]
