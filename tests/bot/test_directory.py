"""Who is who: asked of Slack once, and put right when it turns out otherwise."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage import members
from tests.support.community import Community, living

ASKED = "Why does my Mayastor pool stay in Unknown after a node reboot?"
NOBODY = "Nobody is waiting"
ONE = "1 question waits"


@pytest.fixture
async def community(sqlite_url: str) -> AsyncIterator[Community]:
    async with living(sqlite_url) as community:
        yield community


def asked_about(community: Community, user: str) -> int:
    """How often Slack was asked who somebody is."""
    wanted = community.sandbox.slack.user_id(user)
    return sum(
        call.target == "slack:users.info" and call.arguments.get("user") == wanted
        for call in community.sandbox.calls
    )


async def waiting(community: Community) -> str:
    return await community.command("/burley questions", by="noor")


async def test_slack_is_asked_once_about_each_account(community: Community) -> None:
    for text in (ASKED, "it is a three node cluster", "with kernel 6.1"):
        await community.say(text)
    assert asked_about(community, "asha") == 1
    assert asked_about(community, "kofi") == 0


@pytest.mark.parametrize(
    "fault", [{"kind": "server_error"}, {"kind": "error", "error": "user_not_found"}]
)
async def test_who_is_unknown_counts_as_a_person_until_slack_can_tell(
    fault: dict[str, str], community: Community
) -> None:
    community.sandbox.faults.add("slack:users.info", times=None, **fault)  # type: ignore[arg-type]
    asked = await community.say(ASKED)
    assert ONE in await waiting(community)
    await community.say("Is the io-engine pod up on that node?", by="kofi", thread_ts=asked)
    assert NOBODY in await waiting(community)

    # Slack can tell again, and kofi was a bot all along.
    community.sandbox.faults.clear()
    await community.sandbox.slack.change_user("kofi", is_bot=True)
    await community.settled()
    assert ONE in await waiting(community)

    await community.say("Look at the logs of that pod.", by="ines", thread_ts=asked)
    assert NOBODY in await waiting(community)


async def test_an_answer_of_somebody_found_to_be_a_bot_on_the_next_message_is_none(
    community: Community,
) -> None:
    community.sandbox.slack.add_user({"id": "U0ECHO0001", "name": "echo", "is_bot": True})
    asked = await community.say(ASKED)
    community.sandbox.faults.add("slack:users.info", "server_error", times=1)
    await community.say("Did you read the docs?", by="echo", thread_ts=asked)
    assert NOBODY in await waiting(community)
    await community.say("They are at openebs.io.", by="echo", thread_ts=asked)
    assert ONE in await waiting(community)


async def test_what_a_bot_asked_is_no_question_once_it_is_known_as_one(
    community: Community,
) -> None:
    await community.say(ASKED, by="kofi")
    assert ONE in await waiting(community)
    await community.sandbox.slack.change_user("kofi", is_bot=True)
    await community.settled()
    assert NOBODY in await waiting(community)
    await community.sandbox.slack.change_user("kofi", is_bot=False)
    await community.settled()
    assert ONE in await waiting(community)


async def test_a_new_name_is_kept(community: Community) -> None:
    await community.say(ASKED)
    await community.sandbox.slack.change_user("asha", profile={"display_name": "Asha R."})
    await community.settled()
    assert "Asha R." in await waiting(community)
    with community.burley.database.reading() as tx:
        known = members.get(tx, [community.sandbox.slack.user_id("asha")])
    assert [one.name for one in known.values()] == ["Asha R."]
