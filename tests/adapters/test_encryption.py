"""What somebody with a copy of the database can read of a parent: nothing."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.encryption import Encryption, KeyMalformed, KeyWrong
from tests.stores import KEY


def a_key() -> str:
    return Fernet.generate_key().decode()


ENCRYPTION = Encryption([a_key()])


@given(st.text(st.characters()))
def test_a_note_comes_back_exactly_as_it_was_written(text):
    assert ENCRYPTION.decrypt(ENCRYPTION.encrypt(text)) == text


def test_half_an_emoji_from_an_old_phone_comes_back_too():
    assert ENCRYPTION.decrypt(ENCRYPTION.encrypt("sad \ud83d")) == "sad \ud83d"


def test_the_same_name_twice_does_not_look_the_same():
    assert ENCRYPTION.encrypt("Anna Field") != ENCRYPTION.encrypt("Anna Field")


def test_after_a_change_of_key_what_the_old_one_wrote_is_still_read():
    old, new = a_key(), a_key()
    before = Encryption([old])
    secret, code_hash = before.encrypt("Anna Field"), before.keyed_hash("123456")

    after = Encryption([new, old])

    assert after.decrypt(secret) == "Anna Field"
    assert after.matches("123456", code_hash)
    assert Encryption([new]).decrypt(after.encrypt("Anna Field")) == "Anna Field"


def test_after_a_change_of_key_what_was_hashed_before_can_be_looked_up():
    old, new = a_key(), a_key()
    before = Encryption([old]).keyed_hash("anna.field@example.org")

    after = Encryption([new, old]).keyed_hashes("anna.field@example.org")

    assert before in after
    assert after[0] == Encryption([new, old]).keyed_hash("anna.field@example.org")
    assert before not in Encryption([new]).keyed_hashes("anna.field@example.org")


def test_another_key_reads_nothing_and_says_which_key_is_needed():
    with pytest.raises(KeyWrong, match="Put the old key back"):
        Encryption([a_key()]).decrypt(ENCRYPTION.encrypt("Anna Field"))


def test_a_code_cannot_be_found_by_hashing_all_million_without_the_key():
    assert ENCRYPTION.keyed_hash("123456") == ENCRYPTION.keyed_hash("123456")
    assert ENCRYPTION.keyed_hash("123456") != Encryption([a_key()]).keyed_hash("123456")
    assert not ENCRYPTION.matches("123457", ENCRYPTION.keyed_hash("123456"))


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param([], id="none"),
        pytest.param([""], id="empty"),
        pytest.param(["sesame"], id="a password"),
        pytest.param(["ä" * 44], id="other letters"),
        pytest.param([KEY[:-4]], id="cut off"),
        pytest.param([KEY, "sesame"], id="one good, one not"),
    ],
)
def test_what_is_no_key_is_refused_with_how_to_make_one(keys):
    with pytest.raises(KeyMalformed, match="generate_key") as caught:
        Encryption(keys)

    assert not any(key and key in str(caught.value) for key in keys)
