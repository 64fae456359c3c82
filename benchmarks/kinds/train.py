"""Trains the kinds and writes `bot/kinds/weights.bin`: python -m benchmarks.kinds.train"""

from __future__ import annotations

import hashlib
import json
import random
import sys
import time
import warnings
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.kinds import corpora, fit
from bot.kinds.features import FIELDS, Features, extract, register
from bot.kinds.model import MAGIC, REPORT_KINDS
from bot.kinds.text import read

warnings.filterwarnings("ignore", module="sklearn")
SHORT_LETTERS = (0, 220)
SHORT_WEIGHT = (
    0.1  # there are ten times as many of them as of chat messages, and their labels say less
)
OPENEBS_WEIGHT = 3.0
NAMED_REGISTER = 0.3
OUT = corpora.HERE.parents[1] / "bot" / "kinds" / "weights.bin"


def gold() -> list[corpora.Record]:
    return corpora.openers() + corpora.toplevel()


def told_apart(texts: set[str]) -> tuple[list[Features], list[int]]:
    rows = corpora.opens(texts)
    return [extract(text) for text, _ in rows], [label for _, label in rows]


def fit_register(
    fitted: fit.Fitted, reports: Sequence[Features], chats: Sequence[Features]
) -> None:
    vectors = DictVectorizer()
    rows = [
        {n: v * NAMED_REGISTER for n, v in register(one.reading, one.chat).items()}
        for one in (*reports, *chats)
    ]
    target = np.array([1] * len(reports) + [0] * len(chats))
    model = LogisticRegression(C=1, max_iter=500).fit(vectors.fit_transform(rows), target)
    fitted.heads["register"] = fit.named(
        vectors, model.coef_[0], model.intercept_[0], NAMED_REGISTER
    )


def fit_sharpness(fitted: fit.Fitted, scores: fit.Array, kinds: Sequence[str]) -> None:
    """One number that turns report scores into probabilities, from scores of unseen issues."""
    target = np.array([REPORT_KINDS.index(kind) for kind in kinds])
    losses = {}
    for sharpness in np.arange(0.2, 2.01, 0.05):
        powers = np.exp(scores * sharpness - (scores * sharpness).max(1, keepdims=True))
        right = (powers / powers.sum(1, keepdims=True))[np.arange(len(target)), target]
        losses[round(float(sharpness), 2)] = float(-np.log(right).mean())
    fitted.numbers["report sharpness"] = [min(losses, key=lambda s: losses[s])]


@dataclass(slots=True)
class Chat:
    """What the chat heads learn from; its first rows are the triage data, which also measure."""

    messages: list[corpora.Record]
    features: list[Features]
    inputs: list[dict[str, float]]
    weights: fit.Array
    judged: int
    labelled: int

    def without(self, source: str) -> list[int]:
        return [n for n, message in enumerate(self.messages) if message.get("source") != source]


def short(issue: corpora.Record, letters: int) -> str:
    """An issue as somebody would say it in a channel: its title, and how its text begins."""
    start = read(issue["body"] or "").prose.replace("\n", " ")[:letters]
    return f"{issue['title'] or ''}. {start}" if letters else issue["title"] or ""


def chat_data(
    fitted: fit.Fitted, issues: Sequence[corpora.Record], reports: Sequence[Features]
) -> Chat:
    kinds = [issue["label"] for issue in issues]
    judged, labelled = gold(), corpora.labelled()
    messages = judged + labelled
    weak, labels = told_apart({m["text"].strip() for m in messages})
    fit.fit_opens(fitted, weak, labels)
    openebs = [
        {**r, "source": "openebs", "needs_answer": r["kind"] == "question"}
        for r in corpora.openebs()
    ]
    messages += openebs
    features = [extract(m["text"]) for m in messages]
    fit_register(fitted, reports, features + random.Random(fit.SEED).sample(weak, 2500))
    inputs = fit.chat_inputs(
        features, fit.opens_scores(fitted, features), fit.report_scores(fitted, features)
    )
    weights = [1.0] * (len(messages) - len(openebs)) + [OPENEBS_WEIGHT] * len(openebs)
    for letters in SHORT_LETTERS:
        texts = [extract(short(issue, letters)) for issue in issues]
        scores = fit.unseen_scores(reports, kinds, texts)
        inputs += fit.chat_inputs(texts, fit.opens_scores(fitted, texts), scores)
        messages += [
            {"source": "issues", "kind": k, "needs_answer": k == "question"} for k in kinds
        ]
        weights += [SHORT_WEIGHT] * len(issues)
        features += texts
    return Chat(messages, features, inputs, np.array(weights), len(judged), len(labelled))


def pack(fitted: fit.Fitted) -> bytes:
    tables, columns = {}, []

    def byte(column: np.ndarray) -> float:
        scale = float(np.abs(column).max()) / 127 or 1.0
        columns.append(np.round(column / scale).astype(np.int8).tobytes())
        return scale

    for name in FIELDS:
        table = fitted.tables[name]
        tables[name] = {
            "scales": [byte(column) for column in table.weighed],
            "plain_scales": [byte(column) for column in table.plain],
            "rarity_scale": byte(table.rarity),
        }
    header = json.dumps(
        {
            "tables": tables,
            "heads": {
                name: {"bias": head.bias, "weights": dict(head.weights)}
                for name, head in fitted.heads.items()
            },
            "numbers": fitted.numbers,
            "thresholds": fitted.thresholds,
        },
        sort_keys=True,
    ).encode()
    return MAGIC + len(header).to_bytes(4, "big") + header + zlib.compress(b"".join(columns), 9)


def main() -> None:
    from benchmarks.kinds.evaluate import out_of_fold, thresholds  # it imports this module's parts

    started = time.time()
    fitted = fit.Fitted()
    issues = corpora.issues()
    reports = [extract(corpora.issue_text(issue)) for issue in issues]
    kinds = [issue["label"] for issue in issues]
    fit.fit_report(fitted, reports, kinds)
    fit_sharpness(fitted, fit.unseen_scores(reports, kinds, reports), kinds)
    chat = chat_data(fitted, issues, reports)
    fit.fit_chat(
        fitted,
        chat.inputs,
        [m["kind"] for m in chat.messages],
        [m["needs_answer"] for m in chat.messages],
        chat.weights,
    )
    fitted.thresholds = thresholds(*out_of_fold(chat), chat.messages[: chat.judged])
    OUT.write_bytes(pack(fitted))
    digest = hashlib.sha256(OUT.read_bytes()).hexdigest()[:16]
    took = time.time() - started
    print(
        f"{OUT.name}: {OUT.stat().st_size:,} bytes, sha256 {digest}…, {took:.0f} s",
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
