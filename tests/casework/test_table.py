"""A file as people save it from Excel: what it did to letters, lines and cells is undone, or told."""

from __future__ import annotations

import codecs
import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.casework.mistakes import DraftWrong
from bot.casework.table import MOST_BYTES, MOST_ROWS, Table, read_table
from tests.stores import NOW

HEADINGS = (
    "First or review,Date,Time,Place,Chair's name,What to call them,Language,Mobile number,What contact is safe,"
    "More about safe contact"
)
ROW = 'First,18/3/2027,10:00,"Room 2, Foss Bank",Judith Marlow,Ms Winter,English,07700 900123,"sms, letter",mornings'
FILE = f"{HEADINGS}\r\n{ROW}\r\n"
FIELDS = {
    "kind": "First",
    "date": "18/3/2027",
    "time": "10:00",
    "place": "Room 2, Foss Bank",
    "chair_name": "Judith Marlow",
    "called": "Ms Winter",
    "language": "English",
    "phone": "07700 900123",
    "safe_ways": "sms, letter",
    "safe_contact": "mornings",
}


def table_of(content: bytes | str) -> Table:
    return read_table(content.encode() if isinstance(content, str) else content, now=NOW)


def with_cell(heading: str, cell: str) -> str:
    """The file with one cell changed, or with one column more."""
    headings, row = (next(csv.reader([line])) for line in (HEADINGS, ROW))
    if heading not in headings:
        headings, row = [*headings, heading], [*row, ""]
    row[headings.index(heading)] = cell
    out = io.StringIO()
    csv.writer(out).writerows([headings, row])
    return out.getvalue()


def mistakes_of(content: bytes | str) -> list[str]:
    """What is wrong with a file as a whole."""
    with pytest.raises(DraftWrong) as wrong:
        table_of(content)
    assert all(mistake.what and mistake.do for mistake in wrong.value.mistakes)
    return [mistake.name for mistake in wrong.value.mistakes]


@pytest.mark.parametrize(
    "content",
    [
        FILE.encode(),
        codecs.BOM_UTF8 + FILE.encode(),
        codecs.BOM_UTF16_LE + FILE.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + FILE.encode("utf-16-be"),
        FILE.encode("utf-16-le"),
        FILE.encode("cp1252"),
        FILE.replace("\r\n", "\n").encode(),
        FILE.replace("\r\n", "\r").encode(),
        FILE.rstrip().encode(),
        b"sep=,\r\n" + FILE.encode(),
        f"\r\n{FILE}\r\n,,,,,,,,,\r\n\r\n".encode(),
        "\r\n".join(line + ",,," for line in FILE.splitlines()).encode(),
    ],
    ids=[
        "UTF-8",
        "BOM",
        "UTF-16",
        "UTF-16 of a Mac of old",
        "UTF-16 without its mark",
        "Windows",
        "line ends of Linux",
        "of an old Mac",
        "no last line end",
        "sep= first",
        "empty rows",
        "empty columns",
    ],
)
def test_however_excel_writes_it_the_same_is_read(content):
    (row,) = table_of(content).rows

    assert {name: text for name, text in row.fields.items() if text} == FIELDS
    assert (row.mistakes, row.doubts) == ((), ())


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_a_file_from_a_computer_set_to_another_country_is_read(separator):
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(csv.reader(FILE.splitlines()))

    (row,) = table_of(out.getvalue()).rows

    assert row.fields == FIELDS


def test_an_accent_in_a_windows_file_is_read_and_somebody_asked_to_look():
    table = table_of(FILE.replace("Ms Winter", "Ms Renée £").encode("cp1252"))

    assert table.rows[0].fields["called"] == "Ms Renée £"
    assert table.guessed_letters


def test_a_name_in_its_own_letters_stays_as_it_is():
    """A joiner that nobody sees belongs to some names."""
    for name in ("Żaneta Łęcka", "সুমাইয়া", "O’Hara", "می\u200cنا"):
        assert table_of(with_cell("What to call them", name)).rows[0].fields["called"] == name


