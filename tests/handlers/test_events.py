"""Slack's events: whatever comes is answered, and what could not be kept comes again."""

from __future__ import annotations

import itertools
import random
from collections.abc import AsyncIterator
from typing import Any

import pytest
import sqlalchemy as sa

from sandbox.slack.events import wrapped
from storage import messages, questions
from storage.database import Transaction
from tests.support.community import Community, living

Json = dict[str, Any]

OPENEBS = "C0OPENEBS1"

# https://docs.slack.dev/reference/events: forty that Burley does not ask for, and some that
# nobody has heard of yet.
UNKNOWN = """
    app_deleted app_installed app_mention app_rate_limited app_requested app_uninstalled
    subteam_updated call_rejected channel_archive channel_created channel_deleted
    channel_history_changed channel_id_changed channel_left channel_rename channel_shared
    channel_unarchive channel_unshared dnd_updated email_domain_changed emoji_changed
    file_change file_created file_deleted file_shared function_executed
    grid_migration_finished group_archive im_created link_shared member_joined_channel
    member_left_channel pin_added pin_removed scope_granted star_added subteam_created
    team_join tokens_revoked workflow_step_execute never_heard_of_it message_metadata_posted
""".split()


@pytest.fixture
async def community(sqlite_url: str) -> AsyncIterator[Community]:
    async with living(sqlite_url) as community:
        community.sandbox.slack.delivery.retry_seconds = (0.0, 0.02, 0.02)
        community.sandbox.slack.delivery.ack_seconds = 1.0
        yield community


async def send(community: Community, *events: Json) -> list[Json]:
    """Send these as Slack would; those that were never acknowledged."""
    delivery = community.sandbox.slack.delivery
    before = len(delivery.lost)
    for event in events:
        await delivery.send_event(wrapped(event, at=1_700_000_000))
    await community.settled()
    return [envelope.payload["event"] for envelope in delivery.lost[before:]]


async def count(community: Community) -> int:
    return await community.burley.database.read(messages.count)


@pytest.mark.parametrize("by_http", [False, True], ids=["by socket", "by HTTP"])
async def test_events_that_nobody_asked_for_are_acknowledged(
    by_http: bool, sqlite_url: str
) -> None:
    async with living(sqlite_url, by_http=by_http) as community:
        community.sandbox.slack.delivery.retry_seconds = ()
        assert len(UNKNOWN) >= 40
        bodies: tuple[Json, ...] = (
            {},
            {"user": None},
            {"channel": {"id": OPENEBS}, "item": [None], "ts": 3},
        )
        unknown = [{"type": kind, **body} for kind in UNKNOWN for body in bodies]
        assert await send(community, *unknown) == []


ODD: tuple[Any, ...] = (
    None,
    "",
    "x",
    0,
    -1,
    1.5,
    True,
    [],
    {},
    [None],
    {"id": None},
    "a" * 5_000,
    "\x00",
    "\ud800",
)
FIELDS = {
    "message": ("channel", "ts", "user", "text", "thread_ts", "subtype", "message", "deleted_ts",
                "previous_message", "bot_id", "edited", "hidden", "blocks"),
    "reaction_added": ("user", "reaction", "item", "item_user", "event_ts"),
    "reaction_removed": ("user", "reaction", "item", "item_user", "event_ts"),
    "user_change": ("user", "event_ts"),
    "app_home_opened": ("user", "tab", "channel", "view"),
}  # fmt: skip
WHOLE: dict[str, Json] = {
    "message": {"channel": OPENEBS, "ts": "1700000000.000100", "user": "U0ASHA0001", "text": "hi"},
    "reaction_added": {
        "user": "U0KOFI0001", "reaction": "eyes", "event_ts": "1700000001.000000",
        "item": {"type": "message", "channel": OPENEBS, "ts": "1700000000.000100"},
    },
    "reaction_removed": {
        "user": "U0KOFI0001", "reaction": "eyes", "event_ts": "1700000002.000000",
        "item": {"type": "message", "channel": OPENEBS, "ts": "1700000000.000100"},
    },
    "user_change": {"user": {"id": "U0ASHA0001", "name": "asha", "profile": {}}},
    "app_home_opened": {"user": "U0ASHA0001", "tab": "home", "channel": "D0ASHA0001"},
}  # fmt: skip


