"""
A text message answered: who it is from, what it asks of texting itself, and otherwise the same turn as on the page.

Whatever is done here may be done again after a crash. A turn gives a repeated message its first answer; the phone's
new state, the answers and the mark that the text is settled are written at once (`Inbox.settle`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.conversation.memory import Conversation
from bot.conversation.messages import Choice, Door, Incoming, Reply
from bot.text.phrases import say
from bot.texting import sayings
from bot.texting.case import Answer, Case
from bot.texting.choosing import chosen, number_in
from bot.texting.commands import Command, asks_to_stop, may_ask_to_stop
from bot.texting.form import Texts
from bot.texting.guards import HOUR, LATELY, LONG, SILENT_FOR, Verdict, judge
from bot.texting.house import House
from bot.texting.inbound import Inbox
from bot.texting.outgoing import Outgoing
from bot.texting.parts import Joined, joined
from bot.texting.phone import Phone, Phones
from bot.texting.whose import Whose

_TURNS = {
    Command.MEETING: "meeting_when",
    Command.CHAIR: "chair_contact",
    Command.DATES: "my_dates",
    Command.NOTES: "review_notes",
    Command.MORE: "more",
    Command.LANGUAGE: "change_language",
}

# The way out of the notes. In Somali its title, copied, is also how somebody asks for no more texts.
_ENOUGH_FOR_NOW = "goodbye"
# A choice of texting itself: no more texts.
_NO_MORE = "texts:none"

_Way = Callable[["Answering", Case], Awaitable["Answer | None"]]


class Answering:
    """Answers what waits from one phone. Whoever calls has leased it."""

    def __init__(self, inbox: Inbox, phones: Phones, house: House) -> None:
        self._inbox = inbox
        self._house = house
        self._whose = Whose(phones, house)
        self._outgoing = Outgoing(inbox, phones, house)

    async def answer(self, number: str) -> int:
        """Answer everything that this phone sent and nobody has answered, in its order; how many texts that were."""
        waiting = joined(self._inbox.waiting(number))
        for each in waiting:
            await self._answer(each)
        return len(waiting)

    async def could_not(self, number: str, *, told: bool) -> bool:
        """
        Something of ours is broken: say so for the first text that waits, and whom to ring. Nobody waits for nothing.

        Not where they were `told` just now. Who wants no more texts is heard even so. False where nothing waits.
        """
        waiting = joined(self._inbox.waiting(number))
        for each in waiting[:1]:
            case = self._case(each)
            sorry = sayings.reply("texts_not_now", case.language, emergency=self._house.emergency)
            unable = Answer(case.phone, None if told else sorry, whole=True)
            self._outgoing.settle(each, await self._stops(case, keep=False) or unable)
        return bool(waiting)

    async def _answer(self, each: Joined) -> None:
        case = self._case(each)
        if case.conversation.open_section is None:  # else her words are saved before anybody tries to understand them
            case = replace(case, danger=await self._danger(case))
        for way in _WAYS:
            answer = await way(self, case)
            if answer is not None:
                break
        else:
            answer = _asking_whether_to_stop(await self._told(case, case.words), case)
        if answer.then is not None:
            answer = await self._and_then(answer, answer.then, case)
        if case.conversation.open_section is not None and not answer.by_turn:
            case = replace(case, danger=await self._danger(case))
        self._outgoing.settle(each, _with_danger(answer, case))

    def _case(self, each: Joined) -> Case:
        text, now = each.whole, self._house.now()
        phone = self._whose.phone(text.number)
        conversation = self._whose.conversation(phone)
        if self._house.conversations.find(conversation.id) is None:
            self._house.conversations.save(conversation)
        case = Case(text, phone, conversation)
        echo = self._inbox.echoes(text, since=now - HOUR)
        begins = phone.silent_until or now - LONG  # who came back is not judged by what was before
        lately = self._inbox.heard(text, since=max(now - LATELY, begins))
        in_all = self._inbox.heard(text, since=max(now - LONG, begins)).all
        verdict = judge(lately, in_all, echo=echo, may_repeat=not case.in_own_words)
        return replace(case, verdict=verdict)

    async def _danger(self, case: Case) -> Reply | None:
        if not case.in_own_words or case.verdict is Verdict.ECHO or case.text.opted_out:
            return None
        if case.in_digits:  # a code: a wrong one costs a try each time that we begin again
            return None
        # "Do not contact me, he reads this" looks like danger to the classifier: no helpline must go to that phone.
        plainly = asks_to_stop(case.words, case.language)
        return await self._house.danger_by_text(case.words, case.conversation, plainly=plainly)

    # What a text may ask of texting itself, in the order in which it is looked for.

    async def _stops(self, case: Case, *, keep: bool = True) -> Answer | None:
        picked = chosen(case.words, case.phone.offered_at(case.text.at), case.language)
        wished = asks_to_stop(case.words, case.language)
        if picked is not None:
            wished = picked.value == _NO_MORE or (wished and picked.value != _ENOUGH_FOR_NOW)
        if not (case.text.opted_out or wished):
            return None
        if keep and case.command is not Command.STOP:
            await self._keep(case)  # in the notes "take me off" may have been one
        self._house.conversations.save(replace(case.conversation, open_section=None))
        told = case.phone.stopped_at is not None or case.text.opted_out
        stopped_at = case.phone.stopped_at or self._house.now()
        stopped = replace(case.phone, stopped_at=stopped_at, more=(), offers=(), held=None)
        return Answer(stopped, None if told else sayings.reply("texts_stopped", case.language), whole=True)

    async def _comes_back(self, case: Case) -> Answer | None:
        now, silent_until = self._house.now(), case.phone.silent_until
        away = case.phone.stopped_at is not None or (silent_until is not None and now < silent_until)
        if case.command is not Command.BACK or not away:
            return None
        back = replace(case.phone, stopped_at=None, silent_until=silent_until and now, warned_at=None)
        return Answer(back, sayings.reply("texts_back", case.language))

    async def _has_stopped(self, case: Case) -> Answer | None:
        now, warned = self._house.now(), case.phone.warned_at
        if case.phone.stopped_at is None:
            return None
        await self._keep(case)
        if warned is not None and now - warned < HOUR:
            return Answer(case.phone)
        return Answer(replace(case.phone, warned_at=now), sayings.reply("texts_stopped", case.language), whole=True)

    async def _is_a_machine(self, case: Case) -> Answer | None:
        now = self._house.now()
        silent = case.phone.silent_until is not None and now < case.phone.silent_until
        if case.verdict is Verdict.PERSON and not silent:
            return None
        await self._keep(case)
        if silent:
            return Answer(case.phone)
        quiet = replace(case.phone, silent_until=now + SILENT_FOR)
        return Answer(quiet, sayings.reply("texts_silent", case.language), whole=True)

    async def _keep(self, case: Case) -> None:
        """What she writes to her notes is kept where it is not answered, though she is not told so."""
        if case.conversation.open_section is not None and case.in_own_words and case.verdict is not Verdict.ECHO:
            await self._turn(case, case.words)

    async def _has_a_code(self, case: Case) -> Answer | None:
        return self._whose.opened_by_code(case)

    async def _is_asked_which(self, case: Case) -> Answer | None:
        return self._whose.asked_which(case)

    async def _has_no_words(self, case: Case) -> Answer | None:
        return None if case.words.strip() else Answer(case.phone, sayings.reply("texts_no_words", case.language))

    async def _asks_for_the_menu(self, case: Case) -> Answer | None:
        if case.command not in (Command.MENU, Command.HELP, Command.BACK):
            return None
        menu = sayings.menu(case.language, opened=case.conversation.invitation is not None)
        # Whoever texts HELP may need another than ours.
        first = (sayings.said("texts_not_safe", case.language, emergency=self._house.emergency),)
        parts = (*(first if case.command is Command.HELP else ()), menu)
        return Answer(case.phone, Reply(parts, (), case.language))

    async def _asks_for_more(self, case: Case) -> Answer | None:
        if case.command is not Command.MORE or not case.phone.more:
            return None
        following, *rest = case.phone.more
        return Answer(replace(case.phone, more=tuple(rest)), texts=Texts((following,), tuple(rest)))

    async def _is_closed(self, case: Case) -> Answer | None:
        if not self._house.chat_is_closed(case.conversation.council):
            return None
        await self._keep(case)
        return Answer(case.phone, sayings.reply("texts_closed", case.language))

    async def _gives_a_command(self, case: Case) -> Answer | None:
        if case.command not in _TURNS:
            return None
        return await self._told(case, Choice(case.words.strip(), _TURNS[case.command]))

    async def _chooses(self, case: Case) -> Answer | None:
        picked = chosen(case.words, case.phone.offered_at(case.text.at), case.language)
        if picked is not None:
            return await self._told(case, picked)
        if case.conversation.open_section is not None or number_in(case.words, case.language) is None:
            return None
        return Answer(case.phone, sayings.reply("texts_no_such_number", case.language))

    # Turns.

    async def _told(self, case: Case, asked: str | Choice) -> Answer:
        return Answer(case.phone, await self._turn(case, asked), by_turn=True)

    async def _and_then(self, answer: Answer, words: str, case: Case) -> Answer:
        """What was written before we knew for which meeting is answered now, or done."""
        conversation = self._whose.conversation(answer.phone)
        held = replace(case, text=replace(case.text, body=words), phone=answer.phone, conversation=conversation)
        for way in (Answering._asks_for_the_menu, Answering._is_closed, Answering._gives_a_command):
            told = await way(self, held)
            if told is not None:
                break
        else:
            told = await self._told(held, words)
        if answer.reply is None or told.reply is None:
            return told
        return replace(told, reply=replace(told.reply, parts=(*answer.reply.parts, *told.reply.parts)))

    async def _turn(self, case: Case, asked: str | Choice) -> Reply:
        id = case.phone.conversation
        words, choice = (asked, None) if isinstance(asked, str) else ("", asked)
        incoming = Incoming(id, str(case.text.id), words, Door.SMS, choice)
        return await self._house.take_turn(incoming, lambda found: found or _begun(case.phone, case.conversation))


# The order matters: who wants no more texts is heard before anything else, and nobody is asked which meeting for that.
_WAYS: tuple[_Way, ...] = (
    Answering._stops,
    Answering._comes_back,
    Answering._has_stopped,
    Answering._is_a_machine,
    Answering._has_a_code,
    Answering._has_no_words,
    Answering._is_asked_which,
    Answering._asks_for_the_menu,
    Answering._asks_for_more,
    Answering._is_closed,
    Answering._gives_a_command,
    Answering._chooses,
)


def _begun(phone: Phone, like: Conversation) -> Conversation:
    return Conversation(phone.conversation, Door.SMS, like.language)


def _asking_whether_to_stop(answer: Answer, case: Case) -> Answer:
    """Words that may be a wish for no more texts are asked about, beside the answer: a guess cuts nobody off."""
    if answer.reply is None or case.danger is not None or case.conversation.open_section is not None:
        return answer
    if not may_ask_to_stop(case.words, case.language):
        return answer
    language = answer.reply.language
    no_more = Choice(say("choice_no_more_texts", language), _NO_MORE)
    parts = (sayings.said("texts_sure_stop", language), *answer.reply.parts)
    return replace(answer, reply=replace(answer.reply, parts=parts, choices=(no_more, *answer.reply.choices)))


def _with_danger(answer: Answer, case: Case) -> Answer:
    """Danger comes first, whatever else a text asks; a turn has seen to that itself."""
    if case.danger is None or answer.by_turn:
        return answer
    if answer.reply is None:
        return replace(answer, reply=case.danger)
    return replace(answer, reply=replace(answer.reply, parts=(*case.danger.parts, *answer.reply.parts)))
