"""The letter with the link: read back as its reader, a printer and a telephone's camera would."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest

from bot.adapters.paper import letter as paper
from bot.adapters.paper.letter import TypstLetterPrinter, square
from bot.conferences.conference import Official
from bot.languages import SPOKEN, Language
from bot.outreach import letter as letters
from bot.outreach.letter import Letter, LetterNotPrinted, letter_for
from bot.text.drafts import notice_draft, noticing_drafts
from bot.text.phrases import say
from bot.web import assets
from tests.outreach.people import CODE, LINK, zahra
from tests.stores import a_conference

LONG_LINK = "https://familymeetings.nottinghamshire.gov.uk/l/Zk3_9uQ-1xYw0aBcDeFgHi"
# Of the others a reader of PDFs gives a page's words in another order than the eye.
IN_ORDER = [language for language in SPOKEN if language not in (Language.URDU, Language.ARABIC, Language.PUNJABI)]
SCALE = 4


@pytest.fixture(scope="module", autouse=True)
def fonts() -> None:
    assets.build()


@pytest.fixture(params=SPOKEN, ids=lambda language: language.value)
def language(request) -> Language:
    return request.param


def letter(language: Language, link: str = LINK) -> Letter:
    return letter_for(zahra(language), a_conference(), link=link)


def printed(of: Letter) -> bytes:
    return TypstLetterPrinter().pdf(of)


def text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def squeezed(text: str) -> str:
    """Without the breaks that a line's end makes, and without what is not seen."""
    return "".join(one for one in text if not one.isspace() and one not in "\u200b\ufffe")


def test_it_is_one_sheet_in_every_language(language):
    assert len(pypdfium2.PdfDocument(printed(letter(language, LONG_LINK)))) <= 2


@pytest.mark.parametrize("language", IN_ORDER)
def test_the_whole_address_and_the_telephone_number_stand_in_it(language):
    text = squeezed(text_of(printed(letter(language, LONG_LINK))))

    assert LONG_LINK in text
    assert "SamPetty·01632960032" in text


def test_whoever_reads_it_on_a_screen_can_press_the_address(language):
    with pikepdf.open(io.BytesIO(printed(letter(language, LONG_LINK)))) as pdf:
        pressed = {str(one.A.URI) for page in pdf.pages for one in page.get("/Annots", [])}

    assert pressed == {LONG_LINK}


def test_it_is_in_her_language_and_in_english(language):
    words = letter(language).words

    assert [part.language for part in words] == list(dict.fromkeys([language, Language.ENGLISH]))
    assert words[0].title == say("letter_title", language)
    assert words[-1].steps[2].startswith("Put in your code. It has six digits.")


def test_the_code_is_not_in_it_and_neither_is_what_the_meeting_is_about(language):
    text = text_of(printed(letter(language)))

    assert CODE not in text
    told = ["child", "protection", "conference", "council", "York", "Foss", "Marlow", "YRK"]
    assert [word for word in told if word.casefold() in text.replace(LINK, "").casefold()] == []


def test_nothing_in_the_file_says_more_than_the_paper(language):
    with pikepdf.open(io.BytesIO(printed(letter(language)))) as pdf:
        assert str(pdf.docinfo["/Title"]) == say("letter_title", language)
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith(language.value)
        assert "/Author" not in pdf.docinfo


@pytest.mark.parametrize("draft", [True, False])
def test_a_translation_that_nobody_has_checked_is_marked_as_one(draft, monkeypatch):
    def saying(id, language, **words):
        if not draft:
            with noticing_drafts():  # kept from whoever asks outside
                return say(id, language, **words)
        if language is Language.POLISH:
            notice_draft()
        return say(id, language, **words)

    monkeypatch.setattr(letters, "say", saying)
    mark = say("draft_line_plain", Language.POLISH)
    of = letter(Language.POLISH)

    assert [part.draft for part in of.words] == [mark if draft else None, None]
    assert (squeezed(mark) in squeezed(text_of(printed(of)))) is draft


def test_a_social_worker_without_a_number_is_still_named():
    conference = replace(a_conference(), social_worker=Official("Sam Petty"))

    assert letter_for(zahra(Language.ENGLISH), conference, link=LINK).words[0].whom == ("Sam Petty",)


def test_a_name_with_a_sign_that_no_font_has_is_printed_nevertheless():
    invitation = zahra(Language.ENGLISH, called="Ms \U00013000 Khan #strong[x] \\")

    assert "#strong[x]" in text_of(printed(letter_for(invitation, a_conference(), link=LINK)))


@pytest.mark.parametrize("link", [LINK, LONG_LINK])
@pytest.mark.parametrize("language", [Language.ENGLISH, Language.URDU, Language.BENGALI])
def test_the_square_on_the_paper_is_the_one_that_stands_for_the_link(language, link):
    """
    Read from the picture, module by module, with the white edge that a camera needs.

    No reader of such squares is among our tools: that `segno` draws the right one for a text is taken from it.
    """
    page = pypdfium2.PdfDocument(printed(letter(language, link)))[0]
    expected = [[bool(module) for module in row] for row in square(link).matrix]

    assert _read(page, len(expected)) == expected


def _read(page: pypdfium2.PdfPage, modules: int) -> list[list[bool]]:
    """The square's modules in the picture of a page. Its white ground is the largest drawn thing that is square."""
    picture = page.render(scale=SCALE).to_pil().convert("L")
    left, _bottom, right, top = _ground(page)
    across = modules + 2 * paper._QUIET_ZONE
    step = (right - left) / across
    height = page.get_height()

    def is_dark(row: int, column: int) -> bool:
        x, y = left + (column + 0.5) * step, height - top + (row + 0.5) * step
        return bool(picture.getpixel((int(x * SCALE), int(y * SCALE))) < 128)

    read = [[is_dark(row, column) for column in range(across)] for row in range(across)]
    edge = paper._QUIET_ZONE
    assert not any(any(row) for row in (*read[:edge], *read[-edge:]))
    assert not any(any((*row[:edge], *row[-edge:])) for row in read)
    return [row[edge:-edge] for row in read[edge:-edge]]


def _ground(page: pypdfium2.PdfPage) -> tuple[float, float, float, float]:
    boxes = [found.get_bounds() for found in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH], max_depth=5)]
    squares = [box for box in boxes if abs((box[2] - box[0]) - (box[3] - box[1])) < 0.5 and box[2] - box[0] > 72]
    return max(squares, key=lambda box: box[2] - box[0])


def test_two_links_have_two_squares():
    assert square(LINK).matrix != square(LONG_LINK).matrix


def test_if_it_cannot_be_printed_the_error_says_nothing_of_it(monkeypatch):
    monkeypatch.setattr(paper, "_template", lambda: b"#panic(sys.inputs.document)")

    with pytest.raises(LetterNotPrinted) as caught:
        printed(letter(Language.ENGLISH))

    assert caught.value.__cause__ is None
    assert str(caught.value) == ""
    assert LINK not in repr(letter(Language.ENGLISH))
