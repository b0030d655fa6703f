"""What leaves for a phone: within what its network carries, once, in order, and never a day late."""

from __future__ import annotations

from datetime import timedelta

from bot.conversation.messages import Choice, Kind, Reply, Said
from bot.outreach.message import Channel, MessageKind, State
from bot.text.sms import short_enough
from tests.stores import only_sqlite
from tests.texting.messages import ZAHRA
from tests.texting.street import DANGER, HOUR, MINUTE, SECOND, has

pytestmark = only_sqlite

TOO_MANY = "That is a lot of texts in one hour."


async def greeted(street) -> None:
    await street.texts("who comes?")
    street.clock.wait(2 * HOUR)


async def test_the_fifteenth_of_the_same_answers_in_an_hour_is_not_sent_and_she_is_told_once(street, assistant):
    await greeted(street)
    answers = []
    for number in range(17):
        assistant.says[f"{number} again"] = Reply((Said("The same."),))
        answers.append(await street.texts(f"{number} again"))
        street.clock.wait(MINUTE)

    assert answers[:14] == [["The same."]] * 14
    assert answers[14][0].startswith(TOO_MANY)
    assert "999" in answers[14][0]
    assert answers[15:] == [[], []]


async def test_the_eighty_first_text_of_an_hour_is_not_sent_whatever_it_says_and_an_hour_later_all_is_well(street):
    await greeted(street)
    for number in range(79):
        street.remind(body=f"Text {number}")

    assert has("About when?", await street.texts("when?"))
    assert has(TOO_MANY, await street.texts("where?"))
    assert await street.texts("why?") == []
    street.clock.wait(HOUR + MINUTE)
    assert has("About why?", await street.texts("why?"))


async def test_she_is_told_when_she_is_answered_again(street):
    await greeted(street)  # two hours after half past nine
    for number in range(80):
        street.remind(body=f"Text {number}")

    assert has("I answer again at 12:30pm.", await street.texts("where?"))


async def test_what_was_said_is_done_though_it_is_not_said_and_she_sees_it_later(street):
    street.invite("123456")
    await street.texts("123456")
    for number in range(80):
        street.remind(body=f"Text {number}")

    await street.texts("write")

    assert street.conversation().open_section is not None


async def test_danger_is_answered_over_the_limits_without_the_rest_of_the_reply(street):
    await greeted(street)
    for number in range(80):
        street.remind(body=f"Text {number}")

    assert await street.texts(DANGER) == ["Ring 999."]


async def test_of_danger_as_much_is_sent_as_a_network_still_carries_the_first_of_it_first(street, assistant):
    await greeted(street)
    pages = [Said(f"Page {number}: ring 999. " + "Go to a neighbour. " * 14, Kind.DANGER) for number in range(3)]
    assistant.says["all of it"] = Reply(tuple(pages))
    for number in range(98):
        street.remind(body=f"Text {number}")

    (page,) = await street.texts("all of it")

    assert page.startswith("Page 0: ring 999.")


async def test_nothing_at_all_is_sent_where_no_network_carries_it(street):
    await greeted(street)
    for number in range(99):
        street.remind(body=f"Text {number}")

    assert await street.texts("who comes?") == []
    assert await street.texts(DANGER) == []
    assert street.inbox.waiting(ZAHRA) == ()


async def test_who_stops_over_the_limits_is_told_that_and_not_when_we_text_again(street):
    await greeted(street)
    for number in range(85):
        street.remind(body=f"Text {number}")

    (goodbye,) = await street.texts("STOP")

    assert goodbye.startswith("You get no more texts from us.")


async def test_what_was_dropped_before_it_was_sent_does_not_count(street):
    await greeted(street)
    for number in range(80):
        street.remind(body=f"Text {number}", not_after=street.clock.now)
    street.clock.wait(MINUTE)
    street.deliver()

    assert street.states()[State.DROPPED] == 80
    assert has("About where?", await street.texts("where?"))


async def test_every_message_of_an_answer_is_sent_once_and_in_its_order(street, assistant):
    assistant.says["all of it"] = Reply(
        tuple(Said(f"Page {number}: ring 999. " + "Go to a neighbour. " * 14, Kind.DANGER) for number in range(4))
    )

    sent = await street.texts("all of it")

    together = " ".join(sent)
    assert [together.count(f"Page {number}:") for number in range(4)] == [1] * 4
    assert sorted(range(4), key=lambda number: together.index(f"Page {number}:")) == [0, 1, 2, 3]
    assert street.deliver() == sent
    assert all(map(short_enough, sent))


async def test_an_answer_is_named_by_its_text_and_not_sent_a_day_late(street):
    text = street.sends("who comes?")
    await street.answered()

    answers = street.answers()
    assert [answer.intent for answer in answers] == [f"reply:{text.id}:{place}" for place in range(len(answers))]
    assert {(answer.kind, answer.channel, answer.address) for answer in answers} == {
        (MessageKind.REPLY, Channel.SMS, ZAHRA)
    }
    street.clock.wait(timedelta(days=1, seconds=2))
    assert street.deliver() == []


async def test_choices_have_short_names_and_mean_what_they_meant(street, assistant):
    long = Choice("When do I get the reports, and from whom?", "reports_when")
    assistant.says["what else"] = Reply((Said("These:"),), (long,))

    (body, *_) = await street.texts("what else")

    assert "1 " in body
    assert len(street.phone().offers[-1].choices[0].title) < len(long.title)
    assert await street.texts("1") == ["You chose reports_when."]
    assert street.clock.now > street.phone().offers[-1].at + SECOND