@pytest.mark.parametrize("kind", FIELDS)
async def test_events_with_missing_and_odd_fields_are_acknowledged(
    kind: str, community: Community
) -> None:
    whole = {"type": kind, **WHOLE[kind]}
    events = [{k: v for k, v in whole.items() if k != field} for field in FIELDS[kind]]
    events += [whole | {field: odd} for field in FIELDS[kind] for odd in ODD]
    for inner in ("item", "message", "user"):
        if isinstance(whole.get(inner), dict):
            parts = whole[inner]
            events += [whole | {inner: parts | {k: odd}} for k in parts for odd in ODD]
    assert await send(community, *events) == []


@pytest.mark.parametrize(
    "subtype", ["message_changed", "message_deleted", "message_replied", "tombstone", "me_message"]
)
async def test_odd_edits_and_deletions_are_acknowledged(subtype: str, community: Community) -> None:
    chosen = random.Random(subtype)
    fields = ("ts", "user", "text", "thread_ts", "edited", "subtype", "type", "bot_id")
    events: list[Json] = []
    for _ in range(100):
        inner = {name: chosen.choice([*ODD, "1700000000.000100"]) for name in fields}
        events.append(
            {
                "type": "message", "channel": OPENEBS, "subtype": subtype, "message": inner,
                "deleted_ts": chosen.choice([*ODD, "1700000000.000100"]),
                "ts": "1700000005.000100", "previous_message": inner,
            }
        )  # fmt: skip
    assert await send(community, *events) == []


async def test_what_the_database_refused_comes_again_and_is_kept_once(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = itertools.chain([True, True], itertools.repeat(False))
    keep = messages.keep

    def keep_sometimes(tx: Transaction, message: Any) -> bool:
        if next(failures):
            raise sa.exc.OperationalError("INSERT", {}, Exception("disk I/O error"))
        return keep(tx, message)

    monkeypatch.setattr(messages, "keep", keep_sometimes)
    community.sandbox.slack.delivery.ack_seconds = 0.3
    await community.say("Why does my pool stay Unknown?")
    assert community.sandbox.slack.delivery.lost == []
    assert await count(community) == 1
    assert "1 question waits" in await community.command("/burley questions")


async def test_one_message_that_cannot_be_kept_takes_no_other_with_it(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = messages.keep

    def keep_others(tx: Transaction, message: Any) -> bool:
        if "poison" in message.text:
            raise ValueError("this one cannot be kept")
        return keep(tx, message)

    monkeypatch.setattr(messages, "keep", keep_others)
    community.sandbox.slack.delivery.ack_seconds = 2.0
    said = [
        await community.sandbox.slack.say("asha", "openebs", "poison" if n == 7 else f"hello {n}")
        for n in range(20)
    ]
    await community.settled()
    [lost] = community.sandbox.slack.delivery.lost
    assert lost.payload["event"]["ts"] == said[7]
    assert await count(community) == 19


async def test_the_same_message_many_times_is_one(community: Community) -> None:
    ts = await community.say("Why does my pool stay Unknown?")
    [said] = community.sandbox.slack.messages("openebs")
    event = {**said, "channel": OPENEBS, "channel_type": "channel", "event_ts": ts}
    assert await send(community, *[event] * 20) == []
    assert await count(community) == 1
    assert len(await community.burley.database.read(questions.waiting)) == 1


async def test_burley_does_not_listen_to_itself(community: Community) -> None:
    await community.sandbox.slack.say("asha", "openebs", "<@U0BURLEY01> why is my pool Unknown?")
    await community.settled()
    waits = await community.burley.database.read(questions.waiting)
    assert [one.asker for one in waits] == ["U0ASHA0001"]
