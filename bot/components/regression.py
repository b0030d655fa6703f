"""
Logistic regression, one name against the rest, on all processors.

Apart from the classifier, because the processes that do the work import this file: with Rasa in it, each would take
twenty seconds and half a gigabyte before it began.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

Floats = NDArray[numpy.float32]


@dataclass(frozen=True)
class Sorting:
    """One way to sort the examples: by topic, by language. `of` names each row's."""

    names: Sequence[str]
    of: Sequence[str]


# How often liblinear goes over the examples. In its dual form four times are as good as fifty: on four fifths of the
# English examples, asked the rest, 0.733 after 4, 0.729 after 7, 0.730 after 20; the primal form, run to its end in
# three times the time, 0.729 (docs/measured.md).
_TIMES_OVER = 5


def fit(matrix: csr_matrix, sortings: Sequence[Sorting], strength: float) -> tuple[Floats, Floats]:
    """
    Weights, with a row a feature and a column a name, and an intercept a name: the names of all sortings in a row.

    `strength` is scikit-learn's C: the higher, the less the weights are held down.
    """
    wide = matrix.astype(numpy.float64)  # once here, and not in liblinear for every name
    tasks = [(numpy.array(sorting.of) == name) for sorting in sortings for name in sorting.names]
    fitted = Parallel(n_jobs=-1)(delayed(_against_the_rest)(wide, is_it, strength) for is_it in tasks)
    # A feature's weights for all names lie side by side: a message looks up its features.
    weights = numpy.stack([weights for weights, _ in fitted], axis=1)
    return weights, numpy.array([intercept for _, intercept in fitted], numpy.float32)


def _against_the_rest(matrix: csr_matrix, is_it: NDArray[numpy.bool_], strength: float) -> tuple[Floats, float]:
    if is_it.all():  # one language, one topic: there is nothing to tell it from
        return numpy.zeros(matrix.shape[1], numpy.float32), 0.0
    regression = LogisticRegression(
        C=strength, solver="liblinear", dual=True, tol=0.1, max_iter=_TIMES_OVER, random_state=0
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # it is stopped early on purpose
        regression.fit(matrix, is_it)
    return regression.coef_[0].astype(numpy.float32), float(regression.intercept_[0])
