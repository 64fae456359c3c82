"""Webhooks as they arrive: signed, in order, and lost, doubled or late on demand."""

from __future__ import annotations

import pytest
from gidgethub.apps import get_jwt

from tests.sandbox.test_github_access import APP_ID, KEY, pem
from tests.sandbox.test_github_support import ZFS, World, world

__all__ = ["world"]

REF = f"{ZFS}#1"


async def test_an_issue_of_the_bot_comes_back_as_an_event(world: World) -> None:
    data = {"title": "PVC pending", "labels": ["Bug"]}
    made = await world.client().post(f"/repos/{ZFS}/issues", data=data)
    await world.github.webhooks.settled()
    opened, labeled = world.listener.heard
    assert (opened.event, opened.data["action"]) == ("issues", "opened")
    assert opened.data["issue"]["id"] == made["id"]
    assert opened.data["repository"]["full_name"] == ZFS
    assert opened.data["organization"]["login"] == "openebs"
    assert opened.data["sender"]["login"] == "burley[bot]"
    assert opened.data["installation"]["id"] == 52_000_001
    assert labeled.data["label"]["name"] == "Bug"
    headers = world.listener.headers[0]
    assert headers["x-github-event"] == "issues"
    assert headers["user-agent"].startswith("GitHub-Hookshot/")
    assert headers["content-type"] == "application/json"


async def test_every_act_is_told_in_order(world: World) -> None:
    github = world.github
    issue = await github.open(ZFS, "title")
    await github.edit(issue, title="new title")
    comment = await github.comment(issue, "me too")
    await github.edit_comment(issue, comment, "me as well")
    await github.delete_comment(issue, comment)
    await github.label(issue, "Bug")
    await github.unlabel(issue, "Bug")
    await github.close(issue, "duplicate")
    await github.reopen(issue)
    await github.lock(issue, "spam")
    await github.unlock(issue)
    await github.publish_release(ZFS, "v1")
    await github.webhooks.settled()
    assert world.listener.actions == [
        "issues.opened",
        "issues.edited",
        "issue_comment.created",
        "issue_comment.edited",
        "issue_comment.deleted",
        "issues.labeled",
        "issues.unlabeled",
        "issues.closed",
        "issues.reopened",
        "issues.locked",
        "issues.unlocked",
        "release.created",
        "release.published",
        "release.released",
    ]
    heard = [event.data for event in world.listener.heard]
    assert heard[1]["changes"] == {"title": {"from": "title"}}
    assert heard[2]["comment"]["body"] == "me too"
    assert heard[3]["changes"] == {"body": {"from": "me too"}}
    assert heard[6]["label"]["name"] == "Bug"
    assert heard[7]["issue"]["state_reason"] == "duplicate"
    assert heard[9]["issue"]["active_lock_reason"] == "spam"
    assert heard[12]["release"]["tag_name"] == "v1"


async def test_a_transfer_is_told_in_both_repositories(world: World) -> None:
    await world.github.open(ZFS, "wrong place")
    await world.github.transfer(REF, "openebs/mayastor")
    await world.github.delete("openebs/mayastor#1")
    await world.github.webhooks.settled()
    actions = ["issues.opened", "issues.transferred", "issues.opened", "issues.deleted"]
    assert world.listener.actions == actions
    away, arrived = world.listener.heard[1].data, world.listener.heard[2].data
    assert away["repository"]["full_name"] == ZFS
    assert away["changes"]["new_repository"]["full_name"] == "openebs/mayastor"
    assert away["changes"]["new_issue"]["id"] == arrived["issue"]["id"]
    assert arrived["changes"]["old_issue"]["id"] == away["issue"]["id"]


async def test_ping_and_installation(world: World) -> None:
    await world.github.ping()
    await world.github.installation("created")
    await world.github.webhooks.settled()
    ping, installed = world.listener.heard
    assert (ping.event, ping.data["zen"]) == ("ping", "Keep it logically awesome.")
    assert installed.event == "installation"
    assert len(installed.data["repositories"]) == 6


async def test_lost_events_are_never_sent(world: World) -> None:
    world.github.webhooks.lose(1)
    await world.github.open(ZFS, "lost")
    await world.github.close(REF)
    await world.github.webhooks.settled()
    assert world.listener.actions == ["issues.closed"]
    assert world.github.webhooks.failed == []


async def test_doubled_events_share_their_guid(world: World) -> None:
    world.github.webhooks.double(1)
    await world.github.open(ZFS, "twice")
    await world.github.close(REF)
    await world.github.webhooks.settled()
    assert world.listener.actions == ["issues.opened", "issues.opened", "issues.closed"]
    first, second, third = world.listener.heard
    assert first.delivery_id == second.delivery_id != third.delivery_id


@pytest.mark.parametrize("shuffled", [False, True])
async def test_events_can_be_held_back(world: World, shuffled: bool) -> None:
    world.github.webhooks.hold()
    issue = await world.github.open(ZFS, "later")
    for number in range(5):
        await world.github.comment(issue, str(number))
    await world.github.webhooks.settled()
    assert world.listener.heard == []
    world.github.webhooks.release(shuffled=shuffled)
    await world.github.webhooks.settled()
    assert len(world.listener.heard) == 6
    assert (world.listener.actions[0] != "issues.opened") == shuffled
    await world.github.close(issue)  # not held any more
    await world.github.webhooks.settled()
    assert world.listener.actions[-1] == "issues.closed"


async def test_a_failed_delivery_stays_failed_until_somebody_asks_again(world: World) -> None:
    hooks = world.github.webhooks
    world.listener.status = 503
    await world.github.open(ZFS, "unheard")
    await hooks.settled()
    (failed,) = hooks.failed
    assert failed.status_code == 503
    world.listener.status = 200
    await hooks.settled()
    assert len(world.listener.heard) == 1  # GitHub does not try again by itself

    again = await hooks.redeliver(failed.guid)
    assert (again.status, again.redelivery) == ("OK", True)
    first, second = world.listener.heard
    assert first.delivery_id == second.delivery_id == failed.guid
    assert first.data == second.data
    assert hooks.failed == []


async def test_the_app_lists_failed_deliveries_and_has_them_sent_again(world: World) -> None:
    hooks = world.github.webhooks
    there = hooks.url
    hooks.url = "http://127.0.0.1:9/nobody-listens"
    await world.github.open(ZFS, "unheard")
    await hooks.settled()
    hooks.url = there
    app = world.client(get_jwt(app_id=APP_ID, private_key=pem(KEY)))
    (listed,) = [found async for found in app.getiter("/app/hook/deliveries")]
    assert listed["status"] == "failed to connect to host"
    assert (listed["event"], listed["action"]) == ("issues", "opened")
    await app.post(f"/app/hook/deliveries/{listed['id']}/attempts", data=b"")
    await hooks.settled()
    assert world.listener.actions == ["issues.opened"]


async def test_without_a_hook_events_are_kept_but_not_sent(world: World) -> None:
    world.github.webhooks.url = None
    await world.github.open(ZFS, "quiet")
    await world.github.webhooks.settled()
    (kept,) = world.github.webhooks.deliveries
    assert (kept.status, kept.payload["action"]) == ("no hook", "opened")
    assert {"kind": "github", "repository": ZFS, "number": 1} in world.notified
