"""
What can be set from outside: `BEFOREHAND_DATA_DIR` and so on in the environment, and `PORT`.

* SettingsError
  + DataDirUnusable         the data directory cannot be made
  + SecretKeyUnreadable     the file with the secret key cannot be made or read
  + EmbedOriginWrong        what may show the chat on its pages is no site's address
  + SignInWrong             how the councils' own sign-ins are reached is not what it has to be
"""

from __future__ import annotations

import os
import re
import tempfile
from datetime import time
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Annotated

from cryptography.fernet import Fernet
from pydantic import (
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    PositiveInt,
    SecretStr,
    TypeAdapter,
    ValidationError,
    field_validator,
)
from pydantic_settings import NoDecode, SettingsConfigDict

from bot.outreach.quiet_hours import QuietHours
from bot.sending_settings import SendingSettings


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


# http:// is for this machine only.
_ISSUER = re.compile(r"(https://[^\s/?#]+|http://(localhost|127\.0\.0\.1)(:\d{1,5})?)(/[^\s?#]*)?", re.ASCII)


class SignInWrong(SettingsError):
    """How the councils' own sign-ins are reached is not what it has to be. What was written is never repeated."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"BEFOREHAND_SIGN_IN is wrong: {what}. It is JSON, each council by its short name, as in"
            ' {"york": {"issuer": "https://sign-in.york.gov.uk", "client_id": "beforehand", "client_secret": "…",'
            ' "name": "City of York"}}. The council\'s sign-in has to know us under'
            " <BEFOREHAND_PUBLIC_URL>/staff/outside/york/back"
        )


class OutsideProvider(BaseModel):
    """A council's own sign-in (OpenID Connect), as its administrator gave it to us."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    issuer: str
    client_id: str = Field(min_length=1)
    client_secret: SecretStr = Field(min_length=1)
    name: str = Field(min_length=1)  # what staff know it by

    @field_validator("issuer")
    @classmethod
    def _issuer(cls, written: str) -> str:
        if not _ISSUER.fullmatch(written):
            raise ValueError("write it as the sign-in itself does, with https:// in front")
        return written


_SIGN_INS = TypeAdapter(dict[str, OutsideProvider])


# A site as browsers name it in `frame-ancestors`. No path, and no `*`: each site is named.
_ORIGIN = re.compile(
    r"https://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d{1,5})?|https?://(?:localhost|127\.0\.0\.1)(?::\d{1,5})?", re.ASCII
)


class Settings(SendingSettings):
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
    # What one part of a text message costs in pence, before VAT: shown at the desk before sending. GOV.UK Notify took
    # 2.27 from April 2024 and puts it up each April (this is a guess from there); other contracts differ.
    sms_pence: Decimal = Field(default=Decimal("2.4"), ge=0)
    # In between no parent is reminded, by the clock in London. The same time twice: there are no quiet hours.
    quiet_from: time = time(20, 0)
    quiet_until: time = time(9, 0)
    api_calls_a_minute: PositiveInt = 300  # by one key of a case system
    redis_url: str = ""  # where several processes serve and must count tries together; empty: this one counts
    sign_in: Annotated[dict[str, OutsideProvider], NoDecode] = Field(default={})  # the councils' own ones

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

    @field_validator("sign_in", mode="before")
    @classmethod
    def _sign_ins(cls, written: object) -> object:
        try:
            if isinstance(written, str):
                return _SIGN_INS.validate_json(written.strip() or "{}")
            return _SIGN_INS.validate_python(written)
        except ValidationError as error:
            wrong = error.errors(include_input=False, include_context=False)[0]
            raise SignInWrong(": ".join([*map(str, wrong["loc"]), wrong["msg"]])) from None

    @property
    def quiet_hours(self) -> QuietHours:
        """When no phone of a parent's should sound."""
        return QuietHours(self.quiet_from, self.quiet_until)

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
