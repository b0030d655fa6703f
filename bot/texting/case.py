"""One text to be answered, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversation.memory import Conversation
from bot.conversation.messages import Reply
from bot.languages import Language
from bot.texting.choosing import chosen, number_in
from bot.texting.commands import Command, command_in
from bot.texting.form import Texts
from bot.texting.guards import Verdict
from bot.texting.inbound import InboundText
from bot.texting.phone import Phone


@dataclass(frozen=True)
class Case:
    """One text, who sent it, and where they stand."""

    text: InboundText
    phone: Phone
    conversation: Conversation
    verdict: Verdict = Verdict.PERSON
    danger: Reply | None = None  # where the words tell of it, whatever else is done about them

    @property
    def words(self) -> str:
        return self.text.body

    @property
    def language(self) -> Language:
        return self.conversation.language

    @property
    def command(self) -> Command | None:
        return command_in(self.words, self.language)

    @property
    def in_digits(self) -> bool:
        """Digits and signs alone, "123 456": that is nobody's note."""
        return not any(one.isalpha() for one in self.words)

    @property
    def in_own_words(self) -> bool:
        """Whether it is no command, no choice of ours and no mere picture: those anybody may repeat."""
        if not self.words.strip() or self.command is not None or number_in(self.words, self.language) is not None:
            return False
        return chosen(self.words, self.phone.offered_at(self.text.at), self.language) is None


@dataclass(frozen=True)
class Answer:
    """Where the phone stands now, and what it is told; nothing where there is no reply and no texts."""

    phone: Phone
    reply: Reply | None = None
    texts: Texts | None = None  # words that are ready, MORE of an answer
    whole: bool = False  # nothing of the reply is left for MORE
    by_turn: bool = False  # a turn has looked for danger itself
    then: str | None = None  # words to be answered after this, in the meeting that is open now
