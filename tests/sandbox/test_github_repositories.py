"""What a repository has besides issues: labels, issue templates, releases."""

from __future__ import annotations

import base64

import gidgethub
import pytest
import yaml
from aiohttp import web

from sandbox.github import GitHub
from tests.sandbox.test_github_support import SECRET, ZFS, Clock, World, world

__all__ = ["world"]

TEMPLATES = f"/repos/{ZFS}/contents/.github/ISSUE_TEMPLATE"


async def test_a_repository_describes_itself(world: World) -> None:
    found = await world.client().getitem(f"/repos/{ZFS.upper()}")
    assert found["full_name"] == ZFS
    assert (found["archived"], found["has_issues"], found["open_issues"]) == (False, True, 0)
    assert found["permissions"]["push"] is True


async def test_issue_templates_can_be_read(world: World) -> None:
    gh = world.client()
    files = await gh.getitem(TEMPLATES)
    assert [entry["name"] for entry in files] == ["bug_report.md", "feature_request.md"]
    bug = await gh.getitem(files[0]["url"])
    text = base64.b64decode(bug["content"]).decode()
    front = yaml.safe_load(text.split("---")[1])
    assert front["labels"] == "Bug"
    assert "openebs-zfs-plugin" in text

    raw = await gh.getitem(files[0]["url"], accept="application/vnd.github.raw+json")
    assert raw == text
    assert (await world.http.get(bug["download_url"])).text == text


async def test_folders_and_missing_files(world: World) -> None:
    gh = world.client()
    top = await gh.getitem(f"/repos/{ZFS}/contents/")
    assert [(entry["name"], entry["type"]) for entry in top] == [
        (".github", "dir"),
        ("README.md", "file"),
    ]
    with pytest.raises(gidgethub.BadRequest, match="Not Found"):
        await gh.getitem("/repos/openebs/rawfile-localpv/contents/.github/ISSUE_TEMPLATE")
    with pytest.raises(gidgethub.BadRequest, match="No commit found"):
        await gh.getitem(f"{TEMPLATES}?ref=v9")


async def test_releases_newest_first(world: World) -> None:
    await world.github.publish_release(ZFS, "v2.10.0", "fixes #1")
    await world.github.publish_release(ZFS, "v2.11.0-rc1", prerelease=True)
    gh = world.client()
    tags = [release["tag_name"] async for release in gh.getiter(f"/repos/{ZFS}/releases")]
    assert tags == ["v2.11.0-rc1", "v2.10.0"]
    latest = await gh.getitem(f"/repos/{ZFS}/releases/latest")
    assert (latest["tag_name"], latest["body"]) == ("v2.10.0", "fixes #1")


def test_the_sandbox_starts_with_a_few_issues() -> None:
    github = GitHub(lambda: "", Clock().now, lambda kind, **details: None, SECRET, None)
    assert len(github.issues) == 8
    assert github.issues == sorted(github.issues, key=lambda issue: issue.created_at)
    assert {issue.state for issue in github.issues} == {"open", "closed"}
    assert all(issue.labels for issue in github.issues)


def test_routes_are_named_as_in_githubs_documentation() -> None:
    github = GitHub(lambda: "", Clock().now, lambda kind, **details: None, SECRET, None)
    app = web.Application()
    app.add_routes(github.routes())
    known = {
        f"{route.method} {route.resource.canonical.removeprefix('/github')}"
        for route in app.router.routes()
        if route.resource
    }
    assert known >= {
        "POST /repos/{owner}/{repo}/issues",
        "GET /repositories/{repository_id}/issues",
        "PATCH /repos/{owner}/{repo}/issues/{issue_number}",
        "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
        "POST /app/installations/{installation_id}/access_tokens",
        "GET /search/issues",
    }
