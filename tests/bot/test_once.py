"""An act that others see is done once, whatever becomes of its answers and of the process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InDoubt, Refused, TryAgain
from bot.once import once

WAIT = timedelta(minutes=15)
SECOND = timedelta(seconds=1)

Outcome = Literal[
    "done",
    "lost before",  # the answer is lost, and nothing was done
    "lost after",  # the answer is lost, but it was done
    "unreadable",  # it was done, and the answer is no answer
    "busy",
    "refused",
    "killed before",  # the process ends
    "killed after",
    "killed recording",
]
OUTCOMES: Sequence[Outcome] = (
    "done", "lost before", "lost after", "unreadable", "busy", "refused",
    "killed before", "killed after", "killed recording",
)  # fmt: skip


class Killed(BaseException):
    """The process is gone; nothing after it runs."""


@dataclass
class Hands:
    """A clock that is moved by hand."""

    at: datetime = datetime(2025, 6, 9, 9, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


@dataclass
class Remote:
    """A service elsewhere, in which each act leaves a letter; its list may lag behind."""

    clock: Hands
    outcomes: list[Outcome] = field(default_factory=list)
    lag: timedelta = timedelta()
    letters: list[datetime] = field(default_factory=list)
    looks: int = 0
    hid_one: bool = False

    def take(self) -> Outcome:
        return self.outcomes.pop(0) if self.outcomes else "done"

    def put(self, outcome: Outcome) -> int:
        if outcome == "lost before":
            raise InDoubt("no answer")
        if outcome == "killed before":
            raise Killed
        if outcome == "busy":
            raise TryAgain("busy")
        if outcome == "refused":
            raise Refused("no")
        self.letters.append(self.clock.now())
        if outcome == "lost after":
            raise InDoubt("no answer")
        if outcome == "killed after":
            raise Killed
        if outcome == "unreadable":
            raise ValueError("no JSON")
        return len(self.letters)

    def listed(self) -> int | None:
        self.looks += 1
        shown = [at for at in self.letters if at + self.lag <= self.clock.now()]
        self.hid_one |= len(shown) < len(self.letters)
        return len(shown) or None


@dataclass
class Letter:
    """One letter to be put into the remote service, with its marks as the database has them."""

    remote: Remote
    name: str = "letter"
    made: int | None = None
    doubt_since: datetime | None = None
    dies_recording: bool = False

    @property
    def done(self) -> bool:
        return self.made is not None

    async def mark(self, now: datetime) -> None:
        self.doubt_since = now

    async def unmark(self) -> None:
        self.doubt_since = None

    async def do(self) -> int:
        assert self.doubt_since is not None, "the doubt is written down before the act"
        outcome = self.remote.take()
        self.dies_recording = outcome == "killed recording"
        return self.remote.put(outcome)

    async def look(self) -> int | None:
        return self.remote.listed()

    async def record(self, made: int) -> None:
        if self.dies_recording:
            self.dies_recording = False
            raise Killed
        self.made = made
        self.doubt_since = None


async def until_done(letter: Letter, clock: Hands, pauses: Sequence[timedelta]) -> None:
    """Try again and again, as the workflow does; a killed process is started again."""
    later = iter(pauses)
    for _ in range(100):
        try:
            await once(letter, clock, WAIT)
        except TryAgain as again:
            clock.at += next(later, again.after)
        except (InDoubt, Refused, Killed):
            clock.at += next(later, SECOND)
        else:
            return
    raise AssertionError("it never ended")


@given(
    outcomes=st.lists(st.sampled_from(OUTCOMES), max_size=12),
    lag=st.integers(0, 30).map(lambda minutes: timedelta(minutes=minutes)),
    pauses=st.lists(st.integers(0, 1_800).map(lambda s: timedelta(seconds=s)), max_size=12),
)
async def test_nothing_is_done_twice_unless_the_listing_hides_it(
    outcomes: list[Outcome], lag: timedelta, pauses: list[timedelta]
) -> None:
    clock = Hands()
    remote = Remote(clock, outcomes, lag)
    letter = Letter(remote)
    await until_done(letter, clock, pauses)
    assert letter.made is not None
    assert letter.doubt_since is None
    assert remote.letters
    if lag <= WAIT:
        assert not remote.hid_one
    if not remote.hid_one:
        assert len(remote.letters) == 1


@given(st.lists(st.sampled_from(OUTCOMES), max_size=12))
async def test_what_is_done_is_left_alone(outcomes: list[Outcome]) -> None:
    clock = Hands()
    remote = Remote(clock, outcomes)
    await once(Letter(remote, made=1), clock, WAIT)
    assert (remote.letters, remote.looks) == ([], 0)


@pytest.mark.parametrize(
    "outcome", ["lost before", "lost after", "unreadable", "killed before", "killed after"]
)
async def test_after_a_doubt_nobody_looks_before_the_wait_is_over(outcome: Outcome) -> None:
    clock = Hands()
    remote = Remote(clock, [outcome])
    letter = Letter(remote)
    with pytest.raises((InDoubt, Killed)):
        await once(letter, clock, WAIT)
    before = len(remote.letters)

    clock.at += WAIT - SECOND
    with pytest.raises(TryAgain) as again:
        await once(letter, clock, WAIT)
    assert again.value.after == SECOND
    assert (len(remote.letters), remote.looks) == (before, 0)

    clock.at += SECOND
    await once(letter, clock, WAIT)
    assert (len(remote.letters), remote.looks) == (1, 1)


@pytest.mark.parametrize(("outcome", "error"), [("busy", TryAgain), ("refused", Refused)])
async def test_what_was_surely_not_done_leaves_no_doubt(
    outcome: Outcome, error: type[Exception]
) -> None:
    clock = Hands()
    remote = Remote(clock, [outcome])
    letter = Letter(remote)
    with pytest.raises(error):
        await once(letter, clock, WAIT)
    assert letter.doubt_since is None
    await once(letter, clock, WAIT)  # at once, without a look
    assert (len(remote.letters), remote.looks) == (1, 0)


async def test_an_answer_nobody_can_read_is_a_doubt_that_keeps_its_cause() -> None:
    clock = Hands()
    letter = Letter(Remote(clock, ["unreadable"]))
    with pytest.raises(InDoubt, match="unforeseen: ValueError") as doubt:
        await once(letter, clock, WAIT)
    assert isinstance(doubt.value.__cause__, ValueError)
    assert letter.doubt_since == clock.at


async def test_a_second_doubt_waits_as_long_as_the_first() -> None:
    clock = Hands()
    remote = Remote(clock, ["lost before", "lost before"])
    letter = Letter(remote)
    for _ in range(2):
        with pytest.raises(InDoubt):
            await once(letter, clock, WAIT)
        with pytest.raises(TryAgain) as again:
            await once(letter, clock, WAIT)
        assert again.value.after == WAIT
        clock.at += WAIT
    await once(letter, clock, WAIT)
    assert len(remote.letters) == 1
