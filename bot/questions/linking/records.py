"""What the linker reads and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

What = Literal[
    "opens",  # a question
    "continues",  # the asker goes on with a question of their own
    "responds",  # somebody else's words on a question
    "none",  # nothing of these, or too unsure to say
]


@dataclass(frozen=True, slots=True)
class Said:
    """A message of one channel, as the linker needs it."""

    ts: str
    user: str | None
    text: str
    is_human: bool = True  # a member's talk: no bot, no join, no topic change
    thread_ts: str | None = None
    asks: float | None = None  # how surely it asks for help, where that is known already
    answers: str | None = None  # a person said which question it answers; "" for none at all

    @property
    def in_thread(self) -> bool:
        """True for a reply; the first message of a thread is not in it."""
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass(frozen=True, slots=True)
class Response:
    """The first response found to a question; its message may lie before the one that told."""

    question: str
    ts: str
    user: str
    how: Literal["thread", "linked"]
    why: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Decision:
    """What a message is; `question` names the question by its ts, or a thread's root."""

    ts: str
    what: What
    question: str | None = None
    response: Response | None = None
    solved: bool = False  # the asker says that the question is done
    confidence: float = 1.0
