"""What the sandbox's GitHub remembers: people, repositories, issues, comments, releases."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class User:
    login: str
    id: int
    type: str = "User"  # or "Bot", "Organization"
    maintainer: bool = False


@dataclass
class Label:
    id: int
    name: str
    color: str = "ededed"
    description: str | None = None


@dataclass
class Comment:
    id: int
    user: User
    body: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Commit:
    sha: str
    message: str
    author: User
    at: datetime


@dataclass
class Event:
    """Something in an issue's timeline; `source` is the pull request that mentions it."""

    id: int
    kind: str
    actor: User
    at: datetime
    commit: str | None = None
    source: Issue | None = None


@dataclass
class Release:
    id: int
    tag: str
    name: str
    body: str
    author: User
    published_at: datetime
    prerelease: bool = False


@dataclass(eq=False)
class Issue:
    repository: Repository
    id: int
    number: int
    title: str
    body: str | None
    user: User
    created_at: datetime
    updated_at: datetime
    labels: list[Label] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    state: str = "open"
    state_reason: str | None = None
    closed_at: datetime | None = None
    closed_by: User | None = None
    locked: bool = False
    lock_reason: str | None = None
    deleted: bool = False
    moved_to: Issue | None = None
    events: list[Event] = field(default_factory=list)
    is_pull: bool = False
    merged_at: datetime | None = None

    @property
    def ref(self) -> str:
        return f"{self.repository.full_name}#{self.number}"

    @property
    def label_names(self) -> list[str]:
        return [label.name for label in self.labels]

    @property
    def gone(self) -> bool:
        """Deleted or transferred away: it has a number, but is no longer here."""
        return self.deleted or self.moved_to is not None


@dataclass(eq=False)
class Repository:
    id: int
    owner: User
    name: str
    description: str
    created_at: datetime
    private: bool = False
    archived: bool = False
    has_issues: bool = True
    labels: list[Label] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    numbered: dict[int, Issue] = field(default_factory=dict)
    releases: list[Release] = field(default_factory=list)
    commits: list[Commit] = field(default_factory=list)
    tags: dict[str, int] = field(default_factory=dict)  # how many commits each has

    @property
    def full_name(self) -> str:
        return f"{self.owner.login}/{self.name}"

    @property
    def issues(self) -> list[Issue]:
        """The issues and pull requests that are here now, oldest first."""
        return [issue for issue in self.numbered.values() if not issue.gone]

    def label(self, name: str) -> Label | None:
        """The label of that name; GitHub compares label names without regard to case."""
        wanted = name.casefold()
        return next((label for label in self.labels if label.name.casefold() == wanted), None)
