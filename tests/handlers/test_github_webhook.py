"""GitHub's webhooks: only GitHub's own are believed, and in any order they tell the same."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import hmac
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.triage import replies
from sandbox.sandbox import GITHUB_SECRET
from tests.support.community import Community, living
from tests.test_main_job import ZFS

Send = Callable[..., Awaitable[int]]


@pytest.fixture
async def community(sqlite_url: str) -> AsyncIterator[Community]:
    async with living(sqlite_url) as community:
        yield community


@pytest.fixture
async def send(community: Community) -> AsyncIterator[Send]:
    """Sends bytes to where webhooks go; the status of the answer."""
    async with aiohttp.ClientSession() as http:

        async def post(body: bytes, **headers: str) -> int:
            url = f"{community.burley.address}/github/webhook"
            plain = {"Content-Type": "application/json", **_hyphened(headers)}
            async with http.post(url, data=body, headers=plain) as answer:
                return answer.status

        yield post


def _hyphened(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def signed(body: bytes, event: str = "issues") -> dict[str, str]:
    digest = hmac.new(GITHUB_SECRET.encode(), body, hashlib.sha256).hexdigest()
    return {
        "X_Hub_Signature_256": f"sha256={digest}",
        "X_GitHub_Event": event,
        "X_GitHub_Delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
    }


def closed(number: object = 1, **changes: object) -> bytes:
    issue = {"number": number, "title": "x", "html_url": "https://github.com/x", "state": "closed",
             "updated_at": "2026-11-23T10:00:00Z", **changes}  # fmt: skip
    repository = {"full_name": "openebs/zfs-localpv"}
    return json.dumps({"action": "closed", "issue": issue, "repository": repository}).encode()


async def filed(community: Community) -> str:
    """A report that became openebs/zfs-localpv#1; the ts of its message."""
    said = await community.say(ZFS)
    await community.press(replies.FILE_IT)
    assert len(community.issues) == 1
    return said


async def test_what_github_did_not_sign_is_refused(community: Community, send: Send) -> None:
    said = await filed(community)
    body = closed()
    forged = {
        "unsigned": {},
        "with another body's signature": signed(closed(2)),
        "with an empty signature": {**signed(body), "X_Hub_Signature_256": ""},
        "with a signature of another kind": {**signed(body), "X_Hub_Signature_256": "md5=1"},
        "with a signature that is not ASCII": {**signed(body), "X_Hub_Signature_256": "sha256=ä"},
    }
    answers = {name: await send(body, **headers) for name, headers in forged.items()}
    assert answers == dict.fromkeys(forged, 401)
    await community.settled()
    assert len(community.thread(said)) == 2
    assert await send(body, **signed(body)) == 200


async def test_without_a_secret_there_is_no_such_page(sqlite_url: str) -> None:
    async with living(sqlite_url, secret={"github_webhook_secret": None}) as community:
        url = f"{community.burley.address}/github/webhook"
        async with aiohttp.ClientSession() as http, http.post(url, data=closed()) as answer:
            assert answer.status == 404


async def test_events_that_mean_nothing_here_are_taken(community: Community, send: Send) -> None:
    for event in ("ping", "star", "workflow_run", "installation", "issue_comment", "not_yet_known"):
        body = json.dumps({"action": "created", "zen": "Speak like a human."}).encode()
        assert await send(body, **signed(body, event)) == 200
    strange = [
        b"{}",
        b"[]",
        b"null",
        b'{"issue": {}, "repository": {}}',
        closed(updated_at="yesterday"),
        closed(updated_at=None),
        closed(number="many"),
        closed(title=None, html_url=None, state=None),
        closed(title="a \x00 b \ud800 c"),
        closed(updated_at="2026-11-23T10:00:00"),
    ]
    answers = [await send(body, **signed(body)) for body in strange]
    assert answers == [200] * len(strange)


