"""What a parent is told, and what they are not."""

from __future__ import annotations

import pytest

from bot.answers.book import TopicUnknown
from bot.languages import Language
from bot.leaflets.shelf import CouncilUnknown

REPORTS = """\
reports_when:
  title: When the reports come
  say:
    - Everyone who writes a report should share it.
    - You should have it at least {reports_before} before.
  unknown: "{council}'s guide does not say how long before. Ask your social worker."
  next: [my_dates]
my_dates:
  title: My dates
"""

CORE_GROUP = """\
core_group:
  title: The core group
  say:
    - It meets every {core_group_every}.
    - "{council} holds the first within {core_group_within}."
    - {unless: [core_group_within], say: "Across England, the first is within {england_core_group_within}."}
  unknown: "{council}'s guide does not say when."
"""


def test_a_sentence_is_said_where_the_leaflet_gives_its_facts(desk):
    answer = desk.write(REPORTS).about("reports_when", "north", Language.ENGLISH)

    assert answer.sentences == (
        "Everyone who writes a report should share it.",
        "You should have it at least 2 working days before.",
    )
    assert answer.known
    assert answer.source == "North's guide for parents"
    assert answer.next == ("my_dates",)
    assert [fact.name for fact in answer.facts] == ["reports_before"]
    assert not answer.needs_council


def test_where_the_leaflet_is_silent_the_parent_is_told_so_and_whom_to_ask(desk):
    answer = desk.write(REPORTS).about("reports_when", "south", Language.ENGLISH)

    assert answer.sentences == (
        "Everyone who writes a report should share it.",
        "South's guide does not say how long before. Ask your social worker.",
    )
    assert not answer.known
    assert answer.source == "our own general words, not your council's guide"
    assert answer.facts == ()


def test_before_a_council_is_chosen_only_what_holds_everywhere_is_said(desk):
    answer = desk.write(REPORTS).about("reports_when", None, Language.ENGLISH)

    assert answer.sentences == ("Everyone who writes a report should share it.",)
    assert answer.needs_council
    assert answer.known


def test_a_topic_that_hangs_on_the_council_says_nothing_before_it_is_chosen(desk):
    book = desk.write("bring:\n  title: B\n  say:\n    - You can bring {supporters}.\n  unknown: Ask.\n")

    answer = book.about("bring", None, Language.ENGLISH)

    assert (answer.sentences, answer.known, answer.needs_council) == ((), False, True)


def test_the_national_rule_is_said_where_the_council_has_none_of_its_own(desk):
    book = desk.write(CORE_GROUP)

    north = book.about("core_group", "north", Language.ENGLISH)
    south = book.about("core_group", "south", Language.ENGLISH)
    nobody = book.about("core_group", None, Language.ENGLISH)

    national = "Across England, the first is within 10 working days."
    assert north.sentences == ("It meets every 4 to 6 weeks.", national)
    assert north.source == "North's guide for parents and the rules for all England (Some Guidance 2023)"
    assert south.sentences == ("South holds the first within 5 working days.",)
    assert south.source == "South's guidance for professionals"
    assert nobody.sentences == (national,)
    assert nobody.source == "the rules for all England (Some Guidance 2023)"


def test_a_misprinted_number_counts_as_not_given(desk):
    """North prints a number with a digit missing."""
    book = desk.write(
        "legal_advice:\n  title: Advice\n  say:\n"
        "    - Ring {advice_phone}.\n"
        "    - {unless: [advice_phone], say: 'Ring {helpline_advice}.'}\n"
        "  unknown: '{council} names no number.'\n"
    )

    answer = book.about("legal_advice", "north", Language.ENGLISH)

    assert answer.sentences == ("Ring 0808 801 0366.", "North names no number.")


