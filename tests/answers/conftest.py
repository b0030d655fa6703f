"""Two invented councils and a few answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers.book import Book, load_book
from bot.leaflets.shelf import Shelf, load_shelf

VOCABULARY = """\
council:
  reports_before: {kind: duration, topic: reports_when, means: "how long before"}
  child_may_attend_from: {kind: age, topic: child_attend, means: "from which age"}
  supporters: {kind: count, topic: bring_supporter, means: "how many"}
  supporter_kinds: {kind: roles, join: or, topic: bring_supporter, means: "who"}
  who_attends: {kind: roles, topic: who_attends, means: "who is there"}
  chair_independent: {kind: yesno, topic: chair_role, means: "whether"}
  core_group_every: {kind: span, topic: core_group, means: "how often"}
  core_group_within: {kind: duration, topic: core_group, means: "the first"}
  scale: {kind: scale, topic: scaling, means: "its ends"}
  advice_phone: {kind: phone, topic: legal_advice, means: "a number"}
  complaints_email: {kind: email, topic: complain, means: "an address"}
  complaints_address: {kind: address, topic: complain, means: "by post"}
  framework_name: {kind: name, topic: framework, means: "the approach"}
  pro_report_before: {kind: duration, topic: pro_report, means: "for professionals"}
national:
  england_core_group_within: {kind: duration, topic: core_group, means: "the latest"}
  helpline_advice: {kind: phone, topic: legal_advice, means: "a number"}
keys:
  police: "police"
  school: "school"
  friend: "friend"
  advocate: "advocate"
"""

NATIONAL = """\
source: "Some Guidance 2023"
facts:
  england_core_group_within: {value: P10WD, bound: at_most, from: "Some Guidance 2023, part 1", checked: 2026-11-01}
  helpline_advice: {value: "0808 801 0366", from: "The helpline", checked: 2026-11-01}
"""

NORTH = """\
council: North
leaflet: {title: A guide, source: n.txt, dated: null, audience: parents, called: guide}
facts:
  reports_before: {value: P2WD, bound: at_least, lines: [1]}
  child_may_attend_from: {value: 10, bound: exclusive, lines: [1]}
  supporters: {value: 1, lines: [1]}
  supporter_kinds: {value: [friend, advocate], lines: [1]}
  who_attends: {value: [police, school], lines: [1]}
  chair_independent: {value: true, lines: [1]}
  core_group_every: {value: P4W/P6W, lines: [1]}
  scale: {value: [0, 10], lines: [1]}
  advice_phone: {value: "0808 802 000", lines: [1]}
  complaints_email: {value: help@north.gov.uk, lines: [1]}
  complaints_address: {value: [1 High Street, Town], lines: [1]}
  framework_name: {value: Signs of Safety, lines: [1]}
"""

SOUTH = """\
council: South
leaflet: {title: A guide, source: s.txt, dated: null, audience: professionals, called: guidance}
facts:
  child_may_attend_from: {value: 12, bound: inclusive, lines: [1]}
  chair_independent: {value: false, lines: [1]}
  core_group_within: {value: P5WD, bound: at_most, lines: [1]}
  pro_report_before: {value: PT24H, bound: at_least, lines: [1]}
"""


class Desk:
    """Where a test writes answers."""

    def __init__(self, data: Path) -> None:
        self._data = data
        (data / "leaflets").mkdir(parents=True)
        (data / "answers").mkdir()
        (data / "facts.yml").write_text(VOCABULARY)
        for name, text in (("national", NATIONAL), ("north", NORTH), ("south", SOUTH)):
            (data / "leaflets" / f"{name}.yml").write_text(text)

    @property
    def shelf(self) -> Shelf:
        return load_shelf(self._data)

    def write(self, answers: str, *, file: str = "answers.yml") -> Book:
        """Write an answers file and read all of them."""
        (self._data / "answers" / file).write_text(answers)
        return load_book(self.shelf, self._data)


@pytest.fixture
def desk(tmp_path):
    """Two councils, no answers yet."""
    return Desk(tmp_path / "data")
