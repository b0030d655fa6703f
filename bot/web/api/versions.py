"""Versions: the ETag of a thing, and the one that a change was made on."""

from __future__ import annotations

from typing import Annotated

from fastapi import Header, Response

_PATTERN = r'^"[!#-~]{1,100}"$'
_NONE_OF_OURS = -1

# Missing: 428. What is no ETag at all: 422. One that we never gave: 412, since it cannot be the newest.
IfMatch = Annotated[
    str,
    Header(
        alias="If-Match",
        pattern=_PATTERN,
        description="The ETag that you last saw. Where somebody has changed it since, yours is refused with 412.",
        examples=['"1"'],
    ),
]


def version_in(if_match: str) -> int:
    written = if_match.strip('"')
    return int(written) if written.isdecimal() else _NONE_OF_OURS


def put_etag(response: Response, version: int) -> None:
    response.headers["ETag"] = f'"{version}"'