def test_a_row_is_counted_as_excel_counts_it():
    """A cell with a line end in it is one row, and an empty row is a row."""
    table = table_of(f'{HEADINGS}\n{ROW}"\n{ROW}'.replace(',mornings"\n', ',"mornings\nonly"\n\n'))

    assert [row.number for row in table.rows] == [2, 4]
    assert table.rows[0].fields["safe_contact"] == "mornings\nonly"


@pytest.mark.parametrize(
    ("heading", "cell", "read"),
    [
        ("Mobile number", "7700900123", "7700900123"),  # mended where numbers are read
        ("Mobile number", "7700900123.0", "7700900123"),
        ("Mobile number", '="07700900123"', "07700900123"),
        ("Mobile number", "'07700 900123", "07700 900123"),
        ("Mobile number", "‘07700 900123", "07700 900123"),
        ("Mobile number", "'+447700900123", "+447700900123"),
        ("Mobile number", "\u202a07700\u00a0900123\u202c", "07700 900123"),
        ("Chair's telephone", "1632960031", "01632960031"),
        ("Chair's telephone", "1632 960031", "01632 960031"),
        ("Chair's telephone", "441632960031", "+441632960031"),
        ("Chair's telephone", "01632 960031 ext 4", "01632 960031 ext 4"),
        ("Chair's telephone", "101", "101"),
        ("Time", "0.4375", "10:30"),
        ("Time", "0,604166666666667", "14:30"),
        ("Time", "930", "0930"),
        ("What contact is safe", "SMS and e-mail", "SMS, e-mail"),
        ("What contact is safe", "text/post", "text, post"),
        ("What contact is safe", "sms\nletter", "sms, letter"),
        ("Agreed to reminders and news", "TRUE", "TRUE"),
        ("What to call them", "“Ms Winter”", "Ms Winter"),
        ("What to call them", " \u00a0Ms Winter\t", "Ms Winter"),
    ],
)
def test_what_excel_did_to_a_cell_is_undone(heading, cell, read):
    (row,) = table_of(with_cell(heading, cell)).rows

    assert read in row.fields.values()
    assert (row.mistakes, row.doubts) == ((), ())


def test_a_day_that_became_a_number_is_read_and_somebody_asked_to_look():
    (row,) = table_of(with_cell("Date", "46480")).rows

    assert row.fields["date"] == "2027-04-03"
    assert [(doubt.name, doubt.what) for doubt in row.doubts] == [
        ("date_was_number", "was a number in the file, and we read it as Saturday 3 April 2027")
    ]


@pytest.mark.parametrize(
    ("heading", "cell", "field", "name"),
    [
        ("Mobile number", "7.7009E+11", "phone", "digits_lost"),
        ("Mobile number", "4,47701E+11", "phone", "digits_lost"),
        ("Chair's telephone", "1.63296E+09", "chair_phone", "digits_lost"),
        ("Our reference", "2.02703E+11", "reference", "digits_lost"),
        ("Date", "########", "date", "excel_narrow"),
        ("Place", "#N/A", "place", "excel_error"),
        ("Time", "#VALUE!", "time", "excel_error"),
        ("Date", "45018", "date", "date_number"),  # 2 April 2023; on an old Mac 3 April 2027
        ("Date", "46480.4375", "date", "date_number"),
        ("Time", "0.50", "time", "time_number"),  # noon, or ten to one?
        ("Time", "0.12345", "time", "time_number"),
    ],
)
def test_where_excel_lost_something_nothing_is_guessed(heading, cell, field, name):
    (row,) = table_of(with_cell(heading, cell)).rows

    assert [(mistake.field, mistake.name) for mistake in row.mistakes] == [(field, name)]
    assert cell not in row.mistakes[0].what + row.mistakes[0].do
    assert row.fields[field] == ""


def test_a_comma_without_quotes_is_told():
    table = table_of(FILE.replace('"Room 2, Foss Bank"', "Room 2, Foss Bank"))

    assert [mistake.name for mistake in table.rows[0].mistakes] == ["cells_too_many"]


