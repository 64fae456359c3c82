"""How fast and in how much memory `burley import` reads a large export.

Measured in one run against the least any importer must do: parse the same JSON with orjson
and insert it into one SQLite table in one transaction. Each side has a process of its own,
so that neither's memory counts for the other.

    python -m benchmarks.import_export [MESSAGES]

Prints the import with kinds and linking, as `burley import` does it, and without.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson

from bot.judging import Judge
from handlers.cli.import_ import reading_once
from handlers.slack_export import import_export, open_export
from storage.database import Database
from storage.tables import metadata

SLACKS_DAY = ZoneInfo("America/Los_Angeles")
CHANNELS = 20
PEOPLE = 2_000
A_DAY = 120  # messages a channel a day
MEGABYTE = 1024 * 1024
SENTENCES = (
    "the pool stays Unknown after I rebooted a node and volumes are Pending why does it "
    "work with mayastor 2.4 but not on `zfs-localpv` &lt;none&gt; please look at <@U00000001> "
    "thanks kubectl get pods says error: no space left how can we expand it"
)
WORDS = SENTENCES.split()


@dataclass(frozen=True, slots=True)
class Run:
    messages: int
    seconds: float
    peak: int  # bytes

    @property
    def rate(self) -> float:
        return self.messages / self.seconds


def make_export(folder: Path, messages: int) -> int:
    """An export of that many messages, as long and as deep as real ones; its size in bytes."""
    dice = random.Random(1)
    users = [f"U{number:08d}" for number in range(PEOPLE)]
    names = [f"channel-{number:02d}" for number in range(CHANNELS)]
    _write(folder / "channels.json", [{"id": f"C{n}", "name": n} for n in names])
    _write(folder / "users.json", [{"id": u, "name": u, "is_bot": False} for u in users])
    size = 0
    for number, name in enumerate(names):
        (folder / name).mkdir()
        left = messages // CHANNELS + (number < messages % CHANNELS)
        day = datetime(2015, 1, 1, tzinfo=SLACKS_DAY)
        while left:
            said = _day(dice, users, day, min(A_DAY, left))
            size += _write(folder / name / f"{day:%Y-%m-%d}.json", said)
            left -= len(said)
            day += timedelta(days=1)
    return size


def _day(
    dice: random.Random, users: list[str], day: datetime, messages: int
) -> list[dict[str, object]]:
    said: list[dict[str, object]] = []
    roots: list[str] = []
    for second in sorted(dice.sample(range(80_000), messages)):
        ts = f"{int(day.timestamp()) + second}.{dice.randrange(1_000_000):06d}"
        user = dice.choice(users)
        text = " ".join(dice.choices(WORDS, k=dice.choice((4, 12, 25, 60))))
        message: dict[str, object] = {
            "client_msg_id": f"{dice.getrandbits(128):032x}",
            "type": "message",
            "text": text,
            "user": user,
            "ts": ts,
            "team": "T00000001",
            "blocks": [
                {
                    "type": "rich_text",
                    "block_id": "b1",
                    "elements": [
                        {
                            "type": "rich_text_section",
                            "elements": [{"type": "text", "text": text}],
                        }
                    ],
                }
            ],
        }
        if roots and dice.random() < 0.6:
            message |= {"thread_ts": dice.choice(roots[-3:]), "parent_user_id": users[0]}
        elif dice.random() < 0.25:
            message |= {"thread_ts": ts, "reply_count": 3, "reply_users": users[:3]}
            roots.append(ts)
        if dice.random() < 0.15:
            message["reactions"] = [{"name": "eyes", "users": users[:2], "count": 2}]
        if dice.random() < 0.08:
            message["edited"] = {"user": user, "ts": f"{ts[:10]}.000000"}
        said.append(message)
    return said


def _write(path: Path, value: object) -> int:
    return path.write_bytes(orjson.dumps(value))


def baseline(export: Path, database: Path) -> Run:
    start = time.perf_counter()
    connection = sqlite3.connect(database)
    connection.execute("CREATE TABLE said (channel, ts, user, text, thread_ts, subtype, edited)")
    count = 0
    for folder in sorted(path for path in export.iterdir() if path.is_dir()):
        for day in sorted(folder.iterdir()):
            rows = [
                (
                    folder.name,
                    one["ts"],
                    one.get("user"),
                    one.get("text"),
                    one.get("thread_ts"),
                    one.get("subtype"),
                    one["edited"]["ts"] if "edited" in one else None,
                )
                for one in orjson.loads(day.read_bytes())
            ]
            connection.executemany("INSERT INTO said VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            count += len(rows)
    connection.commit()
    connection.close()
    return Run(count, time.perf_counter() - start, _peak())


def ours(export: Path, database: Path, understood: bool) -> Run:
    store = Database(f"sqlite:///{database}")
    with store.writing() as tx:
        metadata.create_all(tx)
    derive = reading_once(Judge()) if understood else _nothing
    start = time.perf_counter()
    with open_export(export) as opened:
        result = import_export(store, opened, derive, _nothing)
    store.close()
    return Run(result.messages, time.perf_counter() - start, _peak())


def _nothing(*_: object) -> None:
    pass


def _peak() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _alone(side: Callable[..., Run], *arguments: object) -> Run:
    with multiprocessing.get_context("spawn").Pool(1) as process:
        return process.apply(side, arguments)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("messages", nargs="?", type=int, default=100_000)
    asked.add_argument("--rounds", type=int, default=1)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as made:
        export = Path(made, "export")
        export.mkdir()
        size = make_export(export, given.messages)
        print(f"{given.messages:,} messages, {size / MEGABYTE:,.0f} MB of JSON")
        for number in range(given.rounds):
            least = _alone(baseline, export, Path(made, f"least{number}.db"))
            _show("parse and insert", least, least)
            bare = _alone(ours, export, Path(made, f"bare{number}.db"), False)
            _show("import, facts only", bare, least)
            whole = _alone(ours, export, Path(made, f"whole{number}.db"), True)
            _show("import", whole, least)
            for used in Path(made).glob("*.db*"):
                used.unlink()


def _show(side: str, run: Run, least: Run) -> None:
    print(
        f"{side:20} {run.seconds:8.2f} s {run.rate:10,.0f} messages/s "
        f"{run.rate / least.rate:7.0%} {run.peak / MEGABYTE:7.0f} MB at most"
    )


if __name__ == "__main__":
    main()
