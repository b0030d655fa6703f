"""A small world: two invented councils, few facts."""

from __future__ import annotations

from pathlib import Path

import pytest

VOCABULARY = """\
council:
  reports_before: {kind: duration, topic: reports_when, means: "how long before"}
  first_review_within: {kind: duration, topic: review_when, means: "the latest"}
  core_group_every: {kind: span, topic: core_group, means: "how often"}
  child_may_attend_from: {kind: age, topic: child_attend, means: "from which age"}
  supporters: {kind: count, topic: bring_supporter, means: "how many"}
  supporter_kinds: {kind: roles, join: or, topic: bring_supporter, means: "who"}
  who_attends: {kind: roles, topic: who_attends, means: "who is there"}
  chair_independent: {kind: yesno, topic: chair_role, means: "whether"}
  scale: {kind: scale, topic: scaling, means: "its ends"}
  advice_phone: {kind: phone, held_against: helpline_advice, topic: legal_advice, means: "a number"}
  complaints_email: {kind: email, topic: complain, means: "an address"}
  complaints_web: {kind: web, topic: complain, means: "a page"}
  complaints_address: {kind: address, topic: complain, means: "by post"}
  framework_name: {kind: name, topic: framework, means: "the approach"}
  pro_report_before: {kind: duration, topic: pro_report, means: "for professionals"}
national:
  england_first_review_within: {kind: duration, topic: review_when, means: "the latest"}
  helpline_advice: {kind: phone, topic: legal_advice, means: "a number"}
keys:
  police: "police"
  friend: "friend"
  advocate: "advocate"
"""

NATIONAL = """\
source: "Some Guidance 2023"
facts:
  england_first_review_within: {value: P3M, bound: at_most, from: "Some Guidance 2023, part 1", checked: 2026-11-01}
  helpline_advice: {value: "0808 801 0366", from: "The helpline", checked: 2026-11-01}
"""

HEAD = """\
council: {council}
leaflet: {{title: A guide, source: {key}.txt, source_lines: 40, dated: {dated}, audience: parents, called: guide}}
"""


class World:
    """A data folder that a test fills."""

    def __init__(self, data: Path) -> None:
        self.data = data
        (data / "leaflets").mkdir(parents=True)
        (data / "facts.yml").write_text(VOCABULARY)
        (data / "leaflets" / "national.yml").write_text(NATIONAL)

    def leaflet(self, key: str, facts: str, *, head: str | None = None, dated: str = "2026-01") -> Path:
        """Write a council's leaflet; its facts begin on line 4."""
        file = self.data / "leaflets" / f"{key}.yml"
        head = head if head is not None else HEAD.format(council=key.title(), key=key, dated=dated)
        lines = "".join(f"  {line}\n" for line in facts.strip().splitlines())
        file.write_text(f"{head}facts:\n{lines}" if lines else f"{head}facts: {{}}\n")
        return file


@pytest.fixture
def world(tmp_path):
    """An empty shelf with a vocabulary and the national facts."""
    return World(tmp_path / "data")
