"""Releases, what lies between two of them, and what closed an issue."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from bot.clients.github.calls import Calls
from bot.clients.github.parts import moment, text
from bot.repositories import Commit, Fix
from storage.records import Release

# GitHub closes an issue right after it merges what closes it.
AT_ONCE = timedelta(minutes=1)
# https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue
CLOSES = r"(?i)\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:{repository})?#{number}\b"


class Releases(Calls):
    async def releases(self, name: str) -> list[Release]:
        """The published ones, as GitHub lists them: newest first."""
        found = await self._all(name, "/releases")
        with self._reading(name):
            return [release_from(one) for one in found if not one.get("draft")]

    async def commits_between(self, name: str, base: str, head: str) -> list[Commit]:
        """The commits that `head` has and `base` has not; both are tags, branches or shas."""
        path = f"/compare/{quote(base, safe='')}...{quote(head, safe='')}"
        found = await self._all(name, path, key="commits")
        with self._reading(name):
            return [Commit(one["sha"], _title(one["commit"]["message"])) for one in found]

    async def closed_by(self, name: str, number: int) -> Fix | None:
        """What closed the issue; None when it is open or a person closed it by hand.

        GitHub's event of the closing names a commit, but no pull request: those that mention
        the issue are counted when they say that they close it, or were merged at that moment.
        """
        events = await self._all(name, f"/issues/{number}/timeline")
        with self._reading(name):
            ended = [one for one in events if one.get("event") in ("closed", "reopened")]
            if not ended or ended[-1]["event"] == "reopened":
                return None
            closing = ended[-1]
            pulls = tuple(
                sorted(
                    {
                        int(one["source"]["issue"]["number"])
                        for one in events
                        if one.get("event") == "cross-referenced"
                        and _closes(one["source"].get("issue") or {}, closing, name, number)
                    }
                )
            )
            commit = closing.get("commit_id")
            return Fix(commit, pulls) if commit or pulls else None


def _closes(pull: Mapping[str, Any], closing: Mapping[str, Any], name: str, number: int) -> bool:
    """Whether what mentions the issue is a merged pull request of ours that closed it."""
    merged = (pull.get("pull_request") or {}).get("merged_at")
    home = (pull.get("repository") or {}).get("full_name")
    if not merged or (home and home.casefold() != name.casefold()):
        return False
    pattern = CLOSES.format(repository=re.escape(name), number=number)
    says_so = re.search(pattern, f"{pull.get('title')}\n{pull.get('body')}")
    return bool(says_so) or abs(moment(closing["created_at"]) - moment(merged)) <= AT_ONCE


def release_from(release: Mapping[str, Any]) -> Release:
    """A release object of GitHub's, from its API or a webhook."""
    return Release(
        id=int(release["id"]),
        tag=str(release["tag_name"]),
        name=text(release.get("name") or release["tag_name"]),
        body=text(release.get("body")),
        url=str(release.get("html_url") or ""),
        published_at=moment(release["published_at"]),
        prerelease=bool(release.get("prerelease")),
    )


def _title(message: str) -> str:
    lines: Sequence[str] = message.strip().splitlines()
    return lines[0] if lines else ""
