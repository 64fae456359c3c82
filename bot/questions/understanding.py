"""Keeps the questions in step with the messages they are derived from.

Channels are read in blocks of four weeks, each after a week of warming up. So what is
decided about a message rests on its block and the week before it, never on all of history:
a late or edited message has at most two blocks read again, a restart begins with the
present one, and the same messages give the same questions whatever order they came in.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from bot.judging import Judged
from bot.questions.linking.fold import step
from bot.questions.linking.records import Decision, Said
from bot.questions.linking.state import ChannelState
from storage import links, messages, questions
from storage.database import Transaction, on_rollback
from storage.records import Kind, Link, Message, Question, micros_of

WEEK = 7 * 24 * 60 * 60 * 1_000_000
BLOCK = 4 * WEEK
WARM_UP = WEEK
# How often a state is set aside, to read again from there when something is edited.
KEEP_EVERY = 100
KEPT = 8
PORTION = 5_000

Judge = Callable[[str, str], Judged]  # of a channel's id and a text


def block_of(micros: int) -> int:
    """When the block that a moment lies in begins."""
    return micros // BLOCK * BLOCK


@dataclass(slots=True)
class Reader:
    """A channel's state as of the last message read, and a few earlier ones."""

    block: int
    position: int = 0
    state: ChannelState = field(default_factory=ChannelState)
    _kept: list[tuple[int, bytes]] = field(default_factory=list)
    _read: int = 0

    def read(self, said: Said) -> Decision:
        if self._read % KEEP_EVERY == 0:
            self._kept.append((self.position, pickle.dumps(self.state)))
            del self._kept[:-KEPT]
        self._read += 1
        self.position = micros_of(said.ts)
        return step(self.state, said, _judged_already)

    def go_back_before(self, micros: int) -> bool:
        """Go back to a state set aside before a moment; False if there is none."""
        while self._kept and self._kept[-1][0] >= micros:
            self._kept.pop()
        if not self._kept:
            return False
        self.position, state = self._kept.pop()
        # Made by ourselves and never outside this process.
        self.state = pickle.loads(state)  # noqa: S301
        self._read = 0
        return True


@dataclass(slots=True)
class Found:
    """What reading a stretch of a channel brought."""

    questions: list[Question] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    roots: set[str] = field(default_factory=set)  # of the threads somebody replied in


@dataclass(frozen=True, slots=True)
class Decided:
    """What people said of a channel's messages: it stands above what Burley thinks."""

    kinds: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)


