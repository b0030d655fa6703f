"""Rasa's CountVectorsFeaturizer (words; char_wb 1 to 4) and LogisticRegressionClassifier, in scikit-learn's form."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union

from tests.evaluation.questions import Judged, Question


class RasasOwn:
    """Trained once on the examples; Rasa's defaults: 100 rounds of lbfgs, C = 1, raw counts, small letters."""

    def __init__(self, learnt: Sequence[Question]) -> None:
        counted = make_union(CountVectorizer(), CountVectorizer(analyzer="char_wb", ngram_range=(1, 4)))
        self._model = make_pipeline(counted, LogisticRegression(max_iter=100, tol=1e-4, random_state=42))
        with warnings.catch_warnings():
            # It stops after its hundred rounds in Rasa too.
            warnings.simplefilter("ignore", ConvergenceWarning)
            self._model.fit([example.text for example in learnt], [example.intent for example in learnt])

    def judge(self, asked: list[Question]) -> list[Judged]:
        likely = self._model.predict_proba([question.text for question in asked])
        best = likely.argsort(axis=1)[:, ::-1][:, :3]
        names = self._model.classes_
        return [
            Judged(question.text, question.intent, tuple(map(str, names[row])), question.language, question.language)
            for question, row in zip(asked, best, strict=True)
        ]
