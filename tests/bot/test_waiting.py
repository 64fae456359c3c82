"""The list of who is waiting, as a command's answer and as App Home."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questions.replies import GIST, gist, home, waiting
from bot.questions.waiting import SHOWN, WaitingRoom
from sandbox.slack.blocks import message_faults, view_faults
from storage import members, messages, questions
from storage.database import Database, Transaction
from storage.records import FirstResponse, Member, Message, MessageKey, Question
from tests.support.community import words

NOON = datetime(2025, 6, 9, 12, tzinfo=UTC)


class Noon:
    def now(self) -> datetime:
        return NOON


@pytest.fixture
def here(sqlite_url: str) -> Iterator[Database]:
    """For tests in which the kind of database makes no difference."""
    database = Database(sqlite_url)
    yield database
    database.close()


@pytest.fixture
def room(here: Database) -> WaitingRoom:
    return WaitingRoom(here, Noon())


def where(key: MessageKey) -> str:
    return f"https://x.slack.com/archives/{key[0]}/p{key[1].replace('.', '')}"


def ask(
    tx: Transaction,
    minutes_ago: int,
    text: str = "How?",
    by: str = "UASHA",
    first: FirstResponse | None = None,
) -> MessageKey:
    ts = f"{(NOON - timedelta(minutes=minutes_ago)).timestamp():.6f}"
    messages.keep(tx, Message("C1", ts, by, text))
    questions.add(tx, [Question("C1", ts, by, "question", 0.9, "asks", first)])
    return "C1", ts


async def shown(room: WaitingRoom) -> str:
    """The list in words, after Slack has accepted it."""
    found = await room.look()
    text, blocks = waiting(found, NOON, where)
    view = home(found, NOON, where, "OpenEBS")
    assert text
    assert not list(message_faults(blocks))
    assert not list(view_faults(view))
    return words({"text": text, "blocks": blocks})


async def test_nobody_waiting_is_good_news(room: WaitingRoom) -> None:
    assert await shown(room) == (
        ":sparkles: Nobody is waiting for an answer. Every question has one."
    )


async def test_a_question_is_shown_with_its_asker_place_and_wait(
    room: WaitingRoom, here: Database
) -> None:
    with here.writing() as tx:
        members.keep(tx, [Member("UASHA", "Asha Rao")])
        key = ask(tx, 200, "How do I resize a ZFS volume?")
    assert await shown(room) == (
        "*1 question waits for an answer*, longest first:\n"
        f"<{where(key)}|How do I resize a ZFS volume?>\n"
        "Asha Rao in <#C1>, waiting *3 h 20 min*"
    )


async def test_somebody_who_looks_is_shown_and_somebody_who_answered_ends_it(
    room: WaitingRoom, here: Database
) -> None:
    with here.writing() as tx:
        seen = ask(tx, 30, "seen")
        questions.acknowledge(tx, seen, "UKOFI", NOON)
        first = FirstResponse(f"{NOON.timestamp():.6f}", "UKOFI", "thread")
        ask(tx, 20, "answered", first=first)
    said = await shown(room)
    assert said.endswith("waiting *30 min* :eyes:")
    assert "answered" not in said


async def test_of_five_hundred_who_wait_the_longest_are_shown(database: Database) -> None:
    with database.writing() as tx:
        for number in range(500):
            ask(tx, 10 + number, f"question {number}")
    said = await shown(WaitingRoom(database, Noon()))
    assert said.startswith("*500 questions wait for an answer*, longest first:")
    assert said.count("<#C1>") == SHOWN
    assert "question 499>" in said
    assert "question 490>" in said
    assert said.endswith(f"and {500 - SHOWN} more")


@pytest.mark.parametrize(
    "text",
    [
        "x" * 40_000,
        "🙂" * 10_000,
        "<!channel> <@U012AB3CD> &amp;&lt;!here&gt;" * 500,
        "a|b|c" * 1_000,
        "كيف أوسّع المجلد؟ " * 300,
        "\u202egnp.exe",
        "```only code```",
        "<@U012AB3CD>",
        "",
    ],
)
async def test_whatever_was_asked_and_whoever_asked_slack_takes_the_list(
    text: str, room: WaitingRoom, here: Database
) -> None:
    with here.writing() as tx:
        members.keep(tx, [Member("UASHA", (text.strip() or "?")[:5_000])])
        for number in range(SHOWN):
            ask(tx, number, text)
    said = await shown(room)
    assert "<!" not in said
    assert "<@" not in said


async def test_a_question_whose_text_is_all_markup_is_named_by_its_kind(
    room: WaitingRoom, here: Database
) -> None:
    with here.writing() as tx:
        ask(tx, 5, "```kubectl get pods```", by="UNOBODY")
    said = await shown(room)
    assert "|question>" in said
    assert "UNOBODY in <#C1>" in said


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("How do I\n\nresize   it?", "How do I resize it?"),
        ("*How* do _I_ ~resize~ `it`?", "How do I resize it ?"),
        (
            "<@U012AB3CD> how? See <https://x.org|the docs> or <https://x.org>",
            "how? See the docs or",
        ),
        ("a &lt;node&gt; &amp; a pool", "a <node> & a pool"),
        ("```\ncode\n``` why?", "why?"),
        ("why? ```code without end", "why?"),
        ("", ""),
    ],
)
def test_the_gist_is_one_line_without_markup(text: str, shown: str) -> None:
    assert gist(text) == shown


@given(st.text(max_size=300))
def test_the_gist_is_short_and_one_line(text: str) -> None:
    found = gist(text)
    assert len(found) <= GIST
    assert "\n" not in found
