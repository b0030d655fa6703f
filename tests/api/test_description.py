"""The OpenAPI document is whole: who may, what can come back, with whom as an example. Its makers never exist."""

from __future__ import annotations

import json
import re

import pytest

from bot.staff.account import Scope


@pytest.fixture
def document(york):
    return york.get("http://testserver/api/openapi.json").json()


@pytest.fixture
def operations(document):
    return {
        f"{method.upper()} {path}": operation
        for path, methods in document["paths"].items()
        if path.startswith("/api/v1")
        for method, operation in methods.items()
    }


def test_every_call_says_which_scope_it_needs_and_what_it_does(operations):
    scopes = {scope.value for scope in Scope}

    for name, operation in operations.items():
        assert [list(one) for one in operation["security"]] == [["key"]], name
        assert set(operation["security"][0]["key"]) <= scopes, name
        assert operation["security"][0]["key"], name
        assert operation["tags"], name
        assert operation["description"], name


def test_every_refusal_is_described_as_a_problem(operations):
    for name, operation in operations.items():
        refused = {status: one for status, one in operation["responses"].items() if int(status) >= 400}
        assert {"401", "403", "422", "429", "500"} <= set(refused), name
        assert {tuple(one["content"]) for one in refused.values()} == {("application/problem+json",)}, name
        if "{" in name:
            assert "404" in refused, name
        if any(parameter["name"] == "If-Match" for parameter in operation.get("parameters", ())):
            assert {"412", "428"} <= set(refused), name


def test_every_post_may_be_sent_again(operations):
    for name, operation in operations.items():
        names = {parameter["name"] for parameter in operation.get("parameters", ())}
        assert ("Idempotency-Key" in names) == name.startswith("POST"), name


def test_nothing_of_the_frameworks_own_errors_is_described(document):
    assert "HTTPValidationError" not in json.dumps(document)


def test_everything_that_is_pointed_to_is_there(document):
    for pointer in set(re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(document))):
        found = document
        for step in pointer.split("/"):
            found = found[step]


def test_the_examples_can_be_sent_as_they_are(york, document):
    def example(name):
        return document["components"]["schemas"][name]["examples"][0]

    made = york.post("/conferences", json=example("ConferenceFields"))
    assert made.status_code == 201
    assert york.post(f"/conferences/{made.json()['id']}/invitations", json=example("InvitedFields")).status_code == 201


def test_programs_made_from_it_have_names_that_people_can_read(operations):
    names = [operation["operationId"] for operation in operations.values()]

    assert len(set(names)) == len(names)
    assert "send_link" in names
