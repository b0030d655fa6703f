"""What a content lead is told to look at."""

from __future__ import annotations

import io
from datetime import date

import pytest
from rich.console import Console

from bot.leaflets.check import Concern, findings, national_findings
from bot.leaflets.report import check_leaflets
from bot.leaflets.shelf import load_shelf

TODAY = date(2026, 11, 22)


def concerns(world, council: str = "north", *, today: date = TODAY) -> dict[Concern, list[str | None]]:
    found: dict[Concern, list[str | None]] = {}
    for finding in findings(load_shelf(world.data), council, today=today):
        found.setdefault(finding.concern, []).append(finding.fact)
    return found


def test_a_leaflet_that_is_in_order_has_nothing_to_look_at(world):
    world.leaflet("north", "first_review_within: {value: P3M, bound: at_most, lines: [3]}")

    assert concerns(world) == {}


def test_what_only_others_give_is_missing(world):
    world.leaflet("north", "supporters: {value: 1, lines: [3]}")
    world.leaflet("south", "reports_before: {value: P2WD, lines: [3]}\npro_report_before: {value: PT24H, lines: [4]}")

    assert concerns(world) == {Concern.MISSING: ["reports_before"]}


def test_a_misprint_is_told_to_the_content_lead_and_is_not_called_missing(world):
    world.leaflet("north", 'advice_phone: {value: "0808 802 000", lines: [3]}')
    world.leaflet("south", 'advice_phone: {value: "0808 801 0366", lines: [3]}')

    assert concerns(world) == {Concern.MISPRINT: ["advice_phone"]}


@pytest.mark.parametrize(
    ("value", "is_one"),
    [
        pytest.param("P4M", True, id="later than all England allows"),
        pytest.param("P3M", False, id="the same"),
        pytest.param("P2M", False, id="stricter"),
        pytest.param("P90D", False, id="another unit: not like with like"),
    ],
)
def test_a_council_that_breaks_a_national_time_is_found(world, value, is_one):
    world.leaflet("north", f"first_review_within: {{value: {value}, bound: at_most, lines: [3]}}")

    assert concerns(world) == ({Concern.CONTRADICTS: ["first_review_within"]} if is_one else {})


@pytest.mark.parametrize(("number", "is_one"), [("08088010366", False), ("0808 800 5000", True)])
def test_a_helpline_with_another_number_is_found(world, number, is_one):
    world.leaflet("north", f'advice_phone: {{value: "{number}", lines: [3]}}')

    assert (Concern.CONTRADICTS in concerns(world)) is is_one


@pytest.mark.parametrize(
    ("dated", "concern"),
    [
        pytest.param("2023-11", None, id="three years old to the month"),
        pytest.param("2023-10", Concern.OLD, id="a month older"),
        pytest.param("null", Concern.UNDATED, id="without a date"),
    ],
)
def test_an_old_leaflet_and_one_without_a_date_are_found(world, dated, concern):
    world.leaflet("north", "", dated=dated)

    assert concerns(world) == ({concern: [None]} if concern else {})


@pytest.mark.parametrize(("edition", "is_one"), [(2013, True), (2023, False)])
def test_guidance_that_was_superseded_is_found(world, edition, is_one):
    file = world.leaflet("north", "")
    file.write_text(file.read_text() + f"guidance: {{edition: {edition}, lines: [9]}}\n")

    assert (Concern.SUPERSEDED in concerns(world)) is is_one


def test_a_national_fact_that_nobody_has_seen_is_told_to_whoever_relies_on_it(world):
    file = world.data / "leaflets" / "national.yml"
    file.write_text(file.read_text().replace('part 1", checked: 2026-11-01', 'part 1", checked: null'))
    world.leaflet("north", "")

    (finding,) = national_findings(load_shelf(world.data).national)

    assert (finding.concern, finding.fact) == (Concern.UNCHECKED, "england_first_review_within")
    assert "not checked england_first_review_within: P3M, said to be from Some Guidance 2023" in printed(world)[1]


def printed(world, **options) -> tuple[int, str]:
    console = Console(file=io.StringIO(), width=200)
    code = check_leaflets(TODAY, console, data=world.data, sources=None, **options)
    return code, console.file.getvalue()


def test_findings_are_printed_and_are_no_failure(world):
    world.leaflet("north", 'advice_phone: {value: "0808 802 000", lines: [3]}')
    world.leaflet("south", "supporters: {value: 1, lines: [3]}\nchair_independent: {value: true, lines: [4]}")

    code, text = printed(world)

    assert code == 0
    assert "0 facts held, 2 missing that others give" in text
    assert "misprint advice_phone: 0808 802 000 cannot be dialled in Britain; it is never shown" in text
    assert "missing on bring_supporter: supporters" in text
    assert "and 1 smaller ones" in text
    assert "missing on chair_role: chair_independent" in printed(world, every_name=True)[1]


def test_a_wrong_file_is_a_failure_and_says_where(world):
    world.leaflet("north", "suporters: {value: 1, lines: [3]}")

    code, text = printed(world)

    assert code == 1
    assert "north.yml:4: unknown fact 'suporters'. Did you mean 'supporters'?" in text
