"""What a leaflet gives, and what it is refused for."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from bot.leaflets.facts import Audience, Fact, Month
from bot.leaflets.shelf import CouncilUnknown, load_shelf
from bot.leaflets.values import Bound, Scale
from bot.text.data_files import DataFileError
from bot.text.durations import Duration
from bot.text.spans import Span

ALL_KINDS = """
reports_before: {value: P2WD, bound: at_least, lines: [3]}
core_group_every: {value: P4W/P6W, lines: [4, 5]}
child_may_attend_from: {value: 10, bound: exclusive, lines: [6]}
supporters: {value: 1, bound: at_most, lines: [7]}
supporter_kinds: {value: [friend, advocate], lines: [7]}
chair_independent: {value: true, lines: [8]}
scale: {value: [0, 10], lines: [9]}
advice_phone: {value: "0808 801 0366", lines: [10]}
complaints_email: {value: help@example.gov.uk, lines: [11]}
complaints_web: {value: www.example.gov.uk/help, lines: [12]}
complaints_address: {value: [1 High Street, Town], lines: [13]}
framework_name: {value: Signs of Safety, lines: [14]}
"""


def test_every_kind_of_fact_is_read_as_what_it_is(world):
    world.leaflet("north", ALL_KINDS, dated="2026-03")

    leaflet = load_shelf(world.data).leaflet("north")

    assert {name: fact.value for name, fact in leaflet.facts.items()} == {
        "reports_before": Duration.parse("P2WD"),
        "core_group_every": Span.parse("P4W/P6W"),
        "child_may_attend_from": 10,
        "supporters": 1,
        "supporter_kinds": ("friend", "advocate"),
        "chair_independent": True,
        "scale": Scale(0, 10),
        "advice_phone": "0808 801 0366",
        "complaints_email": "help@example.gov.uk",
        "complaints_web": "www.example.gov.uk/help",
        "complaints_address": ("1 High Street", "Town"),
        "framework_name": "Signs of Safety",
    }
    assert leaflet.facts["reports_before"].bound is Bound.AT_LEAST
    assert leaflet.facts["core_group_every"].origin.lines == (4, 5)
    assert leaflet.facts["core_group_every"].origin.file_line == 5
    assert (leaflet.council, leaflet.audience, leaflet.dated) == ("North", Audience.PARENTS, Month(2026, 3))


def test_a_parent_is_never_given_a_neighbours_fact(world):
    world.leaflet("north", "reports_before: {value: P2WD, lines: [3]}")
    world.leaflet("south", "supporters: {value: 1, lines: [3]}")
    shelf = load_shelf(world.data)

    assert shelf.fact("reports_before", "north") is not None
    assert shelf.fact("reports_before", "south") is None
    assert shelf.fact("reports_before", None) is None


def test_what_holds_in_all_england_holds_without_a_council(world):
    world.leaflet("north", "")
    shelf = load_shelf(world.data)

    assert shelf.fact("england_first_review_within", None) is shelf.fact("england_first_review_within", "north")
    assert shelf.councils == ("north",)


def test_a_council_that_we_have_no_leaflet_of_is_named(world):
    world.leaflet("north", "")

    with pytest.raises(CouncilUnknown) as caught:
        load_shelf(world.data).leaflet("west")

    assert caught.value.known == ("north",)


@pytest.mark.parametrize(
    "misprint",
    [
        pytest.param('advice_phone: {value: "0808 802 000", lines: [5]}', id="a number one digit short"),
        pytest.param("complaints_email: {value: help@example, lines: [5]}", id="an e-mail address without its end"),
        pytest.param("complaints_email: {value: help.example.gov.uk, lines: [5]}", id="an e-mail address without @"),
        pytest.param('complaints_web: {value: "www.example gov.uk", lines: [5]}', id="a web address with a gap"),
        pytest.param("complaints_web: {value: example, lines: [5]}", id="a web address without its end"),
        pytest.param('complaints_web: {value: "javascript:alert(1)", lines: [5]}', id="an address that would run"),
    ],
)
def test_a_misprint_is_no_fact_so_nothing_can_show_it(world, misprint):
    """A wrong number is worse than none: somebody rings it on the worst day of their life."""
    name = misprint.partition(":")[0]
    world.leaflet("north", misprint)

    leaflet = load_shelf(world.data).leaflet("north")

    assert leaflet.usable(name) is None
    assert [each.name for each in leaflet.misprints] == [name]
    assert not isinstance(leaflet.misprints[0], Fact)


def test_nothing_on_the_shelf_can_be_changed(world):
    world.leaflet("north", "supporters: {value: 1, lines: [3]}")
    shelf = load_shelf(world.data)
    leaflet = shelf.leaflet("north")

    with pytest.raises(TypeError):
        shelf.leaflets["west"] = leaflet  # type: ignore[index]
    with pytest.raises(TypeError):
        leaflet.facts["supporters"] = None  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        leaflet.facts["supporters"].value = 2  # type: ignore[misc]


@pytest.mark.parametrize(
    ("fact", "problem", "remedy"),
    [
        pytest.param(
            "report_before: {value: P2WD, lines: [3]}",
            "unknown fact 'report_before'",
            "Did you mean 'reports_before'?",
            id="a name that nobody knows",
        ),
        pytest.param(
            "england_first_review_within: {value: P3M, lines: [3]}",
            "unknown fact",
            "Did you mean 'first_review_within'?",
            id="a national name in a council's leaflet",
        ),
        pytest.param("reports_before: {value: P2X, lines: [3]}", "'P2X' is not a duration", "P2WD", id="a bad unit"),
        pytest.param("reports_before: {value: 2, lines: [3]}", "'2' is not a duration", "P2WD", id="no unit"),
        pytest.param("core_group_every: {value: P6W, lines: [3]}", "not a span", "P4W/P6W", id="half a span"),
        pytest.param("supporters: {value: one, lines: [3]}", "not a whole number", "digits", id="a number in letters"),
        pytest.param("supporters: {value: true, lines: [3]}", "not a whole number", "digits", id="yes for a number"),
        pytest.param("chair_independent: {value: 1, lines: [3]}", "not true or false", "leave", id="1 for yes"),
        pytest.param("scale: {value: [10, 0], lines: [3]}", "not a scale", "lower end first", id="a scale upside down"),
        pytest.param(
            "advice_phone: {value: 01132460123, lines: [3]}",
            "is not text",
            "quotes",
            id="a number that YAML reads as octal",
        ),
        pytest.param("complaints_address: {value: Here, lines: [3]}", "not an address", "list", id="an address in one"),
        pytest.param(
            "supporter_kinds: {value: [freind], lines: [3]}", "no words", "'friend'", id="a key without words"
        ),
        pytest.param("supporter_kinds: {value: [], lines: [3]}", "not a list", "list of keys", id="an empty list"),
        pytest.param(
            "child_may_attend_from: {value: 12, lines: [3]}", "'exact', which no age has", "inclusive", id="a bare age"
        ),
        pytest.param(
            "reports_before: {value: P2WD, bound: inclusive, lines: [3]}",
            "which no duration has",
            "at_least",
            id="bound",
        ),
        pytest.param("supporters: {value: 1, lines: [41]}", "no line 41: it ends at 40", "up again", id="no such line"),
        pytest.param("supporters: {value: 1, lines: [0]}", "0", "greater than 0", id="a line nought"),
        pytest.param("supporters: {value: 1, lines: []}", "'lines' is []", "at least 1", id="no lines"),
        pytest.param("supporters: {value: 1}", "the key 'lines' is missing", "Write `lines: …` here.", id="no source"),
        pytest.param(
            "supporters: {value: 1, line: [3], lines: [3]}",
            "unknown key 'line'",
            "Did you mean 'lines'?",
            id="a key that nobody knows",
        ),
        pytest.param("supporters: 1", "'supporters' needs keys", "value", id="a bare value"),
    ],
)
def test_a_wrong_fact_is_refused_with_file_line_and_remedy(world, fact, problem, remedy):
    world.leaflet("north", f"framework_name: {{value: Signs of Safety, lines: [2]}}\n{fact}")

    with pytest.raises(DataFileError) as caught:
        load_shelf(world.data)

    (mistake,) = caught.value.mistakes
    assert (mistake.file.name, mistake.line) == ("north.yml", 5)
    assert problem in mistake.problem
    assert remedy in mistake.remedy


@pytest.mark.parametrize(
    ("head", "line", "problem"),
    [
        pytest.param(
            "council: North\nleaflet: {title: A, source: n.txt, dated: March, audience: parents, called: guide}\n",
            2,
            "'dated' is 'March'",
            id="a date in words",
        ),
        pytest.param(
            "council: North\nleaflet: {title: A, source: n.txt, dated: null, audience: teachers, called: guide}\n",
            2,
            "'audience' is 'teachers'",
            id="an audience that nobody knows",
        ),
        pytest.param(
            "council: North\nleaflet: {titel: A, source: n.txt, dated: null, audience: parents, called: guide}\n",
            2,
            "unknown key 'titel'",
            id="a slip of the pen",
        ),
        pytest.param(
            "leaflet: {title: A, source: n.txt, dated: null, audience: parents, called: guide}\n",
            1,
            "the key 'council' is missing",
            id="no council",
        ),
    ],
)
def test_a_wrong_head_is_refused(world, head, line, problem):
    world.leaflet("north", "", head=head)

    with pytest.raises(DataFileError) as caught:
        load_shelf(world.data)

    assert problem in [mistake.problem for mistake in caught.value.mistakes]
    assert {mistake.line for mistake in caught.value.mistakes} == {line}


def test_a_slip_in_a_key_of_the_head_is_answered_with_the_key_meant(world):
    head = "council: North\nleaflet: {titel: A, source: n.txt, dated: null, audience: parents, called: guide}\n"
    world.leaflet("north", "", head=head)

    with pytest.raises(DataFileError, match=r"Did you mean 'title'\?"):
        load_shelf(world.data)


def test_all_mistakes_of_all_files_are_told_at_once(world):
    world.leaflet("north", "supporters: {value: one, lines: [3]}\nscale: {value: 3, lines: [99]}")
    world.leaflet("south", "suporters: {value: 1, lines: [3]}")

    with pytest.raises(DataFileError) as caught:
        load_shelf(world.data)

    assert [mistake.file.name for mistake in caught.value.mistakes] == ["north.yml", "north.yml", "south.yml"]


def test_where_the_text_itself_can_be_had_a_cited_line_must_say_something(world, tmp_path):
    (tmp_path / "north.txt").write_text("\n".join(["words"] * 4 + [""] + ["words"] * 35))
    world.leaflet("north", "supporters: {value: 1, lines: [4, 5]}")

    with pytest.raises(DataFileError, match=r"north\.yml:4: line 5 of north\.txt is empty"):
        load_shelf(world.data, sources=tmp_path)


def test_a_text_that_was_replaced_by_a_longer_one_is_noticed(world, tmp_path):
    (tmp_path / "north.txt").write_text("words\n" * 50)
    world.leaflet("north", "supporters: {value: 1, lines: [4]}")

    with pytest.raises(DataFileError, match="has 50 lines, not 40"):
        load_shelf(world.data, sources=tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        pytest.param("kind: span", "kind: spam", "'kind' is 'spam'", id="a kind that nobody knows"),
        pytest.param(
            "  scale:", "  england_scale:", "stands in the wrong section", id="a national name among councils'"
        ),
        pytest.param("held_against: helpline_advice", "held_against: helpline_advise", "no national phone", id="held"),
        pytest.param("join: or", "join: xor", "'join' is 'xor'", id="a way to join that nobody knows"),
    ],
)
def test_a_wrong_vocabulary_is_refused(world, old, new, problem):
    facts = world.data / "facts.yml"
    facts.write_text(facts.read_text().replace(old, new))
    world.leaflet("north", "")

    with pytest.raises(DataFileError) as caught:
        load_shelf(world.data)

    assert problem in str(caught.value)
    assert caught.value.mistakes[0].line > 1


def test_an_empty_shelf_is_refused(world):
    with pytest.raises(DataFileError, match="no leaflet"):
        load_shelf(world.data)
