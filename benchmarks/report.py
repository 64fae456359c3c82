"""How long `burley report --json` takes on five years of talk, and how that grows.

    python -m benchmarks.report [MESSAGES ...]

Makes a database in a temporary folder for each size (10,000, 100,000 and 1,000,000 messages
unless told otherwise): thirty channels written one after the other, as an import does, some
people who post much and many who post little, one message in four a question, four questions
in five answered. Prints the best of three runs, each in a process of its own, beyond what the
same command takes on an empty database.
"""

from __future__ import annotations

import itertools
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from storage import schema
from storage.database import Database
from storage.tables import channels, members, messages, questions

SIZES = (10_000, 100_000, 1_000_000)
START = 1_546_300_800  # 2019-01-01
FIVE_YEARS = 5 * 365 * 86_400
CHANNELS = 30
RUNS = 3
BATCH = 20_000
Row = dict[str, object]


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        empty = made(Path(folder) / "empty.db", 0)
        start = seconds(empty)
        print(f"an empty database (the start of the process): {start:.2f} s")
        before: tuple[int, float] | None = None
        for size in sizes:
            beyond = seconds(made(Path(folder) / f"{size}.db", size)) - start
            grown = ""
            if before is not None and before[1] > 0:
                grown = f"; {size / before[0]:.0f} times the messages, "
                grown += f"{beyond / before[1]:.1f} times the time"
            print(f"{size:>9,} messages: {beyond:.2f} s beyond the start{grown}", flush=True)
            before = size, beyond


def seconds(url: str) -> float:
    """The fastest run of the command on a database."""
    return min(_run(url) for _ in range(RUNS))


def made(path: Path, size: int) -> str:
    """A database of so many messages; its address."""
    url = f"sqlite:///{path}"
    database = Database(url)
    schema.prepare(database)
    by = random.Random(size)
    people = [f"U{number:07d}" for number in range(max(50, size // 200))]
    with database.writing() as tx:
        if size:
            tx.execute(
                sa.insert(members), [_member(one, place) for place, one in enumerate(people)]
            )
            names = [{"id": f"C{place}", "name": f"channel-{place}"} for place in range(CHANNELS)]
            tx.execute(sa.insert(channels), names)
        rows = _talk(by, people, size)
        while batch := list(itertools.islice(rows, BATCH)):
            tx.execute(sa.insert(messages), [message for message, _ in batch])
            asked = [question for _, question in batch if question]
            tx.execute(sa.insert(questions), asked)
    database.close()
    return url


def _talk(by: random.Random, people: list[str], size: int) -> Iterator[tuple[Row, Row | None]]:
    """Messages, each with the question it is, channel by channel."""
    for place in range(CHANNELS):
        # The largest channel has a tenth of the talk, the smallest next to nothing.
        count = size * 2 * (CHANNELS - place) // (CHANNELS * (CHANNELS + 1))
        for number in range(count):
            micros = (START * 1_000_000) + FIVE_YEARS * 1_000_000 * number // max(count, 1)
            micros += by.randrange(1_000_000)
            author = people[int(by.paretovariate(0.6)) % len(people)]
            message = _message(f"C{place}", micros, author, "word " * by.randrange(5, 40))
            asks = by.random() < 0.25
            yield message, _question(by, message, people) if asks else None


def _message(channel: str, micros: int, author: str, text: str) -> Row:
    return {
        "channel": channel,
        "ts": _ts(micros),
        "micros": micros,
        "author": author,
        "text": text,
        "is_talk": True,
        "by_bot": False,
    }


def _question(by: random.Random, message: Row, people: list[str]) -> Row:
    opened = int(str(message["micros"]))
    answered = None
    if by.random() < 0.8:
        answered = opened + int(by.lognormvariate(8, 2.5) * 1_000_000)  # a median of 50 minutes
    return {
        "channel": message["channel"],
        "ts": message["ts"],
        "micros": opened,
        "asker": message["author"],
        "kind": "question",
        "confidence": 0.9,
        "why": "asks how to do something",
        "response_ts": _ts(answered) if answered else None,
        "response_micros": answered,
        "response_user": people[by.randrange(20)] if answered else None,
        "response_how": "thread" if answered else None,
        "response_why": "",
    }


def _member(member: str, place: int) -> Row:
    return {"id": member, "name": member, "is_bot": place % 100 == 99, "left": False}


def _ts(micros: int) -> str:
    return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"


def _run(url: str) -> float:
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", "import app; app.main()", "report", "--json", "--db", url],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "BURLEY_DATABASE": url},
    )
    return time.perf_counter() - begun


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
