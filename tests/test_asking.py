"""What is missing is asked for once, in the thread, and the answers flow into the draft."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.triage import dialogs, replies
from storage import trackers
from tests.support.community import Community, living

SAID = "zfs-localpv: PVC stays Pending after the upgrade, error: cannot create dataset"
FORM = """\
---
name: Bug report
about: Tell us what does not work
labels: 'Bug'
---
**What happened:**

**Which version of ZFS LocalPV do you run?**

**Logs of the controller:**
- `kubectl logs -n openebs -l role=openebs-zfs -c openebs-zfs-plugin`
"""


@pytest.fixture
async def community(sqlite_url: str) -> AsyncIterator[Community]:
    async with living(sqlite_url) as community:
        await community.burley.database.write(
            lambda tx: trackers.learn(
                tx,
                "openebs/zfs-localpv",
                labels=["Bug"],
                templates=[(".github/ISSUE_TEMPLATE/bug.md", FORM)],
                read_at=community.sandbox.clock.now(),
            )
        )
        yield community


async def test_the_reporter_is_asked_once_with_the_commands(community: Community) -> None:
    ts = await community.say(SAID)
    [offer] = community.whispers()
    assert "Not given yet:" in offer
    await community.press(replies.ASK)
    [asked] = [one for one in community.thread(ts) if "the maintainers will ask" in one]
    assert "<@U0ASHA0001>" in asked
    assert "kubectl logs -n openebs -l role=openebs-zfs" in asked
    assert "hold secrets" in asked
    await community.shortcut(ts)
    assert len([one for one in community.thread(ts) if "the maintainers will ask" in one]) == 1


async def test_answers_flow_into_the_draft_and_are_shown(community: Community) -> None:
    ts = await community.say(SAID)
    await community.press(replies.ASK)
    await community.say("ZFS LocalPV 2.10.1 on Kubernetes 1.29", thread_ts=ts)
    offer = community.whispers()[-1]
    assert "Shall I carry it there?" in offer
    await community.say("thanks!", thread_ts=ts, by="noor")
    await community.press(replies.EDIT)
    assert "2.10.1" in str(community.view())
    await community.submit()
    [issue] = community.issues
    assert "2.10.1" in issue["body"]
    assert "*not given*" in issue["body"]
    assert issue["labels"] == ["Bug"]


async def test_who_was_asked_is_not_asked_again_by_another_offer(community: Community) -> None:
    ts = await community.say(SAID)
    await community.react("ticket", ts, by="kofi")
    await community.press(replies.ASK)
    await community.press(replies.ASK, by="kofi")
    assert len([one for one in community.thread(ts) if "the maintainers will ask" in one]) == 1
    assert "asked in the thread already" in community.whispers("kofi")[-1]
    await community.react("bug", ts, by="kofi")
    assert "Not given yet" in community.whispers("kofi")[-1]
    assert "Add what is missing" not in community.whispers("kofi")[-1]


async def test_the_form_of_another_repository_is_one_click_away(community: Community) -> None:
    await community.say(SAID)
    await community.press(replies.EDIT)
    assert "Which version of ZFS" in str(community.view())
    await community.choose(dialogs.MOVE, "openebs/lvm-localpv")
    assert "Which version of ZFS" not in str(community.view())
    assert await community.submit() == {}
    [issue] = community.issues
    assert issue["repository"] == "openebs/lvm-localpv"


async def test_what_was_typed_survives_the_choice_of_a_repository(community: Community) -> None:
    await community.say(SAID)
    await community.press(replies.EDIT)
    await community.choose(
        dialogs.MOVE, "openebs/lvm-localpv", typed={"title": "Typed with great care"}
    )
    assert "Typed with great care" in str(community.view())
    await community.submit()
    assert community.issues[0]["title"] == "Typed with great care"


async def test_the_reporter_is_named_only_if_they_say_so(community: Community) -> None:
    await community.say(SAID)
    await community.press(replies.EDIT)
    option = next(
        one["element"]["options"][0]
        for one in community.view()["blocks"]
        if one.get("block_id") == "named"
    )
    chosen = {"type": "checkboxes", "selected_options": [option]}
    await community.submit(named={"value": chosen})
    assert "Reported in Slack by asha" in community.issues[0]["body"]


async def test_nobody_else_can_have_the_reporter_named(community: Community) -> None:
    ts = await community.say(SAID)
    await community.shortcut(ts, by="kofi")
    assert "Name me" not in str(community.view("kofi"))
    await community.submit(by="kofi")
    assert "Slack by" not in community.issues[0]["body"]
