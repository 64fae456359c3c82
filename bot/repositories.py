"""What GitHub tells of a repository, its commits, and what closed an issue, as plain records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storage.records import Issue

# How a commit's first line names its pull request: squashed, merged by GitHub, merged by bors.
PULL_REQUEST = re.compile(r"\(#(\d+)\)|^Merge (?:pull request )?#(\d+)\b")


@dataclass(frozen=True, slots=True)
class RepositoryState:
    id: int
    full_name: str  # as GitHub spells it now: a rename shows
    has_issues: bool
    archived: bool
    private: bool
    can_push: bool | None  # None when GitHub does not tell; without it labels are dropped

    @property
    def takes_issues(self) -> bool:
        return self.has_issues and not self.archived


@dataclass(frozen=True, slots=True)
class Commit:
    sha: str
    title: str  # the first line of its message

    @property
    def pull_requests(self) -> frozenset[int]:
        found = PULL_REQUEST.findall(self.title)
        return frozenset(int(squashed or merged) for squashed, merged in found)


@dataclass(frozen=True, slots=True)
class Fix:
    """What closed an issue: a commit, pull requests that were merged, or both."""

    commit: str | None
    pull_requests: tuple[int, ...] = ()

    def is_in(self, commits: Iterable[Commit]) -> bool:
        wanted = frozenset(self.pull_requests)
        return any(one.sha == self.commit or one.pull_requests & wanted for one in commits)


def dropped_labels(asked: Sequence[str], made: Issue) -> list[str]:
    """The labels that were asked for and that GitHub left out without a word."""
    there = {name.casefold() for name in made.labels}
    return [name for name in asked if name.casefold() not in there]
