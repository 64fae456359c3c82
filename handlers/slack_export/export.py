"""An export: its channels, its members, and its messages file by file or in order."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bot.clients.slack_objects import NotAMessage, message_from
from handlers.slack_export.files import Damaged, File, Files, open_files
from handlers.slack_export.json_files import json_from
from handlers.slack_export.layout import is_day, layout_of, list_in
from storage.records import Channel, Message

Raw = Mapping[str, Any]


def open_export(path: Path) -> Export:
    """The export in a zip or a folder; raises TellUser for what is none."""
    files = open_files(path)
    try:
        return Export(files, path.name or str(path))
    except BaseException:
        files.close()
        raise


@dataclass(slots=True)
class Part:
    """What one file holds of a channel, each message once and in order."""

    file: File
    messages: list[Message] = field(default_factory=list)
    raw: list[Raw] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when a file's messages go, and how many they are."""

    channel: Channel
    file: File
    first: str
    last: str
    count: int


class Export:
    """One file's messages are in memory at a time, whatever the size of the whole."""

    def __init__(self, files: Files, name: str) -> None:
        self.name = name
        self._files = files
        self._layout = layout_of(files, name)
        users = list_in(files, "users.json", name)
        self._users = [user for user in users or () if isinstance(user, dict)]
        self.left_out = Counter(self._layout.left_out)
        if users is None:
            # Without it the accounts of bots cannot be told from those of people.
            self.left_out["file: users.json is missing"] += 1
        if nobody := len(users or ()) - len(self._users):
            self.left_out["member: no id"] += nobody
        self._all_spans: list[Span] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._files.close()

    def channels(self) -> list[Channel]:
        return list(self._layout.channels)

    def users(self) -> Sequence[dict[str, Any]]:
        """The accounts as Slack describes them, private particulars and all: store none raw."""
        return self._users

    def size(self) -> int:
        """The bytes of JSON that `parts` of all channels read."""
        return sum(file.size for files in self._layout.files.values() for file in files)

    def parts(self, channel: Channel) -> Iterator[Part]:
        """A channel's messages file by file, none twice; days come first, in order."""
        read: list[Span] = []
        latest = ""
        for file in self._layout.files[channel.id]:
            part = self._part(channel, file)
            # Days follow each other, so only a file that goes back can repeat anything.
            if part.messages and part.messages[0].ts <= latest:
                self._drop_repeated(part, read)
            if part.messages:
                read.append(_span(channel, part))
                latest = max(latest, part.messages[-1].ts)
            yield part

    def message_count(self) -> int:
        """How many messages `messages_in_order` gives."""
        return sum(span.count for span in self._spans())

    def messages_in_order(self) -> Iterator[tuple[Channel, Raw]]:
        """Every message of every channel as it was said, by its ts.

        A file is opened when its first message is due: about one day of each channel is in
        memory at a time.
        """
        waiting = sorted(self._spans(), key=lambda span: span.first, reverse=True)
        open_files: list[tuple[str, str, int, int, Part, Channel]] = []
        said = ("", "")
        while waiting or open_files:
            while waiting and (not open_files or waiting[-1].first <= open_files[0][0]):
                span = waiting.pop()
                part = self._part(span.channel, span.file)
                # What stands before the span is a repetition, already given.
                place = bisect_left(part.messages, span.first, key=lambda one: one.ts)
                due = (span.first, span.channel.id, len(waiting), place, part, span.channel)
                heapq.heappush(open_files, due)
            ts, key, order, place, part, channel = open_files[0]
            if (ts, key) != said:
                said = (ts, key)
                yield channel, part.raw[place]
            if place + 1 < len(part.messages):
                after = (part.messages[place + 1].ts, key, order, place + 1, part, channel)
                heapq.heapreplace(open_files, after)
            else:
                heapq.heappop(open_files)

    def _spans(self) -> list[Span]:
        """Every file's span; reads the whole export once."""
        if self._all_spans is None:
            self._all_spans = [
                _span(channel, part)
                for channel in self._layout.channels
                for part in self.parts(channel)
                if part.messages
            ]
        return self._all_spans

    def _part(self, channel: Channel, file: File) -> Part:
        part = Part(file)
        try:
            said = json_from(self._files.read(file))
        except Damaged as damage:
            part.left_out[f"file: {damage}"] += 1
            return part
        if not isinstance(said, list):
            part.left_out["file: not messages"] += 1
            return part
        _understand(part, channel.id, said)
        if not part.messages and said and not is_day(file):
            part.left_out = Counter({"file: not messages": 1})
        return part

    def _drop_repeated(self, part: Part, read: Sequence[Span]) -> None:
        first, last = part.messages[0].ts, part.messages[-1].ts
        known = {
            message.ts
            for span in read
            if span.first <= last and first <= span.last
            for message in self._part(span.channel, span.file).messages
        }
        fresh = [place for place, one in enumerate(part.messages) if one.ts not in known]
        if repeated := len(part.messages) - len(fresh):
            part.left_out["message: there twice"] += repeated
            part.messages = [part.messages[place] for place in fresh]
            part.raw = [part.raw[place] for place in fresh]


def _span(channel: Channel, part: Part) -> Span:
    said = part.messages
    return Span(channel, part.file, said[0].ts, said[-1].ts, len(said))


def _understand(part: Part, channel: str, said: Sequence[Any]) -> None:
    messages, raws, left_out = part.messages, part.raw, part.left_out
    before = ""
    in_order = True
    for raw in said:
        if not isinstance(raw, dict):
            left_out["message: not an object"] += 1
            continue
        try:
            message = message_from(channel, raw)
        except NotAMessage as problem:
            left_out[f"message: {problem}"] += 1
            continue
        in_order = in_order and before < message.ts
        before = message.ts
        messages.append(message)
        raws.append(raw)
    if not in_order:
        _put_in_order(part)


def _put_in_order(part: Part) -> None:
    """By ts, and of two with the same ts the one that was edited last."""
    pairs = sorted(
        zip(part.messages, part.raw, strict=True),
        key=lambda pair: (pair[0].ts, pair[0].edited_ts or ""),
    )
    by_ts = {message.ts: (message, raw) for message, raw in pairs}
    if repeated := len(pairs) - len(by_ts):
        part.left_out["message: there twice"] += repeated
    part.messages = [message for message, _ in by_ts.values()]
    part.raw = [raw for _, raw in by_ts.values()]
