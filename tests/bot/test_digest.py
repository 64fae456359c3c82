"""The weekly digest: what it says, and that it is said once, on time or not at all."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.digest.facts import facts_of
from bot.digest.replies import digest
from bot.settings import DigestSettings
from sandbox.clock import SandboxClock
from sandbox.slack.blocks import message_faults
from storage import messages, posts, questions, reports
from storage.database import Database, Transaction
from storage.records import FirstResponse, Message, MessageKey, Question, Report
from tests.support.community import Community, living, settings, words

MONDAY = date(2025, 6, 2)  # of ISO week 23
WEDNESDAY = datetime(2025, 6, 4, 12, tzinfo=UTC)
DUE = datetime(2025, 6, 9, 9, tzinfo=UTC)
NOW = DUE + timedelta(minutes=1)
HOUR = timedelta(hours=1)
WEEK = timedelta(weeks=1)
CHANNEL = "community-digest"

_numbers = itertools.count()


@pytest.fixture
def here(sqlite_url: str) -> Iterator[Database]:
    """For tests in which the kind of database makes no difference."""
    database = Database(sqlite_url)
    yield database
    database.close()


def where(key: MessageKey) -> str:
    return f"https://x.slack.com/archives/{key[0]}/p{key[1].replace('.', '')}"


def ts(at: datetime) -> str:
    return f"{int(at.timestamp())}.{next(_numbers):06}"


def say(tx: Transaction, by: str, at: datetime) -> str:
    said = ts(at)
    messages.keep(tx, Message("C1", said, by, "hello"))
    return said


def ask(tx: Transaction, by: str, at: datetime, waited: timedelta | None = None) -> str:
    asked = say(tx, by, at)
    first = None if waited is None else FirstResponse(ts(at + waited), "UKOFI", "thread")
    questions.add(tx, [Question("C1", asked, by, "question", 0.9, "asks", first)])
    return asked


def said_of(database: Database, monday: date = MONDAY, now: datetime = NOW) -> str:
    """The digest of a week, in words, after Slack has accepted it."""
    with database.reading() as tx:
        facts = facts_of(tx, monday, settings(), now)
    text, blocks = digest(facts, where)
    assert text
    assert not list(message_faults(blocks))
    return words({"text": text, "blocks": blocks})


def test_a_week_is_told_in_figures_questions_and_reports(database: Database) -> None:
    with database.writing() as tx:
        say(tx, "UOLD", WEDNESDAY - WEEK)
        say(tx, "UOLD", WEDNESDAY)
        ask(tx, "U1", WEDNESDAY, waited=HOUR)
        ask(tx, "U2", WEDNESDAY, waited=3 * HOUR)
        waiting = ask(tx, "U3", WEDNESDAY)
        reports.add(
            tx,
            Report(
                "r1", "C1", ts(WEDNESDAY), "", "U1", "bug", "org/zfs", "the <pool> is gone", "body",
                state="filed", issue_number=7, issue_url="https://github.com/org/zfs/issues/7",
            ),
        )  # fmt: skip
    lines = said_of(database).splitlines()
    assert lines[:-1] == [
        "OpenEBS, week 23",
        "3 questions were asked; 1 still waits for an answer.",
        "*Posting members* 4 (3 more than the week before), 3 people for the first time",
        "*Answered within a day* 2 of 3",
        "*Median wait* 3 h (n = 3)",
        "*Still waiting for an answer*",
        f"• <{where(('C1', waiting))}|open for 4 days 21 h> in <#C1>",
        "*Reported*",
        "• <https://github.com/org/zfs/issues/7|org/zfs#7> the &lt;pool&gt; is gone",
    ]
    assert lines[-1].startswith(":information_source: Questions count by the week")


def test_the_first_week_is_compared_with_nothing(here: Database) -> None:
    with here.writing() as tx:
        ask(tx, "U1", WEDNESDAY, waited=HOUR)
    said = said_of(here)
    assert "1 question was asked, and it has its answer." in said
    assert "*Posting members* 1 (the first week), 1 person for the first time" in said
    assert "*Answered within a day* 1 of 1" in said


def test_a_quiet_week_says_so_and_shows_no_empty_figures(here: Database) -> None:
    with here.writing() as tx:
        say(tx, "U1", WEDNESDAY - WEEK)
    said = said_of(here)
    assert "A quiet week: nobody posted in the channels I listen to." in said
    assert "*Posting members* 0 (1 fewer than the week before)" in said
    assert "Median" not in said
    assert "Answered" not in said


def test_talk_without_questions_is_told_apart_from_silence(here: Database) -> None:
    with here.writing() as tx:
        say(tx, "U1", WEDNESDAY - WEEK)
        say(tx, "U2", WEDNESDAY)
    said = said_of(here)
    assert "Nobody asked for help; 1 person posted." in said
    assert "(as many as the week before), 1 person for the first time" in said


def test_what_is_too_young_is_not_counted_as_unanswered_in_time(here: Database) -> None:
    with here.writing() as tx:
        ask(tx, "U1", WEDNESDAY)
    said = said_of(here, now=WEDNESDAY + HOUR)
    assert said.startswith("OpenEBS, week 23 so far")
    assert "*Answered within a day* too early to tell" in said
    assert "*Median wait* more than half still wait (n = 1)" in said


def test_only_the_longest_waits_are_listed_of_that_week_and_before(here: Database) -> None:
    with here.writing() as tx:
        for hours in range(6):
            ask(tx, f"U{hours}", WEDNESDAY + hours * HOUR)
        ask(tx, "UOLD", WEDNESDAY - WEEK)
        ask(tx, "UNEXT", DUE)
    said = said_of(here, now=NOW + HOUR)
    assert "6 questions were asked; 6 still wait for an answer." in said
    assert said.count("open for") == 3
    assert "open for 11 days" in said
    assert "open for 1 h" not in said


def test_weeks_begin_in_the_communitys_own_zone(here: Database) -> None:
    with here.writing() as tx:
        say(tx, "U1", datetime(2025, 6, 1, 19, tzinfo=UTC))  # Monday already in Kolkata
    with here.reading() as tx:
        facts = facts_of(tx, MONDAY, settings(time_zone="Asia/Kolkata"), DUE)
    assert facts.posting == 1


async def looked(community: Community, at: datetime) -> list[str]:
    """The digests in the channel, after Burley has looked twice at once at that moment."""
    await community.sandbox.clock.set(at)
    await asyncio.gather(community.burley.wakeups.look(), community.burley.wakeups.look())
    await community.settled()
    return [words(one) for one in community.sandbox.slack.messages(CHANNEL)]


def kept(community: Community, week: str) -> Any:
    with community.burley.database.reading() as tx:
        return posts.digest(tx, community.sandbox.slack.channel_id(CHANNEL), week)


async def test_each_week_has_one_digest_from_the_first_that_burley_was_there_for(
    sqlite_url: str,
) -> None:
    async with living(sqlite_url, SandboxClock(WEDNESDAY)) as community:
        assert await looked(community, WEDNESDAY) == []
        await community.say("Why does my Mayastor pool stay in Unknown after a node reboot?")
        assert await looked(community, WEDNESDAY + HOUR) == []
        assert await looked(community, DUE - timedelta(seconds=30)) == []

        [first] = await looked(community, DUE)
        assert first.startswith("OpenEBS, week 23\n1 question was asked; 1 still waits")
        assert await looked(community, DUE + HOUR) == [first]

        [_, second] = await looked(community, DUE + WEEK)
        assert second.startswith("OpenEBS, week 24\nA quiet week")


async def test_a_digest_more_than_two_days_late_is_skipped_for_good(sqlite_url: str) -> None:
    async with living(sqlite_url, SandboxClock(WEDNESDAY)) as community:
        await community.say("Why does my Mayastor pool stay in Unknown after a node reboot?")
        assert await looked(community, DUE + 48 * HOUR + timedelta(seconds=1)) == []
        skipped = kept(community, "2025-W23")
        assert (skipped.state, skipped.why) == ("skipped", "more than 48 hours late")
        assert await looked(community, DUE + HOUR) == []  # the clock was put right
        assert len(await looked(community, DUE + WEEK)) == 1


async def test_a_digest_missed_while_burley_was_down_is_caught_up_once(sqlite_url: str) -> None:
    async with living(sqlite_url, SandboxClock(WEDNESDAY)) as community:
        await community.say("Why does my Mayastor pool stay in Unknown after a node reboot?")
    late = DUE + 47 * HOUR
    async with living(sqlite_url, SandboxClock(late)) as community:
        [digest] = await looked(community, late)
        assert "1 question was asked" in digest
        assert kept(community, "2025-W23").payload["text"].startswith("OpenEBS, week 23")
    async with living(sqlite_url, SandboxClock(late)) as community:
        assert await looked(community, late + HOUR / 2) == []


async def test_a_missing_digest_channel_stops_neither_the_clock_nor_the_rest(
    sqlite_url: str,
) -> None:
    planned = DigestSettings(channel="nowhere")
    async with living(sqlite_url, SandboxClock(WEDNESDAY), digest=planned) as community:
        await community.say("Why does my Mayastor pool stay in Unknown after a node reboot?")
        assert await looked(community, DUE) == []
        assert "week 24 so far" in await community.command("/burley digest preview")


async def test_without_a_schedule_there_is_no_digest(sqlite_url: str) -> None:
    async with living(sqlite_url, SandboxClock(WEDNESDAY), digest=None) as community:
        await community.say("Why does my Mayastor pool stay in Unknown after a node reboot?")
        assert community.burley.features.digests.next() is None
        assert await looked(community, DUE) == []
