"""What commands that need no assistant do alike: open the database that the settings name, and stop with a reason."""

from __future__ import annotations

from typing import NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console
from sqlalchemy import Engine

from bot.adapters.encryption import Encryption, EncryptionError
from bot.settings import Settings, SettingsError
from bot.wiring.building import open_database

_errors = Console(stderr=True)


def opened() -> tuple[Settings, Engine, Encryption]:
    """Stops, saying what to do, where the settings or the key are wrong."""
    try:
        settings = Settings()
        return (settings, *open_database(settings))
    except (SettingsError, EncryptionError) as error:
        stop(str(error))
    except ValidationError as error:
        stop(wrong_setting(error))


def wrong_setting(error: ValidationError) -> str:
    """Which setting is wrong, and how; never what was written there."""
    wrong = error.errors(include_input=False)[0]
    return f"The setting {'.'.join(map(str, wrong['loc']))} is wrong: {wrong['msg']}."


def stop(words: str) -> NoReturn:
    """Say what is wrong and end with exit code 2."""
    _errors.print(words, style="red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(2)
