"""Repositories: how one stands, its labels and templates, and whether it may be written to."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import gidgethub

from bot.clients.github.calls import Calls
from bot.clients.github.parts import names, text
from bot.errors import Refused
from bot.repositories import RepositoryState

# Where GitHub looks for templates, first found first used.
# https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests
PLACES = (".github", "", "docs")
ENDINGS = (".md", ".yml", ".yaml")


class Places(Calls):
    async def repository(self, name: str) -> RepositoryState:
        """How a repository stands, under its present name."""
        with self._reading(name) as said:
            said[404] = "the repository does not exist, or {who} may not see it"
            found = await self._wire(name).getitem(f"/repos/{name}")
            can_push = (found.get("permissions") or {}).get("push")
            return RepositoryState(
                id=int(found["id"]),
                full_name=str(found["full_name"]),
                has_issues=bool(found.get("has_issues", True)),
                archived=bool(found.get("archived")),
                private=bool(found.get("private")),
                can_push=None if can_push is None else bool(can_push),
            )

    async def labels(self, name: str) -> list[str]:
        return list(names(await self._all(name, "/labels")))

    async def templates(self, name: str) -> list[tuple[str, str]]:
        """Path and text of each issue template and of the chooser's config.yml.

        Those of the owner's `.github` repository when this one has none of its own.
        """
        own = await self._templates(name, name)
        if own or name.endswith("/.github"):
            return own
        try:
            return await self._templates(name, f"{name.partition('/')[0]}/.github")
        except Refused:
            return []  # no such repository, or none that Burley may read

    async def may_open_issues(self, name: str) -> None:
        """Refused, in words, when it may not. An App is asked for its permissions.

        With a token it sends an issue without a title, which GitHub refuses as unfit (422)
        only after it has looked whether the token may write there.
        """
        if self._app is not None:
            with self._reading(name):
                granted = (await self._app.installed(name)).get("permissions") or {}
                if granted.get("issues") != "write":
                    raise Refused("the GitHub App lacks the permission to write issues there")
            return
        with self._reading(name) as said:
            said[404] = "{who} may not open issues there"
            try:
                await self._wire(name).post(f"/repos/{name}/issues", data={})
            except (gidgethub.InvalidField, gidgethub.ValidationError):
                return

    async def _templates(self, via: str, name: str) -> list[tuple[str, str]]:
        for place in PLACES:
            listed = await self._folder(via, name, place)
            folder = _entry(listed, "issue_template", "dir")
            if folder is not None:
                inside = await self._folder(via, name, folder["path"])
                paths = [one["path"] for one in inside if one["name"].lower().endswith(ENDINGS)]
                if paths:
                    return [(path, await self._text(via, name, path)) for path in paths]
            single = _entry(listed, "issue_template.md", "file")
            if single is not None:
                return [(single["path"], await self._text(via, name, single["path"]))]
        return []

    async def _folder(self, via: str, name: str, path: str) -> Sequence[Mapping[str, Any]]:
        with self._reading(via):
            try:
                found = await self._wire(via).getitem(_contents(name, path))
            except gidgethub.BadRequest as problem:
                # Of a repository without any commit GitHub says 404, "This repository is empty".
                if problem.status_code == 404 and (path or "empty" in str(problem)):
                    return []
                raise
            return found if isinstance(found, list) else []

    async def _text(self, via: str, name: str, path: str) -> str:
        with self._reading(via):
            found = await self._wire(via).getitem(_contents(name, path))
            return text(base64.b64decode(found["content"]).decode("utf-8", "replace"))


def _contents(name: str, path: str) -> str:
    return f"/repos/{name}/contents/{quote(path)}"


def _entry(listed: Sequence[Mapping[str, Any]], name: str, kind: str) -> Mapping[str, Any] | None:
    return next(
        (one for one in listed if one["name"].lower() == name and one["type"] == kind), None
    )