class Understanding:
    """The readers of the channels are kept in memory; the database is the truth they follow."""

    def __init__(self, judge: Judge) -> None:
        self._judge_text = judge
        self._readers: dict[str, Reader] = {}

    def take_in(self, tx: Transaction, message: Message, by_person: bool) -> None:
        """Read a newly kept message.

        The usual one is its channel's newest, and a step of the reader. Anything else
        (late, edited, or after messages that another process kept) is read in its place.
        """
        at = micros_of(message.ts)
        reader = self._readers.get(message.channel)
        is_next = (
            reader is not None
            and reader.block == block_of(at)
            and reader.position < at
            and reader.position == messages.last_before(tx, message.channel, at)
        )
        if reader is None or not is_next:
            self.rederive(tx, message.channel, at)
            return
        on_rollback(tx, lambda: self.forget(message.channel))
        found = Found()
        judged = self._judge(message, by_person, Decided())
        self._collect(
            reader.read(_said(message, by_person, judged, Decided())), message, judged, found
        )
        questions.add(tx, found.questions)
        links.put(tx, found.links)
        for link in found.links:
            links.tell(tx, link)
        if message.in_thread and by_person:
            links.replied(tx, message)

    def rederive(
        self, tx: Transaction, channel: str, since: int = 0, through: int | None = None
    ) -> None:
        """Read a channel again, as far as what was said from `since` to `through` can matter.

        Both are micros; `through` is `since` unless more than one message changed.
        """
        on_rollback(tx, lambda: self.forget(channel))
        first, last = messages.span(tx, channel)
        everything = since <= first
        if everything:
            since = 0  # what was first may have been deleted
        block = block_of(max(since, first))
        changed_last = max(since, first, through or 0)
        last_block = block_of(changed_last)
        near_its_end = changed_last >= last_block + BLOCK - WARM_UP
        until = last_block + (2 if near_its_end else 1) * BLOCK
        if everything:
            until = max(until, block_of(last) + BLOCK)
        stale = links.forget(tx, channel, since, until)
        stale |= questions.forget(tx, channel, since, until)
        reader, start = self._reader_before(channel, since, block)
        newest = reader
        for newest, found in self._read(tx, channel, reader, start, since, until):  # noqa: B007
            questions.add(tx, found.questions)
            links.put(tx, found.links)
            stale |= {link.question for link in found.links}
            stale |= {link.response_to for link in found.links if link.response_to}
            stale |= links.questions_of(tx, channel, found.roots)
        links.settle(tx, channel, None if everything else stale)
        if last < until:
            self._readers[channel] = newest

    def _reader_before(self, channel: str, since: int, block: int) -> tuple[Reader, int]:
        """A reader that has read up to `since`, or nothing yet; and where it goes on."""
        known = self._readers.pop(channel, None)
        if known is not None and known.block == block and known.go_back_before(since):
            # What was set aside before the first message has no position yet.
            return known, max(known.position + 1, block - WARM_UP)
        if known is not None and known.block > block:
            self._readers[channel] = known  # reading the past does not change the present
        return Reader(block), block - WARM_UP

    def _read(
        self, tx: Transaction, channel: str, reader: Reader, start: int, since: int, until: int
    ) -> Iterator[tuple[Reader, Found]]:
        """Read on from `start`; what was found since `since`, a few thousand links at a time."""
        decided = Decided(
            questions.decided(tx, channel, "kind"), questions.decided(tx, channel, "link")
        )
        warming: Reader | None = None
        found = Found()
        for message, by_person in messages.in_channel(tx, channel, start, until):
            at = micros_of(message.ts)
            if at >= reader.block + BLOCK:
                block = block_of(at)
                reader = warming if warming and warming.block == block else Reader(block)
                warming = None
            judged = self._judge(message, by_person, decided)
            said = _said(message, by_person, judged, decided)
            if at >= reader.block + BLOCK - WARM_UP:
                warming = warming or Reader(reader.block + BLOCK)
                warming.read(said)
            decision = reader.read(said)
            if at >= since:
                self._collect(decision, message, judged, found)
            if len(found.links) >= PORTION:
                yield reader, found
                found = Found()
        yield reader, found

    def _judge(self, message: Message, by_person: bool, decided: Decided) -> Judged | None:
        """What a person's own message is; replies in threads open no questions."""
        if not by_person or message.in_thread:
            return None
        kind = decided.kinds.get(message.ts)
        if kind is not None:
            return Judged(cast(Kind, kind), 1.0, "a person decided", kind != "chatter")
        return self._judge_text(message.channel, message.text)

    def _collect(
        self, decision: Decision, message: Message, judged: Judged | None, found: Found
    ) -> None:
        if message.in_thread and message.thread_ts:
            found.roots.add(message.thread_ts)
        response = decision.response
        linked = response if response is not None and response.how == "linked" else None
        question = decision.question or (linked.question if linked else None)
        if question is None:
            return
        if message.in_thread and not decision.solved:
            return  # whose reply came first in a thread is settled from the messages
        if decision.what == "opens" and judged is not None and message.author is not None:
            found.questions.append(
                Question(
                    channel=message.channel,
                    ts=message.ts,
                    asker=message.author,
                    kind=judged.kind,
                    confidence=judged.confidence,
                    why=judged.why,
                )
            )
        found.links.append(
            Link(
                channel=message.channel,
                ts=message.ts,
                question=question,
                what=decision.what,
                response_to=linked.question if linked else None,
                response_ts=linked.ts if linked else None,
                response_user=linked.user if linked else None,
                why=linked.why if linked else "",
                confidence=decision.confidence,
                solved=decision.solved,
            )
        )

    def forget(self, channel: str) -> None:
        """Let go of what is in memory of a channel; the database has it all."""
        self._readers.pop(channel, None)


def _judged_already(_text: str) -> float:
    raise AssertionError("every message comes with its judgement")


def _said(message: Message, by_person: bool, judged: Judged | None, decided: Decided) -> Said:
    return Said(
        ts=message.ts,
        user=message.author,
        text=message.text,
        is_human=by_person,
        thread_ts=message.thread_ts,
        asks=float(judged is not None and judged.asks),
        answers=decided.links.get(message.ts),
    )
