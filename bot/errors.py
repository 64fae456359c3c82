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


class TellUser(Exception):
    """Said to the person who asked, in words they can act on."""
