"""Every answer, for every council and for none: it is there, it is easy to read, and it is this council's own."""

from __future__ import annotations

import re
from statistics import median

import pytest

from bot.answers.book import Book, load_book
from bot.answers.problems import DANGER, LONGEST, problems
from bot.answers.reading import HARDEST, grade, text_of
from bot.answers.telling import Answer
from bot.answers.words import in_words
from bot.languages import Language
from bot.leaflets.facts import Fact
from bot.leaflets.shelf import load_shelf
from bot.leaflets.values import Kind

COUNCILS = (None, "kirklees", "merton", "nottinghamshire", "staffordshire", "york")
HARDEST_MEDIAN = 4.5

# The topics that are answered from what a leaflet says. The others have actions of their own.
_ABOUT_THE_CONFERENCE = """
what_is_conference purpose why_called initial_vs_review who_attends chair_role meet_chair_before can_i_attend
excluded bring_supporter bring_solicitor child_attend advocate interpreter access_needs reports_what reports_when
my_own_report confidential_info what_happens framework scaling who_decides what_to_expect_from_us police court_removal
"""
_AFTERWARDS = """
plan_what plan_categories no_plan core_group social_worker_visits review_when plan_end minutes disagree complain
family_group_conference legal_advice
"""
_GETTING_READY = "prepare_how nervous"
_FOR_PROFESSIONALS = "pro_report pro_contribute pro_cannot_attend pro_core_group"
INFORMATIONAL = " ".join([_ABOUT_THE_CONFERENCE, _AFTERWARDS, _GETTING_READY, _FOR_PROFESSIONALS]).split()

# What would send a parent to the wrong place, or there too late.
_ACTED_ON = (Kind.PHONE, Kind.EMAIL, Kind.WEB, Kind.DURATION, Kind.SPAN)

for_each_council = pytest.mark.parametrize("council", COUNCILS, ids=lambda council: council or "no council")


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(load_shelf())


def answers(book: Book, council: str | None) -> list[Answer]:
    return [book.about(name, council, Language.ENGLISH) for name in book.topics if book.answers(name)]


def test_every_informational_topic_has_an_answer(book):
    assert [topic for topic in INFORMATIONAL if not book.answers(topic)] == []


@for_each_council
def test_every_answer_can_be_read_at_about_eleven_and_most_at_nine(book, council):
    """Flesch-Kincaid: a school year of 6 is an age of eleven, 4.5 one of nine to ten."""
    grades = {answer.topic: grade(text_of(answer)) for answer in answers(book, council) if answer.sentences}

    assert {topic: found for topic, found in grades.items() if found > HARDEST} == {}
    assert median(grades.values()) <= HARDEST_MEDIAN


@for_each_council
def test_every_answer_is_short(book, council):
    counts = {answer.topic: len(text_of(answer).split()) for answer in answers(book, council)}

    assert {topic: count for topic, count in counts.items() if count > LONGEST} == {}


@for_each_council
def test_no_answer_shows_a_brace_or_is_empty_once_the_council_is_known(book, council):
    said = answers(book, council)

    assert [answer.topic for answer in said if re.search(r"[{}]", text_of(answer))] == []
    assert [answer.topic for answer in said if not answer.sentences and not answer.needs_council] == []
    assert [answer.topic for answer in said if not answer.source] == []


@for_each_council
def test_in_danger_everything_is_said_whatever_the_council(book, council):
    """A helpline whose number were lost on the way would be missing without a word."""
    danger = [topic for topic in book.topics.values() if topic.name.startswith(DANGER) and topic.is_answer]

    assert len(danger) == 3
    assert [topic.name for topic in danger if book.said(topic.name, council) != topic.say] == []


def test_every_answer_offers_two_or_three_topics_to_go_on_with(book):
    offered = {name: len(topic.next) for name, topic in book.topics.items() if name in INFORMATIONAL}

    assert {name: count for name, count in offered.items() if count not in (2, 3)} == {}


def test_nothing_said_is_other_than_its_facts(book):
    """ "At least" where a guide says it and only there; titles that fit on a button."""
    assert [str(problem) for problem in problems(book)] == []


@for_each_council
def test_staffordshires_misprinted_number_is_never_shown(book, council):
    for answer in answers(book, council):
        assert not re.search(r"0808802000(?!\d)", re.sub(r"[\s-]", "", text_of(answer))), answer.topic


@for_each_council
def test_no_answer_holds_a_number_or_a_time_that_only_a_neighbour_gives(book, council):
    """A neighbour's fact looks right and is wrong: nobody would notice until the parent comes too late."""
    shelf = book.shelf
    own = set(_words_of(book, shelf.national.facts.values()))
    own |= set(_words_of(book, shelf.leaflet(council).facts.values())) if council else set()
    neighbours = {word for key in shelf.councils for word in _words_of(book, shelf.leaflet(key).facts.values())} - own

    assert [
        (answer.topic, word)
        for answer in answers(book, council)
        for word in neighbours
        if _says(_without(own, text_of(answer)), word)
    ] == []


def _says(text: str, word: str) -> bool:
    return re.search(rf"(?<![\w@.]){re.escape(word)}(?![\w@])", text) is not None


def _without(own: set[str], text: str) -> str:
    """The council's own "4 to 6 weeks" must not be taken for a neighbour's "6 weeks"."""
    for word in sorted(own, key=len, reverse=True):
        text = text.replace(word, "…")
    return text


def _words_of(book: Book, facts: object) -> list[str]:
    return [
        in_words(fact, Language.ENGLISH, book.shelf.vocabulary)
        for fact in facts  # type: ignore[attr-defined]
        if isinstance(fact, Fact) and fact.kind in _ACTED_ON
    ]


@for_each_council
def test_every_fact_under_an_answer_is_the_councils_own_or_all_englands(book, council):
    own = book.shelf.leaflet(council).facts if council else {}

    for answer in answers(book, council):
        for fact in answer.facts:
            assert fact is own.get(fact.name) or fact is book.shelf.national.usable(fact.name), answer.topic
