"""Notes in the conversation, section by section; forgetting; danger."""

from __future__ import annotations

import pytest

from actions.moving_on import ActionGoodbye, ActionNo, ActionYes
from actions.notes import (
    ActionDeleteNotes,
    ActionKeepNote,
    ActionOpenSection,
    ActionReviewNotes,
    ActionShareNotes,
)
from actions.privacy import ActionDeleteMyData
from actions.safety import ActionDanger
from bot.conversation.messages import Door, Kind
from bot.languages import Language
from bot.notes.note import Section
from bot.text.phrases import say


@pytest.fixture
def anna(person):
    """She is writing what she worries about, and has written one note."""
    anna = person()
    anna.stands(open_section=Section.WORRIES)
    anna.wrote("  the damp, *he* coughs ")
    return anna


def test_the_first_time_the_first_section_is_opened(person):
    ben = person()

    heard = ben.meets(ActionOpenSection, "start_notes")

    assert heard.responses == ["utter_only_you_see", "utter_word_for_word"]
    assert heard.texts == ["What is working well", "What is good in your family?"]
    assert ben.conversation.open_section is Section.STRENGTHS
    assert heard.slots == {"open_section": "strengths"}


@pytest.mark.parametrize("section", list(Section)[:4])
def test_a_section_asked_for_is_opened(person, section):
    ben = person()

    heard = ben.meets(ActionOpenSection, f"note_{section.value}")

    assert ben.conversation.open_section is section
    assert heard.texts[-1] == say(f"prompt_{section.value}_1", Language.ENGLISH)


@pytest.mark.parametrize("section", list(Section))
def test_a_list_is_opened_by_a_press(person, section):
    ben = person()

    heard = ben.meets(ActionOpenSection, "start_notes", entities={"section": section.value})

    assert ben.conversation.open_section is section
    assert heard.texts[-1] == say(f"prompt_{section.value}_1", Language.ENGLISH)


def test_one_question_is_asked_at_a_time_and_none_twice(person):
    ben = person(council="kirklees")
    ben.stands(open_section=Section.WORRIES)
    asked = []
    for words in ("he shouts", "he drinks", "he is out at night"):
        ben.wrote(words)
        asked.append(ben.meets(ActionKeepNote, "note_worries", words))

    # By Kirklees' own heading (its leaflet, line 64).
    assert asked[0].words("utter_note_kept")["section"] == "Risks or concerns"
    assert asked[0].texts == ["he shouts", "Does anything need to change, so that your child is safe?"]
    assert [heard.texts for heard in asked[1:]] == [["he drinks"], ["he is out at night"]]
    assert "utter_note_more" in asked[1].responses


def test_coming_back_opens_the_first_section_that_is_empty(anna):
    anna.stands(open_section=Section.STRENGTHS)
    anna.wrote("i read to them")

    anna.meets(ActionOpenSection, "start_notes")

    assert anna.conversation.open_section is Section.SUPPORT


def test_a_note_is_read_back_word_for_word_and_can_be_undone(anna):
    heard = anna.meets(ActionKeepNote, "note_worries", "  the damp, *he* coughs ")

    assert heard.texts == ["  the damp, *he* coughs ", "Does anything need to change, so that your child is safe?"]
    assert heard.messages[1]["kind"] == Kind.NOTE.value
    assert heard.payloads == ['/delete_notes{"scope": "last"}', "/deny", "/review_notes", "/goodbye"]


def test_a_note_that_might_have_been_a_question_can_be_asked_with_one_press(anna):
    anna.wrote("when will it end")

    heard = anna.meets(
        ActionKeepNote, "plan_end", "when will it end", intent_ranking=[{"name": "plan_end", "confidence": 0.4}]
    )

    assert "utter_note_or_question" in heard.responses
    assert "/plan_end" in heard.payloads
    assert "when will it end" in anna.notes


def test_undo_takes_back_the_last_note_and_only_that(anna):
    anna.wrote("the stairs")

    heard = anna.meets(ActionDeleteNotes, "delete_notes", entities={"scope": "last"})

    assert heard.texts == ["the stairs"]
    assert anna.notes == ["  the damp, *he* coughs "]
    assert anna.conversation.open_section is Section.WORRIES


def test_undo_with_nothing_left_says_so(person):
    heard = person().meets(ActionDeleteNotes, "delete_notes", entities={"scope": "last"})

    assert heard.responses == ["utter_nothing_to_take_back"]


def test_deleting_all_is_asked_first(anna):
    heard = anna.meets(ActionDeleteNotes, "delete_notes", "delete my notes")

    assert heard.responses == ["utter_delete_notes"]
    assert anna.notes != []
    assert heard.payloads == ['/delete_notes{"scope": "last"}', '/delete_notes{"scope": "all"}', "/deny"]


def test_deleting_all_deletes_all_and_closes_the_section(anna, house):
    anna.meets(ActionDeleteNotes, "delete_notes", entities={"scope": "all"})

    assert anna.notes == []
    assert anna.conversation.open_section is None
    assert house.notes.delete(anna.conversation.notes_owner) == 0  # none left, taken-back ones neither


