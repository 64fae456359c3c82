"""The check against GitHub's description finds what is wrong with a request, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.clients.github import GitHub
from tests.support import openapi
from tests.support.github import ZFS, living

HEADERS = {
    "User-Agent": "burley",
    "Accept": "application/vnd.github.v3+json",
    "Authorization": "Bearer x",
    "X-GitHub-Api-Version": "2022-11-28",
}
ISSUES = "/repos/openebs/zfs-localpv/issues"


def faults(method: str, path: str, body: Any = None, **headers: str) -> list[str]:
    given = {**HEADERS, **{name.replace("_", "-"): value for name, value in headers.items()}}
    if body is not None:
        given = {"Content-Type": "application/json", **given}
    sent = b"" if body is None else json.dumps(body).encode()
    return openapi.faults(method, path, given, sent)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", f"{ISSUES}?state=all&per_page=100&since=2026-01-01T00:00:00Z", None),
        ("GET", "/repositories/178000001/issues?page=2", None),
        ("GET", f"{ISSUES}/comments?sort=updated&direction=asc", None),
        ("GET", f"{ISSUES}/3", None),
        ("GET", "/repos/openebs/zfs-localpv/contents/.github/ISSUE_TEMPLATE/bug.md", None),
        ("GET", "/repos/openebs/zfs-localpv/contents/", None),
        ("GET", "/repos/openebs/zfs-localpv/compare/v1%2Frc...v2", None),
        ("POST", ISSUES, {"title": "Stuck", "body": "words", "labels": ["Bug"]}),
        ("POST", f"{ISSUES}/3/comments", {"body": "words"}),
        ("POST", "/app/installations/7/access_tokens", {}),
        ("POST", ISSUES, {}),  # the doctor's question
    ],
)
def test_what_github_describes_has_no_faults(method: str, path: str, body: Any) -> None:
    assert faults(method, path, body) == []


@pytest.mark.parametrize(
    ("method", "path", "body", "told"),
    [
        ("GET", "/repos/openebs/zfs-localpv/isues", None, "no such operation"),
        ("DELETE", f"{ISSUES}/3", None, "no such operation"),
        ("GET", f"{ISSUES}?sate=all", None, "no parameter sate in the query"),
        ("GET", f"{ISSUES}?state=any", None, "'any' is not one of"),
        ("GET", f"{ISSUES}?per_page=many", None, "'many' is not of type 'integer'"),
        ("GET", f"{ISSUES}?since=yesterday", None, "yesterday is no time"),
        ("GET", f"{ISSUES}?since=2026-01-01T00:00:00+00:00", None, "is no time"),
        ("GET", f"{ISSUES}?page=1&page=2", None, "a parameter stands twice"),
        ("GET", f"{ISSUES}/three", None, "'three' is not of type 'integer'"),
        ("GET", ISSUES, {"title": "x"}, "a body that GitHub does not read"),
        ("POST", ISSUES, None, "there is no body"),
        ("POST", ISSUES, {"body": "x"}, "'title' is a required property"),
        ("POST", ISSUES, {"title": None}, "is not valid under any"),
        ("POST", ISSUES, {"title": "x", "labels": "Bug"}, "'Bug' is not of type 'array'"),
        ("POST", ISSUES, {"title": "x", "label": ["Bug"]}, "no property label in the body"),
    ],
)
def test_what_github_does_not_describe_is_told(
    method: str, path: str, body: Any, told: str
) -> None:
    assert told in "\n".join(faults(method, path, body))


@pytest.mark.parametrize(
    "headers",
    [
        {"User_Agent": ""},
        {"Accept": "text/html"},
        {"Authorization": ""},
        {"Authorization": "Bearer two words"},
        {"X_GitHub_Api_Version": "2008-04-10"},
        {"Content_Type": "text/plain"},
    ],
)
def test_headers_are_looked_at_too(headers: dict[str, str]) -> None:
    assert len(faults("POST", ISSUES, {"title": "x"}, **headers)) == 1


async def test_every_request_on_the_wire_is_looked_at(github_faults: list[str]) -> None:
    class Odd(GitHub):
        async def odd(self) -> None:
            await self._get(ZFS, "/issues?sate=all")

    async with living() as world:
        await world.client().labels(ZFS)
        assert github_faults == []
        await Odd(world.http, "ghs_sandbox", world.api).odd()
    [noted] = github_faults
    assert noted == f"GET {ISSUES}?sate=all: no parameter sate in the query"
    github_faults.clear()
