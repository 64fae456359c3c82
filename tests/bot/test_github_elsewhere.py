"""Whatever a server answers in GitHub's place: no token goes elsewhere, nothing false counts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx2
import pytest
from aiohttp import web

from bot.clients.github import GitHub, comment_from, issue_from
from bot.errors import InDoubt, Refused, TryAgain
from tests.support.github import ZFS, World, living, refusal

Handler = Callable[[web.Request], Awaitable[web.Response]]


@asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", handler)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    yield f"http://{host}:{port}"
    await runner.cleanup()


def always(**answer: object) -> Handler:
    async def handle(request: web.Request) -> web.Response:
        return web.Response(**answer)  # type: ignore[arg-type]

    return handle


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_no_request_follows_to_another_host(status: int) -> None:
    arrived: list[str] = []

    async def elsewhere(request: web.Request) -> web.Response:
        arrived.append(request.method)
        return web.json_response([], status=200)

    async with serving(elsewhere) as other, httpx2.AsyncClient() as http:
        away = always(status=status, headers={"Location": f"{other}/repos/x/y/issues"})
        async with serving(away) as url:
            github = GitHub(http, "ghp_1", url)
            told = await refusal(github.labels(ZFS), Refused)
            assert str(told) == "GitHub sends the request elsewhere, where the token must not go"
            await refusal(github.open_issue(ZFS, "Stuck", "", []), Refused)
            await refusal(github.comment(ZFS, 1, "me too"), Refused)
    assert arrived == []


async def test_a_list_that_goes_on_elsewhere_is_not_followed() -> None:
    async with httpx2.AsyncClient() as http:
        more = {"Link": '<https://example.com/labels?page=2>; rel="next"'}
        page = always(body=b'[{"name": "Bug"}]', content_type="application/json", headers=more)
        async with serving(page) as url:
            await refusal(GitHub(http, "ghp_1", url).labels(ZFS), Refused)


@pytest.mark.parametrize("status", [301, 308])
async def test_a_redirect_that_leads_nowhere_or_in_a_circle_ends(status: int) -> None:
    async with httpx2.AsyncClient() as http:
        for headers in ({}, {"Location": "/repos/openebs/zfs-localpv/labels?per_page=100"}):
            async with serving(always(status=status, headers=headers)) as url:
                told = await refusal(GitHub(http, "ghp_1", url).labels(ZFS), Refused)
                assert str(told) == f"the repository has moved ({status})"


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, b"<html>Log in</html>", "text/html"),
        (200, b"", "application/json"),
        (200, b"{", "application/json"),
        (200, b"\xff\xfe", "application/json"),
        (200, b"null", "application/json"),
        (200, b'"yes"', "application/json"),
        (200, b"{}", "application/json"),
        (200, b'[{"name": null}, 7]', "application/json"),
        (201, b"{}", "application/json"),
        (201, b"[]", "application/json"),
        (201, b'{"number": "many"}', "application/json"),
        (201, b'{"number": 7, "id": 7}', "application/json"),
        (202, b'{"number": 7}', "application/json"),
        (204, b"", "application/json"),
        (500, b"<html>", "text/html"),
        (503, b"{", "application/json"),
    ],
)
async def test_an_answer_that_nobody_can_read_leaves_a_doubt_and_no_crash(
    status: int, body: bytes, kind: str
) -> None:
    odd = always(status=status, body=body, content_type=kind)
    async with httpx2.AsyncClient() as http, serving(odd) as url:
        github = GitHub(http, "ghp_1", url)
        await refusal(github.open_issue(ZFS, "Stuck", "", []), InDoubt)
        await refusal(github.comment(ZFS, 1, "me too"), InDoubt)
        for reading in (github.repository(ZFS), github.issue(ZFS, 1)):
            await refusal(reading, TryAgain)


@pytest.mark.parametrize("status", [200, 202])
async def test_only_201_says_that_something_was_made(status: int) -> None:
    now = "2026-11-23T10:00:00Z"
    made = {"number": 7, "id": 7, "body": "", "created_at": now, "updated_at": now}

    async def handle(request: web.Request) -> web.Response:
        return web.json_response(made, status=status)

    async with httpx2.AsyncClient() as http, serving(handle) as url:
        github = GitHub(http, "ghp_1", url)
        await refusal(github.open_issue(ZFS, "Stuck", "", []), InDoubt)
        await refusal(github.comment(ZFS, 1, "me too"), InDoubt)
        status = 201
        assert (await github.open_issue(ZFS, "Stuck", "", [])).number == 7
        assert (await github.comment(ZFS, 1, "me too")).id == 7


async def test_words_of_githubs_with_braces_are_passed_on() -> None:
    body = b'{"message": "The {thing} is {0}"}'
    async with httpx2.AsyncClient() as http:
        odd = always(status=418, body=body, content_type="application/json")
        async with serving(odd) as url:
            told = await refusal(GitHub(http, "ghp_1", url).labels(ZFS), Refused)
    assert str(told) == "GitHub refuses: The {thing} is {0} (418)"


async def test_a_client_that_would_follow_redirects_is_not_taken() -> None:
    async with httpx2.AsyncClient(follow_redirects=True) as http:
        with pytest.raises(ValueError, match="must not follow redirects"):
            GitHub(http, "ghp_1", "https://api.github.com")


async def test_a_renamed_repositorys_long_list_is_read_to_its_end() -> None:
    async with living() as world:
        await _fill(world)
        world.there.rename(ZFS, "openebs/zfs")
        told = [one.number async for one in world.client().issues_since(ZFS, None)]
        assert told == list(range(1, 251))
        assert len(await world.client().labels(ZFS)) > 100


async def _fill(world: World) -> None:
    for number in range(250):
        await world.there.open(ZFS, f"{number}", labels=[f"label {number}"])


def test_an_account_that_was_deleted_and_odd_texts_are_taken() -> None:
    odd = {
        "number": 7,
        "user": None,
        "title": "a \x00 b \ud800 c",
        "labels": ["Bug", {"name": "new"}],
        "updated_at": "2026-11-23T10:00:00Z",
    }
    issue = issue_from(ZFS, odd)
    assert (issue.author, issue.title, issue.labels) == ("", "a \ufffd b ? c", ("Bug", "new"))
    assert issue_from(ZFS, {**odd, "user": "ghost"}).author == ""
    times = {"created_at": odd["updated_at"], "updated_at": odd["updated_at"]}
    comment = comment_from({"id": 1, "issue_url": "https://x/issues/7", "user": None, **times})
    assert (comment.number, comment.author, comment.by_bot) == (7, "", False)
