"""What an engineer meets who writes down how a council's own sign-in is reached."""

from __future__ import annotations

import json

import pytest

from bot.settings import Settings, SignInWrong

YORK = {
    "issuer": "https://sign-in.york.example/realms/staff",
    "client_id": "beforehand",
    "client_secret": "sesame",
    "name": "City of York",
}


def test_a_council_is_read_from_the_environment_and_its_secret_is_not_shown(monkeypatch):
    monkeypatch.setenv("BEFOREHAND_SIGN_IN", json.dumps({"york": YORK}))

    settings = Settings()

    assert settings.sign_in["york"].client_secret.get_secret_value() == "sesame"
    assert "sesame" not in repr(settings)


@pytest.mark.parametrize("written", ["", " ", "{}"])
def test_without_any_there_is_none(monkeypatch, written):
    monkeypatch.setenv("BEFOREHAND_SIGN_IN", written)

    assert Settings().sign_in == {}


def test_this_machine_may_be_reached_without_tls(monkeypatch):
    monkeypatch.setenv("BEFOREHAND_SIGN_IN", json.dumps({"york": {**YORK, "issuer": "http://127.0.0.1:4000"}}))

    assert Settings().sign_in["york"].issuer == "http://127.0.0.1:4000"


@pytest.mark.parametrize(
    ("written", "named"),
    [
        pytest.param("sesame", "Invalid JSON", id="no JSON"),
        pytest.param('{"york": {"client_secret": "sesame', "Invalid JSON", id="half of it"),
        pytest.param("[]", "object", id="a list"),
        pytest.param(json.dumps({"york": {**YORK, "name": ""}}), "york: name", id="no name"),
        pytest.param(json.dumps({"york": {**YORK, "secret": "sesame"}}), "york: secret", id="a word of their own"),
        pytest.param(json.dumps({"york": {"client_secret": "sesame"}}), "york: issuer", id="no issuer"),
        pytest.param(
            json.dumps({"york": {**YORK, "issuer": "http://sign-in.york.example"}}), "york: issuer", id="no TLS"
        ),
        pytest.param(
            json.dumps({"york": {**YORK, "issuer": "http://127.0.0.1.evil.example"}}), "york: issuer", id="like us"
        ),
        pytest.param(json.dumps({"york": {**YORK, "issuer": "sign-in.york.example"}}), "york: issuer", id="no scheme"),
    ],
)
def test_what_is_wrong_is_named_with_what_to_write_and_never_repeats_a_secret(monkeypatch, written, named):
    monkeypatch.setenv("BEFOREHAND_SIGN_IN", written)

    with pytest.raises(SignInWrong, match=r"BEFOREHAND_SIGN_IN is wrong: .*It is JSON, each council") as caught:
        Settings()

    assert named in str(caught.value)
    assert "sesame" not in str(caught.value)
