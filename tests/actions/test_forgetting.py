"""Before everything is deleted in the chat, a parent is told what that cannot undo."""

from __future__ import annotations

from actions.notes import ActionShareNotes
from actions.privacy import ActionDeleteMyData
from bot.languages import Language
from bot.notes.sharing import Part, Recipient, SharedLine
from tests.stores import NOW


def shared_by(person, house):
    zahra = person(council="york", invited=True)
    owner = zahra.conversation.notes_owner
    lines = {Part.WORRIES: (SharedLine("the stairs"),)}
    house.sharing.share(owner, Recipient.CHAIR, lines, language=Language.ENGLISH, at=NOW)
    return zahra, owner


def test_a_mother_whose_words_were_read_is_told_that_deleting_cannot_change_that(person, house):
    zahra, owner = shared_by(person, house)
    assert zahra.meets(ActionDeleteMyData, "delete_my_data").responses == ["utter_delete_my_data"]
    house.sharing.read(owner, Recipient.CHAIR, at=NOW)

    told = zahra.meets(ActionDeleteMyData, "delete_my_data")

    assert told.responses == ["utter_delete_my_data_read", "utter_delete_my_data"]
    assert len(house.sharing.of(owner)) == 1


def test_what_a_mother_shared_goes_with_the_rest(person, house):
    zahra, owner = shared_by(person, house)

    zahra.meets(ActionDeleteMyData, "delete_my_data", entities={"scope": "all"})

    assert house.sharing.of(owner) == ()
    assert house.conversations.find(zahra.id) is None


def test_asked_in_the_chat_nothing_is_shared_and_she_is_told_where_it_is_done(person, house):
    zahra = person(council="york", invited=True)

    assert zahra.meets(ActionShareNotes, "share_notes").responses == ["utter_share_notes"]
    assert house.sharing.of(zahra.conversation.notes_owner) == ()
