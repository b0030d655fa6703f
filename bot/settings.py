"""
What can be set from outside: `BEFOREHAND_DATA_DIR` and so on in the environment, and `PORT`.

* SettingsError
  + DataDirUnusable         the data directory cannot be made
  + SecretKeyUnreadable     the file with the secret key cannot be made or read
  + EmbedOriginWrong        what may show the chat on its pages is no site's address
"""

from __future__ import annotations

import os
import re
import tempfile
from functools import cached_property
from pathlib import Path
from typing import Annotated

from cryptography.fernet import Fernet
from pydantic import AliasChoices, Field, PositiveInt, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class SettingsError(Exception):
    """Something is set in a way that we cannot start with. The message says what to do."""


class DataDirUnusable(SettingsError):
    """The data directory cannot be made."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"The data directory {path} cannot be used ({reason}): name one that this user may write to in"
            " BEFOREHAND_DATA_DIR"
        )
        self.path = path


class SecretKeyUnreadable(SettingsError):
    """The file with the secret key cannot be made or read."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"The secret key's file {path} cannot be used ({reason}): give this user the right to read and write it,"
            " or set BEFOREHAND_SECRET_KEY. Do not delete it: without it nothing in the database can be read"
        )
        self.path = path


class EmbedOriginWrong(SettingsError):
    """What may show the chat on its pages is no site's address."""

    def __init__(self, written: str) -> None:
        super().__init__(
            f"BEFOREHAND_EMBED_ORIGINS holds {written!r}, which is not a site's address: write https:// and the site's"
            " name, and nothing behind it, as in https://www.york.gov.uk, with commas between several. http:// is for"
            " this machine only, as in http://localhost:8080"
        )
        self.written = written


# A site as browsers name it in `frame-ancestors`. No path, and no `*`: each site is named.
_ORIGIN = re.compile(
    r"https://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d{1,5})?|https?://(?:localhost|127\.0\.0\.1)(?::\d{1,5})?", re.ASCII
)


class Settings(BaseSettings):
    """One object, made once at the start and handed to what needs it."""

    model_config = SettingsConfigDict(env_prefix="BEFOREHAND_", frozen=True, populate_by_name=True)

    data_dir: Path = Path("var")  # never in the repository: the database and its key lie here
    database_url: str = ""  # empty: SQLite in the data directory
    secret_key: SecretStr | None = None  # one, or several with commas between, the newest first; None: from the file
    port: int = Field(default=8000, ge=1, le=65535, validation_alias=AliasChoices("BEFOREHAND_PORT", "PORT"))
    public_url: str = ""  # how parents reach us, for the links; empty: this machine, for trying it out
    secure_cookies: bool = False  # true wherever parents come by HTTPS
    keep_days: PositiveInt = 28  # after the conference, or after the last message where there is none
    session_days: PositiveInt = 28  # a link can be used once, so its session must last until the conference
    model_dir: Path = Path("models")
    # The councils' sites that may show the chat on their pages, with commas between; empty: none.
    embed_origins: Annotated[tuple[str, ...], NoDecode] = ()

    @field_validator("embed_origins", mode="before")
    @classmethod
    def _origins(cls, written: object) -> object:
        if not isinstance(written, str):
            return written
        origins = tuple(origin.strip().lower().removesuffix("/") for origin in written.split(",") if origin.strip())
        for origin in origins:
            if not _ORIGIN.fullmatch(origin):
                raise EmbedOriginWrong(origin)
        return origins

    @cached_property
    def address(self) -> str:
        """What links begin with, without a slash at the end."""
        return self.public_url.rstrip("/") or f"http://127.0.0.1:{self.port}"

    @cached_property
    def database(self) -> str:
        """The database's address. The default's directory is made."""
        if self.database_url:
            return self.database_url
        return f"sqlite:///{_made(self.data_dir).resolve() / 'beforehand.db'}"

    @cached_property
    def secret_keys(self) -> tuple[str, ...]:
        """From the environment or, where that is silent, from the file, which is made on the first run."""
        if self.secret_key is not None:
            return _keys(self.secret_key.get_secret_value())
        path = _made(self.data_dir) / "secret.key"
        try:
            return _keys(_read_or_make(path))
        except OSError as error:
            raise SecretKeyUnreadable(path, error.strerror or "it cannot be opened") from error
        except UnicodeDecodeError:
            raise SecretKeyUnreadable(path, "it holds something else") from None  # which must not be printed


def _made(data_dir: Path) -> Path:
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise DataDirUnusable(data_dir, error.strerror or "it cannot be made") from error
    return data_dir


def _keys(written: str) -> tuple[str, ...]:
    return tuple(key.strip() for key in written.split(","))


def _read_or_make(path: Path) -> str:
    """
    Read the key's file; make it first where it is missing, for this user's eyes only.

    It appears whole or not at all, so that two processes which start at once end up with the same key.
    """
    if not path.exists():
        handle, draft = tempfile.mkstemp(dir=path.parent)  # 0600 from the start
        with os.fdopen(handle, "wb") as file:
            file.write(Fernet.generate_key() + b"\n")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # the other process was first, and its key is the one
        finally:
            os.unlink(draft)
    return path.read_text(encoding="ascii")
