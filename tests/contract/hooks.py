"""
A check of ours for schemathesis, run in its own environment (.venv-contract).

Some rules no schema can say, so that what is described may still be refused (see schemathesis.toml). But never for its
form: what the description allows must be readable.
"""

from __future__ import annotations

import schemathesis

_NOT_AS_DESCRIBED = "It is not of the form that /api/openapi.json describes."


@schemathesis.check
def what_is_described_can_be_read(ctx, response, case):
    meta = case.meta
    if meta is None or not meta.generation.mode.is_positive or response.status_code != 422:
        return
    if response.json().get("detail", "").startswith(_NOT_AS_DESCRIBED):
        raise AssertionError("What the description allows was refused for its form")