def test_notes_are_shown_under_their_sections_word_for_word(anna):
    anna.stands(open_section=Section.STRENGTHS)
    anna.wrote("i read to them")

    heard = anna.meets(ActionReviewNotes, "review_notes")

    strengths, worries = "What is working well", "What people are worried about"  # York's own headings
    assert heard.texts == [strengths, "i read to them", worries, "  the damp, *he* coughs "]
    assert '/start_notes{"section": "questions"}' in heard.payloads


def test_where_there_are_no_notes_a_start_is_offered(person):
    heard = person().meets(ActionReviewNotes, "review_notes")

    assert heard.responses == ["utter_notes_none"]
    assert "/start_notes" in heard.payloads


def test_no_goes_through_the_sections_to_the_end(person):
    ben = person()
    ben.meets(ActionOpenSection, "start_notes")

    asked = [ben.meets(ActionNo, "deny") for _ in Section]

    assert [heard.slots["open_section"] for heard in asked] == [
        *(s.value for s in Section if s is not Section.STRENGTHS),
        None,
    ]
    assert asked[-1].responses == ["utter_notes_done"]
    assert ben.conversation.open_section is None
    assert ben.meets(ActionNo, "deny").responses == ["utter_no"]


def test_yes_goes_on_in_the_section_that_is_open(anna, person):
    assert anna.meets(ActionYes, "affirm").slots == {"open_section": "worries"}
    assert person().meets(ActionYes, "affirm").responses == ["utter_yes"]


def test_goodbye_closes_the_section_and_keeps_the_notes(anna, person):
    heard = anna.meets(ActionGoodbye, "goodbye")

    assert heard.responses == ["utter_notes_kept_goodbye"]
    assert anna.conversation.open_section is None
    assert anna.notes == ["  the damp, *he* coughs "]
    assert person().meets(ActionGoodbye, "goodbye").responses == ["utter_goodbye"]


def test_sharing_is_not_promised_and_mertons_way_is_told(person):
    york = person(council="york").meets(ActionShareNotes, "share_notes")
    merton = person(council="merton").meets(ActionShareNotes, "share_notes")

    assert york.responses == ["utter_share_notes"]
    assert merton.words("utter_share_notes_chair")["before"] == "2 working days"


@pytest.mark.parametrize("door", [Door.REST, Door.COMMAND_LINE])
@pytest.mark.parametrize(
    "action", [ActionOpenSection, ActionKeepNote, ActionReviewNotes, ActionDeleteNotes, ActionShareNotes]
)
def test_at_a_door_where_anyone_may_stand_there_are_no_notes(anna, action, door):
    anna.stands(door=door)

    heard = anna.meets(action, entities={"scope": "all"})

    assert heard.responses == ["utter_notes_not_here"]
    assert anna.notes == ["  the damp, *he* coughs "]


def test_forgetting_is_asked_first(anna):
    heard = anna.meets(ActionDeleteMyData, "delete_my_data")

    assert heard.responses == ["utter_delete_my_data"]
    assert anna.notes != []


def test_forgetting_is_done_at_once(anna, house):
    owner = anna.conversation.notes_owner

    heard = anna.meets(ActionDeleteMyData, "delete_my_data", entities={"scope": "all"})

    assert heard.responses == ["utter_deleted_my_data"]
    assert house.conversations.find(anna.id) is None
    assert house.notes.of(owner) == ()


def test_forgetting_takes_the_notes_that_belong_to_the_invitation(person, house):
    anna = person(invited=True)
    anna.stands(open_section=Section.WORRIES)
    anna.wrote("the damp")
    owner = anna.conversation.notes_owner

    anna.meets(ActionDeleteMyData, "delete_my_data", entities={"scope": "all"})

    assert house.notes.of(owner) == ()


def test_somebody_without_a_name_has_nothing_to_delete(person):
    ben = person(Door.REST)

    assert ben.meets(ActionDeleteMyData, entities={"scope": "all"}).responses == ["utter_delete_my_data_not_here"]
    assert ben.conversation


@pytest.mark.parametrize("council", [None, "york", "merton", "nottinghamshire"])
@pytest.mark.parametrize(
    ("crisis", "helpline"),
    [
        ("crisis_self", "helpline_samaritans"),
        ("crisis_child", "helpline_nspcc"),
        ("crisis_abuse", "helpline_domestic_abuse"),
    ],
)
def test_danger_has_999_a_helpline_and_the_truth_whatever_the_council(person, house, council, crisis, helpline):
    anna = person(council=council)

    heard = anna.meets(ActionDanger, crisis)

    (said,) = heard.texts
    assert heard.messages[0]["kind"] == Kind.DANGER.value
    assert "999" in said
    assert house.words_of(helpline, anna.conversation) in said
    assert "Nobody reads this chat" in said


def test_danger_while_writing_says_that_the_words_are_kept(anna):
    heard = anna.meets(ActionDanger, "crisis_abuse", "he hits me")

    assert heard.messages[0]["kind"] == Kind.DANGER.value
    assert heard.responses == ["utter_danger_note_kept"]
    assert anna.conversation.open_section is Section.WORRIES
