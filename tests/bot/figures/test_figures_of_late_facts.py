"""The figures rest on what was said, not on when, how often or in which order it arrived.

T21 of the reliability goals: histories with edits, deletions, repetitions and bots found out
late go through storage as the running bot sends them, in another order each time.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.figures.reading import read
from bot.figures.weekly import People, Week, weekly
from bot.judging import Judged
from bot.questions.understanding import Understanding
from storage import members, messages
from storage.database import Transaction
from storage.records import Member, Message, MessageKey, micros_of
from storage.tables import metadata

MONDAY = int(datetime(2019, 3, 4, tzinfo=UTC).timestamp())
NOW = datetime(2019, 6, 1, tzinfo=UTC)
ROBOT = Member("UROBOT", "robot", is_bot=True)
PEOPLE = People(helpers={"UHELP"})


@dataclass(frozen=True)
class Deleted:
    key: MessageKey


# Shrinking twelve messages through a database takes minutes and says little more.
WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)

Fact = Message | Deleted | Member


def judge(_channel: str, text: str) -> Judged:
    asks = "?" in text
    return Judged("question" if asks else "chatter", 1.0, "a question mark", asks)


@st.composite
def histories(draw: st.DrawFn) -> list[Fact]:
    """Talk of four accounts in two channels over eight weeks; in threads, edited, deleted."""
    said: list[Message] = []
    for place in range(draw(st.integers(1, 12))):
        channel = draw(st.sampled_from(["C1", "C2"]))
        ts = f"{MONDAY + draw(st.integers(0, 8 * 7 * 86_400))}.{place:06d}"
        roots = [None, *(one.ts for one in said if one.channel == channel and one.ts < ts)]
        said.append(
            Message(
                channel=channel,
                ts=ts,
                author=draw(st.sampled_from(["UANN", "UBOB", "UHELP", ROBOT.id])),
                text=draw(st.sampled_from(["how?", "why?", "so.", "<@UANN> so."])),
                thread_ts=draw(st.sampled_from(roots)),
                subtype=draw(st.sampled_from([None, None, None, "channel_join"])),
            )
        )
    chosen = st.lists(st.sampled_from(said), max_size=2, unique=True)
    edited = [
        replace(one, text=draw(st.sampled_from(["oh?", "never mind."])), edited_ts="1600000000.0")
        for one in draw(chosen)
    ]
    return [*said, *edited, *(Deleted(one.key) for one in draw(chosen)), ROBOT]


def figures_of(facts: Iterable[Fact]) -> list[Week] | None:
    engine = sa.create_engine("sqlite://")
    with engine.begin() as tx:
        metadata.create_all(tx)
        understanding = Understanding(judge)
        for fact in facts:
            take_in(tx, understanding, fact)
        found = read(tx, ZoneInfo("Europe/Berlin"), NOW)
    engine.dispose()
    return None if found is None else weekly(found, PEOPLE)


def take_in(tx: Transaction, understanding: Understanding, fact: Fact) -> None:
    """As the intake and the directory do it."""
    if isinstance(fact, Message):
        author = members.get(tx, [fact.author or ""]).get(fact.author or "")
        by_person = fact.is_talk and not (author and author.is_bot)
        if messages.keep(tx, fact):
            understanding.take_in(tx, fact, by_person)
    elif isinstance(fact, Deleted):
        if messages.delete(tx, fact.key):
            understanding.rederive(tx, fact.key[0], micros_of(fact.key[1]))
    else:
        members.keep(tx, [fact])
        for channel, (first, last) in messages.spans_of(tx, fact.id).items():
            understanding.rederive(tx, channel, first, last)


def arrived(history: Sequence[Fact], by: random.Random) -> list[Fact]:
    """In any order, and some of it twice."""
    facts = [*history, *by.sample(list(history), by.randrange(len(history)))]
    by.shuffle(facts)
    return facts


@settings(max_examples=25, deadline=None, phases=WITHOUT_SHRINKING)
@given(histories(), st.randoms(use_true_random=False))
def test_order_repetition_and_lateness_change_no_figure(
    history: list[Fact], by: random.Random
) -> None:
    in_order = sorted(history, key=lambda fact: getattr(fact, "ts", "~"))
    assert figures_of(arrived(history, by)) == figures_of(in_order)
