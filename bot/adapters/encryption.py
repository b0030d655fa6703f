"""
Encryption of personal fields, and hashes that only this server can make.

* EncryptionError
  + KeyMalformed     not a key at all
  + KeyWrong         a key, but not the one that this was encrypted with
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode
from collections.abc import Sequence
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class EncryptionError(Exception):
    """Something is wrong with a key."""


class KeyMalformed(EncryptionError):
    """Not a key at all."""

    def __init__(self) -> None:
        super().__init__(
            "The secret key is not a key. It is 44 letters and digits (32 random bytes, base64) as made by"
            " `python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'`."
            " Several are separated by commas, the newest first."
        )


class KeyWrong(EncryptionError):
    """A key, but not the one that this was encrypted with."""

    def __init__(self) -> None:
        super().__init__(
            "The secret key is not the one that this database was written with. Put the old key back: in"
            " BEFOREHAND_SECRET_KEY, after the new one and a comma, or as secret.key in the data directory."
        )


class Encryption:
    """
    Encrypts with the first key; reads what any of the keys wrote, so that a key can be changed without a pause.

    A hash cannot be read back and written anew, so `matches` asks every key: what was hashed before a change of key
    is still found, until the old key is dropped.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
            self._hash_keys = [_hash_key(key) for key in keys]
        except ValueError:
            raise KeyMalformed from None

    def encrypt(self, text: str) -> bytes:
        # Lone surrogates come in with some phones' broken emoji. A note is kept exactly as it was written.
        return self.encrypt_bytes(text.encode("utf-8", "surrogatepass"))

    def decrypt(self, secret: bytes) -> str:
        return self.decrypt_bytes(secret).decode("utf-8", "surrogatepass")

    def encrypt_bytes(self, content: bytes) -> bytes:
        return self._fernet.encrypt(content)

    def decrypt_bytes(self, secret: bytes) -> bytes:
        try:
            return self._fernet.decrypt(secret)
        except InvalidToken:
            raise KeyWrong from None

    def keyed_hash(self, text: str) -> str:
        """A hash for what is short enough to be guessed from a plain one: a code, a telephone number."""
        return _hmac(self._hash_keys[0], text)

    def keyed_hashes(self, text: str) -> tuple[str, ...]:
        """The hash under each of the keys, the newest first: for finding what was hashed before a change of key."""
        return tuple(_hmac(key, text) for key in self._hash_keys)

    def matches(self, text: str, keyed_hash: str) -> bool:
        """Whether that is the text's hash, under any of the keys, in a time that tells nothing."""
        each = [hmac.compare_digest(_hmac(key, text), keyed_hash) for key in self._hash_keys]
        return any(each)  # of all, not up to the first: how long it takes must not say which


def _hmac(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode("utf-8", "surrogatepass"), sha256).hexdigest()


def _hash_key(key: str) -> bytes:
    """A key for hashing alone, drawn from the one for encryption: one key must not do two jobs."""
    return HKDF(SHA256(), length=32, salt=None, info=b"beforehand keyed hash").derive(urlsafe_b64decode(key))
