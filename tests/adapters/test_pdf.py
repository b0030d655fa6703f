"""The PDF of a parent's notes, read back as a reader of PDFs and a printer would."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date, datetime, timezone
from pathlib import Path
from uuid import uuid4

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.paper import pdf as paper
from bot.adapters.paper.pdf import TypstPrinter
from bot.languages import Language
from bot.notes.document import Choice, Document, Layout, PrintingFailed, document
from bot.notes.headings import Heading
from bot.notes.needs import Need, Needs
from bot.notes.note import Note, Section
from bot.notes.sharing import Part
from bot.text.both import in_both
from bot.text.letters import readable
from bot.text.phrases import say
from bot.web import assets

WRITTEN = {
    Language.ENGLISH: "My daughter is happy at school. She is in year 3.",
    Language.POLISH: "Moja córka jest szczęśliwa. Zażółć gęślą jaźń. They said “no further action”.",
    Language.ROMANIAN: "Fiica mea este fericită în școală și în țară.",
    Language.URDU: "میری بیٹی سکول میں خوش ہے۔ اس نے کہا “I am fine” اور میرا نمبر 0113 496 0123 ہے۔",
    Language.ARABIC: "ابنتي سعيدة في المدرسة. رقمي 0113 496 0123 بعد الساعة 9.",
    Language.PUNJABI: "ਮੇਰੀ ਧੀ ਸਕੂਲ ਵਿੱਚ ਖੁਸ਼ ਹੈ। 0113 496 0123",
    Language.BENGALI: "আমার মেয়ে স্কুলে খুশি। ক্ষুদ্র স্ত্রী শ্রদ্ধা। 0113 496 0123",
    Language.SOMALI: "Gabadhaydu waa ku faraxsan tahay dugsiga.",
    Language.PORTUGUESE: "A minha filha está feliz. Não há acção.",
    Language.UKRAINIAN: "Моя донька щаслива в школі. Її вчителька — ґречна.",
    Language.SPANISH: "Mi hija está feliz. ¿Qué pasó? El niño también.",
    Language.WELSH: "Mae fy merch yn hapus yn yr ysgol, ŵyl a thŷ.",
}
# Letters, marks, joiners and signs of direction, which do odd things beside each other.
AWKWARD = "aé\u0301\u064bبپﷺ\u200d\u200c\u200bক্ষা্রੀਮ\u0a3c।❤\ufe0f\u202e\u2066\u2069\ufeff\t\n 1-+(é\ud7ff\ufdd0"
# Letters that stand one after the other in the file as they were written. Elsewhere they stand as they are drawn.
IN_ORDER = [
    language
    for language in Language
    if language not in (Language.URDU, Language.ARABIC, Language.PUNJABI, Language.BENGALI)
]


@pytest.fixture(scope="module", autouse=True)
def fonts() -> None:
    assets.build()


def notes(*texts: str) -> Document:
    return written_in(Language.ENGLISH, *texts)


def written_in(language: Language, *texts: str, layout: Layout = Layout.NORMAL) -> Document:
    kept = tuple(Note(uuid4(), "her", Section.STRENGTHS, text, datetime.now(timezone.utc)) for text in texts)
    needs = Needs({Need.INTERPRETER_GENDER: "woman", Need.HEARING: "yes", Need.CONTACT_HOW: "07700 900123"})
    titles = {
        section: in_both(lambda language, section=section: say(f"section_{section.value}", language), language)
        for section in Section
    }
    return document(
        kept,
        needs,
        {section: Heading(title, title) for section, title in titles.items()},
        Choice(frozenset(Part), layout),
        language=language,
        today=date(2027, 3, 1),
        reference=None,
    )


def opened(document: Document) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(TypstPrinter().pdf(document)))


def text_of(document: Document) -> str:
    pages = pypdfium2.PdfDocument(TypstPrinter().pdf(document))
    return "\n".join(page.get_textpage().get_text_bounded() for page in pages)


def joined(text: str) -> str:
    """Without blanks: where a line is cut is the printer's business."""
    return "".join(readable(text).split())


