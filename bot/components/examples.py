"""
Read the examples: Rasa's importer, which knows each example's language by its folder and takes a fraction of the time.

Rasa's own merges the data six times on its way to training, copying every example in depth and weighing it anew each
time: three minutes for our sixty thousand.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from rasa.shared.exceptions import RasaException
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method

from bot.components.language import LANGUAGE
from bot.languages import Language

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ExamplesUnreadable(RasaException):
    """A file of examples is not as it must be; the message names it, the line where known, and the remedy."""


class Example(Message):
    """A message to learn from. Its copies are cheap, and it is weighed again only when something in it has changed."""

    def set(self, prop: str, info: Any, add_to_output: bool = False) -> None:
        """As Rasa's; the same value once more changes nothing."""
        if add_to_output or prop not in self.data or self.data[prop] != info:
            super().set(prop, info, add_to_output)

    def __deepcopy__(self, memo: dict[int, Any]) -> Example:
        # Nothing changes a value in place: components set new ones.
        made = Example(dict(self.data), set(self.output_properties), self.time, list(self.features))
        made._cached_fingerprint = self._cached_fingerprint
        return made


class Examples(RasaFileImporter):
    """`data/nlu/<language>/*.yml`, `intent` and `examples` only; everything else as Rasa reads it."""

    @cached_method
    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Every example, with its language. Raises ExamplesUnreadable."""
        return TrainingData([example for file in sorted(self._nlu_files) for example in read_examples(Path(file))])


def read_examples(file: Path) -> list[Example]:
    """The examples of one file; their language is the folder that it lies in. Raises ExamplesUnreadable."""
    language = _language_of(file)
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (a SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ExamplesUnreadable(f"{file}: this is not YAML in UTF-8 ({error}). Mend the file.") from error
    blocks = content.get("nlu") if isinstance(content, dict) else None
    if not isinstance(blocks, list):
        raise ExamplesUnreadable(f"{file}: there is no list under `nlu:`. Begin the file as its neighbours do.")
    return [example for number, block in enumerate(blocks, 1) for example in _in_block(file, number, block, language)]


def _language_of(file: Path) -> Language:
    try:
        return Language(file.parent.name)
    except ValueError as error:
        known = ", ".join(language.value for language in Language)
        raise ExamplesUnreadable(f"{file}: {file.parent.name!r} is no language of ours. There are: {known}.") from error


def _in_block(file: Path, number: int, block: Any, language: Language) -> list[Example]:
    if not isinstance(block, dict) or set(block) != {"intent", "examples"} or not isinstance(block["examples"], str):
        raise ExamplesUnreadable(f"{file}: block {number} must have `intent:` and `examples: |`, and nothing else.")
    lines = [line.strip() for line in block["examples"].splitlines() if line.strip()]
    wrong = [line for line in lines if not line.startswith("- ")]
    if wrong:
        raise ExamplesUnreadable(f"{file}: under {block['intent']}, {wrong[0]!r} must begin with a dash and a space.")
    return [Example({TEXT: line[2:].strip(), INTENT: block["intent"], LANGUAGE: language.value}) for line in lines]
