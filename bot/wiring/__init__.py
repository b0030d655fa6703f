"""
Joins the rooms to what lies outside them: the only place that knows both. No rule of the house lives here.
"""

from bot.wiring.building import build, rooms, use
from bot.wiring.desk import Desk
from bot.wiring.rooms import Clock, Rooms

__all__ = ["Clock", "Desk", "Rooms", "build", "rooms", "use"]
