"""What of a parent's notes can be shared at all."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from bot import wiring
from bot.conferences.demonstration import replace_demonstrations
from bot.conversation.memory import Conversation
from bot.conversation.messages import ConversationId, Door
from bot.notes.needs import YES, Need, Needs
from bot.notes.note import Note, Section
from bot.notes.sharing import Part, SharedLine, shareable
from bot.settings import Settings
from tests.stores import KEY, NOW


def note(section: Section, text: str) -> Note:
    return Note(uuid4(), "anna", section, text, NOW)


def test_only_parts_in_which_she_wrote_can_be_shared_in_the_order_of_the_notes():
    notes = (note(Section.WORRIES, "  the stairs\n"), note(Section.STRENGTHS, "we read"), note(Section.WORRIES, "b"))

    assert list(shareable(notes, Needs({Need.BREAKS: YES})).items()) == [
        (Part.STRENGTHS, (SharedLine("we read"),)),
        (Part.WORRIES, (SharedLine("  the stairs\n"), SharedLine("b"))),
        (Part.NEEDS, (SharedLine(YES, Need.BREAKS),)),
    ]


def test_a_mother_who_wrote_nothing_has_nothing_to_share():
    assert shareable((), Needs()) == {}


def test_every_section_that_she_can_write_in_can_be_shared_by_itself():
    notes = tuple(note(section, section.value) for section in Section)

    assert [part.section for part in shareable(notes, Needs())] == list(Section)


@pytest.fixture
def invited_by(tmp_path):
    """The house, some days later, and a mother who came by that council's demonstration link."""

    def come(council: str, days_later: int = 0):
        now = [NOW]
        settings = Settings(data_dir=tmp_path, secret_key=KEY)
        house = wiring.build(settings, clock=lambda: now[0], database="sqlite://")
        made = replace_demonstrations(now=NOW, conferences=house.conferences, invitations=house.invitations)
        (link,) = [one for one in made if one.council == council]
        id = ConversationId("page:zahra")
        house.conversations.save(Conversation(id, Door.PAGE))
        invitation = house.spend_link(link.token)
        house.enter_code(invitation, link.code)
        house.open_meeting(id, invitation)
        now[0] += timedelta(days=days_later)
        return house, house.conversations.find(id)

    return come


def test_a_mother_in_merton_is_told_by_when_the_chair_should_have_her_writing(invited_by):
    """The demonstration is on Monday 22 March 2027; Merton asks for two working days."""
    house, zahra = invited_by("merton")

    by_then = house.own_writing(zahra)

    assert (by_then.when, by_then.past) == ("by Thursday 18 March 2027", False)
    assert by_then.rule == "The rule in Merton's guide: 2 working days before the meeting."


def test_a_mother_who_comes_the_day_after_is_told_that_it_has_passed(invited_by):
    house, zahra = invited_by("merton", days_later=18)

    assert house.own_writing(zahra).past


def test_a_mother_in_york_is_not_given_mertons_rule(invited_by):
    house, zahra = invited_by("york")

    assert house.own_writing(zahra) is None
