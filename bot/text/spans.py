"""From one length of time to another, as a leaflet gives it: every four to six weeks."""

from __future__ import annotations

from dataclasses import dataclass

from bot.text.durations import Duration


class SpanUnreadable(ValueError):
    """`text` is not a span as the data files write it."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is not a span: write P4W/P6W for 4 to 6 weeks, the shorter first")
        self.text = text


@dataclass(frozen=True)
class Span:
    """Two lengths of time; where they have the same unit, the shorter comes first."""

    shortest: Duration
    longest: Duration

    def __post_init__(self) -> None:
        if self.shortest.unit is self.longest.unit and self.shortest.amount >= self.longest.amount:
            raise SpanUnreadable(str(self))

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read `P4W/P6W`; anything else raises `SpanUnreadable` or `DurationUnreadable`."""
        shortest, slash, longest = text.partition("/")
        if not slash:
            raise SpanUnreadable(text)
        return cls(Duration.parse(shortest), Duration.parse(longest))

    def __str__(self) -> str:
        return f"{self.shortest}/{self.longest}"
