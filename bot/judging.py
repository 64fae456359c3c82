"""What a text is to this community: the shipped judgement, its corrections, its channels' care."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from bot.kinds import classify
from bot.kinds.learn import Learned
from bot.settings import Care
from storage.records import Kind

# By one of these at the start of a message its author opts it out.
OPTED_OUT = (":mega:", ":loudspeaker:", "📣", "📢")


def opted_out(text: str) -> bool:
    """Whether the author of a message wants it left alone."""
    return text.lstrip().startswith(OPTED_OUT)


@dataclass(frozen=True, slots=True)
class Judged:
    """A kind, how sure (0 to 1), why in words, and whether it waits for an answer."""

    kind: Kind
    confidence: float
    why: str
    asks: bool


class Judge:
    def __init__(
        self,
        care_of: Callable[[str], Care] = lambda _channel: "balanced",
        learned: Learned | None = None,
    ) -> None:
        self._care_of = care_of
        self.learned = learned

    def __call__(self, channel: str, text: str) -> Judged:
        """What somebody's text in a channel is; with as much care as the channel wants."""
        if opted_out(text):
            return Judged("chatter", 1.0, "begins with 📣", asks=False)
        care = self._care_of(channel)
        found = classify(text, learned=self.learned)
        kind = found.at(care)
        asks = kind != "chatter" or found.waits(care)
        if asks and kind == "chatter":
            kind = max((score, one) for one, score in found.scores.items() if one != "chatter")[1]
        return Judged(cast(Kind, kind), found.confidence, found.why, asks)

    def as_report(self, text: str) -> Kind:
        """What a text reports, given that it reports something: a bug, or a wish."""
        scores = classify(text, learned=self.learned).scores
        return "bug" if scores["bug"] >= scores["feature"] else "feature"

    def without_reports(self, channel: str, text: str) -> Kind:
        """What a text is, given that it reports nothing: a question, or chatter."""
        scores = classify(text, learned=self.learned).scores
        return "question" if scores["question"] >= scores["chatter"] else "chatter"
