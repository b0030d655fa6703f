"""
A length of time as a leaflet gives it, with the unit that the leaflet uses. The words for it are made elsewhere.

Never turned into another unit: ten working days are not two weeks, and two days are not 48 hours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum


class Unit(str, Enum):
    """What a leaflet counts in. The value is how it is written in a data file, after the number."""

    WORKING_DAYS = "WD"
    DAYS = "D"
    HOURS = "H"
    WEEKS = "W"
    MONTHS = "M"


class DurationUnreadable(ValueError):
    """`text` is not a duration as the data files write it."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"{text!r} is not a duration: write P2WD for 2 working days, P3D for 3 days, PT48H for 48 hours,"
            " P6W for 6 weeks or P3M for 3 months"
        )
        self.text = text


# ISO 8601, with WD added. "PT2M" would be minutes, which no leaflet counts in, so it is refused.
_WRITTEN = re.compile(r"P(?:([1-9][0-9]{0,3})(WD|D|W|M)|T([1-9][0-9]{0,3})(H))")


@dataclass(frozen=True)
class Duration:
    """So many of one unit; at least one."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise DurationUnreadable(str(self))

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read `P2WD`, `P3D`, `PT48H`, `P6W` or `P3M`; anything else raises `DurationUnreadable`."""
        written = _WRITTEN.fullmatch(text)
        if written is None:
            raise DurationUnreadable(text)
        amount, unit, hours, hour_unit = written.groups()
        return cls(int(amount or hours), Unit(unit or hour_unit))

    def __str__(self) -> str:
        return f"P{'T' if self.unit is Unit.HOURS else ''}{self.amount}{self.unit.value}"
