"""Where things are: repositories by name, old names and id; issues by reference; people."""

from __future__ import annotations

from datetime import datetime
from itertools import count

from sandbox.github.records import Issue, Label, Repository, User


class Places:
    """All repositories and people, and the next free numbers."""

    def __init__(self) -> None:
        self.repositories: list[Repository] = []
        self.users: dict[str, User] = {}
        self.issues_ever: list[Issue] = []
        self.ids = count(2_400_000_001)
        self._user_ids = count(60_001)
        self._repository_ids = count(178_000_001, 101)
        self._old_names: dict[str, Repository] = {}

    def user(self, login: str, *, type: str = "User", maintainer: bool = False) -> User:
        """The person of that login, who gets an account when they have none."""
        key = login.casefold()
        if key not in self.users:
            if login.endswith("[bot]"):
                type = "Bot"
            self.users[key] = User(login, next(self._user_ids), type, maintainer)
        return self.users[key]

    def add_repository(
        self, full_name: str, description: str, created_at: datetime, *, private: bool = False
    ) -> Repository:
        owner, name = full_name.split("/")
        found = Repository(
            id=next(self._repository_ids),
            owner=self.user(owner, type="Organization"),
            name=name,
            description=description,
            created_at=created_at,
            private=private,
        )
        self.repositories.append(found)
        return found

    def new_label(
        self, repository: Repository, name: str, color: str = "ededed", description: str = ""
    ) -> Label:
        label = Label(next(self.ids), name, color, description or None)
        repository.labels.append(label)
        return label

    def find(self, full_name: str) -> Repository | None:
        """The repository that has this name now."""
        wanted = full_name.casefold()
        here = (r for r in self.repositories if r.full_name.casefold() == wanted)
        return next(here, None)

    def find_renamed(self, full_name: str) -> Repository | None:
        """The repository that had this name before."""
        return self._old_names.get(full_name.casefold())

    def find_by_id(self, repository_id: int) -> Repository | None:
        return next((r for r in self.repositories if r.id == repository_id), None)

    def rename(self, old: str, new: str) -> Repository:
        repository = self.find(old)
        if repository is None:
            raise KeyError(old)
        owner, name = new.split("/")
        self._old_names[old.casefold()] = repository
        self._old_names.pop(new.casefold(), None)
        repository.owner = self.user(owner, type="Organization")
        repository.name = name
        return repository

    def issue(self, ref: str) -> Issue:
        """The issue with a reference such as `openebs/openebs#3`, gone ones too."""
        full_name, _, number = ref.partition("#")
        repository = self.find(full_name)
        if repository is None or int(number) not in repository.numbered:
            raise KeyError(ref)
        return repository.numbered[int(number)]

    @property
    def issues(self) -> list[Issue]:
        """The issues of all repositories, in the order in which they were created."""
        return [issue for issue in self.issues_ever if not issue.gone and not issue.is_pull]

    def forget_issues(self) -> None:
        for repository in self.repositories:
            repository.numbered.clear()
        self.issues_ever.clear()
