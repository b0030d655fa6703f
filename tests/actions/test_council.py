"""Which council wrote decides whose rules are told."""

from __future__ import annotations

import pytest

from actions.council import ActionCouncil


def test_a_pressed_council_is_taken(person):
    anna = person(council=None)

    heard = anna.meets(ActionCouncil, "choose_council", entities={"council": "merton"})

    assert anna.conversation.council == "merton"
    assert heard.words("utter_council_set")["council"] == "Merton"
    assert heard.slots == {"council": "merton"}


@pytest.mark.parametrize(
    ("typed", "council"),
    [
        ("its kirklees council", "kirklees"),
        ("we live in Huddersfield", "kirklees"),
        ("YORK!", "york"),
        ("notts", "nottinghamshire"),
        ("newcastle under lyme", "staffordshire"),
    ],
)
def test_a_council_or_its_town_may_be_typed(person, typed, council):
    anna = person(council=None)

    anna.meets(ActionCouncil, "choose_council", typed)

    assert anna.conversation.council == council


@pytest.mark.parametrize(
    "typed", ["leeds", "yorkshire", "between york and merton", "", "new york times is not it, leeds and wimbledon york"]
)
def test_a_council_that_we_do_not_have_or_two_at_once_change_nothing(person, typed):
    """A neighbour's rules are never told instead."""
    anna = person(council="kirklees")

    heard = anna.meets(ActionCouncil, "choose_council", typed)

    assert anna.conversation.council == "kirklees"
    assert heard.responses == ["utter_which_council_unknown"]
    assert '/choose_council{"council": "york"}' in heard.payloads


def test_a_payload_with_a_council_that_does_not_exist_changes_nothing(person):
    anna = person(council="york")

    anna.meets(ActionCouncil, "choose_council", entities={"council": "atlantis"})

    assert anna.conversation.council == "york"


def test_a_parent_who_came_by_link_stays_with_the_council_that_invited_them(person):
    anna = person(council="york", invited=True)

    heard = anna.meets(ActionCouncil, "choose_council", entities={"council": "merton"})

    assert heard.words("utter_council_of_link")["council"] == "York"
    assert anna.conversation.council == "york"


def test_the_topic_that_was_waiting_for_the_council_is_offered_first(person):
    anna = person(council=None)
    anna.slots["topic"] = "reports_when"

    heard = anna.meets(ActionCouncil, "choose_council", entities={"council": "york"})

    assert heard.payloads[0] == "/reports_when"
