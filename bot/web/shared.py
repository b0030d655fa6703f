"""What was or will be shared, as it is read: the same for the parent's preview, her receipt and the recipient."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from bot.conversation.memory import Conversation
from bot.languages import Language
from bot.notes.document import in_numbers
from bot.notes.headings import Heading
from bot.notes.needs import CHOICES, TICKED
from bot.notes.note import Section
from bot.notes.sharing import Part, Recipient, Share, SharedLine, shareable
from bot.text.both import english_of, in_both
from bot.text.dates import date_and_time_in_words
from bot.text.isolate import whole
from bot.text.phrases import say
from bot.web.rooms import Rooms

# What a council calls each part of the notes, in a language.
HeadingsIn = Callable[[Language], Mapping[Section, Heading]]


@dataclass(frozen=True)
class InTwo:
    """Words of ours in English, and in the parent's language where that is another."""

    english: str
    own: str | None


@dataclass(frozen=True)
class LineView:
    """One note, word for word; of the needs, the label and what stands under it, which for a tick is nothing."""

    label: InTwo | None
    text: str | None = None
    chosen: InTwo | None = None

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """The words, and which of them is a long number, to be kept whole and from left to right."""
        return in_numbers(self.text or "")


@dataclass(frozen=True)
class PartView:
    """
    One part as its recipient reads it. `called` is what it is for the parent's own page.

    `language` is that of the parent's page: the words may be in any.
    """

    part: Part
    called: str
    heading: InTwo
    lines: tuple[LineView, ...]
    language: Language
    page_was_in: InTwo


@dataclass(frozen=True)
class Receipt:
    """One share for the parent's own eyes. `who` is the recipient's name, where we know it."""

    share: Share
    view: PartView
    who: str | None
    shared_at: str
    read_at: str | None
    taken_back_at: str | None
    replaced: bool  # by a newer copy, and not taken back by her
    changed: bool  # what stands is not what she has written now
    can_share_again: bool

    @property
    def id(self) -> UUID:
        return self.share.id

    @property
    def stands_unread(self) -> bool:
        return self.read_at is None and self.taken_back_at is None

    def is_of_one_press_with(self, id: UUID | None, receipts: tuple[Receipt, ...]) -> bool:
        """Whether it was shared together with that one."""
        that = next((receipt.share for receipt in receipts if receipt.id == id), None)
        mine = self.share
        return that is not None and (that.recipient, that.shared_at) == (mine.recipient, mine.shared_at)


def part_view(
    rooms: Rooms, conversation: Conversation, part: Part, lines: tuple[SharedLine, ...], language: Language
) -> PartView:
    """`language` is the one of the page on which it was shared, whatever the parent reads in now."""

    def headings(spoken: Language) -> Mapping[Section, Heading]:
        return rooms.headings(replace(conversation, language=spoken))

    return part_as_read(headings, part, lines, language, reader=conversation.language)


def part_as_read(
    headings: HeadingsIn, part: Part, lines: tuple[SharedLine, ...], language: Language, *, reader: Language
) -> PartView:
    """The same for whoever reads it: the parent herself, or at the desk whom she shared it with."""
    return PartView(
        part=part,
        called=_heading(headings, part, reader),
        heading=_in_two(_heading(headings, part, language), language),
        lines=tuple(_line(line, language) for line in lines),
        language=language,
        page_was_in=_in_two(
            in_both(
                lambda spoken: say("shared_language", spoken, language=whole(language.name_in(spoken), spoken)),
                language,
            ),
            language,
        ),
    )


def receipts_of(rooms: Rooms, conversation: Conversation, *, only: Share | None = None) -> tuple[Receipt, ...]:
    """Everything that was ever shared, the newest first; or one of it."""
    shares = rooms.sharing.of(conversation.notes_owner)
    now = shareable(rooms.notes.of(conversation.notes_owner), rooms.needs.of(conversation.notes_owner))
    receipts = (_receipt(rooms, conversation, share, shares, now) for share in shares)
    return tuple(receipt for receipt in receipts if only is None or receipt.id == only.id)


def digest_of(recipient: Recipient, parts: Mapping[Part, tuple[SharedLine, ...]], language: Language) -> str:
    """Stands for exactly what was shown: to whom, every word in its order, and the language of the headings."""
    shown = [
        recipient.value,
        language.value,
        [[part.value, [[line.text, line.need and line.need.value] for line in lines]] for part, lines in parts.items()],
    ]
    return sha256(json.dumps(shown).encode()).hexdigest()


def _receipt(
    rooms: Rooms,
    conversation: Conversation,
    share: Share,
    shares: tuple[Share, ...],
    now: Mapping[Part, tuple[SharedLine, ...]],
) -> Receipt:
    def at(moment: datetime | None) -> str | None:
        return date_and_time_in_words(moment, conversation.language) if moment else None

    of_this = [one for one in shares if (one.recipient, one.part) == (share.recipient, share.part)]
    newest = next((one for one in of_this if one.withdrawn_at is None), None)
    changed = newest is share and now.get(share.part, ()) != share.lines
    meeting = rooms.meeting(conversation)
    people = {Recipient.CHAIR: meeting.chair, Recipient.SOCIAL_WORKER: meeting.social_worker} if meeting else {}
    return Receipt(
        share=share,
        view=part_view(rooms, conversation, share.part, share.lines, share.language),
        who=people[share.recipient].name if people else None,
        shared_at=date_and_time_in_words(share.shared_at, conversation.language),
        read_at=at(share.read_at),
        taken_back_at=at(share.withdrawn_at),
        replaced=any(one is not share and one.shared_at == share.withdrawn_at for one in of_this),
        changed=changed,
        can_share_again=changed and bool(people) and share.part in now,
    )


def _heading(headings: HeadingsIn, part: Part, language: Language) -> str:
    if part.section is None:
        return in_both(lambda spoken: say("section_needs", spoken), language)
    return headings(language)[part.section].title


def _line(line: SharedLine, language: Language) -> LineView:
    if line.need is None:
        return LineView(None, line.text)
    label = _said(f"need_{line.need.value}", language)
    if line.need in TICKED:
        return LineView(label)
    if line.need in CHOICES:
        return LineView(label, chosen=_said(f"need_value_{line.text}", language))
    return LineView(label, line.text)


def _said(phrase: str, language: Language) -> InTwo:
    return _in_two(in_both(lambda spoken: say(phrase, spoken), language), language)


def _in_two(words: str, language: Language) -> InTwo:
    return InTwo(english_of(words), None if language is Language.ENGLISH else str(words))