def tags(pdf: pikepdf.Pdf) -> list[str]:
    """Every tag, from the first to the last."""
    found: list[str] = []

    def walk(node: pikepdf.Object) -> None:
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append(str(node.S))
            if "/K" in node:
                walk(node.K)

    walk(pdf.Root.StructTreeRoot.K)
    return found


def alternatives(pdf: pikepdf.Pdf) -> list[str]:
    """What is read out for pictures."""
    return [str(one.Alt) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one]


@pytest.mark.parametrize("language", Language, ids=lambda language: language.value)
def test_a_mother_who_hears_her_notes_is_told_their_language_headings_and_lists(language: Language):
    pdf = opened(written_in(language, WRITTEN[language]))

    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang).split("-")[0] == language.value
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert str(metadata["pdfuaid:part"]) == "1"
    assert {"/H1", "/H2", "/H3", "/L", "/LI"} <= set(tags(pdf))


@pytest.mark.parametrize("language", Language, ids=lambda language: language.value)
def test_nothing_about_the_file_tells_a_husband_what_it_is(language: Language):
    pdf = opened(written_in(language, WRITTEN[language]))

    with pdf.open_metadata() as metadata:
        assert "dc:creator" not in metadata
        title = str(metadata["dc:title"])
    assert title == say("document_title", language)
    assert "/Author" not in pdf.docinfo
    told = f"{dict(pdf.docinfo)} {text_of(written_in(language, 'Hello.'))}".casefold()
    assert [word for word in ("beforehand", "child protection", "conference") if word in told] == []


@pytest.mark.parametrize("language", IN_ORDER, ids=lambda language: language.value)
def test_a_parents_words_can_be_found_in_the_file(language: Language):
    assert joined(WRITTEN[language]) in joined(text_of(written_in(language, WRITTEN[language])))


@pytest.mark.parametrize("layout", Layout, ids=lambda layout: layout.value)
@pytest.mark.parametrize("language", Language, ids=lambda language: language.value)
def test_every_letter_is_printed_and_none_is_a_box(language: Language, layout: Layout):
    """Where letters are drawn in another order than they are written, at least each of them is there."""
    document = written_in(language, WRITTEN[language], layout=layout)
    missing = Counter(joined(WRITTEN[language])) - Counter(joined(text_of(document)))

    assert missing == Counter()
    assert alternatives(opened(document)) == []


@pytest.mark.parametrize("quoting", [Language.ENGLISH, Language.POLISH, Language.BENGALI, Language.URDU])
def test_words_of_any_script_of_ours_can_stand_in_anybodys_note(quoting: Language):
    assert alternatives(opened(written_in(quoting, " – ".join(WRITTEN.values())))) == []


def test_a_note_under_an_urdu_heading_has_the_english_heading_beside_it_for_the_chair():
    # Words of a right-to-left line come out last first.
    assert {"What", "goes", "well"} <= set(text_of(written_in(Language.URDU, "ایک نوٹ")).split())


@pytest.mark.parametrize(
    ("fewer", "more"),
    [
        pytest.param("a Z", "a  Z", id="two blanks between words"),
        pytest.param("Z", "  Z", id="blanks before the first word"),
        pytest.param("a\n Z", "a\n\tZ", id="a tab"),
    ],
)
def test_blanks_are_kept(fewer: str, more: str):
    assert place_of("Z", notes(more))[0] > place_of("Z", notes(fewer))[0]


def test_line_ends_and_empty_lines_are_kept():
    one, two, three = (place_of("Z", notes(text))[1] for text in ("a Z", "a\nZ", "a\n\nZ"))

    assert one > two > three


def place_of(letter: str, document: Document) -> tuple[float, float]:
    """How far from the left and from the foot of the page a letter stands."""
    text = pypdfium2.PdfDocument(TypstPrinter().pdf(document))[0].get_textpage()
    place = next(at for at in range(text.count_chars()) if text.get_text_range(at, 1) == letter)
    left, bottom, _, _ = text.get_charbox(place)
    return left, bottom


