"""Loads the shipped weights and weighs a text with them. Standard library only."""

from __future__ import annotations

import json
import math
import zlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.kinds.features import FIELDS, MASK, Features, register

MAGIC = b"BURLEY-KINDS-1\n"
KINDS = ("bug", "chatter", "feature", "question")
REPORT_KINDS = ("bug", "feature", "question")


@dataclass(frozen=True, slots=True)
class Linear:
    """A weighted sum of named features."""

    bias: float
    weights: Mapping[str, float]

    def __call__(self, features: Mapping[str, float]) -> float:
        weights = self.weights
        return self.bias + sum(
            value * weights[name] for name, value in features.items() if name in weights
        )


@dataclass(frozen=True, slots=True)
class Table:
    """Weights of one field's hashed sequences, a signed byte each."""

    weighed: tuple[array[int], ...]
    scales: tuple[float, ...]
    plain: tuple[array[int], ...]
    plain_scales: tuple[float, ...]
    rarity: array[int]
    rarity_scale: float

    def sums(self, buckets: Sequence[int]) -> tuple[list[float], list[float]]:
        """Sums normalised by how much rare wording there is, and plain sums."""
        # A sequence that training never saw has no rarity, and no weight either.
        buckets = [bucket for bucket in buckets if self.rarity[bucket]]
        squares = sum([value * value for value in map(self.rarity.__getitem__, buckets)])
        norm = math.sqrt(squares) * self.rarity_scale or 1.0
        weighed = [
            sum(map(column.__getitem__, buckets)) * scale / norm
            for column, scale in zip(self.weighed, self.scales, strict=True)
        ]
        plain = [
            sum(map(column.__getitem__, buckets)) * scale
            for column, scale in zip(self.plain, self.plain_scales, strict=True)
        ]
        return weighed, plain


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the model says of a text, before anybody has decided."""

    kinds: dict[str, float]
    needs_answer: float
    is_report: float


# The model knows English. Of another language it knows the question mark,
# and says so with little confidence.
FOREIGN_QUESTION = Weighed(
    {"bug": 0.05, "chatter": 0.2, "feature": 0.05, "question": 0.7}, 0.75, 0.0
)
FOREIGN_TALK = Weighed({"bug": 0.08, "chatter": 0.6, "feature": 0.07, "question": 0.25}, 0.25, 0.0)


@dataclass(frozen=True, slots=True)
class Model:
    tables: Mapping[str, Table]
    heads: Mapping[str, Linear]
    numbers: Mapping[str, list[float]]
    thresholds: Mapping[str, Mapping[str, float]]

    def weigh(self, features: Features) -> Weighed:
        if features.foreign and features.reading.blocks == 0 and not features.reading.headings:
            return FOREIGN_QUESTION if features.reading.asks else FOREIGN_TALK
        report = self.report_scores(features)
        chat_features = self.chat_features(features, report)
        needs = sigmoid(self.heads["needs"](chat_features))
        chat = softmax([self.heads[f"chat {kind}"](chat_features) for kind in KINDS])
        is_report = self.is_report(features)
        sharpness = self.numbers["report sharpness"][0]
        reported = softmax([score * sharpness for score in report])
        kinds = dict(zip(KINDS, [(1 - is_report) * p for p in chat], strict=True))
        for kind, p in zip(REPORT_KINDS, reported, strict=True):
            kinds[kind] += is_report * p
        return Weighed(kinds, needs, is_report)

    def is_report(self, features: Features) -> float:
        """How much a text looks like an issue rather than a message, not what it says."""
        return sigmoid(self.heads["register"](register(features.reading, features.chat)))

    def report_scores(self, features: Features) -> list[float]:
        ratio = self.numbers["plain share"][0]
        scores = [self.heads[f"report {kind}"](features.report) for kind in REPORT_KINDS]
        plain_scores = list(self.numbers["plain bias"])
        for field in ("lead", "body", "head", "headings"):
            weighed, plain = self.tables[field].sums(features.grams[field])
            scores = [a + b for a, b in zip(scores, weighed, strict=True)]
            if plain:
                plain_scores = [a + b for a, b in zip(plain_scores, plain, strict=True)]
        return [a + ratio * b for a, b in zip(scores, plain_scores, strict=True)]

    def opens(self, features: Features) -> float:
        """How much it reads like what other people in a help channel reply to."""
        (weighed,), _ = self.tables["chat"].sums(features.grams["chat"])
        return self.heads["opens"](features.chat) + weighed

    def chat_features(self, features: Features, report: Sequence[float]) -> dict[str, float]:
        found = dict(features.chat)
        found["score: opens"] = self.opens(features)
        for kind, score in zip(REPORT_KINDS, report, strict=True):
            # A long log must not outvote the words around it.
            found[f"score: {kind}"] = max(-3.0, min(3.0, score))
        return found


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, x))))


def softmax(scores: Sequence[float]) -> list[float]:
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


@cache
def shipped() -> Model:
    return loads(files(__package__).joinpath("weights.bin").read_bytes())


def loads(data: bytes) -> Model:
    """Read a weights file: a line of magic, a length, JSON, then the tables, packed."""
    if not data.startswith(MAGIC):
        raise ValueError("not a Burley weights file")
    start = len(MAGIC) + 4
    length = int.from_bytes(data[len(MAGIC) : start], "big")
    header = json.loads(data[start : start + length])
    packed = memoryview(zlib.decompress(data[start + length :]))
    size = MASK + 1
    place = 0

    def column() -> array[int]:
        nonlocal place
        values = array("b", packed[place : place + size].tobytes())
        place += size
        return values

    tables = {}
    for field in FIELDS:
        kept = header["tables"][field]
        tables[field] = Table(
            tuple(column() for _ in kept["scales"]),
            tuple(kept["scales"]),
            tuple(column() for _ in kept["plain_scales"]),
            tuple(kept["plain_scales"]),
            column(),
            kept["rarity_scale"],
        )
    heads = {name: Linear(head["bias"], head["weights"]) for name, head in header["heads"].items()}
    return Model(tables, heads, header["numbers"], header["thresholds"])
