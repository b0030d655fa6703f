"""All doors of the API, under one address."""

from __future__ import annotations

from fastapi import APIRouter

from bot.web.api import conferences, invitations, links
from bot.web.api.documented import PREFIX

router = APIRouter(prefix=PREFIX)
for door in (conferences, invitations, links):
    router.include_router(door.router)
