"""A file of conferences at the desk: a social worker sends it, looks at every row, and writes it on purpose."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from pathlib import Path

import pytest
from httpx import Response

from bot.adapters.database.staff_tables import ImportRow
from bot.casework.table import FIELDS, read_table
from bot.staff.account import actor_of
from tests.stores import NOW

A_HUNDRED_ROWS = (Path(__file__).parents[2] / "casework" / "a_hundred_rows.csv").read_bytes()
HEADINGS = "Our reference,First or review,Date,Time,Place,Chair's name,What to call them,Language,What contact is safe"
GOOD = "YRK-1,first,18/3/2027,10:00,Room 2,Judith Marlow,Ms Winter,English,letter"


def a_file(*rows: str) -> bytes:
    return "\n".join([HEADINGS, *rows]).encode()


def sends(desk, content: bytes, name: str = "conferences.csv") -> Response:
    return desk.submit("/staff/import", files={"file": (name, content, "text/csv")})


def presses(desk, page: Response, **more: str) -> Response:
    """The button under the numbers."""
    seal = re.search(r'name="seen" value="(\w+)"', page.text)
    return desk.submit(page.url.path, {"seen": seal[1] if seal else "", **more})


def text_of(page: Response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text.split("<main", 1)[1])).split())


def row_of(page: Response, number: int) -> str:
    row = page.text.split(f'id="row-{number}"', 1)[1].split("</tr>", 1)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", row.split(">", 1)[1])).split())


def test_a_social_worker_sees_what_would_become_of_every_row_before_anything_is_written(social_workers_desk, rooms):
    page = sends(social_workers_desk, A_HUNDRED_ROWS)

    assert page.url.path.startswith("/staff/import/")
    text = text_of(page)
    assert "100 rows: nothing is written yet" in text
    for said in ("56 new conferences", "31 rows with one more adult", "13 rows with something wrong"):
        assert said in text
    assert rooms.desk.cases.cases("york") == ()


def test_the_wrong_rows_come_first_with_every_reason_and_what_to_do(social_workers_desk):
    page = sends(social_workers_desk, A_HUNDRED_ROWS)

    assert re.findall(r'id="row-(\d+)"', page.text) == [
        "5", "8", "11", "14", "17", "20", "23", "27", "28", "31", "32", "35", "38",
    ]  # fmt: skip
    assert row_of(page, 5).endswith(
        "YRK-4002 Date is not a date that we can read. Write day, month and year: 18/3/2027."
    )
    assert "Date is not the same as in row 28, and both are the same conference." in row_of(page, 27)


def test_all_rows_can_be_looked_at(social_workers_desk):
    page = sends(social_workers_desk, A_HUNDRED_ROWS)

    every = social_workers_desk.get(page.url.path, params={"show": "all"})

    assert len(re.findall(r'id="row-\d+"', every.text)) == 100
    assert "Joins row 3" in row_of(every, 4)
    assert "New conference" in row_of(every, 2)
    assert "Thursday 18 March 2027 at 10am" in row_of(every, 2)


def test_the_good_rows_are_written_only_when_the_wrong_are_set_aside_on_purpose(social_workers_desk, rooms):
    page = sends(social_workers_desk, A_HUNDRED_ROWS)

    refused = presses(social_workers_desk, page)
    written = presses(social_workers_desk, page, aside="yes")

    assert refused.status_code == 422
    assert "Tick the box to set the wrong rows aside" in text_of(refused)
    assert written.url.path == "/staff/import"
    assert "87 rows are written , with 56 new conferences. 13 rows were set aside" in text_of(written)
    assert "Nothing was sent to anybody." in text_of(written)
    assert len(rooms.desk.cases.cases("york")) == 56


def test_a_file_without_a_mistake_is_written_with_one_press(social_workers_desk, rooms):
    page = sends(social_workers_desk, a_file(GOOD, GOOD.replace("Ms", "Mr")))

    assert "Write all 2" in text_of(page)
    assert "Set the" not in text_of(page)
    assert presses(social_workers_desk, page).status_code == 200
    (case,) = rooms.desk.cases.cases("york")
    assert len(case.invited) == 2


def test_pressing_twice_writes_once_and_says_so(social_workers_desk, rooms):
    page = sends(social_workers_desk, a_file(GOOD))

    presses(social_workers_desk, page)
    again = presses(social_workers_desk, page)

    assert again.status_code == 410
    assert "it has been written" in text_of(again)
    assert len(rooms.desk.cases.cases("york")) == 1


def test_the_same_file_again_has_nothing_to_write(social_workers_desk):
    presses(social_workers_desk, sends(social_workers_desk, a_file(GOOD)))

    page = sends(social_workers_desk, a_file(GOOD))

    assert "1 row that is here already: nothing happens to it" in text_of(page)
    assert "There is nothing to write." in text_of(page)
    assert presses(social_workers_desk, page).status_code == 422


def test_what_a_colleague_did_in_between_is_not_overlooked(social_workers_desk, rooms, actor):
    page = sends(social_workers_desk, a_file(GOOD))
    other = rooms.desk.importing.keep(actor, a_file(GOOD))
    rooms.desk.importing.write(actor, other, seen=rooms.desk.importing.look(actor, other).seal, set_aside=False)

    pressed = presses(social_workers_desk, page)

    assert pressed.status_code == 409
    assert "Something has changed since you looked. Nothing was written." in text_of(pressed)
    assert len(rooms.desk.cases.cases("york")) == 1


def test_the_wrong_rows_can_be_mended_and_sent_again(social_workers_desk, rooms):
    bad = GOOD.replace("18/3/2027", "31/4/2027").replace("YRK-1", "=HYPERLINK(1)").replace("Ms Winter", "@Ms Winter")
    page = sends(social_workers_desk, a_file(GOOD.replace("YRK-1", "YRK-2"), bad))

    file = social_workers_desk.get(f"{page.url.path}/set-aside.csv")

    assert file.headers["content-disposition"] == 'attachment; filename="rows-set-aside.csv"'
    headings, row = csv.reader(io.StringIO(file.content.decode("utf-8-sig")))
    assert headings[:3] == ["Row in the file", "What is wrong", "Our reference"]
    assert row[:2] == ["3", "Date is not a date that we can read. Write day, month and year: 18/3/2027."]
    # A spreadsheet runs what begins like this, so it gets an apostrophe; we read that over.
    assert [cell for cell in row if cell.startswith(("=", "+", "-", "@"))] == []
    again = sends(social_workers_desk, file.content.replace(b"31/4/2027", b"19/3/2027"))
    assert "Write it" in text_of(again)
    presses(social_workers_desk, again)
    assert rooms.desk.cases.cases("york")[0].conference.reference == "=HYPERLINK(1)"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty. Look whether it is the right one."),
        (b"PK\x03\x04x", "In Excel choose Save as, and then CSV UTF-8."),
        (b"Date,Time\n1,2", "The file has no column for: First or review, Chair's name, What to call them"),
        (b"x" * (2 * 1024 * 1024 + 1), "The file is bigger than 2 MB."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(social_workers_desk, rooms, content, said):
    page = sends(social_workers_desk, content)

    assert page.status_code == 422
    assert said in text_of(page)
    with rooms.engine.connect() as connection:
        assert connection.execute(ImportRow.__table__.select()).first() is None


def test_no_file_at_all_is_asked_for(social_workers_desk):
    for nothing in ({"files": {"file": ("", b"", "text/csv")}}, {}):
        page = social_workers_desk.submit("/staff/import", **nothing)

        assert page.status_code == 422
        assert "The file is missing. Choose a file first." in text_of(page)


def test_a_flood_is_cut_off(social_workers_desk):
    """Only this one address takes files, and no more than somebody could mean."""
    assert sends(social_workers_desk, b"x" * 3 * 1024 * 1024).status_code == 413
    assert social_workers_desk.submit("/staff/import/x", {"seen": "x" * 300_000}).status_code == 413


def test_what_stands_in_a_cell_is_text(social_workers_desk):
    """And what looks like markup is shown as it was written."""
    page = sends(social_workers_desk, a_file(GOOD.replace("Ms Winter", "<script>alert(1)</script>")) + b",<b>x</b>")

    assert "<script>alert" not in page.text
    assert "&lt;script&gt;" in page.text


def test_headings_that_are_not_used_are_named(social_workers_desk):
    page = sends(social_workers_desk, b"Shoe size,Intrepreter," + a_file(f",,{GOOD}").replace(b"\n,,", b"\n4,Urdu,"))

    assert "We do not know these headings" in text_of(page)
    assert "Shoe size" in text_of(page)
    assert "Intrepreter (did you mean “Interpreter”?)" in text_of(page)


def test_a_file_waits_for_whoever_sent_it_and_nobody_else(social_workers_desk, managers_desk, mertons_desk):
    page = sends(social_workers_desk, a_file(GOOD))

    for other in (managers_desk, mertons_desk):
        assert other.get(page.url.path).status_code == 410
        assert other.get(f"{page.url.path}/set-aside.csv").status_code == 410
        assert presses(other, page).status_code == 410
    assert social_workers_desk.get(page.url.path).status_code == 200


def test_a_file_can_be_thrown_away(social_workers_desk):
    page = sends(social_workers_desk, a_file(GOOD))

    social_workers_desk.submit(f"{page.url.path}/drop")

    assert social_workers_desk.get(page.url.path).status_code == 410


def test_it_waits_an_hour_and_no_longer(social_workers_desk, clock):
    page = sends(social_workers_desk, a_file(GOOD))

    clock.wait(minutes=61)

    assert presses(social_workers_desk, page).status_code in (401, 410)


def test_it_is_not_for_administrators_and_not_without_the_forms_token(
    administrators_desk, nobodys_desk, social_workers_desk
):
    assert administrators_desk.get("/staff/import").status_code == 403
    assert sends(administrators_desk, a_file(GOOD)).status_code == 403
    assert nobodys_desk.get("/staff/import").url.path == "/staff/sign-in"
    assert sends(nobodys_desk, a_file(GOOD)).status_code in (401, 403)
    files = {"file": ("x.csv", a_file(GOOD), "text/csv")}
    assert social_workers_desk.post("/staff/import", files=files).status_code == 403


def test_no_name_is_in_an_address_or_the_audit(social_workers_desk, rooms, social_worker):
    page = sends(social_workers_desk, a_file(GOOD), name="Winter family.csv")
    done = presses(social_workers_desk, page)

    assert "Winter" not in f"{page.url} {done.url}"
    lines = rooms.desk.audit.newest("york", most=10, actor=actor_of(social_worker).name)
    assert {line.action for line in lines} == {"imported", "conference_added", "invitation_added"}
    assert "Winter" not in repr(lines)


def test_every_column_on_the_page_and_in_the_handbook_is_one_that_we_read(social_workers_desk):
    page = social_workers_desk.get("/staff/import").text
    named = re.findall(r'<th scope="row" class="govuk-table__header">([^<]+)</th>', page)
    handbook = (Path(__file__).parents[3] / "docs" / "import.md").read_text(encoding="utf-8")
    in_table = re.findall(r"^\| ([^|]+?) \| [^|]+ \|$", handbook, re.MULTILINE)[1:]
    example = re.search(r"```csv\n(.+?)```", handbook, re.DOTALL)

    for headings in ([unescape(name) for name in named], in_table):
        table = read_table(f"{','.join(headings)}\nx".encode(), now=NOW)
        assert table.not_used == ()
        assert len(headings) == len(FIELDS)
    assert example
    read = read_table(example[1].encode(), now=NOW)
    assert (read.not_used, [row.mistakes for row in read.rows]) == ((), [(), (), ()])
