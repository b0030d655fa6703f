"""What the classifier sees of a text: which words and runs of letters are in it, the rare ones weighing more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.components.regression import Floats
from bot.components.tokens import EVERY_LANGUAGE, pipeline


def words(text: str) -> list[str]:
    """The words of a readable text, by spaCy's common rules, so that one vocabulary serves every language."""
    return [token.text for token in pipeline(EVERY_LANGUAGE).make_doc(text) if not token.is_space]


class TextFeatures:
    """
    TF-IDF over words (1, 2) and over letters within words (2 to 5).

    scikit-learn learns them; one text is then weighed by hand, because its own path, made for thousands at once,
    takes five times as long for one as everything else in the classifier.
    """

    def __init__(self) -> None:
        common: dict[str, Any] = {"lowercase": False, "sublinear_tf": True, "dtype": numpy.float32}
        self._learners = (
            TfidfVectorizer(tokenizer=words, token_pattern=None, ngram_range=(1, 2), min_df=2, **common),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, **common),
        )

    def learn(self, texts: Sequence[str]) -> csr_matrix:
        """Learn which features there are; one row a text."""
        return hstack([learner.fit_transform(texts) for learner in self._learners], format="csr")

    def reader(self) -> Callable[[str], tuple[NDArray[numpy.intp], Floats]]:
        """A function that gives one readable text's features: their columns and their weights."""
        parts, before = [], 0
        for learner in self._learners:
            parts.append((learner.build_analyzer(), learner.vocabulary_, learner.idf_.astype(numpy.float32), before))
            before += len(learner.vocabulary_)

        def read(text: str) -> tuple[NDArray[numpy.intp], Floats]:
            weighed = [_weighed(analyse(text), known, rarity) for analyse, known, rarity, _ in parts]
            shifted = [columns + part[3] for (columns, _), part in zip(weighed, parts, strict=True)]
            return numpy.concatenate(shifted), numpy.concatenate([weights for _, weights in weighed])

        return read


def _weighed(features: Sequence[str], known: dict[str, int], rarity: Floats) -> tuple[NDArray[numpy.intp], Floats]:
    """As `TfidfVectorizer` does it: 1 + log of the count, times rarity, brought to length one."""
    counts = Counter(known[feature] for feature in features if feature in known)
    columns = numpy.fromiter(counts.keys(), numpy.intp, len(counts))
    times = numpy.fromiter(counts.values(), numpy.float32, len(counts))
    weights: Floats = (1 + numpy.log(times)) * rarity[columns]
    length = numpy.linalg.norm(weights)
    return columns, weights / length if length else weights
