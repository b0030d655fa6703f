"""
Logistic regression, one topic against the rest, on all processors.

Apart from the classifier, because the processes that do the work import this file: with Rasa in it, each would take
twenty seconds and half a gigabyte before it began.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

Floats = NDArray[numpy.float32]


def fit(matrix: csr_matrix, topics: Sequence[str], names: Sequence[str], strength: float) -> tuple[Floats, Floats]:
    """
    Weights, with a row a feature and a column a name, and an intercept a name.

    `topics` names each row's. `strength` is scikit-learn's C: the higher, the less the weights are held down.
    """
    wide = matrix.astype(numpy.float64)  # once here, and not in liblinear for every name
    of = numpy.array(topics)
    fitted = Parallel(n_jobs=-1)(delayed(_against_the_rest)(wide, of == name, strength) for name in names)
    # A feature's weights for all topics lie side by side: a message looks up its features.
    weights = numpy.stack([weights for weights, _ in fitted], axis=1)
    return weights, numpy.array([intercept for _, intercept in fitted], numpy.float32)


def _against_the_rest(matrix: csr_matrix, is_it: NDArray[numpy.bool_], strength: float) -> tuple[Floats, float]:
    # The tolerance is liblinear's own; scikit-learn's is a hundred times finer and takes half as long again.
    regression = LogisticRegression(C=strength, solver="liblinear", tol=1e-2).fit(matrix, is_it)
    return regression.coef_[0].astype(numpy.float32), float(regression.intercept_[0])
