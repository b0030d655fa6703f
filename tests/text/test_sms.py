"""What a text message costs, and where an answer is cut."""

from __future__ import annotations

import pytest

from bot.languages import Language
from bot.text.sms import as_sms, cut, parts


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("", 0, id="nothing"),
        pytest.param("a" * 160, 1, id="one whole part"),
        pytest.param("a" * 161, 2, id="one letter more"),
        pytest.param("a" * 306, 2, id="two whole parts of 153"),
        pytest.param("a" * 307, 3, id="one more than two"),
        pytest.param("€" * 80, 1, id="two units each"),
        pytest.param("€" * 81, 2, id="two units each, one over"),
        pytest.param("ą" + "a" * 69, 1, id="one letter that makes it UCS-2"),
        pytest.param("ą" + "a" * 70, 2, id="UCS-2, one over"),
        pytest.param("م" * 134, 2, id="two whole parts of 67"),
        pytest.param("😀" * 35, 1, id="a smile is two units"),
        pytest.param("😀" * 36, 2, id="smiles, one over"),
    ],
)
def test_parts_are_counted_by_the_standards_rule(text, count):
    assert parts(text) == count


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("Ring \u20660113 496 0123\u2069 now.", "Ring 01134960123 now."),
        ("اس نمبر پر فون کریں: \u20660808 801 0366\u2069۔", "اس نمبر پر فون کریں: 08088010366۔"),
        ("Press “Go on” – it’s there…", 'Press "Go on" - it\'s there...'),
        ("On 12 March 2027 at 10", "On 12 March 2027 at 10"),
        ("Państwa łódź ąęśćż", "Panstwa lodz aescz"),
        ("el niño mañana, É à", "el niño mañana, É à"),
    ],
)
def test_a_number_is_sent_without_spaces_and_nothing_is_sent_that_is_not_seen(text, sent):
    assert as_sms(text) == sent


def test_an_answer_is_cut_between_sentences():
    sentence = "This is a sentence of just about fifty letters or so. "
    messages = cut(sentence * 8, Language.ENGLISH)

    assert [parts(message) for message in messages] == [2, 2]
    assert " ".join(messages) == (sentence * 8).strip()


def test_what_is_short_is_one_message():
    assert cut("Yes. You may come.", Language.ENGLISH) == ["Yes. You may come."]


@pytest.mark.parametrize("end", ["۔", "؟", "।"], ids=["Urdu", "Arabic", "Bengali"])
def test_every_script_ends_its_sentences(end):
    sentence = "ا" * 150 + end
    assert cut(f"{sentence} {sentence}", Language.URDU) == [sentence, sentence]


def test_a_long_list_is_cut_after_a_comma():
    people = ", ".join(["social worker", "health visitor", "school nurse", "midwife"] * 8)
    messages = cut(f"These people may be there: {people}.", Language.ENGLISH)

    assert len(messages) > 1
    assert all(parts(message) <= 2 for message in messages)
    assert all(message.endswith((",", ".")) for message in messages)
