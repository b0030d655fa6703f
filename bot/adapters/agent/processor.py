"""Rasa's processor, for one process and rules of one action."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rasa.core.actions.action import Action as CoreAction
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.engine import loader
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.shared.core.events import BotUttered, UserUttered

from bot.adapters.agent.runner import RunnerInOrder


class ProcessorInProcess(MessageProcessor):
    """
    Rasa's processor with our actions in it.

    An action that fails, fails the turn: the door gives the parent their words back and says so. Rasa's own would
    log the error and answer with silence.
    """

    actions: dict[str, CoreAction]

    @staticmethod
    def _load_model(model_path: str | Path) -> tuple[str, Any, RunnerInOrder]:
        with TemporaryDirectory() as folder:
            metadata, runner = loader.load_predict_graph_runner(
                Path(folder), Path(model_path), LocalModelStorage, RunnerInOrder
            )
        return Path(model_path).name, metadata, runner

    def _get_action(self, action_name: str) -> CoreAction:
        # Rasa builds every default action anew to find one by its name.
        found = self.actions.get(action_name)
        if found is None:
            found = self.actions[action_name] = super()._get_action(action_name)
        return found

    async def run_turn(
        self,
        message: UserMessage,
        output: OutputChannel,
        *,
        understood: Callable[[dict[str, Any]], None],
        decided: Callable[[str], None],
    ) -> str | None:
        """
        Understand a message, run the action that the policies choose, save the slots; the language of the answer.

        `understood` is told what the message was taken for, before the conversation is read: it may change it.
        `decided` is told the action's name before it runs. One action a turn: each of our rules has one, which
        tests/house holds, so asking the policies again could only say that it is time to listen.
        """
        parsed = message.parse_data or self._parse_message_with_graph(message, None)
        understood(parsed)
        tracker = await self.tracker_store.retrieve(message.sender_id)
        tracker.update(
            UserUttered(
                message.text,
                parsed["intent"],
                parsed["entities"],
                parsed,
                input_channel=message.input_channel,
                message_id=message.message_id,
                metadata=message.metadata,
            ),
            self.domain,
        )
        prediction = self._predict_next_with_tracker(tracker)
        action = self._get_action(self.domain.action_names_or_texts[prediction.max_confidence_index])
        decided(action.name())
        tracker.update_with_events(prediction.events, self.domain)
        # Rasa hands over a copy, made by replaying the conversation, in case the action is rejected. Ours is not.
        events = await action.run(output, self.nlg, tracker, self.domain)
        tracker.update(action.event_for_successful_execution(prediction))
        tracker.update_with_events(events, self.domain)
        for event in events:
            if isinstance(event, BotUttered):
                await output.send_response(tracker.sender_id, event.message())
        await self.save_tracker(tracker)
        return tracker.get_slot("language")
