"""What a text message costs, and how words are written in it."""

from __future__ import annotations

import pytest

from bot.text.sms import as_sms, fills_a_part, parts, short_enough


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
        ("سامریٹنز: \u2066116 123\u2069", "سامریٹنز: 116123"),
        ("\u09af\u09bc \u0a1c\u0a3c", "\u09df \u0a5b"),
        ("A child can ring 0800 1111.", "A child can ring 08001111."),
        ("Państwa łódź ąęśćż", "Panstwa lodz aescz"),
        ("el niño mañana, É à", "el niño mañana, É à"),
    ],
)
def test_a_number_is_sent_without_spaces_and_nothing_is_sent_that_is_not_seen(text, sent):
    assert as_sms(text) == sent


@pytest.mark.parametrize(
    ("text", "short"),
    [("a" * 306, True), ("a" * 307, False), ("م" * 201, True), ("م" * 202, False), ("a" * 300 + "م", False)],
)
def test_a_short_answer_has_two_parts_or_three_in_another_alphabet(text, short):
    assert short_enough(text) is short


@pytest.mark.parametrize(
    ("text", "fills"), [("a" * 153, True), ("a" * 160, True), ("a" * 154, False), ("م" * 67, True), ("م" * 66, False)]
)
def test_a_text_that_a_phone_has_cut_is_known_by_its_length(text, fills):
    assert fills_a_part(text) is fills
