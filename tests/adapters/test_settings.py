"""What an engineer meets who starts Beforehand, in the right way and in the wrong ones."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import ValidationError

from bot.adapters.encryption import Encryption
from bot.settings import DataDirUnusable, SecretKeyUnreadable, Settings, SettingsError


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch):
    for name in ("BEFOREHAND_DATA_DIR", "BEFOREHAND_DATABASE_URL", "BEFOREHAND_SECRET_KEY", "BEFOREHAND_PORT", "PORT"):
        monkeypatch.delenv(name, raising=False)


def test_the_first_run_makes_a_key_that_only_this_user_can_read(tmp_path):
    settings = Settings(data_dir=tmp_path / "var")

    Encryption(settings.secret_keys)

    assert stat.S_IMODE((tmp_path / "var" / "secret.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret.key"]


def test_the_second_run_uses_the_same_key(tmp_path):
    assert Settings(data_dir=tmp_path).secret_keys == Settings(data_dir=tmp_path).secret_keys


def test_two_that_start_at_once_end_up_with_the_same_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: Settings(data_dir=tmp_path).secret_keys, range(16)))

    assert len(found) == 1


def test_keys_from_the_environment_go_before_the_file(tmp_path, monkeypatch):
    monkeypatch.setenv("BEFOREHAND_SECRET_KEY", "new, old")

    assert Settings(data_dir=tmp_path).secret_keys == ("new", "old")
    assert list(tmp_path.iterdir()) == []


def test_a_key_is_not_shown_when_settings_are_printed(monkeypatch):
    monkeypatch.setenv("BEFOREHAND_SECRET_KEY", "sesame")

    assert "sesame" not in repr(Settings())


@pytest.mark.parametrize("name", ["PORT", "BEFOREHAND_PORT"])
def test_the_port_goes_by_either_name(name, monkeypatch):
    monkeypatch.setenv(name, "8123")

    assert Settings().port == 8123


def test_a_port_that_is_none_is_refused(monkeypatch):
    monkeypatch.setenv("PORT", "eighty")

    with pytest.raises(ValidationError, match="PORT"):
        Settings()


def test_the_database_is_in_the_data_directory_unless_told_otherwise(tmp_path, monkeypatch):
    assert Settings(data_dir=tmp_path).database == f"sqlite:///{tmp_path}/beforehand.db"

    monkeypatch.setenv("BEFOREHAND_DATABASE_URL", "postgresql://db/beforehand")
    assert Settings(data_dir=tmp_path).database == "postgresql://db/beforehand"


def test_a_key_file_that_cannot_be_read_is_named_with_what_to_do(tmp_path):
    (tmp_path / "secret.key").mkdir()

    with pytest.raises(SecretKeyUnreadable, match=r"secret\.key cannot be used .* Do not delete it"):
        _ = Settings(data_dir=tmp_path).secret_keys


def test_a_key_file_with_something_else_in_it_is_named_and_not_printed(tmp_path):
    (tmp_path / "secret.key").write_bytes(b"\xff\xfe holiday photos")

    with pytest.raises(SecretKeyUnreadable) as caught:
        _ = Settings(data_dir=tmp_path).secret_keys

    assert "photos" not in str(caught.value)


def test_a_data_directory_that_cannot_be_made_is_named_with_what_to_do(tmp_path):
    (tmp_path / "var").write_text("a file")

    with pytest.raises(DataDirUnusable, match="BEFOREHAND_DATA_DIR") as caught:
        _ = Settings(data_dir=tmp_path / "var").database

    assert isinstance(caught.value, SettingsError)
