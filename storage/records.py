"""The plain records that queries take and return; no row object leaves `storage`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

MessageKey = tuple[str, str]  # channel id, ts: a ts alone is unique in its channel only

# What people do when they talk; every other subtype is the system speaking.
PEOPLE_TALKING = frozenset({None, "thread_broadcast", "file_share", "me_message"})

Kind = Literal["question", "bug", "feature", "chatter"]


def time_of(ts: str) -> datetime:
    """The moment a Slack ts names, exact to the microsecond."""
    seconds, _, fraction = ts.partition(".")
    micros = int(fraction[:6].ljust(6, "0") or 0)
    return datetime.fromtimestamp(int(seconds), UTC) + timedelta(microseconds=micros)


def micros_of(ts: str) -> int:
    """Microseconds since 1970: how the database orders messages."""
    seconds, _, fraction = ts.partition(".")
    return int(seconds) * 1_000_000 + int(fraction[:6].ljust(6, "0") or 0)


@dataclass(frozen=True, slots=True)
class Channel:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Member:
    """An account of the workspace: a person, or a bot that posts under a user id."""

    id: str
    name: str
    is_bot: bool = False
    left: bool = False
    time_zone: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    channel: str
    ts: str
    author: str | None
    text: str
    thread_ts: str | None = None
    subtype: str | None = None
    by_bot: bool = False
    edited_ts: str | None = None

    @property
    def key(self) -> MessageKey:
        return (self.channel, self.ts)

    @property
    def at(self) -> datetime:
        return time_of(self.ts)

    @property
    def in_thread(self) -> bool:
        """True for a reply; the first message of a thread is not in it."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def is_talk(self) -> bool:
        """Somebody said something, as far as the message alone tells: not a join, not a bot.

        Whether the author's account is a bot's is known to the members table only.
        """
        return self.author is not None and not self.by_bot and self.subtype in PEOPLE_TALKING


@dataclass(frozen=True, slots=True)
class FirstResponse:
    ts: str
    user: str
    how: Literal["thread", "linked"]
    why: str = ""

    @property
    def at(self) -> datetime:
        return time_of(self.ts)


@dataclass(frozen=True, slots=True)
class Question:
    """The first message of a burst that asks for help, and who answered it first."""

    channel: str
    ts: str
    asker: str
    kind: Kind
    confidence: float
    why: str
    first_response: FirstResponse | None = None
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None
    solved_at: datetime | None = None

    @property
    def key(self) -> MessageKey:
        return (self.channel, self.ts)

    @property
    def opened_at(self) -> datetime:
        return time_of(self.ts)

    @property
    def waiting(self) -> bool:
        return self.first_response is None

    @property
    def waited(self) -> timedelta | None:
        """From the question to its first response; None while it waits."""
        if self.first_response is None:
            return None
        return self.first_response.at - self.opened_at


@dataclass(frozen=True, slots=True)
class Link:
    """What a message has to do with a question (both by ts, in one channel)."""

    channel: str
    ts: str
    question: str
    what: Literal["opens", "continues", "responds", "none"]
    response_to: str | None = None  # the question it answers, which may be another
    response_ts: str | None = None
    response_user: str | None = None
    why: str = ""
    confidence: float = 1.0
    solved: bool = False


ReportState = Literal[
    "offered",  # its author was shown it and has not decided
    "declined",
    "confirmed",  # a person pressed the button on exactly these words
    "in_doubt",  # about to be, or perhaps already, on GitHub
    "filed",
    "failed",  # refused; a person must look
    "policy",  # not for a public tracker: its author is told why, and no words are kept
    "withdrawn",  # its message is gone, and its words with it
]


@dataclass(frozen=True, slots=True)
class Report:
    """A bug or feature request on its way to an issue tracker."""

    id: str
    channel: str
    ts: str
    thread_ts: str
    reporter: str
    kind: Kind
    repository: str
    title: str
    body: str
    labels: tuple[str, ...] = ()
    why: str = ""
    state: ReportState = "offered"
    confirmed_by: str | None = None
    confirmed_hash: str | None = None
    doubt_since: datetime | None = None
    issue_number: int | None = None
    issue_url: str | None = None
    failure: str | None = None
    attempt: int = 1  # grows when somebody takes up a report whose filing failed

    @property
    def key(self) -> MessageKey:
        return (self.channel, self.ts)


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue as the tracker last showed it."""

    repository: str
    number: int
    title: str
    url: str
    state: Literal["open", "closed"]
    state_reason: str | None
    updated_at: datetime


PostState = Literal["planned", "in_doubt", "posted", "failed"]


@dataclass(frozen=True, slots=True)
class Post:
    """Something Burley says where others see it, written down before it is said."""

    id: str
    channel: str
    text: str
    thread_ts: str | None = None
    blocks: list[dict[str, object]] | None = None
    state: PostState = "planned"
    doubt_since: datetime | None = None
    ts: str | None = None


DigestState = Literal["planned", "skipped"]


@dataclass(frozen=True, slots=True)
class Digest:
    channel: str
    week: str
    state: DigestState
    created_at: datetime
    payload: dict[str, object] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said about a message; it stands above what Burley thinks."""

    channel: str
    ts: str
    about: Literal["kind", "repository", "link", "solved"]
    value: str
    by: str
    at: datetime
