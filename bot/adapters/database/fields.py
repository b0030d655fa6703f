"""Types of columns that SQL does not have: encrypted text and bytes, and times that are always UTC."""

from __future__ import annotations

from datetime import datetime, timezone
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, DateTime, Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

from bot.adapters.encryption import Encryption

# A column's type learns about its engine only through the dialect, which each engine has to itself.
_ENCRYPTIONS: WeakKeyDictionary[Dialect, Encryption] = WeakKeyDictionary()


def use_encryption(dialect: Dialect, encryption: Encryption) -> None:
    """From here on the dialect's engine encrypts with this."""
    _ENCRYPTIONS[dialect] = encryption


def encryption_of(connection: Connection) -> Encryption:
    """What this connection's engine encrypts with: for hashes, which are asked for under every key."""
    return _ENCRYPTIONS[connection.dialect]


class EncryptedBytes(TypeDecorator[bytes]):
    """Bytes that the database sees only encrypted. They cannot be searched or sorted by."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else _ENCRYPTIONS[dialect].encrypt_bytes(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else _ENCRYPTIONS[dialect].decrypt_bytes(value)


class Encrypted(TypeDecorator[str]):
    """Text that the database sees only encrypted. It cannot be searched or sorted by."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else _ENCRYPTIONS[dialect].encrypt(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else _ENCRYPTIONS[dialect].decrypt(value)


class Moment(TypeDecorator[datetime]):
    """A time with a zone, kept in UTC. SQLite has no zones, so that one without would be off by an hour in summer."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be kept")
        return value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)
