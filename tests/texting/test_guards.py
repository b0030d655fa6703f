"""Machines are told from people: what repeats itself, echoes us or answers us for ever comes to an end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.texting import guards
from bot.texting.guards import Allowed, Verdict, judge
from bot.texting.inbound import Heard, Said
from tests.stores import only_sqlite
from tests.texting.messages import ZAHRA
from tests.texting.street import DANGER, HOUR, MINUTE, SECOND, has

SILENT = "I keep getting the same text, so I stop for an hour. To go on at once, text BACK."


@pytest.mark.parametrize(
    ("heard", "in_all", "echo", "may_repeat", "verdict"),
    [
        (Heard(4, 4), 4, False, False, Verdict.PERSON),
        (Heard(5, 5), 5, False, False, Verdict.MACHINE),
        (Heard(30, 30), 30, False, True, Verdict.PERSON),
        (Heard(40, 1), 40, False, True, Verdict.MACHINE),
        (Heard(39, 1), 149, False, False, Verdict.PERSON),
        (Heard(3, 1), 150, False, False, Verdict.MACHINE),
        (Heard(1, 1), 1, True, False, Verdict.ECHO),
    ],
    ids=["four alike", "five alike", "MORE", "40 in ten minutes", "149 in six hours", "150", "our own words"],
)
def test_who_texts_as_it_seems(heard, in_all, echo, may_repeat, verdict):
    assert judge(heard, in_all, echo=echo, may_repeat=may_repeat) is verdict


@pytest.mark.parametrize(
    ("said", "as_answer", "in_danger"),
    [
        ([Said(79, 13)], True, True),
        ([Said(79, 14)], False, True),
        ([Said(80, 0)], False, True),
        ([Said(79, 0), Said(79, 0)], False, True),
        ([Said(98, 18)], False, True),
        ([Said(98, 19)], False, False),
        ([Said(99, 0)], False, False),
        ([], True, True),
    ],
    ids=["the last", "the 15th alike", "the 81st", "80 and 81", "the last in danger", "20 alike", "100 in all", "none"],
)
def test_what_may_be_sent_within_an_hour(said, as_answer, in_danger):
    allowed = Allowed(said)

    assert (allowed.as_answer(), allowed.in_danger()) == (as_answer, in_danger)


# At a real phone.


@only_sqlite
async def test_a_mother_may_send_a_command_a_number_or_yes_as_often_as_she_likes(street, assistant):
    street.invite("123456")
    await street.texts("123456")
    await street.texts("who comes?")

    for words in ("more", "2", "Where is it?"):
        street.clock.wait(2 * HOUR)
        answers = [await street.texts(words) for _ in range(9)]
        assert all(answers)
        assert not has(SILENT, [body for each in answers for body in each])


@only_sqlite
async def test_a_mother_who_sends_photos_of_a_whole_letter_is_not_taken_for_a_machine(street):
    for _ in range(6):
        street.sends("", wordless=True)
    await street.answered()

    assert street.phone().silent_until is None
    assert has("About who comes?", await street.texts("who comes?"))


@only_sqlite
async def test_a_machine_that_repeats_itself_is_told_once_and_then_there_is_silence(street):
    answers = [await street.texts("I am out of office") for _ in range(9)]

    assert answers[4] == [SILENT]
    assert answers[5:] == [[]] * 4


@only_sqlite
async def test_a_person_comes_back_from_silence_with_one_word_or_after_the_hour(street):
    for _ in range(6):
        await street.texts("hello??")

    assert await street.texts("who comes?") == []
    assert has("Welcome back.", await street.texts("BACK"))
    assert has("About who comes?", await street.texts("who comes?"))

    for _ in range(6):
        await street.texts("are you there")
    street.clock.wait(HOUR + MINUTE)
    assert has("About when is it?", await street.texts("when is it?"))


@only_sqlite
async def test_who_came_back_is_not_judged_by_what_was_before(street):
    for _ in range(6):
        await street.texts("hello??")
    await street.texts("back")

    assert has("About hello??", await street.texts("hello??"))
    assert not has("Welcome back.", await street.texts("back"))


@only_sqlite
async def test_danger_is_answered_in_the_middle_of_silence(street):
    for _ in range(6):
        await street.texts("hello??")

    assert "999" in (await street.texts(f"now {DANGER}"))[0]


@only_sqlite
async def test_a_mother_who_sends_the_same_cry_again_and_again_is_answered_each_time_while_a_network_carries_it(street):
    answers = [await street.texts(DANGER) for _ in range(30)]

    answered = [each for each in answers if each and "999" in each[0]]
    bodies = [body for each in answers for body in each]
    assert answered == answers[: len(answered)]
    assert max(map(bodies.count, bodies)) == 19
    assert len(bodies) <= 99


@only_sqlite
async def test_a_mother_who_sends_our_words_back_is_told_once_why_we_are_silent(street):
    """She pressed "forward" by mistake, and does not know the word that brings us back."""
    (words, *_) = await street.texts("who comes?")

    assert await street.texts(words) == [SILENT]
    assert await street.texts(words) == []
    assert has("Welcome back.", await street.texts("back"))


async def _goes_on(street, answer: Callable[[str], str], *, apart=SECOND) -> int:
    """A machine that answers each of our texts; how many it was sent until it had nothing to answer any more."""
    waiting, sent = await street.texts("Hello, this is the clinic."), 0
    while waiting:
        sent += len(waiting)
        assert sent < 200, "it goes on for ever"
        for body in waiting:
            street.clock.wait(apart)
            street.sends(answer(body))
        waiting = await street.answered(ZAHRA)
    return sent


@only_sqlite
@pytest.mark.parametrize("apart", [SECOND, MINUTE], ids=["at once", "after a minute"])
@pytest.mark.parametrize(
    "answer",
    [lambda body: body, lambda body: "We are closed until Monday.", lambda body: f"Ticket {hash(body)}: {body[:30]}"],
    ids=["an echo", "always the same", "each time another"],
)
async def test_two_machines_that_answer_each_other_come_to_an_end(street, monkeypatch, answer, apart):
    if apart is MINUTE:  # for six hours, but who has the time
        monkeypatch.setattr(guards, "_ALL_LONG", 30)
    assert await _goes_on(street, answer, apart=apart) < 160


@only_sqlite
async def test_two_machines_that_repeat_themselves_slowly_come_to_an_end_for_that_hour(street):
    """Every three minutes it says the same: too slow to be noticed as one that repeats itself."""
    answers = []
    for _ in range(19):
        street.clock.wait(3 * MINUTE)
        answers += await street.texts("We are closed until Monday.")

    assert max(answers.count(body) for body in answers) <= 14
