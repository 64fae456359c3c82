"""Fetches the facts that figures are made of."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.figures.weekly import Facts
from bot.figures.weeks import Calendar, micros, moment
from storage import figures
from storage.database import Transaction

# Facts whose newest message is older than this are an archive: they end with that message.
# Anything younger is a place where Burley listens, and where silence up to now is a fact too.
LISTENING = timedelta(days=14)


def read(
    tx: Transaction, zone: ZoneInfo, now: datetime, channel: str | None = None
) -> Facts | None:
    """The facts up to now, of one channel (by id) or of all; None when nobody has posted.

    In a history that ended long ago, waits are counted to its end, not to today: nobody
    could see an answer after that.
    """
    first = figures.first_post(tx, channel)
    newest = figures.newest(tx)
    if first is None or newest is None or first > micros(now):
        return None
    as_of = micros(now)
    if newest < as_of - LISTENING // timedelta(microseconds=1):
        as_of = newest
    calendar = Calendar.spanning(moment(first), moment(as_of), zone)
    # Nothing after `as_of` is looked at, so that a past week can be computed again.
    starts = (*calendar.starts[:-1], as_of + 1)
    return Facts(
        calendar=calendar,
        as_of=as_of,
        posted=list(figures.posted(tx, starts, channel)),
        asked=figures.asked(tx, channel),
    )
