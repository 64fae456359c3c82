"""Errors named for what happens next."""

from __future__ import annotations

from datetime import timedelta


class TryAgain(Exception):
    """It did not work now; the workflow tries again after a pause."""

    def __init__(self, why: str, after: timedelta = timedelta(seconds=5)) -> None:
        super().__init__(why, after)
        self.why = why
        self.after = after

    def __str__(self) -> str:
        return self.why


class InDoubt(Exception):
    """Nobody knows whether it took effect: the answer was lost. Look before repeating."""


class Refused(Exception):
    """It will not work however often it is tried; a person must look."""


class Renamed(Refused):
    """The repository is called `to` now. Nothing was written; it can be, under that name."""

    def __init__(self, to: str) -> None:
        super().__init__(to)
        self.to = to

    def __str__(self) -> str:
        return f"the repository is called {self.to} now"


class Moved(Refused):
    """The issue was transferred to another repository, where it has another number."""

    def __init__(self, repository: str, number: int) -> None:
        super().__init__(repository, number)
        self.repository = repository
        self.number = number

    def __str__(self) -> str:
        return f"the issue is {self.repository}#{self.number} now"


class Gone(Refused):
    """The issue was deleted, or is where Burley may not see it."""


class TellUser(Exception):
    """Said to the person who asked, in words they can act on."""


class ModelUnavailable(Exception):
    """The language model gave nothing to use, for the reason told; the offline draft stands."""
