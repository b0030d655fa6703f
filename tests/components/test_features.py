"""One message weighed by hand must come out as scikit-learn weighed the examples: the model is theirs."""

from __future__ import annotations

import numpy
import pytest
from scipy.sparse import csr_matrix, hstack

from bot.components.features import TextFeatures, words
from bot.text.letters import readable

LEARNT = [
    "when is the meeting",
    "when do i get the report before the meeting",
    "who is the chair of the meeting",
    "can i bring my sister to the meeting",
    "is the meeting in the town hall",
    "can the chair send me the report",
]


@pytest.fixture(scope="module")
def features() -> TextFeatures:
    features = TextFeatures()
    features.learn(LEARNT)
    return features


def as_row(features: TextFeatures, text: str) -> numpy.ndarray:
    columns, weights = features.reader()(text)
    width = sum(len(learner.vocabulary_) for learner in features._learners)
    return csr_matrix((weights, columns, [0, len(columns)]), shape=(1, width)).toarray()


def as_scikit_learn_does(features: TextFeatures, text: str) -> numpy.ndarray:
    return hstack([learner.transform([text]) for learner in features._learners]).toarray()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("when is the meeting", id="an example"),
        pytest.param("the the the meeting meeting", id="words that stand several times"),
        pytest.param("wen is teh meetin m8", id="misspelt"),
        pytest.param("the chair's report; the sister-in-law's (town) hall!", id="punctuation"),
        pytest.param("  the\tmeeting\n\nthe chair  ", id="spaces and lines"),
        pytest.param("", id="nothing"),
        pytest.param(" ", id="only a space"),
        pytest.param("😀", id="an emoji"),
        pytest.param("میری میٹنگ کب ہے", id="nothing that was learnt"),
        pytest.param("me" * 2000, id="4,000 letters in one word"),
    ],
)
def test_a_message_is_weighed_as_scikit_learn_would(features, text):
    numpy.testing.assert_allclose(as_row(features, text), as_scikit_learn_does(features, text), rtol=1e-5, atol=1e-7)


def test_an_example_is_weighed_as_it_was_when_it_was_learnt():
    features = TextFeatures()
    learnt = features.learn(LEARNT).toarray()

    for row, text in zip(learnt, LEARNT, strict=True):
        numpy.testing.assert_allclose(as_row(features, text)[0], row, rtol=1e-5, atol=1e-7)
        assert row.any()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param("WHEN Is It", "when is it", id="capitals"),
        pytest.param("I’m `scared‘", "i'm 'scared'", id="a phone's apostrophes"),
        pytest.param("ｃａｆｅ\u0301", "cafe", id="wide letters and an accent"),
        pytest.param("Zażółć gęślą", "zazolc gesla", id="Polish with its letters, as without"),
        pytest.param("أين المدرسةُ", "اين المدرسه", id="Arabic with points and without"),
        pytest.param("ملاقات کہاں", "ملاقات كهاں", id="Urdu from an Arabic keyboard"),
        pytest.param("র‍্যাম্প", "র্যাম্প", id="a joiner that nobody sees"),
        pytest.param("ਮੀਟਿੰਗ কোথায়", "ਮੀਟਿੰਗ কোথায়", id="vowel signs, which stay"),
        pytest.param("STRASSE straße", "strasse strasse", id="letters that two spellings share"),
    ],
)
def test_texts_are_compared_in_one_form(typed, read):
    assert readable(typed) == read


def test_words_are_cut_in_every_script():
    """Rasa's own featuriser cuts Punjabi and Bengali words at every vowel sign."""
    assert words("when is it?") == ["when", "is", "it", "?"]
    assert words("ਮੇਰੀ ਮੀਟਿੰਗ") == ["ਮੇਰੀ", "ਮੀਟਿੰਗ"]