@pytest.mark.parametrize(
    "headings",
    [
        "type;DATE;time ;Venue;chair;parent;Language;mobile no.;safe ways;Consent",
        "Conference type;Conference  date;START TIME;Where?;Chairs name;Adult;first language;Mobile;contact by;agreed",
        "kind;date;time;place;chair_name;called;language;phone;safe_ways;agreed",
    ],
)
def test_headings_are_found_as_people_write_them_in_any_order(headings):
    row = "First;18/3/2027;10:00;Room 2;Judith;Ms Winter;en;07700900123;sms;yes"
    backwards = ["; ".join(reversed(line.split(";"))) for line in (headings, row)]

    (one,) = table_of(f"{headings}\n{row}").rows
    (other,) = table_of("\n".join(backwards)).rows

    assert one.fields["called"] == other.fields["called"] == "Ms Winter"
    assert set(one.fields) == set(other.fields)


def test_a_heading_that_we_do_not_know_is_named_and_what_it_may_mean():
    table = table_of(with_cell("Mobile nunber 2", "x").replace("More about safe contact", "Shoe size"))

    assert table.not_used == ("Shoe size", "Mobile nunber 2")
    assert table.maybe == {"Mobile nunber 2": "Mobile number"}


def test_the_columns_that_we_added_ourselves_are_read_over():
    table = table_of(with_cell("What is wrong", "Date is empty."))

    assert table.not_used == ()


def test_a_column_that_is_needed_is_missed_before_any_row_is_read():
    with pytest.raises(DraftWrong) as wrong:
        table_of("Date,Time,Language\n18/3/2027,10:00,English")

    (mistake,) = wrong.value.mistakes
    assert mistake.what == (
        "has no column for: First or review, Chair's name, What to call them, What contact is safe, Place / Video link"
    )


@pytest.mark.parametrize(
    ("content", "names"),
    [
        (b"", ["file_empty"]),
        (codecs.BOM_UTF8, ["file_empty"]),
        (b" \r\n,,,\r\n", ["file_headings"]),
        (b"PK\x03\x04anything", ["file_workbook"]),
        (b"%PDF-1.7", ["file_workbook"]),
        (b"\x81\x8d\xff\xfe" * 20, ["file_not_text"]),
        (b"a,b\0c", ["file_not_text"]),
        (b"Dear Sir or Madam", ["file_headings"]),
        (HEADINGS.encode(), ["file_no_rows"]),
        (f'{HEADINGS}\n{ROW}\nFirst,"18/3/2027,10:00'.encode(), ["file_quote"]),
        (f"{HEADINGS},Venue\n{ROW}".encode(), ["columns_twice"]),
        (b"x" * (MOST_BYTES + 1), ["file_too_big"]),
        (f"{HEADINGS}\n{ROW}".encode() + f"\n{ROW}".encode() * MOST_ROWS, ["file_too_long"]),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(content, names):
    assert mistakes_of(content) == names


def test_a_format_that_reaches_down_is_no_long_file():
    assert len(table_of(FILE + ",,,,,,,,,\r\n" * 9000).rows) == 1


def test_a_quote_that_is_never_closed_is_named_by_its_row():
    with pytest.raises(DraftWrong) as wrong:
        table_of(f'{HEADINGS}\n{ROW}\nFirst,"18/3/2027')

    assert wrong.value.mistakes[0].what == "has a quote in row 3 that is never closed"


@given(st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))))
@example(b"sep=\n")
@example(b'sep="\n"')
@example(codecs.BOM_UTF16_LE + b"\x00\xd8")
def test_whatever_is_sent_is_read_or_refused_in_words(content):
    for sent in (content, FILE.encode() + content, content.join(FILE.encode().split(b","))):
        assert words_for(sent)


def words_for(content: bytes) -> list[str]:
    """What somebody would be told of a file: its rows, or what is wrong with it."""
    try:
        return [repr(row.fields) for row in table_of(content).rows]
    except DraftWrong as wrong:
        return [f"{mistake.called} {mistake.what}. {mistake.do}" for mistake in wrong.mistakes]