@pytest.mark.parametrize("language", [Language.URDU, Language.ARABIC])
def test_a_phone_number_in_a_right_to_left_line_reads_from_left_to_right(language: Language):
    """Without care its groups change places, and a wrong number is dialled."""
    text = pypdfium2.PdfDocument(TypstPrinter().pdf(written_in(language, "رقم 0113 496 0123 لا")))[0].get_textpage()
    digits = [at for at in range(text.count_chars()) if text.get_text_range(at, 1).isdigit()]
    lines = {round(text.get_charbox(at)[1]) for at in digits}
    drawn = {
        "".join(text.get_text_range(at, 1) for at in sorted(digits, key=lambda at: text.get_charbox(at)[0]) if near(at))
        for line in lines
        for near in [lambda at, line=line: abs(text.get_charbox(at)[1] - line) < 2]
    }

    assert "01134960123" in drawn


@pytest.mark.parametrize(
    ("written", "read_out"),
    [
        pytest.param("我", ["我"], id="a script that no font of ours has"),
        pytest.param("\x07", ["U+0007"], id="no sign at all"),
    ],
)
def test_what_cannot_be_printed_is_a_box_that_a_screen_reader_reads_and_the_page_says_so(
    written: str, read_out: list[str]
):
    assert sorted(alternatives(opened(notes(written)))) == sorted(read_out)
    assert "A small box stands for" in text_of(notes(written))


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("All plain.", id="words"),
        pytest.param("I love her ❤️", id="a heart"),
        pytest.param("👩‍👧‍👦 👍🏽 😴😴", id="a family, a thumb with its colour, sleep"),
    ],
)
def test_where_everything_can_be_printed_no_box_is_spoken_of(written: str):
    assert alternatives(opened(notes(written))) == []
    assert "A small box" not in text_of(notes(written))


def test_a_word_without_end_stays_on_the_paper():
    page = pypdfium2.PdfDocument(TypstPrinter().pdf(written_in(Language.ENGLISH, "W" * 400, layout=Layout.EASY)))[0]
    text = page.get_textpage()
    rightmost = max(text.get_charbox(place)[2] for place in range(text.count_chars()))

    assert rightmost < page.get_width()


def test_large_print_has_no_letter_under_18_points():
    page = pypdfium2.PdfDocument(TypstPrinter().pdf(written_in(Language.POLISH, "Notatka", layout=Layout.LARGE)))[0]
    sizes = [one.get_font_size() for one in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])]

    assert sizes
    assert min(sizes) >= 18


def test_easy_to_read_gives_each_part_a_page_of_its_own():
    easy, normal = (
        len(pypdfium2.PdfDocument(TypstPrinter().pdf(written_in(Language.ENGLISH, "One.", layout=layout))))
        for layout in (Layout.EASY, Layout.NORMAL)
    )

    assert easy > normal == 1


def test_words_that_look_like_commands_are_printed_as_words():
    words = '#panic("x") *bold* $x$ <label> @ref \\ // comment = heading'

    assert joined(words) in joined(text_of(notes(words)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60),
    language=st.sampled_from(Language),
    layout=st.sampled_from(Layout),
)
def test_whatever_a_parent_writes_it_can_be_printed(text: str, language: Language, layout: Layout):
    assert TypstPrinter().pdf(written_in(language, text, layout=layout)).startswith(b"%PDF")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(st.sampled_from(AWKWARD)))
def test_letters_and_marks_in_any_order_can_be_printed(text: str):
    assert TypstPrinter().pdf(notes(text or ".")).startswith(b"%PDF")


def test_when_printing_fails_no_word_of_hers_is_in_the_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(paper, "_template", lambda: b"#panic(sys.inputs.document)")

    with pytest.raises(PrintingFailed) as caught:
        TypstPrinter().pdf(notes("He must not read this"))

    assert "must not" not in str(caught.value)
    assert caught.value.__cause__ is None
