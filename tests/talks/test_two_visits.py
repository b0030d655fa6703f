"""The same twenty questions at York and at Merton, held against the two leaflets."""

from __future__ import annotations

import pytest

from bot.conversation.messages import Kind
from tests.talks.parent import Parent, said

pytestmark = pytest.mark.rasa

# What a parent asks; what York's answer must hold, and must not; the same for Merton's. Facts, never sentences.
QUESTIONS = [
    ("hello", [], [], [], []),
    ("what is this meeting", ["ICPC"], [], ["safe"], ["ICPC"]),
    ("who will be there", ["health visitor", "police"], ["GP"], ["GP", "health visitor"], []),
    ("who is the chair", ["Independent Reviewing Officer", "IRO"], [], ["Independent Reviewing Officer"], []),
    ("can i bring a friend for support", ["adult"], ["one person"], ["one person"], ["another adult"]),
    ("can i bring my solicitor", ["does not say"], [], ["not speak"], ["does not say"]),
    ("can my child come to the conference", [], ["12"], ["12 or older"], []),
    ("when do i get the reports", ["at least 3 days"], ["working day"], ["2 working days", "5 working"], ["3 days"]),
    ("who decides if there is a plan", ["not be part"], [], ["chair"], ["not be part"]),
    ("what is the 0 to 10 question", ["0 to 10"], [], ["0 to 10"], []),
    ("what is a child protection plan", ["lead practitioner"], [], ["safety goals"], ["lead practitioner"]),
    ("when is the first core group meeting", ["10 working days"], ["all England"], ["all England"], []),
    ("how often will the social worker visit", ["does not say"], ["10 working days"], ["10 working days"], []),
    ("when is the first review conference", ["3 months", "6 months"], [], ["3 months", "6 months"], []),
    ("when will the plan be sent to me", ["48 hours"], ["working day"], ["1 working day"], ["48 hours"]),
    ("what if i dont agree with the decision", ["haveyoursay@york.gov.uk"], ["merton"], [], ["york"]),
    ("how do i complain", ["haveyoursay@york.gov.uk"], ["merton.gov.uk"], ["020 8545 3086"], ["york.gov.uk"]),
    ("will they take my children away", ["not a court"], [], ["not a court"], ["York"]),
    ("are you a real person", ["computer"], [], ["computer"], []),
    ("thank you", [], [], [], []),
]


@pytest.mark.parametrize(("council", "at"), [("york", 1), ("merton", 3)])
async def test_a_parents_visit_in_twenty_messages(rooms, council, at):
    """By this council's leaflet, every time; nothing of the other's."""
    parent = Parent(rooms, council)
    wrong = []
    for question in QUESTIONS:
        answer = said(await parent.says(question[0]))
        missing = [fact for fact in question[at] if fact not in answer]
        foreign = [fact for fact in question[at + 1] if fact in answer]
        if missing or foreign or not answer:
            wrong.append({"asked": question[0], "missing": missing, "not theirs": foreign, "said": answer})

    assert len(QUESTIONS) == 20
    assert wrong == []


async def test_every_answer_with_a_councils_fact_names_its_guide(rooms):
    for council, name in (("york", "York"), ("merton", "Merton")):
        reply = await Parent(rooms, council).says("when do i get the reports")
        assert f"{name}'s guide" in said(reply, Kind.SOURCE)


async def test_without_a_council_no_councils_rule_is_told_until_one_is_chosen(rooms):
    parent = Parent(rooms, council=None)

    asked = await parent.says("when do i get the reports")
    assert "3 days" not in said(asked)
    assert "working days" not in said(asked)
    assert parent.stands.council is None

    await parent.presses("Merton")
    assert parent.stands.council == "merton"
    answered = await parent.presses("When the reports come")
    assert "2 working days" in said(answered)


async def test_a_parent_may_name_another_council_and_is_then_told_its_rules(rooms):
    parent = Parent(rooms, "york")
    await parent.says("actually its merton council")

    assert "2 working days" in said(await parent.says("when do i get the reports"))


async def test_two_parents_at_once_each_hear_their_own_council(rooms):
    """Nothing of one conversation may be left over in the next."""
    york, merton = Parent(rooms, "york"), Parent(rooms, "merton")
    for _ in range(2):
        assert "48 hours" in said(await york.says("when will the plan be sent to me"))
        assert "1 working day" in said(await merton.says("when will the plan be sent to me"))
