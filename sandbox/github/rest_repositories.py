"""REST: a repository, its labels, its files (the issue templates) and its releases."""

from __future__ import annotations

import base64
import hashlib

from sandbox.github.answers import Answer, Refusal, not_found
from sandbox.github.call import Call
from sandbox.github.records import Repository
from sandbox.github.rest import BY_NAME, Route
from sandbox.github.shapes import Json


async def get_repository(call: Call) -> Answer:
    shape = call.github.shapes.repository(call.repository)
    owner = shape["owner"]
    push = call.caller.may_push(call.repository)
    permissions = {"admin": False, "push": push, "triage": push, "pull": True}
    return Answer({**shape, "organization": owner, "permissions": permissions})


async def list_labels(call: Call) -> Answer:
    page, links = call.page(call.repository.labels)
    shapes = [call.github.shapes.label(call.repository, label) for label in page]
    return Answer(shapes, headers=links)


async def list_releases(call: Call) -> Answer:
    page, links = call.page(call.repository.releases[::-1])
    shapes = [call.github.shapes.release(call.repository, release) for release in page]
    return Answer(shapes, headers=links)


async def latest_release(call: Call) -> Answer:
    """The newest one that is not a pre-release."""
    full = [release for release in call.repository.releases if not release.prerelease]
    if not full:
        raise not_found()
    return Answer(call.github.shapes.release(call.repository, full[-1]))


async def get_contents(call: Call) -> Answer:
    where = call.repository
    path = call.request.match_info.get("path", "").strip("/")
    ref = call.query.get("ref", "main")
    if ref != "main":
        raise Refusal(404, f"No commit found for the ref {ref}")
    if path in where.files:
        if "raw" in call.request.headers.get("Accept", ""):
            media = "application/vnd.github.raw+json; charset=utf-8"
            return Answer(where.files[path].encode(), content_type=media)
        return Answer(_file(call, where, path, inside=True))
    if not where.files:
        raise Refusal(404, "This repository is empty.")
    entries = _directory(call, where, f"{path}/" if path else "")
    if path and not entries:
        raise not_found()
    return Answer(entries)


def _directory(call: Call, where: Repository, prefix: str) -> list[Json]:
    names = sorted(
        {path[len(prefix) :].split("/")[0] for path in where.files if path.startswith(prefix)}
    )
    return [
        _file(call, where, prefix + name, inside=False)
        if prefix + name in where.files
        else _entry(call, where, prefix + name, "dir", 0, "")
        for name in names
    ]


def _file(call: Call, where: Repository, path: str, *, inside: bool) -> Json:
    raw = where.files[path].encode()
    # Git's own name for the content: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
    sha = hashlib.sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()
    entry = _entry(call, where, path, "file", len(raw), sha)
    if inside:
        entry["content"] = base64.encodebytes(raw).decode()
        entry["encoding"] = "base64"
    return entry


def _entry(call: Call, where: Repository, path: str, kind: str, size: int, sha: str) -> Json:
    shapes = call.github.shapes
    raw = shapes.web(f"raw/{where.full_name}/main/{path}")
    page = "tree" if kind == "dir" else "blob"
    return {
        "name": path.rsplit("/", 1)[-1],
        "path": path,
        "sha": sha,
        "size": size,
        "url": shapes.api(f"/repos/{where.full_name}/contents/{path}?ref=main"),
        "html_url": shapes.web(f"{where.full_name}/{page}/main/{path}"),
        "git_url": None,
        "download_url": raw if kind == "file" else None,
        "type": kind,
    }


CONTENTS = "/repos/contents#get-repository-content"
RELEASES = "/releases/releases"
ROUTES = [
    Route("GET", BY_NAME, get_repository, "/repos/repos#get-a-repository"),
    Route("GET", BY_NAME + "/labels", list_labels, "/issues/labels#list-labels-for-a-repository"),
    Route("GET", BY_NAME + "/releases", list_releases, f"{RELEASES}#list-releases"),
    Route(
        "GET", BY_NAME + "/releases/latest", latest_release, f"{RELEASES}#get-the-latest-release"
    ),
    Route("GET", BY_NAME + "/contents", get_contents, CONTENTS),
    Route("GET", BY_NAME + "/contents/{path:.*}", get_contents, CONTENTS),
]
