"""Importing an export: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bot.clients.slack_objects import member_from
from bot.errors import TellUser
from handlers.slack_export.export import Export, Part
from storage import members, messages
from storage.database import Database, Transaction
from storage.records import Channel, Message

# Small enough that a thousand of Slack's longest texts do no harm.
BATCH = 1_000

Understand = Callable[[Transaction, str], object]
Progress = Callable[[int], object]


@dataclass(slots=True)
class ImportResult:
    """What the export holds that was understood, whether or not it was known before."""

    messages: int = 0
    members: int = 0
    channels: int = 0
    threads: int = 0  # first messages with a reply in the export
    new: int = 0  # messages that were not in the database
    skipped: Counter[str] = field(default_factory=Counter)

    def as_json(self) -> dict[str, object]:
        return {
            "messages": self.messages,
            "members": self.members,
            "channels": self.channels,
            "threads": self.threads,
            "new": self.new,
            "skipped": dict(sorted(self.skipped.items())),
        }


def import_export(
    database: Database, export: Export, understand: Understand, progress: Progress
) -> ImportResult:
    """Keep an export's channels, members and messages; again, it changes nothing.

    After a channel's messages are kept, `understand` derives its questions in the same
    transaction. `progress` hears how many bytes of JSON were read, file by file. A bot on
    the same SQLite file waits until the import has ended; PostgreSQL lets it go on.
    """
    result = ImportResult(skipped=Counter(export.left_out))
    with database.writing() as tx, messages.many_coming(tx):
        _keep_members(tx, export, result)
        members.keep_channels(tx, export.channels())
        result.channels = len(export.channels())
        for channel in export.channels():
            before = result.messages
            _keep_messages(tx, export, channel, result, progress)
            if result.messages > before:
                understand(tx, channel.id)
        if not result.messages and result.skipped != export.left_out:
            raise TellUser(
                f"Nothing in {export.name} is a Slack message; "
                f"what was found: {in_words(result.skipped)}."
            )
    return result


def in_words(skipped: Counter[str]) -> str:
    return ", ".join(f"{reason} ({count:,})" for reason, count in sorted(skipped.items()))


def _keep_members(tx: Transaction, export: Export, result: ImportResult) -> None:
    known = {}
    for user in export.users():
        member = member_from(user)
        if member is None:
            result.skipped["member: no id"] += 1
        else:
            known[member.id] = member
    members.keep(tx, list(known.values()))
    result.members = len(known)


def _keep_messages(
    tx: Transaction,
    export: Export,
    channel: Channel,
    result: ImportResult,
    progress: Progress,
) -> None:
    threads: set[str] = set()
    for batch in _batches(_told(export, channel, result, progress)):
        result.new += messages.keep_many(tx, batch)
        result.messages += len(batch)
        threads.update(one.thread_ts for one in batch if one.thread_ts and one.in_thread)
    result.threads += len(threads)


def _told(
    export: Export, channel: Channel, result: ImportResult, progress: Progress
) -> Iterator[Part]:
    for part in export.parts(channel):
        result.skipped.update(part.left_out)
        yield part
        progress(part.file.size)


def _batches(parts: Iterator[Part]) -> Iterator[list[Message]]:
    batch: list[Message] = []
    for part in parts:
        batch.extend(part.messages)
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