@pytest.mark.parametrize(
    ("condition", "north", "south"),
    [
        pytest.param("when: {chair_independent: true}", True, False, id="true"),
        pytest.param("when: {chair_independent: false}", False, True, id="false"),
        pytest.param("when: {chair_independent: given}", True, True, id="given, whatever it says"),
        pytest.param("when: [supporters, scale]", True, False, id="a list: all given"),
        pytest.param("when: {who_attends: police}", True, False, id="a key in a list"),
        pytest.param("when: {who_attends: [police, school]}", True, False, id="all these keys"),
        pytest.param("when: {who_attends: [police, friend]}", False, False, id="one of these keys missing"),
        pytest.param("when: {supporters: 1}", True, False, id="a number"),
        pytest.param("when: {supporters: 2}", False, False, id="another number"),
        pytest.param("when: {child_may_attend_from: exclusive}", True, False, id="a bound"),
        pytest.param("when: {core_group_within: P5WD}", False, True, id="a length"),
        pytest.param("when: {audience: parents}", True, False, id="a guide for parents"),
        pytest.param("when: {audience: professionals}", False, True, id="a guide for professionals"),
        pytest.param("when: {chair_independent: true, who_attends: friend}", False, False, id="both must hold"),
        pytest.param("unless: [scale]", False, True, id="absent"),
        pytest.param("unless: {chair_independent: true}", False, True, id="unless true"),
        pytest.param("unless: {chair_independent: true, core_group_within: given}", False, False, id="unless either"),
    ],
)
def test_a_sentence_may_ask_what_the_leaflet_says(desk, condition, north, south):
    book = desk.write(
        f"a:\n  title: A\n  say:\n    - {{{condition}, say: Yes.}}\n    - 'No: {{supporters}}'\n  unknown: Unknown.\n"
    )

    assert ("Yes." in book.about("a", "north", Language.ENGLISH).sentences) is north
    assert ("Yes." in book.about("a", "south", Language.ENGLISH).sentences) is south


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("reports_before", "2 working days"),
        ("core_group_every", "4 to 6 weeks"),
        ("child_may_attend_from", "over 10"),
        ("supporters", "1"),
        ("supporter_kinds", "friend or advocate"),
        ("who_attends", "police and school"),
        ("scale", "0 to 10"),
        ("complaints_email", "help@north.gov.uk"),
        ("complaints_address", "1 High Street, Town"),
        ("framework_name", "Signs of Safety"),
        ("helpline_advice", "0808 801 0366"),
        ("council", "North"),
    ],
)
def test_facts_arrive_as_words(desk, name, words):
    unknown = "  unknown: Ask.\n" if name not in ("helpline_advice", "council") else ""
    book = desk.write(f"a:\n  title: A\n  say: ['It is {{{name}}}.']\n{unknown}")

    assert book.about("a", "north", Language.ENGLISH).sentences == (f"It is {words}.",)


def test_an_age_says_whether_a_child_of_that_age_may_come(desk):
    book = desk.write("a:\n  title: A\n  say: ['A child who is {child_may_attend_from}.']\n  unknown: Ask.\n")

    assert book.about("a", "north", Language.ENGLISH).sentences == ("A child who is over 10.",)
    assert book.about("a", "south", Language.ENGLISH).sentences == ("A child who is 12 or older.",)


def test_a_parent_who_reads_arabic_gets_numbers_the_right_way_round(desk):
    book = desk.write("a:\n  title: A\n  say: ['Ring {helpline_advice}.']\n")

    assert book.about("a", None, Language.ARABIC).sentences == ("Ring \u20660808 801 0366\u2069.",)


def test_what_an_action_answers_has_a_title_and_nothing_to_say(desk):
    book = desk.write(REPORTS)

    assert book.title("my_dates", Language.ENGLISH) == "My dates"
    assert not book.answers("my_dates")
    with pytest.raises(TopicUnknown):
        book.about("my_dates", "north", Language.ENGLISH)


def test_what_is_not_there_is_named(desk):
    book = desk.write(REPORTS)

    with pytest.raises(TopicUnknown):
        book.title("weather", Language.ENGLISH)
    with pytest.raises(CouncilUnknown):
        book.about("reports_when", "west", Language.ENGLISH)
