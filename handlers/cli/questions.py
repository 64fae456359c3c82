"""`burley questions`: every question with its first response."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table

from bot.durations import spoken
from storage import members, questions
from storage.database import Database
from storage.records import Question


def show(database: Database, *, only_waiting: bool, as_json: bool) -> None:
    with database.reading() as tx:
        found = questions.waiting(tx) if only_waiting else questions.opened(tx)
        channels = {channel.id: channel.name for channel in members.all_channels(tx)}
        names = members.get(tx, {one.asker for one in found}) if not as_json else {}
    if as_json:
        for one in found:
            print(json.dumps(_as_json(one, channels), ensure_ascii=False))
        return
    if not found:
        print("Nobody is waiting." if only_waiting else "No questions yet.")
        return
    now = datetime.now(UTC)
    table = Table("asked", "channel", "by", "kind", "first response", box=None)
    for one in found:
        asker = names.get(one.asker)
        table.add_row(
            f"{one.opened_at:%Y-%m-%d %H:%M}",
            f"#{channels.get(one.channel, one.channel)}",
            asker.name if asker else one.asker,
            one.kind,
            f"after {spoken(one.waited)}"
            if one.waited is not None
            else f"waiting for {spoken(now - one.opened_at)}",
        )
    Console().print(table)


def _as_json(one: Question, channels: dict[str, str]) -> dict[str, object]:
    first = one.first_response
    return {
        "channel": channels.get(one.channel, one.channel),
        "ts": one.ts,
        "asker": one.asker,
        "kind": one.kind,
        "first_response": {
            "ts": first.ts,
            "user": first.user,
            "seconds": round((first.at - one.opened_at).total_seconds(), 6),
            "how": first.how,
        }
        if first
        else None,
    }
