"""The same messages give the same questions, whatever order they come in and however often."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.judging import Judged
from bot.questions.understanding import BLOCK, Understanding
from storage import members, messages, questions
from storage.database import Database, Transaction
from storage.records import Member, Message, Question, micros_of
from storage.tables import metadata

CHANNEL = "C1"
PEOPLE = ("U1", "U2", "U3")
BOT = "U9"  # an account that turns out to be a bot's
TEXTS = (
    "How do I resize a ZFS volume?",
    "Why does the pool stay Unknown after a reboot?",
    "it is broken: the PVC stays Pending",
    "run kubectl edit and change the size",
    "<@U1> did you restart the pod?",
    "<@U2> thanks, that works",
    "good morning",
    "",
)


def judge(_channel: str, text: str) -> Judged:
    """Something simple: how well a text is judged makes no difference here."""
    if "?" in text:
        return Judged("question", 0.9, "asks", True)
    if "broken" in text:
        return Judged("bug", 0.9, "reports", True)
    return Judged("chatter", 0.9, "neither", False)


@dataclass(frozen=True)
class Deletion:
    ts: str


@dataclass(frozen=True)
class Restart:
    """What is in memory is gone; the database stays."""


@dataclass(frozen=True)
class LearntToBeABot:
    pass


Event = Message | Deletion | Restart | LearntToBeABot


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """What happens in a channel over a few weeks, in the order it happened."""
    # Long stretches are read in blocks, so begin shortly before one ends.
    micros = 420 * BLOCK - draw(st.sampled_from([0, 3_600, 86_400, 8 * 86_400])) * 1_000_000
    gaps = st.sampled_from([1, 50, 1_000, 3_000, 4_000, 90_000, 700_000, 2_600_000])
    roots: list[str] = []
    happened: list[Event] = []
    for number in range(draw(st.integers(1, 14))):
        micros += draw(gaps) * 1_000_000 + number
        ts = f"{micros // 1_000_000}.{micros % 1_000_000:06}"
        root = draw(st.sampled_from([*roots, None])) if draw(st.booleans()) else None
        said = Message(
            channel=CHANNEL,
            ts=ts,
            author=draw(st.sampled_from([*PEOPLE, *PEOPLE, BOT, None])),
            text=draw(st.sampled_from(TEXTS)),
            thread_ts=root,
            subtype="channel_join" if draw(st.integers(0, 5)) == 0 else None,
        )
        roots += [] if root else [ts]
        happened.append(said)
        if draw(st.integers(0, 5)) == 0:
            edited_ts = f"{micros // 1_000_000 + 60}.{micros % 1_000_000:06}"
            happened.append(replace(said, text=draw(st.sampled_from(TEXTS)), edited_ts=edited_ts))
        if draw(st.integers(0, 7)) == 0:
            happened.append(Deletion(ts))
    if draw(st.booleans()):
        happened.append(LearntToBeABot())
    return happened


class Burley:
    """What keeps and understands messages, event by event, as the bot does it."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._understanding = Understanding(judge)
        self._bots: set[str] = set()
        for table in reversed(metadata.sorted_tables):
            tx.execute(sa.delete(table))

    def hear(self, event: Event) -> None:
        tx, understanding = self._tx, self._understanding
        match event:
            case Message():
                by_person = event.is_talk and event.author not in self._bots
                if messages.keep(tx, event):
                    understanding.take_in(tx, event, by_person)
            case Deletion(ts):
                if messages.delete(tx, (CHANNEL, ts)):
                    understanding.rederive(tx, CHANNEL, micros_of(ts))
            case Restart():
                self._understanding = Understanding(judge)
            case LearntToBeABot():
                self._bots.add(BOT)
                members.keep(tx, [Member(BOT, "burro", is_bot=True)])
                for channel, (first, last) in messages.spans_of(tx, BOT).items():
                    understanding.rederive(tx, channel, first, last)

    def questions(self) -> list[Question]:
        return questions.opened(self._tx)

    def read_again(self) -> list[Question]:
        """What a fresh reading of everything that is kept gives."""
        Understanding(judge).rederive(self._tx, CHANNEL)
        return self.questions()


@pytest.fixture(scope="module")
def tx(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Transaction]:
    path = tmp_path_factory.mktemp("orders") / "burley.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    with database.writing() as tx:
        yield tx
    database.close()


def jumbled(happened: Sequence[Event], chosen: random.Random) -> list[Event]:
    """The same events in another order, some of them more than once, with restarts between."""
    jumble = [event for event in happened for _ in range(chosen.choice([1, 1, 1, 2, 3]))]
    jumble += [Restart()] * chosen.randrange(3)
    chosen.shuffle(jumble)
    return jumble


SLOW = settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@SLOW
@given(histories(), st.randoms(use_true_random=False))
def test_any_order_and_repetition_gives_the_same_questions(
    tx: Transaction, happened: list[Event], chosen: random.Random
) -> None:
    in_order = Burley(tx)
    for event in happened:
        in_order.hear(event)
    expected = in_order.questions()

    otherwise = Burley(tx)
    for event in jumbled(happened, chosen):
        otherwise.hear(event)
    assert otherwise.questions() == expected


@SLOW
@given(histories())
def test_reading_everything_again_changes_nothing(tx: Transaction, happened: list[Event]) -> None:
    burley = Burley(tx)
    for event in happened:
        burley.hear(event)
    assert burley.questions() == burley.read_again()


@SLOW
@given(histories())
def test_no_figure_rests_on_what_must_not_count(tx: Transaction, happened: list[Event]) -> None:
    """Never the asker's own words, never a bot's, never a join, never before the question."""
    burley = Burley(tx)
    for event in happened:
        burley.hear(event)
    bots = {BOT} if LearntToBeABot() in happened else set()
    for question in [*burley.questions(), *burley.read_again()]:
        assert question.asker not in bots
        response = question.first_response
        if response is None:
            continue
        answer = messages.get(tx, (CHANNEL, response.ts))
        assert answer is not None
        assert answer.is_talk
        assert answer.author == response.user
        assert response.user not in {question.asker, *bots}
        assert response.at > question.opened_at
