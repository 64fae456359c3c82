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
    files: tuple[str, ...] = ()  # the names of what is attached, without line ends
    shared: str = ""  # what somebody said elsewhere and this forwards, as a quotation

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
    def whole_text(self) -> str:
        """The author's words and what they forward, as it is read; judged are theirs alone."""
        return "\n".join(part for part in (self.text, self.shared) if part)

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
    joins: int | None = None  # the issue it is added to, instead of becoming one
    # What the maintainers will ask for: a heading, a question, and commands, a line each.
    missing: tuple[str, ...] = ()
    asked: str | None = None  # fingerprint of the draft with which that was asked, once
    named: bool = False  # whether the reporter's name goes along, because they say so
    queued: bool = False  # whether helpers look at it before its author is asked anything
    wording: str = ""  # what a language model did to the words, said to whoever confirms them

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
    body: str = ""
    labels: tuple[str, ...] = ()
    locked: bool = False
    author: str = ""
    created_at: datetime | None = None
    closed_at: datetime | None = None
    moved: str | None = None  # owner/name#number after a transfer, GONE after a deletion
    released: str | None = None  # the release that carries its fix

    @property
    def name(self) -> str:
        return f"{self.repository}#{self.number}"


GONE = "gone"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on an issue, as the tracker last showed it."""

    id: int
    number: int  # the issue's
    author: str
    association: str  # GitHub's author_association: MEMBER, CONTRIBUTOR, NONE, …
    body: str
    url: str
    created_at: datetime
    updated_at: datetime
    by_bot: bool = False


@dataclass(frozen=True, slots=True)
class Release:
    """A published release; `tag` is its git tag."""

    id: int
    tag: str
    name: str
    body: str
    url: str
    published_at: datetime
    prerelease: bool = False


@dataclass(frozen=True, slots=True)
class Tracker:
    """What is known of a repository that reports go to, and up to where it has been read.

    `labels` and `templates` (path and text of each) are None until they could be read.
    """

    repository: str  # as the settings call it
    full_name: str = ""  # as GitHub calls it now
    github_id: int | None = None
    labels: tuple[str, ...] | None = None
    templates: tuple[tuple[str, str], ...] | None = None
    read_at: datetime | None = None
    issues_since: datetime | None = None
    comments_since: datetime | None = None
    releases_since: datetime | None = None
    trouble: str | None = None
    dropped: str | None = None


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
    edition: int = 1  # of the text and blocks above; grows when they change
    shown: int = 0  # the edition that Slack shows


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
