"""The arithmetic of training: features to matrices, regressions, and their folding into tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from bot.kinds.features import FIELDS, MASK, Features
from bot.kinds.model import KINDS, REPORT_KINDS, Linear

Array = NDArray[Any]
REPORT_FIELDS = ("lead", "body", "head", "headings")
PLAIN_FIELDS = ("lead", "body", "head")
NAMED_REPORT, NAMED_CHAT, NAMED_OPENS = 0.15, 0.4, 0.3
SCORE_SHARE = 0.3  # how strongly the chat heads may lean on the scores of the others
PLAIN_SHARE = 0.5  # both halves of the report model have about the same spread then
SEED = 0


@dataclass(slots=True)
class Columns:
    """Float weights of one field; quantised when they are written."""

    weighed: Array
    plain: Array
    rarity: Array


@dataclass(slots=True)
class Fitted:
    tables: dict[str, Columns] = field(default_factory=dict)
    heads: dict[str, Linear] = field(default_factory=dict)
    numbers: dict[str, list[float]] = field(default_factory=dict)
    thresholds: dict[str, dict[str, float]] = field(default_factory=dict)


def counts(features: Sequence[Features], name: str) -> csr_matrix:
    buckets: list[int] = []
    ends = [0]
    for one in features:
        buckets += one.grams[name]
        ends.append(len(buckets))
    return csr_matrix((np.ones(len(buckets)), buckets, ends), shape=(len(features), MASK + 1))


def rarity(matrix: csr_matrix, least: int) -> Array:
    seen = np.asarray(matrix.sum(0)).ravel()
    return np.where(seen >= least, np.log((1 + matrix.shape[0]) / (1 + seen)) + 1, 0.0)


def weighed(matrix: csr_matrix, rare: Array) -> csr_matrix:
    scaled = matrix.multiply(rare).tocsr()
    norm = np.sqrt(np.asarray(scaled.multiply(scaled).sum(1)).ravel())
    norm[norm == 0] = 1
    return csr_matrix(scaled.multiply(1 / norm[:, None]))


def named(vectors: DictVectorizer, weights: Array, bias: float, scale: float) -> Linear:
    names = vectors.get_feature_names_out()
    return Linear(
        float(bias),
        {
            n: round(float(w) * scale, 5)
            for n, w in zip(names, weights, strict=True)
            if abs(w * scale) > 1e-4
        },
    )


def fit_report(fitted: Fitted, features: Sequence[Features], kinds: Sequence[str]) -> None:
    """Two linear models of the same words, one normalised, one of log-count ratios, added up."""
    target = np.array([REPORT_KINDS.index(kind) for kind in kinds])
    matrices = {name: counts(features, name) for name in REPORT_FIELDS}
    rare = {name: rarity(matrix, 2) for name, matrix in matrices.items()}
    vectors = DictVectorizer()
    parts = [weighed(matrices[name], rare[name]) for name in REPORT_FIELDS]
    parts.append(vectors.fit_transform([one.report for one in features]) * NAMED_REPORT)
    model = LogisticRegression(C=1, max_iter=400).fit(hstack(parts).tocsr(), target)
    size = MASK + 1
    for number, name in enumerate(REPORT_FIELDS):
        part = model.coef_[:, number * size : (number + 1) * size]
        fitted.tables[name] = Columns(part * rare[name], np.zeros((0, size)), rare[name])
    for k, kind in enumerate(REPORT_KINDS):
        fitted.heads[f"report {kind}"] = named(
            vectors, model.coef_[k, len(REPORT_FIELDS) * size :], model.intercept_[k], NAMED_REPORT
        )
    _fit_ratios(fitted, matrices, target)


def unseen_scores(
    features: Sequence[Features], kinds: Sequence[str], scored: Sequence[Features], folds: int = 5
) -> Array:
    """Scores of the same issues (perhaps shortened) by models that had not seen the issue."""
    target = np.array(kinds)
    scores = np.zeros((len(scored), len(REPORT_KINDS)))
    for train, test in StratifiedKFold(folds, shuffle=True, random_state=SEED).split(
        target, target
    ):
        held = Fitted()
        fit_report(held, [features[i] for i in train], target[train])
        scores[test] = report_scores(held, [scored[i] for i in test])
    return scores


def _fit_ratios(fitted: Fitted, matrices: dict[str, csr_matrix], target: Array) -> None:
    """Presence scaled by log-count ratios: S. Wang, C. Manning, "Baselines and Bigrams", 2012."""
    joined = hstack([matrices[name] for name in PLAIN_FIELDS]).tocsr()
    kept = np.where(np.asarray(joined.sum(0)).ravel() >= 2)[0]
    joined = joined[:, kept]
    columns = np.zeros((len(REPORT_KINDS), len(PLAIN_FIELDS) * (MASK + 1)))
    bias = []
    for k in range(len(REPORT_KINDS)):
        inside = np.asarray(joined[target == k].sum(0)).ravel() + 1
        outside = np.asarray(joined[target != k].sum(0)).ravel() + 1
        ratio = np.log((inside / inside.sum()) / (outside / outside.sum()))
        model = LogisticRegression(C=0.02, solver="liblinear", random_state=SEED, max_iter=400)
        model.fit(joined.multiply(ratio).tocsr(), target == k)
        columns[k, kept] = model.coef_[0] * ratio
        bias.append(float(model.intercept_[0]))
    for number, name in enumerate(PLAIN_FIELDS):
        fitted.tables[name].plain = columns[:, number * (MASK + 1) : (number + 1) * (MASK + 1)]
    fitted.numbers["plain bias"] = bias
    fitted.numbers["plain share"] = [PLAIN_SHARE]


def report_scores(fitted: Fitted, features: Sequence[Features]) -> Array:
    """The same as Model.report_scores, for many and in floats."""
    scores = np.array(
        [[fitted.heads[f"report {k}"](one.report) for k in REPORT_KINDS] for one in features]
    )
    plain = np.tile(fitted.numbers["plain bias"], (len(features), 1))
    for name in REPORT_FIELDS:
        table = fitted.tables[name]
        matrix = counts(features, name)
        scores += _normalised(matrix, table)
        if len(table.plain):
            plain += np.asarray(matrix @ table.plain.T)
    return scores + PLAIN_SHARE * plain


def _normalised(matrix: csr_matrix, table: Columns) -> Array:
    norm = np.sqrt(np.asarray(matrix @ (table.rarity**2)).ravel())
    norm[norm == 0] = 1
    return np.asarray(matrix @ table.weighed.T) / norm[:, None]


def fit_opens(fitted: Fitted, features: Sequence[Features], labels: Sequence[int]) -> None:
    matrix = counts(features, "chat")
    rare = rarity(matrix, 3)
    vectors = DictVectorizer()
    parts = [
        weighed(matrix, rare),
        vectors.fit_transform([one.chat for one in features]) * NAMED_OPENS,
    ]
    model = LogisticRegression(C=0.3, max_iter=500, class_weight="balanced")
    model.fit(hstack(parts).tocsr(), np.array(labels))
    size = MASK + 1
    fitted.tables["chat"] = Columns(model.coef_[:, :size] * rare, np.zeros((0, size)), rare)
    fitted.heads["opens"] = named(vectors, model.coef_[0, size:], model.intercept_[0], NAMED_OPENS)


def opens_scores(fitted: Fitted, features: Sequence[Features]) -> Array:
    words = np.array([fitted.heads["opens"](one.chat) for one in features])
    return words + _normalised(counts(features, "chat"), fitted.tables["chat"])[:, 0]


def chat_inputs(
    features: Sequence[Features], opens: Array, reports: Array
) -> list[dict[str, float]]:
    """Named features and the others' scores, as Model.chat_features has them, but scaled."""
    found = []
    for one, opening, report in zip(features, opens, np.clip(reports, -3, 3), strict=True):
        row = {name: value * NAMED_CHAT for name, value in one.chat.items()}
        row["score: opens"] = float(opening) * SCORE_SHARE
        row.update(
            {
                f"score: {k}": float(s) * SCORE_SHARE
                for k, s in zip(REPORT_KINDS, report, strict=True)
            }
        )
        found.append(row)
    return found


def fit_chat(
    fitted: Fitted,
    inputs: Sequence[dict[str, float]],
    kinds: Sequence[str],
    needs: Sequence[bool],
    weights: Array | None = None,
) -> None:
    vectors = DictVectorizer()
    matrix = vectors.fit_transform(inputs)
    names = vectors.get_feature_names_out()
    scale = np.array([SCORE_SHARE if n.startswith("score: ") else NAMED_CHAT for n in names])
    asking = LogisticRegression(C=1, max_iter=500).fit(
        matrix, np.array(needs, dtype=int), sample_weight=weights
    )
    fitted.heads["needs"] = named(vectors, asking.coef_[0] * scale, asking.intercept_[0], 1.0)
    rare = np.where(np.isin(kinds, ["bug", "feature"]), 1.5, 1.0) * (
        1.0 if weights is None else weights
    )
    model = LogisticRegression(C=1, max_iter=500).fit(matrix, np.array(kinds), sample_weight=rare)
    assert tuple(model.classes_) == KINDS
    for k, kind in enumerate(KINDS):
        fitted.heads[f"chat {kind}"] = named(
            vectors, model.coef_[k] * scale, model.intercept_[k], 1.0
        )


assert set(FIELDS) == {*REPORT_FIELDS, "chat"}
