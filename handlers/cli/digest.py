"""`burley digest`: a week's digest, printed."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

from bot.digest import replies
from bot.digest.facts import facts_of
from bot.errors import TellUser
from bot.figures.weeks import monday_of, starts_at
from bot.settings import Settings
from storage import notes
from storage.database import Database
from storage.records import MessageKey


def show(database: Database, settings: Settings, week: str | None, *, as_json: bool) -> None:
    now = datetime.now(UTC)
    monday = _monday(week, now, settings)
    with database.reading() as tx:
        facts = facts_of(tx, monday, settings, now)
        address = notes.read(tx).get("address", "https://slack.com")
    text, blocks = replies.digest(facts, lambda key: _link(address, key))
    if as_json:
        print(json.dumps({"text": text, "blocks": blocks}, ensure_ascii=False))
        return
    for block in blocks:
        parts = [block["text"]] if "text" in block else block.get("elements", [])
        print("\n".join(part["text"] for part in parts), end="\n\n")


def _monday(week: str | None, now: datetime, settings: Settings) -> date:
    if week is None:
        today = now.astimezone(settings.zone).date()
        return today - timedelta(days=today.weekday())
    try:
        monday = monday_of(week)
        begins = starts_at(monday, settings.zone)
        starts_at(monday - timedelta(weeks=1), settings.zone)  # what it is compared with
    except ValueError as problem:
        raise TellUser(f"--week: {problem}.") from None
    except OverflowError:
        raise TellUser(f"--week: {week} is beyond every calendar.") from None
    if begins > now:
        raise TellUser(f"--week: {week} has not begun yet.")
    return monday


def _link(address: str, key: MessageKey) -> str:
    channel, ts = key
    return f"{address.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}"
