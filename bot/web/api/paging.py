"""A long list in pages. A cursor says where the next one begins, in a form that is nobody's business."""

from __future__ import annotations

import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta, timezone
from uuid import UUID

from bot.casework.looking import Place
from bot.web.api.problems import ApiError, wrong

PATTERN = r"^[A-Za-z0-9_\-]{32}$"
_FORM = struct.Struct(">q16s")
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def cursor_at(place: Place) -> str:
    """The cursor for what comes behind this place."""
    microseconds = (place.starts_at - _EPOCH) // timedelta(microseconds=1)
    return urlsafe_b64encode(_FORM.pack(microseconds, place.id.bytes)).decode()


def place_of(cursor: str) -> Place:
    """Raises ApiError where it is not one of ours."""
    try:
        microseconds, id = _FORM.unpack(urlsafe_b64decode(cursor))
        return Place(_EPOCH + timedelta(microseconds=microseconds), UUID(bytes=id))
    except (ValueError, OverflowError, struct.error):
        raise _not_ours() from None


def _not_ours() -> ApiError:
    return wrong("?cursor", "is not one that we gave", "Send the next_cursor of the page before, as it was.")
