"""
Find every English sentence that a parent can see, for the translators: Babel's extraction methods for our YAML.

Babel reads Python and Jinja by itself. What each sentence is for, and what stands in its braces, goes along as a
comment: a translator sees a line in a list, and not the page that it stands on.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_from_file

from bot.text.data_files import DATA, ROOT, DataFile, read
from bot.text.phrases import placeholders

# Line in the file, gettext's name, the sentence, comments for the translator: what Babel wants from a method.
Found = tuple[int, str, str, list[str]]

_CALLED = ("leaflet", "called")
_HERE = __name__
# What is looked for where. Patterns are Babel's: relative to the folder they belong to.
_FOLDERS: tuple[tuple[Path, str, str], ...] = (
    (DATA / "answers", "**.yml", f"{_HERE}:answers"),
    (DATA / "leaflets", "**.yml", f"{_HERE}:leaflets"),
    (ROOT / "bot" / "text", "**.py", "python"),
    (ROOT / "bot" / "web" / "templates", "**.html", "jinja2.ext:babel_extract"),
)
_FILES: tuple[tuple[Path, str], ...] = (
    (ROOT / "domain.yml", f"{_HERE}:responses"),
    (DATA / "phrases.yml", f"{_HERE}:phrases"),
    (DATA / "facts.yml", f"{_HERE}:keys"),
)


def answers(file: IO[bytes], *_babels: Any, **_own: Any) -> Iterator[Found]:
    """Titles and sentences of `data/answers/`."""
    content = _content(file)
    means = {name: term["means"] for name, term in {**_facts()["council"], **_facts()["national"]}.items()}
    for topic, written in content.content.items():
        about = f"Answer to {topic}"
        yield _found(content, (topic, "title"), written["title"], "Short label on a button. " + about)
        if "short_title" in written:
            where = f"Short label, numbered, in a text message. {about}"
            yield _found(content, (topic, "short_title"), written["short_title"], where)
        for form, where in (("say", about), ("short", f"By text message, in few letters. {about}")):
            for at, sentence in enumerate(written.get(form, [])):
                said = sentence if isinstance(sentence, str) else sentence["say"]
                yield _found(content, (topic, form, at), said, where, *_explained(said, means))
        if "unknown" in written:
            yield _found(content, (topic, "unknown"), written["unknown"], f"{about}, where the guide is silent")


def responses(file: IO[bytes], *_babels: Any, **_own: Any) -> Iterator[Found]:
    """Texts and buttons of `domain.yml`."""
    content = _content(file)
    for name, variations in content.content["responses"].items():
        for at, variation in enumerate(variations):
            place = ("responses", name, at)
            where = "Reply by text message" if variation.get("channel") == "sms" else "Reply in the chat"
            yield _found(content, (*place, "text"), variation["text"], f"{where}: {name}")
            for number, button in enumerate(variation.get("buttons", [])):
                yield _found(content, (*place, "buttons", number, "title"), button["title"], "Short label on a button")


def phrases(file: IO[bytes], *_babels: Any, **_own: Any) -> Iterator[Found]:
    """Every phrase of `data/phrases.yml`."""
    content = _content(file)
    for name, sentence in content.content.items():
        yield _found(content, (name,), sentence, f"Phrase {name}")


def keys(file: IO[bytes], *_babels: Any, **_own: Any) -> Iterator[Found]:
    """The words of roles and items in `data/facts.yml`: parts of a list, "police, midwife and teacher"."""
    content = _content(file)
    for name, word in content.content["keys"].items():
        yield _found(content, ("keys", name), word, "Part of a list, bare: it stands after a colon, or between commas")


def leaflets(file: IO[bytes], *_babels: Any, **_own: Any) -> Iterator[Found]:
    """What each council's leaflet is called: a guide, a leaflet."""
    content = _content(file)
    called = content.content.get("leaflet", {}).get("called")
    if called:
        yield _found(content, _CALLED, called, "What a council's text is called: {called} in other sentences")


def english() -> Catalog:
    """Every sentence there is, with the places it comes from: the template that the catalogues are made from."""
    template = Catalog(project="Beforehand", charset="utf-8", fuzzy=False)
    for folder, pattern, method in _FOLDERS:
        for name, line, sentence, comments, context in extract_from_dir(
            str(folder),
            method_map=[(pattern, method)],
            options_map={pattern: _JINJA} if "jinja" in method else None,
            keywords=_KEYWORDS,
        ):
            place = (folder / name).relative_to(ROOT).as_posix()
            template.add(sentence, locations=[(place, line)], auto_comments=comments, context=context)
    for path, method in _FILES:
        for line, sentence, comments, context in extract_from_file(method, str(path)):
            place = path.relative_to(ROOT).as_posix()
            template.add(sentence, locations=[(place, line)], auto_comments=comments, context=context)
    return template


_KEYWORDS = {**DEFAULT_KEYWORDS, "in_both": None}
_JINJA = {"newstyle_gettext": "true", "trimmed": "true", "silent": "false"}


def _content(file: IO[bytes]) -> DataFile:
    path = Path(file.name)
    return read(path, rasas_own=path.name == "domain.yml")


def _facts() -> dict[str, Any]:
    return read(DATA / "facts.yml").content


def _explained(sentence: str, means: dict[str, str]) -> list[str]:
    names = sorted(placeholders(sentence) & means.keys())
    return [f"{{{name}}}: {means[name]}" for name in names]


def _found(content: DataFile, place: tuple[str | int, ...], sentence: str, *comments: str) -> Found:
    return content.line(*place), "gettext", sentence, list(comments)
