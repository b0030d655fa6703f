"""The assistant's port, with Rasa behind it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY
from rasa_sdk import Action as SdkAction

from bot.adapters.agent.actions import ActionInProcess
from bot.adapters.agent.processor import ProcessorInProcess
from bot.answers.pictures import picture_from
from bot.conversation.assistant import Listener, Understanding
from bot.conversation.memory import Conversation
from bot.conversation.messages import Choice, Door, Incoming, Kind, Reply, Said
from bot.conversation.speaking import Heard, answered_in
from bot.languages import Language
from bot.text.terms import english_once

# After these, words that were saved as a note stay one (bot/conversation/turn.py).
_KEEP_NOTE = frozenset({"action_keep_note", "action_danger"})


class Collected(OutputChannel):
    """What was said in one turn."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        return "page"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        self.messages.append(message)


class CollectedTexts(Collected):
    """The same at the door of text messages, by whose name `domain.yml` keeps shorter words for some replies."""

    @classmethod
    def name(cls) -> str:
        return Door.SMS.value


class RasaAssistant:
    """`Assistant`, with Rasa behind it. The caller holds the conversation's lock."""

    def __init__(self, agent: Agent) -> None:
        if not isinstance(agent.processor, ProcessorInProcess):
            raise RuntimeError("The model was not loaded. Run `rasa train`.")
        self._processor = agent.processor

    async def understand(self, text: str, conversation: Conversation) -> Understanding:
        parsed = await self._processor.parse_message(UserMessage(_typed(text), metadata=_metadata(conversation)))
        return _understanding(parsed)

    async def answer(self, incoming: Incoming, conversation: Conversation, *, listener: Listener) -> Reply:
        collected = CollectedTexts() if incoming.door is Door.SMS else Collected()
        message = UserMessage(
            _typed(incoming.text),
            collected,
            conversation.id,
            metadata=_metadata(conversation),
            parse_data=_chosen(incoming.choice) if incoming.choice else None,
        )

        def understood(parsed: dict[str, Any]) -> None:
            listener.understood(parsed[INTENT][INTENT_NAME_KEY])
            heard = _heard(parsed)
            if heard is not None:
                listener.heard(heard)

        def decided(action: str) -> None:
            if action not in _KEEP_NOTE:
                listener.not_a_note()

        language = await self._processor.run_turn(message, collected, understood=understood, decided=decided)
        return _reply(collected.messages, Language(language or conversation.language))


def _typed(text: str) -> str:
    # To Rasa a leading slash means a pressed choice, with whatever intent stands behind it.
    return text.lstrip("/ ") or text.replace("/", " ")


def _metadata(conversation: Conversation) -> dict[str, Any]:
    section = conversation.open_section
    return {
        "language": conversation.language.value,
        "council": conversation.council,
        "open_section": section.value if section else None,
    }


def _chosen(choice: Choice) -> dict[str, Any]:
    """A pressed choice, as Rasa would have read it. It was offered by us, so nothing needs to be guessed."""
    intent, brace, entities = choice.value.partition("{")
    carried = json.loads(brace + entities) if brace else {}
    named = {INTENT_NAME_KEY: intent, PREDICTED_CONFIDENCE_KEY: 1.0}
    return {
        "text": f"/{choice.value}",
        INTENT: named,
        INTENT_RANKING_KEY: [named],
        "entities": [{"entity": name, "value": value, "start": 0, "end": 0} for name, value in carried.items()],
    }


def _understanding(parsed: dict[str, Any]) -> Understanding:
    ranking = tuple(
        (ranked[INTENT_NAME_KEY], ranked[PREDICTED_CONFIDENCE_KEY]) for ranked in parsed[INTENT_RANKING_KEY]
    )
    intent, confidence = parsed[INTENT][INTENT_NAME_KEY], parsed[INTENT][PREDICTED_CONFIDENCE_KEY]
    if intent == DEFAULT_NLU_FALLBACK_INTENT_NAME:
        # "Not sure" is how we answer, not what was meant.
        intent, confidence = ranking[0]
    heard = _heard(parsed)
    language = answered_in(Language(parsed.get("language", Language.ENGLISH.value)), heard)
    return Understanding(intent, confidence, ranking, language.value, heard)


def _heard(parsed: dict[str, Any]) -> Heard | None:
    heard = parsed.get("heard")
    return Heard(Language(heard["language"]), heard["sure"]) if heard else None


def _reply(messages: list[dict[str, Any]], language: Language) -> Reply:
    said = [message for message in messages if message["text"]]
    parts = [
        Said(
            text,
            Kind(message.get("kind", Kind.ANSWER.value)),
            message.get("english"),
            picture_from(message.get("picture")),
        )
        for message, text in zip(said, _shown(said, language), strict=True)
    ]
    buttons = [button for message in messages for button in message.get("buttons") or []]
    choices = {button["payload"]: Choice(button["title"], button["payload"].removeprefix("/")) for button in buttons}
    return Reply(tuple(parts), tuple(choices.values()), language)


def _shown(said: list[dict[str, Any]], language: Language) -> list[str]:
    """Each term's English once in the whole reply; a parent's own words as they are."""
    ours = [message["text"] for message in said if message.get("kind") != Kind.NOTE.value]
    shortened = iter(english_once(ours, language))
    return [message["text"] if message.get("kind") == Kind.NOTE.value else next(shortened) for message in said]


def load_agent(model: Path, actions: list[SdkAction], nlg: Any, tracker_store: Any) -> Agent:
    """Load a trained model with our own actions in it. Takes about fifteen seconds, most of it TensorFlow's."""
    agent = Agent(tracker_store=tracker_store)
    processor = ProcessorInProcess(
        model_path=model, tracker_store=agent.tracker_store, lock_store=agent.lock_store, generator=agent.nlg
    )
    processor.nlg = agent.nlg = nlg(domain=processor.domain)
    processor.actions = {action.name(): ActionInProcess(action) for action in actions}
    agent.processor = processor
    agent.domain = processor.domain
    agent.tracker_store.domain = agent.domain
    return agent
