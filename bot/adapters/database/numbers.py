"""
Finding what is encrypted: keyed hashes of telephone numbers, of the words of texts and of providers' names for them.

After a change of key a hash is looked for under every key. What is found of a number under an old one is moved under
the newest, so that two tables that both know the number agree on its hash.
"""

from __future__ import annotations

from sqlalchemy import Connection, exists, select, update

from bot.adapters.database.fields import encryption_of
from bot.adapters.database.sending_tables import OutboxRow
from bot.adapters.database.tables import table
from bot.adapters.database.texting_tables import InboundTextRow, PhoneRow

_PHONES = table(PhoneRow)


def hash_of_number(connection: Connection, number: str) -> str:
    """The hash of an E.164 number, as it is written now."""
    return encryption_of(connection).keyed_hash(_number(number))


def hashes_of_number(connection: Connection, number: str) -> tuple[str, ...]:
    """Every hash that an E.164 number may be known under, the newest first."""
    return encryption_of(connection).keyed_hashes(_number(number))


def hash_of_words(connection: Connection, words: str) -> str:
    """The hash of a text's words. Spaces and capitals make no difference."""
    return encryption_of(connection).keyed_hash(_words(words))


def hashes_of_words(connection: Connection, words: str) -> tuple[str, ...]:
    return encryption_of(connection).keyed_hashes(_words(words))


def hashes_of_text(connection: Connection, provider: str, provider_id: str) -> tuple[str, ...]:
    """Every hash that a text may be known under, by its provider's own name for it; the newest first."""
    return encryption_of(connection).keyed_hashes(f"text of {provider}: {provider_id}")


def under_newest_key(connection: Connection, number: str) -> str:
    """The number's hash, with all that was known of it under older keys moved there. In a writing transaction."""
    newest, *older = hashes_of_number(connection, number)
    if older:
        there = exists(select(PhoneRow.number_hash).where(PhoneRow.number_hash == newest).correlate(None))
        connection.execute(update(_PHONES).where(PhoneRow.number_hash.in_(older), ~there).values(number_hash=newest))
        for row in (InboundTextRow, OutboxRow):
            under_older = update(table(row)).where(row.number_hash.in_(older))
            connection.execute(under_older.values(number_hash=newest))
    return newest


def _number(number: str) -> str:
    return f"number: {number}"


def _words(words: str) -> str:
    return f"words: {' '.join(words.split()).casefold()}"
