"""What the author of the answers is told."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from bot.answers.problems import problems, unsaid_facts
from bot.answers.reading import grade, print_answers
from bot.text.data_files import DataFileError

GOOD = "good:\n  title: Good\n  say: [General.]\n"


@pytest.mark.parametrize(
    ("topic", "line", "problem", "remedy"),
    [
        pytest.param(
            "a:\n  title: A\n  say:\n    - General.\n    - After {report_before}.\n  unknown: Ask.\n",
            8, "unknown fact 'report_before'", "Did you mean 'reports_before'?", id="a fact that nobody knows",
        ),
        pytest.param(
            "a:\n  title: A\n  say:\n    - when: {chair_independant: true}\n      say: Yes.\n  unknown: Ask.\n",
            7, "unknown fact 'chair_independant'", "'chair_independent'", id="a condition that nobody knows",
        ),
        pytest.param(
            "a:\n  title: A\n  say: ['{chair_independent}.']\n  unknown: Ask.\n",
            6, "true or false, which has no words", "when: {chair_independent: true}", id="true or false in a sentence",
        ),
        pytest.param(
            "a:\n  title: A\n  say: [{when: {who_attends: polise}, say: Yes.}]\n  unknown: Ask.\n",
            6, "'polise' has no words", "'police'", id="a key that nobody knows",
        ),
        pytest.param(
            "a:\n  title: A\n  picture: rooom\n  say: [Yes.]\n",
            6, "there is no picture 'rooom'", "'room'", id="a picture that nobody drew",
        ),
        pytest.param(
            "a:\n  title: A\n  say: [{when: {chair_independent: maybe}, say: Yes.}]\n  unknown: Ask.\n",
            6, "'maybe' is not true or false", "Write true or false", id="a value of another kind",
        ),
        pytest.param(
            "a:\n  title: A\n  say: [{when: {audience: teachers}, say: Yes.}]\n",
            6, "no leaflet is for 'teachers'", "parents", id="an audience that nobody knows",
        ),
        pytest.param(
            "a:\n  title: A\n  say: ['At {reports_before.amount}.']\n  unknown: Ask.\n",
            6, "not a plain name", "{name_of_a_fact}", id="more than a name in braces",
        ),
        pytest.param("a:\n  title: A\n  say: ['At {reports_before']\n", 6, "expected '}'", "{name", id="an open brace"),
        pytest.param("a:\n  say: [Yes.]\n", 4, "the key 'title' is missing", "title", id="no title"),
        pytest.param(
            "a:\n  title: A\n  say: ['At {reports_before}.']\n",
            4, "what holds where a guide is silent", "unknown:", id="no word for a silent guide",
        ),
        pytest.param("a:\n  title: A\n  say: [Yes.]\n  unknown: Ask.\n", 7, "never said", "Leave it out", id="no need"),
        pytest.param(
            "a:\n  title: A\n  say: ['At {reports_before}.']\n  unknown: 'Not {reports_before}.'\n",
            7, "may be what is not known", "no council's fact", id="the unknown in its own excuse",
        ),
        pytest.param(
            "a:\n  title: A\n  say: [Yes.]\n  next: [goood]\n",
            7, "leads to 'goood', which is no topic", "'good'", id="a way to nowhere",
        ),
        pytest.param("a:\n  title: A\n  say: [Yes.]\n  next: [a]\n", 7, "leads to itself", "another", id="a circle"),
        pytest.param("a:\n  title: A\n  next: [good]\n", 4, "says nothing", "Add `say:`", id="next of nothing"),
        pytest.param("a:\n  title: A\n  sey: [Yes.]\n", 6, "unknown key 'sey'", "'say'", id="a slip of the pen"),
        pytest.param(
            "a:\n  title: A\n  say: [{sey: Yes.}]\n", 6, "unknown key 'sey'", "'say'", id="a slip in a sentence"
        ),
        pytest.param(
            "a:\n  title: A\n  say: ['Within {pro_report_before}.']\n  unknown: Ask.\n",
            6, "is for professionals, 'a' for parents", "pro_", id="a teacher's deadline told to a parent",
        ),
        pytest.param("good:\n  title: Good\n", 4, "stands here a second time", "Keep one", id="a topic twice"),
    ],
)  # fmt: skip
def test_a_wrong_topic_is_refused_with_file_line_and_remedy(desk, topic, line, problem, remedy):
    with pytest.raises(DataFileError) as caught:
        desk.write(GOOD + topic)

    mistake = next(each for each in caught.value.mistakes if problem in each.problem)
    assert (mistake.file.name, mistake.line) == ("answers.yml", line)
    assert remedy in mistake.remedy


def test_a_topic_in_two_files_is_refused(desk):
    desk.write(GOOD)

    with pytest.raises(DataFileError, match=r"more\.yml:1: 'good' is in answers\.yml too"):
        desk.write(GOOD, file="more.yml")


def test_a_folder_without_answers_is_refused(desk):
    with pytest.raises(DataFileError, match="no answers here"):
        desk.write("{}", file="notes.txt")


def test_a_professionals_deadline_may_be_told_to_a_professional(desk):
    book = desk.write("pro_report:\n  title: R\n  say: ['Send it {pro_report_before} before.']\n  unknown: Ask.\n")

    assert book.answers("pro_report")


def details(desk, answers: str) -> list[str]:
    others = ("next topics", "no short form")
    found = [problem.detail for problem in problems(desk.write(answers))]
    return [detail for detail in found if not any(other in detail for other in others)]


@pytest.mark.parametrize(
    ("sentence", "is_right"),
    [
        pytest.param("At least {reports_before} before.", True, id="at least, as the guide has it"),
        pytest.param("It comes {reports_before} before.", False, id="at least left out"),
        pytest.param("Within {core_group_within}.", True, id="within, as the guide has it"),
        pytest.param("After {core_group_within}.", False, id="within left out"),
        pytest.param("You can bring {supporters} person.", True, id="an exact number said bare"),
        pytest.param("You can bring at least {supporters} person.", False, id="at least put into its mouth"),
    ],
)
def test_at_least_is_said_where_the_guide_says_it_and_nowhere_else(desk, sentence, is_right):
    found = details(desk, f"a:\n  title: A\n  say: ['{sentence}']\n  unknown: Ask.\n")

    assert (found == []) is is_right


def test_the_short_form_is_held_to_the_same_bounds(desk):
    said = "a:\n  title: A\n  say: ['At least {reports_before}.']\n  short: ['After {reports_before}.']\n"

    (found,) = details(desk, f"{said}  unknown: Ask.\n")
    assert found == "{reports_before} is at_least here, and the sentence does not say so"


def test_an_answer_without_a_form_for_text_messages_is_found(desk):
    found = problems(desk.write("a:\n  title: A\n  say: ['You may.']\n"))

    assert "has no short form, for text messages" in [problem.detail for problem in found]


def test_an_answer_that_is_too_long_is_found_with_its_council(desk):
    long = " ".join(["word"] * 91)
    (first, *_) = problems(desk.write(f"a:\n  title: {'A' * 35}\n  say: ['{long}']\n"))

    assert str(first).endswith("answers.yml:1: a: the title has 35 characters; at most 34 fit on a button")
    assert "91 words; at most 90" in details(desk, f"a:\n  title: A\n  say: ['{long}']\n")


def test_facts_that_no_answer_uses_are_listed(desk):
    book = desk.write("a:\n  title: A\n  say: ['At least {reports_before}.']\n  unknown: Ask.\n")

    assert "scale" in unsaid_facts(book)
    assert "reports_before" not in unsaid_facts(book)
    assert "advice_phone" not in unsaid_facts(book)


def test_an_author_reads_every_answer_with_its_grade(desk):
    console = Console(file=io.StringIO(), width=200)
    book = desk.write("a:\n  title: Reports\n  say: ['You get it {reports_before} before.']\n  unknown: Ask [them].\n")

    assert print_answers(book, "north", console) == 1
    assert print_answers(book, "south", console) == 1
    text = console.file.getvalue()
    assert "Reports (a)" in text
    assert "7 words" in text
    assert "You get it 2 working days before." in text
    assert "Ask [them]." in text
    assert "the guide does not say" in text
    assert "{reports_before} is at_least here" in text


def test_short_sentences_are_easier_than_long_ones():
    assert grade("You can come. You can bring a friend.") < 2
    assert grade("Professionals participating in the multidisciplinary conference contribute deliberatively.") > 12
