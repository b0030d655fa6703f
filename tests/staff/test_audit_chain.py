"""What somebody who may write to the database could do to the audit, and how it shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet

from bot.adapters.encryption import Encryption
from bot.staff.chain import NOTHING_YET, Head, Line, Wrong, sealed, verify
from tests.stores import KEY, NOW

OURS = Encryption([KEY])
THEIRS = Encryption([Fernet.generate_key().decode()])
PETTY = "staff:6d1f2f1e-94a5-4a3a-8a80-6a9a3c0f0001"
FIELD = "staff:6d1f2f1e-94a5-4a3a-8a80-6a9a3c0f0002"
CASE = "conference:6d1f2f1e-94a5-4a3a-8a80-6a9a3c0f0003"


def a_chain(length: int = 5, seal: Encryption = OURS, after: Head = NOTHING_YET) -> list[Line]:
    lines, before = [], after
    for number in range(after.number + 1, after.number + 1 + length):
        line = Line(number, NOW + timedelta(minutes=number), "york", PETTY, "conference_seen", CASE, "")
        lines.append(replace(line, digest=seal.keyed_hash(sealed(line, before.digest))))
        before = Head(number, lines[-1].digest)
    return lines


def found(lines: list[Line], since: Head | None = None) -> tuple[int, int | None, Wrong | None]:
    verified = verify(lines, OURS, since)
    return verified.lines, verified.first_wrong, verified.wrong


def test_what_nobody_touched_is_whole():
    assert found(a_chain()) == (5, None, None)
    assert found([]) == (0, None, None)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"actor": FIELD}, id="somebody else did it"),
        pytest.param({"action": "signed_out"}, id="something else was done"),
        pytest.param({"subject": "council"}, id="it was done to something else"),
        pytest.param({"council": "merton"}, id="at another council"),
        pytest.param({"at": NOW}, id="minutes earlier"),
        pytest.param({"digest": "f00d"}, id="another digest"),
        pytest.param({"action": "no_such_thing"}, id="a word that means nothing to us"),
        pytest.param({"actor": b"\x00"}, id="no text at all"),
        pytest.param({"subject": CASE + '", "council'}, id="a word that looks like two"),
    ],
)
def test_a_line_that_was_changed_is_named(changed):
    lines = a_chain()
    lines[2] = replace(lines[2], **changed)

    assert found(lines) == (2, 3, Wrong.CHANGED)


def test_a_line_that_was_changed_and_sealed_anew_with_another_key_is_named():
    lines = a_chain(2)

    assert found(lines + a_chain(3, THEIRS, Head(2, lines[-1].digest))) == (2, 3, Wrong.CHANGED)


def test_a_line_that_was_taken_out_is_named():
    lines = a_chain()

    assert found(lines[:2] + lines[3:]) == (2, 3, Wrong.MISSING)
    assert found(lines[1:]) == (0, 1, Wrong.MISSING)


def test_a_line_that_was_taken_out_is_named_when_those_behind_it_moved_up():
    lines = a_chain()

    assert found([*lines[:2], *(replace(line, number=line.number - 1) for line in lines[3:])]) == (2, 3, Wrong.CHANGED)


def test_two_lines_that_changed_places_are_named():
    lines = a_chain()
    swapped = [lines[0], replace(lines[2], number=2), replace(lines[1], number=3), *lines[3:]]

    assert found(swapped) == (1, 2, Wrong.CHANGED)


def test_a_line_that_was_put_in_is_named_wherever_it_stands():
    lines = a_chain()

    assert found([*lines, replace(lines[2], number=6)]) == (5, 6, Wrong.CHANGED)
    assert found([replace(lines[0], number=0), *lines]) == (0, 0, Wrong.CHANGED)


def test_the_last_lines_taken_away_show_only_against_a_head_that_was_written_down():
    lines = a_chain()
    written_down = Head(5, lines[-1].digest)

    assert found(lines[:3]) == (3, None, None)
    assert found(lines[:3], written_down) == (3, 4, Wrong.MISSING)
    assert found([], written_down) == (0, 1, Wrong.MISSING)


def test_all_of_it_written_anew_by_somebody_who_has_the_key_shows_against_the_head():
    written_down = Head(5, a_chain()[-1].digest)
    invented = []
    for line in a_chain(6):
        other = replace(line, actor=FIELD)
        before = invented[-1].digest if invented else ""
        invented.append(replace(other, digest=OURS.keyed_hash(sealed(other, before))))

    assert found(invented) == (6, None, None)
    assert found(invented, written_down) == (4, 5, Wrong.NOT_THE_SAME)


def test_a_chain_that_grew_on_since_the_head_was_written_down_is_whole():
    lines = a_chain(9)

    assert found(lines, Head(4, lines[3].digest)) == (9, None, None)
