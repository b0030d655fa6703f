"""Whose meeting a phone may be told about: the code opens one, and of several it is asked which."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from uuid import UUID

from bot.conferences.link import CodeWrong, LinkError, LinkExpired, LinkLocked
from bot.conversation.memory import Conversation
from bot.conversation.messages import Choice, Door, Reply
from bot.languages import Language
from bot.text.dates import date_and_time_in_words
from bot.texting import sayings
from bot.texting.case import Answer, Case
from bot.texting.choosing import chosen
from bot.texting.commands import code_in
from bot.texting.house import House
from bot.texting.phone import Phone, Phones, new_conversation

# After so long on a phone with several meetings it may be somebody else who writes.
_STILL_THE_SAME = timedelta(minutes=30)
_WHICH = "which:"


class Whose:
    """Phones with a meeting, or with several."""

    def __init__(self, phones: Phones, house: House) -> None:
        self._phones = phones
        self._house = house

    def phone(self, number: str) -> Phone:
        return self._phones.find(number) or Phone(number, new_conversation())

    def conversation(self, phone: Phone) -> Conversation:
        """The phone's conversation, as it is at this door; one that nobody has begun is not saved yet."""
        found = self._house.conversations.find(phone.conversation)
        if found is None:
            return Conversation(phone.conversation, Door.SMS, self._house.language_of(phone.number))
        return replace(found, door=Door.SMS)

    def opened_by_code(self, case: Case) -> Answer | None:
        """The meeting whose code this is; None where there is no code in it."""
        code = code_in(case.words)
        if code is None or (case.conversation.open_section is not None and not case.in_digits):
            return None
        try:
            invitation = self._house.open_by_text(case.phone.number, code)
        except LinkError as error:
            return Answer(case.phone, sayings.reply(_problem(error), case.language))
        again = invitation in case.phone.opened
        phone = replace(self._opened(case.phone, case.conversation, invitation), greeted=True)
        if again or phone.held is not None:
            return self._from_here_on(phone, invitation)
        language = self.conversation(phone).language
        parts = (sayings.said("texts_opened", language), sayings.menu(language, opened=True))
        return Answer(phone, Reply(parts, (), language))

    def asked_which(self, case: Case) -> Answer | None:
        """
        The meeting that was picked, or the question which it is, where somebody else may have the phone by now.

        What was written is kept until then. `Answer.then` is what is to be answered once it is known.
        """
        phone = case.phone
        picked = chosen(case.words, phone.offered_at(case.text.at), case.language)
        if picked is not None and picked.value.startswith(_WHICH):
            invitation = UUID(picked.value.removeprefix(_WHICH))
            if invitation in phone.opened:
                return self._from_here_on(self._opened(phone, case.conversation, invitation), invitation)
        if len(phone.opened) < 2 or not self._may_be_another(phone):
            return None
        held = f"{phone.held}\n{case.words}" if phone.held else case.words
        return Answer(replace(phone, invitation=None, held=held), self._which(phone, case.language))

    def _from_here_on(self, phone: Phone, invitation: UUID) -> Answer:
        language, moment = self.conversation(phone).language, self._house.held_at(invitation)
        when = date_and_time_in_words(moment, language) if moment is not None else ""
        now_for = sayings.said("texts_now_for", language, when=when)
        if phone.held is not None:
            return Answer(replace(phone, held=None), Reply((now_for,), (), language), then=phone.held)
        return Answer(phone, Reply((now_for, sayings.menu(language, opened=True)), (), language))

    def _opened(self, phone: Phone, conversation: Conversation, invitation: UUID) -> Phone:
        """
        The phone in the one conversation of this invitation.

        What it said before any code goes along, unless two were invited on it: nobody knows whose words those are.
        """
        id, others = conversation.id, conversation.invitation not in (None, invitation)
        if others or (conversation.invitation is None and self._house.is_shared(phone.number)):
            id = new_conversation()
            self._house.conversations.save(Conversation(id, Door.SMS, conversation.language))
        id = self._house.open_meeting(id, invitation)
        opened = (*(other for other in phone.opened if other != invitation), invitation)
        return replace(phone, conversation=id, invitation=invitation, opened=opened, more=(), offers=())

    def _may_be_another(self, phone: Phone) -> bool:
        if phone.invitation is None or phone.heard_at is None:
            return True
        return self._house.now() - phone.heard_at > _STILL_THE_SAME

    def _which(self, phone: Phone, language: Language) -> Reply:
        if any(self._house.same_meeting(one, other) for one, other in combinations(phone.opened, 2)):
            return sayings.reply("texts_which_code", language)
        moments = {invitation: self._house.held_at(invitation) for invitation in phone.opened}
        choices = tuple(
            Choice(date_and_time_in_words(moment, language), f"{_WHICH}{invitation}")
            for invitation, moment in moments.items()
            if moment is not None
        )
        return sayings.reply("texts_which", language, choices)


def _problem(error: LinkError) -> str:
    if isinstance(error, CodeWrong):
        return "texts_code_wrong"
    if isinstance(error, LinkLocked):
        return "texts_code_locked"
    return "texts_code_old" if isinstance(error, LinkExpired) else "texts_code_unknown"
