"""Faults on demand: each kind, in both halves, once or as often as asked for."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from sandbox.faults import Faults

POST = "slack:chat.postMessage"


def said(sandbox: Sandbox) -> list[str]:
    return [message["text"] for message in sandbox.slack.messages("openebs")]


async def test_too_many_requests(client: AsyncWebClient, sandbox: Sandbox, openebs: str) -> None:
    sandbox.faults.add(POST, "rate_limited", retry_after=30)
    with pytest.raises(SlackApiError) as raised:
        await client.chat_postMessage(channel=openebs, text="x")
    response = raised.value.response
    assert (response.status_code, response["error"]) == (429, "ratelimited")
    assert response.headers["Retry-After"] == "30"
    assert said(sandbox) == []
    await client.chat_postMessage(channel=openebs, text="x")
    assert [call.outcome for call in sandbox.calls] == ["rate_limited", "ok"]


@pytest.mark.parametrize("status", [500, 502])
async def test_server_errors(
    client: AsyncWebClient, sandbox: Sandbox, openebs: str, status: int
) -> None:
    sandbox.faults.add("slack:*", "server_error", status=status)
    with pytest.raises(SlackApiError) as raised:
        await client.chat_postMessage(channel=openebs, text="x")
    assert raised.value.response.status_code == status
    assert said(sandbox) == []


async def test_an_error_of_slacks(client: AsyncWebClient, sandbox: Sandbox, openebs: str) -> None:
    sandbox.faults.add(POST, "error", error="account_inactive")
    with pytest.raises(SlackApiError, match="account_inactive"):
        await client.chat_postMessage(channel=openebs, text="x")


@pytest.mark.parametrize(("kind", "left"), [("drop_before", []), ("drop_after", ["x"])])
async def test_a_lost_connection(
    client: AsyncWebClient, sandbox: Sandbox, openebs: str, kind: Any, left: list[str]
) -> None:
    sandbox.faults.add(POST, kind)
    with pytest.raises((aiohttp.ClientError, ConnectionError)):
        await client.chat_postMessage(channel=openebs, text="x")
    assert said(sandbox) == left
    assert sandbox.calls[-1].outcome == kind
    await client.chat_postMessage(channel=openebs, text="y")


async def test_slow_answers_are_done_all_the_same(
    client: AsyncWebClient, sandbox: Sandbox, openebs: str
) -> None:
    sandbox.faults.add(POST, "slow", delay=0.05)
    impatient = aiohttp.ClientTimeout(total=0.01)
    async with aiohttp.ClientSession(timeout=impatient) as session:
        client.session = session
        with pytest.raises(TimeoutError):
            await client.chat_postMessage(channel=openebs, text="x")
    async with asyncio.timeout(2):
        while said(sandbox) != ["x"]:
            await asyncio.sleep(0.01)


async def test_a_response_url_can_fail_too(sandbox: Sandbox) -> None:
    url = sandbox.slack.core.response_urls.new("commands", "U0ASHA0001", "C0OPENEBS1")
    sandbox.faults.add("slack:response_url", "server_error")
    async with aiohttp.ClientSession() as session:
        statuses = [(await session.post(url, json={"text": "x"})).status for _ in range(2)]
    assert statuses == [500, 200]


async def test_github_fails_by_its_routes_pattern(sandbox: Sandbox) -> None:
    target = "github:POST /repos/{owner}/{repo}/issues"
    sandbox.faults.add(target, "drop_after")
    sandbox.faults.add(target, "error", status=410, error="Issues are disabled for this repo")
    sandbox.faults.add(target, "rate_limited", status=403, retry_after=60)
    url = f"{sandbox.url}/github/repos/openebs/zfs-localpv/issues"
    headers = {"Authorization": "Bearer ghs_sandbox"}
    before = len(sandbox.github.issues)
    async with aiohttp.ClientSession(headers=headers) as session:
        with pytest.raises(aiohttp.ClientError):
            await session.post(url, json={"title": "A"})
        assert len(sandbox.github.issues) == before + 1
        async with session.post(url, json={"title": "B"}) as refused:
            body = await refused.json()
            assert (refused.status, body["message"]) == (410, "Issues are disabled for this repo")
        async with session.post(url, json={"title": "C"}) as limited:
            assert (limited.status, limited.headers["Retry-After"]) == (403, "60")
            assert "secondary rate limit" in (await limited.json())["message"]
        async with session.post(url, json={"title": "D"}) as created:
            assert created.status == 201
    assert [(c.target, c.outcome) for c in sandbox.calls] == [
        (target, "drop_after"),
        (target, "error"),
        (target, "rate_limited"),
        (target, "201"),
    ]
    assert [c.arguments["title"] for c in sandbox.calls] == ["A", "B", "C", "D"]


async def test_rules_come_over_http_too(sandbox: Sandbox, client: AsyncWebClient) -> None:
    async with aiohttp.ClientSession() as session:
        url = f"{sandbox.url}/sandbox/faults"
        rule: dict[str, Any] = {"target": "slack:*", "kind": "server_error", "times": None}
        assert (await (await session.post(url, json=rule)).json()) == {"ok": True}
        for _ in range(3):
            with pytest.raises(SlackApiError):
                await client.auth_test()
        assert (await session.post(url, json={"target": "x", "kind": "earthquake"})).status == 400
        await session.delete(url)
    await client.auth_test()


def test_a_rule_is_used_up_and_chance_has_a_seed() -> None:
    faults = Faults(seed=7)
    faults.add("a*", "slow", times=2)
    assert [faults.take(t) is not None for t in ("b", "ab", "ac", "ad")] == [
        False, True, True, False,
    ]  # fmt: skip

    def draws() -> list[bool]:
        faults = Faults(seed=7)
        faults.add("a", "slow", times=None, probability=0.3)
        return [faults.take("a") is not None for _ in range(1000)]

    assert draws() == draws()
    assert 250 < sum(draws()) < 350
