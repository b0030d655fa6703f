"""A reply as texts: danger whole and first, nothing over its parts, and not a word lost on the way to MORE."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.messages import Choice, Kind, Reply, Said
from bot.languages import SPOKEN, Language
from bot.text.sms import as_sms, is_gsm_7, parts, short_enough
from bot.texting.commands import Command, command_in, named
from bot.texting.form import Texts, as_texts

MORE_OF_ENGLISH = "More: text MORE."
LONG = "This sentence is one of many and says nothing much. "
URL = "https://meet.example.org/foss?room=12-34_56&x=a.b,c;d:e"


def told(text: str, kind: Kind = Kind.ANSWER, english: str | None = None) -> Said:
    return Said(text, kind, english)


def all_of(texts: Texts) -> tuple[str, ...]:
    return texts.now + texts.more


def without_footers(texts: Texts) -> str:
    pages = [page.rsplit("\n", 1)[0] if page.endswith(MORE_OF_ENGLISH) else page for page in all_of(texts)]
    return "\n".join(pages)


def test_a_short_answer_is_one_text_without_a_footer():
    assert as_texts(Reply((told("On 18 March."), told("At 10am.")))) == Texts(("On 18 March.\nAt 10am.",))


def test_a_long_answer_says_how_to_get_the_rest_and_the_last_of_it_does_not():
    texts = as_texts(Reply((told(LONG * 20),)))

    assert len(texts.now) == 1
    assert len(texts.more) > 1
    assert [page.endswith(MORE_OF_ENGLISH) for page in all_of(texts)] == [True] * len(texts.more) + [False]
    assert without_footers(texts).split() == (LONG * 20).split()


def test_danger_is_whole_and_first_and_nothing_of_it_waits_for_more():
    danger = "Ring 999 now. " * 40
    texts = as_texts(Reply((told("Saved."), told(danger, Kind.DANGER), told(LONG * 20))))

    at_once = [page for page in texts.now if "999" in page]
    assert list(texts.now[: len(at_once)]) == at_once
    assert sum(page.count("Ring 999 now.") for page in at_once) == 40
    assert not any("999" in page for page in texts.more)
    assert texts.now[len(at_once)].startswith("Saved.")


def test_danger_in_words_that_nobody_checked_has_its_english_at_once():
    urdu, english = "ابھی 999 پر فون کریں۔", "Ring 999 now."
    texts = as_texts(Reply((told(urdu, Kind.DANGER, english),), (), Language.URDU))

    assert texts == Texts((urdu, english))


def test_an_answer_that_nobody_checked_says_so_and_its_english_comes_with_more():
    texts = as_texts(Reply((told("Spotkanie jest w York.", english="The meeting is in York."),), (), Language.POLISH))

    (now,) = texts.now
    assert now.startswith("Spotkanie jest w York.\n")
    assert now != "Spotkanie jest w York.\n"
    assert texts.more == ("The meeting is in York.",)


def test_choices_are_numbered_in_their_order_each_on_a_line():
    texts = as_texts(Reply((told("Which?"),), (Choice("Yes", "a"), Choice("No", "b"))))

    assert texts.now == ("Which?\n1 Yes\n2 No",)


def test_an_address_on_the_web_is_never_cut():
    """At every place where it may stand in a text that is cut."""
    for before in range(0, 320, 7):
        texts = as_texts(Reply((told(f"{'a ' * before}{URL} {LONG * 5}"),)))
        assert sum(URL in page for page in all_of(texts)) == 1


def test_a_word_that_no_text_can_hold_is_cut_and_none_of_its_letters_lost():
    """A mother's own words, read back: nobody put spaces between them."""
    word = "ہ" * 500
    texts = as_texts(Reply((told(word, Kind.NOTE),)))

    assert all(short_enough(page) for page in all_of(texts))
    assert "".join(all_of(texts)).count("ہ") == 500


def test_a_number_is_written_without_spaces():
    assert as_texts(Reply((told("Ring 01632 960 031."),))).now == ("Ring 01632960031.",)


letters = st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cf"))
words = st.one_of(
    st.text(letters, min_size=1, max_size=14),
    st.sampled_from(
        ["meeting", "999", "Ring", "ملاقات", "মিটিং", "ਮੀਟਿੰਗ", "spotkanie,", "€", "[x]", "end.", "؟", "!", URL]
    ),
    st.builds(lambda letters, many: letters * many, st.text("ab{€ہ", min_size=1, max_size=5), st.integers(30, 200)),
)
paragraphs = st.lists(words, min_size=1, max_size=60).map(" ".join)
saids = st.builds(
    Said,
    paragraphs,
    st.sampled_from([Kind.ANSWER, Kind.NOTE, Kind.DANGER, Kind.CONTACT, Kind.ASIDE]),
    st.one_of(st.none(), paragraphs),
)
replies = st.builds(
    Reply,
    st.lists(saids, min_size=1, max_size=4).map(tuple),
    st.lists(st.builds(Choice, paragraphs.map(lambda title: title[:60]), st.just("x")), max_size=9).map(tuple),
    st.sampled_from(SPOKEN),
)


@settings(max_examples=60, deadline=None)
@given(replies)
def test_whatever_is_said_no_text_is_longer_than_its_parts(reply):
    for page in all_of(as_texts(reply)):
        assert 1 <= parts(page) <= (2 if is_gsm_7(page) else 3)


def letters_of(text: str) -> str:
    """Every letter and digit, without what an SMS writes otherwise: accents, spaces, quotes."""
    bare = unicodedata.normalize("NFKD", as_sms(text))
    return "".join(one for one in bare if not one.isspace())


@settings(max_examples=60, deadline=None)
@given(st.lists(paragraphs, min_size=1, max_size=4))
def test_whatever_is_said_every_word_is_in_one_of_the_texts_in_its_order(said):
    texts = as_texts(Reply(tuple(told(one) for one in said)))

    assert letters_of(without_footers(texts)) == letters_of("\n".join(as_sms(one) for one in said))


@pytest.mark.parametrize("language", SPOKEN, ids=lambda language: language.value)
def test_every_text_but_the_last_names_the_word_for_more(language):
    texts = as_texts(Reply((told(LONG * 20),), (), language))

    word = as_sms(named(Command.MORE, language))  # Polish without its tails
    assert all(word in page.rsplit("\n", 1)[1] for page in all_of(texts)[:-1])
    assert command_in(word, language) is Command.MORE
    assert not re.search(re.escape(word), all_of(texts)[-1])
