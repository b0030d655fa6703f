"""A reply as it is written down: pictures with it, and what was written before there were any."""

from __future__ import annotations

import json

from bot.adapters.database.transcript import read_reply, write_reply
from bot.answers.pictures import Picture
from bot.conversation.messages import Kind, Reply, Said
from bot.languages import Language

SCALE = Picture("scale", "From 0 to 10", ("bad", "good"), ends=(0, 10))
ROOM = Picture("room", "A table", ("you", "chair"), "Or not")


def test_a_mother_who_comes_back_sees_the_pictures_again():
    reply = Reply((Said("Look", picture=ROOM), Said("And", Kind.ASIDE, "and", SCALE), Said("no more")))

    assert read_reply(write_reply(reply)) == reply


def test_what_was_said_before_there_were_pictures_can_still_be_read():
    old = {"language": "en", "parts": [["older", "answer"], ["old", "note", None]], "choices": []}

    assert read_reply(json.dumps(old)) == Reply((Said("older"), Said("old", Kind.NOTE)), (), Language.ENGLISH)
