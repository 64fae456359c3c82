"""`burley import`: a Slack export into the database, with its progress and its result."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from sqlalchemy.exc import OperationalError

from bot.errors import TellUser
from bot.judging import Judge
from bot.kinds.learn import Learned
from bot.questions.understanding import Understanding
from bot.settings import Settings
from handlers.slack_export import Export, ImportResult, import_export, open_export
from handlers.slack_export.importing import Understand
from storage import learning, notes
from storage.database import Database, Transaction
from storage.records import Channel


def run_import(database: Database, path: Path, settings: Settings, as_json: bool) -> None:
    """Import an export and print what came of it; raises TellUser for what is none."""
    with open_export(path) as export:
        understand = reading_once(judge_for(database, settings, export.channels()))
        try:
            result = _with_progress(database, export, understand, quiet=as_json)
            with database.writing() as tx:
                notes.write(tx, "imported", path.stem)
        except OperationalError as failure:
            raise TellUser(
                f"Nothing was imported, as the database refused it: {failure.orig}."
            ) from failure
    print(json.dumps(result.as_json()) if as_json else _in_words(result, path.name))


def reading_once(judge: Judge) -> Understand:
    """Reads a channel from its beginning, and keeps nothing of it in memory afterwards."""
    understanding = Understanding(judge)

    def understand(tx: Transaction, channel: str) -> None:
        understanding.rederive(tx, channel)
        understanding.forget(channel)

    return understand


def judge_for(database: Database, settings: Settings, channels: Iterable[Channel]) -> Judge:
    """The judge of channels known by their names, with what the community taught."""
    names = {channel.id: channel.name for channel in channels}
    with database.reading() as tx:
        taught = learning.latest(tx)
    listened = settings.listened
    return Judge(
        lambda channel: listened.get(names.get(channel, channel), "balanced"),
        Learned(taught.delta) if taught else None,
    )


def _with_progress(
    database: Database, export: Export, understand: Understand, quiet: bool
) -> ImportResult:
    terminal = Console(stderr=True)
    with Progress(
        TextColumn("Importing"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=terminal,
        disable=quiet or not terminal.is_terminal,
        transient=True,
    ) as bar:
        task = bar.add_task("", total=export.size())
        return import_export(database, export, understand, lambda read: bar.advance(task, read))


def _in_words(result: ImportResult, name: str) -> str:
    lines = [
        f"{name}: {_of(result.messages, 'message')} ({result.new:,} new), "
        f"{_of(result.members, 'member')}, {_of(result.channels, 'channel')}, "
        f"{_of(result.threads, 'thread')}."
    ]
    if result.skipped:
        lines.append("Skipped:")
        lines += [f"  {count:,} × {reason}" for reason, count in sorted(result.skipped.items())]
    return "\n".join(lines)


def _of(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
