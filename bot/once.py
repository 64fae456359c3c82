"""An act that others see, done once although its answer may be lost.

Slack and GitHub know no idempotency keys. So the doubt is written down before the act; a
later run that finds a doubt looks whether the act was done before it acts again, and not
too soon: a list that lags behind shows nothing yet, and looking then makes twins.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from bot import durable, failpoints, logs
from bot.clock import Clock
from bot.errors import InDoubt, Refused, TryAgain

R = TypeVar("R")

log = logs.get("once")


class Act(Protocol[R]):
    """One outward act, with its marks in our database and a way to find its effect."""

    @property
    def name(self) -> str: ...

    @property
    def done(self) -> bool: ...

    @property
    def doubt_since(self) -> datetime | None: ...

    async def mark(self, now: datetime) -> None:
        """Write down, and commit, that it is about to be done."""

    async def do(self) -> R: ...

    async def unmark(self) -> None:
        """It was surely not done this time."""

    async def look(self) -> R | None:
        """What it made, if it can be found where it would be."""

    async def record(self, made: R) -> None: ...


async def once(act: Act[R], clock: Clock, wait: timedelta) -> None:
    """One try, to be run as a durable step: InDoubt and TryAgain want another later."""
    if act.done:
        return
    if act.doubt_since is not None:
        left = act.doubt_since + wait - clock.now()
        if left > timedelta(0):
            raise TryAgain(f"waiting to see whether the {act.name} was made", left)
        if await found(act):
            return
    await begin(act, clock)


async def found(act: Act[R]) -> bool:
    """Look whether it was done, and write down what was made if so."""
    made = await act.look()
    if made is None:
        return False
    await _record(act, made)
    return True


async def begin(act: Act[R], clock: Clock) -> None:
    """Do it, whatever was done before: for those who have looked, or never began."""
    await act.mark(clock.now())
    failpoints.reached(f"{act.name} in doubt")
    try:
        made = await act.do()
    except (Refused, TryAgain):
        await act.unmark()
        raise
    except InDoubt as doubt:
        log.warning("was it made?", act=act.name, why=str(doubt))
        raise
    except Exception as unforeseen:
        # An answer nobody can read says as little as none.
        log.exception("was it made?", act=act.name)
        raise InDoubt(f"unforeseen: {type(unforeseen).__name__}") from unforeseen
    failpoints.reached(f"{act.name} made")
    await _record(act, made)


async def _record(act: Act[R], made: R) -> None:
    await act.record(made)
    failpoints.reached(f"{act.name} recorded")


async def until_clear(name: str, attempt: durable.Workflow, of: str, wait: timedelta) -> None:
    """Run `attempt` as a durable step, again after `wait` while its outcome is unclear."""
    while True:
        try:
            await durable.step(name, lambda: attempt(of))
            return
        except InDoubt:
            await durable.sleep(wait)
