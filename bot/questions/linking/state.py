"""What is remembered of a channel: a bounded number of talks, people and words."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import log

LINKING_S = 48 * 3600.0  # an unthreaded answer later than this is not looked for
MOST_TALKS = 40
MOST_PEOPLE = 2_000
MOST_WORDS_COUNTED = 20_000
MOST_WORDS_OF_TALK = 120
MOST_HEARD_FROM = 50
MOST_CANDIDATES = 6
MOST_REMEMBERED = 5_000  # questions that a thread reply may still answer


@dataclass(slots=True, eq=False)
class Candidate:
    """A message that may be the first response to a waiting question."""

    ts: str
    user: str
    at: float
    number: int
    chance: float  # that it belongs to the talk, when it came
    seen: set[str]  # names of what speaks for and against it
    waited_s: float
    shared: tuple[str, ...]  # its rarest words that the talk has too


@dataclass(slots=True, eq=False)
class Talk:
    """A message that started something, and what is thought to belong to it."""

    ts: str
    starter: str
    at: float
    words: set[str]
    mentions: tuple[str, ...] = ()
    length: int = 0  # of its first message, in words
    asks: bool = False  # a question, and its ts is the talk's
    surely_new: float = 1.0  # how sure it was that the question started something
    answered: bool = False
    threaded: bool = False
    messages: int = 0
    heard_from: dict[str, float] = field(default_factory=dict)
    candidates: list[Candidate] = field(default_factory=list)
    last_at: float = 0.0
    last_number: int = 0  # of the channel's messages
    last_user: str = ""
    before_last_user: str = ""
    last_words: set[str] = field(default_factory=set)
    last_mentions: tuple[str, ...] = ()
    last_asks: bool = False
    last_thanks: bool = False

    @property
    def waits(self) -> bool:
        return self.asks and not self.answered


@dataclass(slots=True)
class Person:
    """What somebody has done in the channel lately."""

    talk: Talk | None = None
    ts: str = ""
    at: float = 0.0
    number: int = 0
    started: int = 0
    helped: int = 0


@dataclass(slots=True)
class Vocabulary:
    """How rare a word is here; the counts are halved when there are too many words."""

    seen: dict[str, int] = field(default_factory=dict)
    messages: int = 0

    def learn(self, words: set[str]) -> None:
        seen = self.seen
        self.messages += 1
        for word in words:
            seen[word] = seen.get(word, 0) + 1
        if len(seen) > MOST_WORDS_COUNTED:
            self.messages //= 2
            self.seen = {word: count // 2 for word, count in seen.items() if count > 1}

    def rarity(self, words: set[str]) -> dict[str, int]:
        """Ten times the natural log of messages to one with the word, at most 60.

        Whole numbers, because sums of them do not depend on the order of a set.
        """
        seen, total = self.seen, self.messages + 50
        return {word: min(60, int(10 * log(total / (seen.get(word, 0) + 1)))) for word in words}


@dataclass(slots=True)
class ChannelState:
    """A channel up to some message; the next step rests on nothing else."""

    talks: dict[str, Talk] = field(default_factory=dict)  # the latest spoken in comes last
    people: dict[str, Person] = field(default_factory=dict)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    waiting: dict[str, str] = field(default_factory=dict)  # question → asker
    part_of: dict[str, str] = field(default_factory=dict)  # later message of a burst → question
    last: Talk | None = None  # where the latest unthreaded message went
    last_user: str = ""
    last_at: float = 0.0
    number: int = 0
    threading: float = 0.0  # share of thread replies among the latest messages, roughly
