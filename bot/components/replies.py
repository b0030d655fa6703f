"""Put a reply's name into the parent's words: Rasa's `nlg`."""

from __future__ import annotations

from random import Random
from typing import Any

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.languages import Language
from bot.text.both import english_of
from bot.text.catalogue import gettext
from bot.text.drafts import noticing_drafts
from bot.text.phrases import fill

# Given by an action that has just changed the language, and so goes before the tracker's.
IN_LANGUAGE = "in_language"


class ReplyUnknown(LookupError):
    """`domain.yml` has no response of that name. A mistake of ours, never shown to a parent."""


class Replies(TemplatedNaturalLanguageGenerator):
    """
    Every `utter_…` in the language of the conversation, from a rule or from an action.

    Rasa's own generator sends an unfilled placeholder to the parent, braces and all; this one refuses. It is one of
    that kind because `rasa run` builds it before the model is there, and gives the responses to that kind only.
    """

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        super().__init__(domain.responses if domain else {})
        self._random = Random()

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The reply as Rasa's dictionary. Raises ReplyUnknown, or WordMissing where a placeholder is left."""
        variations = self._of_channel(utter_action, output_channel)
        if not variations:
            raise ReplyUnknown(f"domain.yml has no response named {utter_action}")
        language = Language(kwargs.get(IN_LANGUAGE) or tracker.get_slot("language") or Language.ENGLISH.value)
        reply = dict(self._random.choice(variations))
        english = reply.get("text", "")
        with noticing_drafts() as noticed:
            reply["text"] = fill(gettext(english, language), kwargs)
        if noticed.draft:
            reply["english"] = fill(english, {name: english_of(word) for name, word in kwargs.items()})
        buttons = [{**button, "title": gettext(button["title"], language)} for button in reply.get("buttons", [])]
        return {**reply, "buttons": buttons} if buttons else reply

    def _of_channel(self, utter_action: str, channel: str) -> list[dict[str, Any]]:
        """Those for this channel alone, as Rasa does it, else those for every one."""
        variations = self.responses.get(utter_action) or []
        own = [each for each in variations if each.get("channel") == channel]
        return own or [each for each in variations if "channel" not in each]
