"""What people write, however strange: kept as it can be kept, and nothing else suffers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.triage import replies
from storage import members, messages
from storage.records import Message
from tests.conftest import postgres_copy
from tests.support.community import Community, living
from tests.test_main_job import ZFS

OPENEBS = "C0OPENEBS1"


@pytest.fixture(params=["by socket on SQLite", "by HTTP on PostgreSQL"])
async def community(request: pytest.FixtureRequest, sqlite_url: str) -> AsyncIterator[Community]:
    by_http = request.param == "by HTTP on PostgreSQL"
    url = postgres_copy(request.getfixturevalue("postgres")) if by_http else sqlite_url
    async with living(url, by_http=by_http) as community:
        community.sandbox.slack.delivery.retry_seconds = (0.0, 0.02, 0.02)
        yield community


async def heard(community: Community, ts: str, **said: Any) -> Message | None:
    """What Burley kept of a message, brought in as an export has it."""
    message = {"type": "message", "user": "U0ASHA0001", "text": "", "ts": ts, **said}
    assert await community.sandbox.slack.replay("openebs", message)
    await community.settled()
    return await community.burley.database.read(lambda tx: messages.get(tx, (OPENEBS, ts)))


STRANGE = {
    "emoji": "👩🏽‍💻 🏴󠁧󠁢󠁥󠁮󠁧󠁿 :tada: why?",
    "right to left": "למה ה־pool שלי \u202eUnknown\u202c? لماذا",
    "combining": "Z̸̧̛͍͑a̴͝l̵g̷o" * 50,
    "one long word": "x" * 39_000,
    "many lines": "\n" * 20_000,
    "markup without end": "<@U123|" * 3_000 + "*_~`" * 3_000,
    "fences": "```" * 5_001,
    "looks like SQL": "'; DROP TABLE messages; --",
    "looks like a template": "{{7*7}} ${7*7} %(x)s {0} %s",
    "control characters": "".join(map(chr, range(1, 32))) + "\x7f\x85\u2028\ufeff",
}


async def test_strange_texts_are_kept_as_they_are(community: Community) -> None:
    for number, text in enumerate(STRANGE.values()):
        kept = await heard(community, f"1700000000.{number:06}", text=text)
        assert kept is not None
        assert kept.text == text
    assert community.sandbox.slack.delivery.lost == []


async def test_what_no_database_holds_is_left_out(community: Community) -> None:
    kept = await heard(community, "1700000000.000100", text="a\x00b\ud800c")
    assert kept is not None
    assert kept.text == "ab?c"


async def test_ten_megabytes_do_no_harm(community: Community) -> None:
    kept = await heard(community, "1700000000.000100", text="why? " * 2_000_000)
    assert kept is None or len(kept.text) <= 40_000
    await community.say(ZFS)
    await community.press(replies.FILE_IT)
    assert len(community.issues) == 1


async def test_members_without_a_name_and_unknown_members_can_ask(community: Community) -> None:
    slack = community.sandbox.slack
    nameless: list[dict[str, Any]] = [
        {"id": "U0NONAME01"},
        {"id": "U0NONAME02", "name": None, "profile": None},
        {"id": "U0NONAME03", "name": "", "real_name": " ", "profile": {"display_name": ""}},
        {"id": "U0NONAME04", "name": "", "profile": {"display_name": ["x"]}, "tz": {}},
    ]
    for user in nameless:
        slack.add_user(user)
    asking = [*(user["id"] for user in nameless), "U0NOBODY01"]
    for week, user_id in enumerate(asking):
        ts = f"{1_700_000_000 + week * 604_800}.000000"
        text = "How do I resize a ZFS volume?"
        await slack.replay("openebs", {"ts": ts, "user": user_id, "text": text})
    await community.settled()
    shown = await community.command("/burley questions")
    assert [user_id for user_id in asking if user_id not in shown] == []
    known = await community.burley.database.read(
        lambda tx: members.get(tx, [user["id"] for user in nameless])
    )
    assert len(known) == len(nameless)


async def test_names_with_markup_do_not_act(community: Community) -> None:
    name = "<!channel> *bold* <https://evil.example|click>"
    await community.sandbox.slack.change_user("asha", profile={"display_name": name})
    await community.say("Why does my pool stay Unknown?")
    shown = await community.command("/burley questions")
    assert "<!channel>" not in shown
    assert "<https://evil.example" not in shown


async def test_channels_that_are_not_listened_to_leave_nothing(community: Community) -> None:
    slack = community.sandbox.slack
    slack.add_channel({"id": "C0SECRET01", "name": "secret"})
    slack.add_channel({"id": "C0NONAME01", "name": None})
    for channel in ("C0SECRET01", "C0NONAME01", "community-digest"):
        for number in range(5):
            said = {"ts": f"1700000000.{number:06}", "user": "U0ASHA0001", "text": "Why so?"}
            await slack.replay(channel, said)
    await community.settled()
    assert await community.burley.database.read(messages.count) == 0
    assert slack.delivery.lost == []


async def test_a_report_of_strange_words_can_be_filed(community: Community) -> None:
    text = "zfs-localpv 2.10.1: PVC stays Pending 👩🏽‍💻 after upgrade: שלום `\x07 <b>` @all"
    await community.say(text)
    await community.press(replies.FILE_IT)
    [issue] = community.issues
    assert "שלום" in issue["body"]
    assert "@all" not in issue["title"] + issue["body"]


async def test_strange_commands_get_a_sentence(community: Community) -> None:
    for typed in ("x" * 5_000, "\u202e<!channel>", "```", "payload", ""):
        shown = await community.command(f"/burley {typed}")
        assert "/burley help" in shown
        assert len(shown) < 2_000
        assert "<!channel>" not in shown
