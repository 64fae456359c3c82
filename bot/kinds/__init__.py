"""What a text is: a question, a bug, a feature request or chatter; how sure, and why.

>>> from bot.kinds import classify
>>> classify("How do I resize a volume?").kind
'question'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.kinds.features import extract
from bot.kinds.model import Model, shipped
from bot.kinds.reasons import why

if TYPE_CHECKING:
    from bot.kinds.learn import Learned

Care = Literal["cautious", "balanced", "eager"]

__all__ = ["Care", "Judgement", "classify", "classify_many", "threshold"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The likeliest kind, its probability, and the reason in words."""

    kind: str
    confidence: float
    why: str
    scores: dict[str, float]
    needs_answer: float

    def waits(self, care: Care = "balanced") -> bool:
        """Whether to count it as something that needs an answer."""
        return self.needs_answer >= threshold("needs_answer", care)

    def at(self, care: Care) -> str:
        """The kind if it is sure enough for this much care, else chatter: rather silent."""
        if self.kind != "chatter" and self.confidence >= threshold(self.kind, care):
            return self.kind
        if care == "eager":
            likely = max(
                (k for k in self.scores if k != "chatter"), key=lambda k: (self.scores[k], k)
            )
            if self.scores[likely] >= threshold(likely, care):
                return likely
        return "chatter"


def threshold(what: str, care: Care, *, model: Model | None = None) -> float:
    """The probability from which Burley acts; derived from the calibration (see the model card)."""
    return (model or shipped()).thresholds[what][care]


def classify(text: str, *, learned: Learned | None = None, model: Model | None = None) -> Judgement:
    """Any text: Slack's raw text, GitHub's Markdown (title, line break, body), or anything else."""
    model = model or shipped()
    features = extract(text)
    if not features.reading.prose:
        nothing = {"bug": 0.0, "chatter": 1.0, "feature": 0.0, "question": 0.0}
        return Judgement("chatter", 1.0, "is empty", nothing, 0.0)
    weighed = model.weigh(features)
    scores, needs = weighed.kinds, weighed.needs_answer
    if learned is not None:
        scores, needs = learned.adjust(features, scores, needs)
    kind = max(scores, key=lambda name: (scores[name], name))
    return Judgement(
        kind,
        round(scores[kind], 4),
        why(features, kind, model, weighed.is_report),
        {name: round(value, 4) for name, value in scores.items()},
        round(needs, 4),
    )


def classify_many(
    texts: Iterable[str], *, learned: Learned | None = None, model: Model | None = None
) -> Iterator[Judgement]:
    """One by one, in order; nothing is kept."""
    model = model or shipped()
    for text in texts:
        yield classify(text, learned=learned, model=model)
