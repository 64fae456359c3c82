"""`burley report`: the weekly figures as a table, as JSON, or as a page with charts."""

from __future__ import annotations

import contextlib
import difflib
import gc
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from rich.console import Console

from bot.errors import TellUser
from bot.figures.covered import Coverage
from bot.figures.reading import read
from bot.figures.report import as_json as weeks_as_json
from bot.figures.weekly import between, weekly
from bot.figures.weeks import moment
from handlers.cli import report_table
from handlers.cli.report_data import Report, ReportSettings
from storage import figures, members, questions
from storage.database import Database, Transaction
from storage.records import Question


def report(
    database: Database,
    settings: ReportSettings,
    *,
    since: date | None = None,
    until: date | None = None,
    channel: str | None = None,
    time_zone: str | None = None,
    as_json: bool = False,
    html: Path | None = None,
    now: datetime | None = None,
    console: Console | None = None,
) -> None:
    """Print the weekly figures; TellUser for a channel or time zone that does not exist.

    `since` and `until` are days of the first and the last week wanted.
    """
    if since is not None and until is not None and since > until:
        raise TellUser(f"--since {since} is later than --until {until}: turn them round.")
    if time_zone is not None:
        settings = replace(settings, time_zone=_known_zone(time_zone))
    with _no_garbage_collection(), database.reading() as tx:
        made = _report(tx, settings, since, until, channel, now or datetime.now(UTC))
        waiting = _waiting(tx, made) if html else []
        names = {known.id: known.name for known in members.all_channels(tx)} if html else {}
    if html is not None:
        from handlers.cli.report_page import page  # only the page needs templates and Vega

        _write(html, page(made, waiting, names))
    if as_json:
        print(json.dumps(_json(made)))
        return
    if html is not None:
        (console or Console()).print(f"Written to {html}: open it in a browser.", style="green")
        return
    report_table.show(made, console or Console(), all_weeks=since is not None)


def _report(
    tx: Transaction,
    settings: ReportSettings,
    since: date | None,
    until: date | None,
    channel: str | None,
    now: datetime,
) -> Report:
    channel_id = None if channel is None else _known_channel(tx, channel)
    facts = read(tx, ZoneInfo(settings.time_zone), now, channel_id)
    if facts is None:
        return Report(settings, channel, None, None, [])
    coverage = Coverage(settings.shifts, facts.calendar.starts[0], facts.as_of)
    weeks = weekly(facts, settings.people, coverage)
    return Report(settings, channel, facts, coverage, between(weeks, since, until))


def _waiting(tx: Transaction, made: Report) -> list[Question]:
    """What still waits of the questions opened in the report's weeks, latest first."""
    if made.facts is None or not made.weeks:
        return []
    channel = None if made.channel is None else _known_channel(tx, made.channel)
    calendar = made.facts.calendar
    first, last = (calendar.names.index(made.weeks[end].name) for end in (0, -1))
    since, until = moment(calendar.starts[first]), moment(calendar.starts[last + 1])
    waiting = [
        one
        for one in questions.waiting(tx)
        if since <= one.opened_at < until and channel in (None, one.channel)
    ]
    return waiting[::-1]


def _json(made: Report) -> dict[str, object]:
    return {
        "weeks": weeks_as_json(made.weeks),
        "time_zone": made.settings.time_zone,
        "channel": made.channel,
        "as_of": moment(made.facts.as_of).isoformat() if made.facts else None,
    }


def _known_channel(tx: Transaction, name: str) -> str:
    wanted = name.removeprefix("#")
    found = figures.channel_id(tx, wanted)
    if found is not None:
        return found
    names = [channel.name for channel in members.all_channels(tx)]
    if not names:
        raise TellUser(f"There is no channel #{wanted} here: nothing has been imported yet.")
    near = difflib.get_close_matches(wanted, names, 3, 0.5) or names[:5]
    known = ", ".join(f"#{one}" for one in near)
    raise TellUser(f"There is no channel #{wanted} here; did you mean one of {known}?")


def _known_zone(name: str) -> str:
    zones = available_timezones()
    if name in zones:
        return name
    near = difflib.get_close_matches(name, zones, 3, 0.5) or ["Europe/London", "Asia/Kolkata"]
    raise TellUser(f"{name!r} is no time zone; did you mean one of {', '.join(near)}?")


def _write(path: Path, page: str) -> None:
    try:
        path.write_text(page, "utf-8")
    except OSError as problem:
        raise TellUser(f"{path} cannot be written: {problem.strerror}.") from problem


@contextlib.contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Leave the garbage collector off for a while.

    It walks through all questions again and again while they are read, and finds nothing: a
    third of the time on a million messages.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