def examples() -> list[tuple[str, bytes]]:
    """GitHub's own example payloads: the event and the body of each."""
    packed = Path(__file__).parents[1] / "support" / "github_webhook_examples.json.gz"
    events = json.loads(gzip.decompress(packed.read_bytes()))["events"]
    return [(event, json.dumps(one).encode()) for event in events for one in events[event]]


async def test_every_example_of_githubs_is_taken_when_signed_and_refused_otherwise(
    community: Community, send: Send
) -> None:
    known = examples()
    assert len({event for event, _ in known}) > 50
    taken, refused = Counter[int](), Counter[int]()
    for event, body in known:
        right = signed(body, event)
        taken[await send(body, **right)] += 1
        wrong = {**right, "X_Hub_Signature_256": signed(body + b" ")["X_Hub_Signature_256"]}
        refused[await send(body, **wrong)] += 1
        del right["X_Hub_Signature_256"]
        refused[await send(body, **right)] += 1
    assert (taken, refused) == ({200: len(known)}, {401: 2 * len(known)})
    await community.settled()
    assert community.issues == []


async def test_a_signed_body_that_is_no_event_is_refused(send: Send) -> None:
    deep = b"[" * 100_000 + b"]" * 100_000
    assert await send(b"{", **signed(b"{")) == 400
    assert await send(b"\xff\xfe", **signed(b"\xff\xfe")) == 400
    assert await send(deep, **signed(deep)) == 400
    for left_out in ("X_GitHub_Event", "X_GitHub_Delivery"):
        headers = {name: value for name, value in signed(b"{}").items() if name != left_out}
        assert await send(b"{}", **headers) == 400
    strange = {**signed(b"{}"), "Content_Type": "application/json; charset=klingon"}
    assert await send(b"{}", **strange) == 400


async def test_what_is_sent_again_is_said_once(community: Community) -> None:
    said = await filed(community)
    github = community.sandbox.github
    github.webhooks.double(1)
    await github.close(github.issues[0])
    await community.settled()
    guid = github.webhooks.deliveries[-1].guid
    for _ in range(3):
        again = await github.webhooks.redeliver(guid)
        assert again.status == "OK"
    await community.settled()
    told = community.thread(said)
    assert len(told) == 3
    assert "was closed as completed" in told[-1]


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_what_comes_out_of_order_ends_in_how_it_stands_now(
    seed: int, community: Community
) -> None:
    said = await filed(community)
    github = community.sandbox.github
    github.webhooks.hold()
    [issue] = github.issues
    acts = (github.close, github.reopen, github.close, github.reopen, github.close)
    for act in acts:
        await community.sandbox.clock.jump(timedelta(minutes=1))
        await act(issue)
    github.webhooks.release(shuffled=True, seed=seed)
    await community.settled()
    told = ["reopened" if "reopened" in one else "closed" for one in community.thread(said)[2:]]
    # Each tells something new, so nobody hears twice in a row that it is closed.
    assert told.count("closed") == told.count("reopened") + 1


async def test_events_that_never_came_do_not_stop_later_ones(community: Community) -> None:
    said = await filed(community)
    github = community.sandbox.github
    [issue] = github.issues
    github.webhooks.lose(1)
    await github.close(issue)
    await community.sandbox.clock.jump(timedelta(minutes=1))
    await github.reopen(issue)
    await community.sandbox.clock.jump(timedelta(minutes=1))
    await github.close(issue, "not_planned")
    await community.settled()
    assert "was closed as not planned" in community.thread(said)[-1]


async def test_a_flood_of_the_same_event_is_said_once(community: Community, send: Send) -> None:
    said = await filed(community)
    later = community.sandbox.clock.now() + timedelta(hours=1)
    body = closed(updated_at=f"{later:%Y-%m-%dT%H:%M:%SZ}")
    answers = await asyncio.gather(*(send(body, **signed(body)) for _ in range(30)))
    assert answers == [200] * 30
    await community.settled()
    assert len(community.thread(said)) == 3
