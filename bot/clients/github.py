"""GitHub's REST API, as far as Burley uses it, with errors named for what happens next."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import gidgethub
import httpx2
from gidgethub.httpx import GitHubAPI

from bot.errors import InDoubt, Refused, TryAgain
from storage.records import Issue

T = TypeVar("T")

# GitHub says: without a Retry-After wait at least a minute after a secondary limit.
SECONDARY_LIMIT_PAUSE = timedelta(minutes=1)


class GitHub:
    """Writes are never repeated and never redirected here.

    A redirected POST can turn into a GET that answers 200 and has made nothing.
    """

    def __init__(self, http: httpx2.AsyncClient, token: str, base_url: str) -> None:
        if http.follow_redirects:
            raise ValueError("the GitHub client must not follow redirects")
        self._api = GitHubAPI(
            http, "burley", oauth_token=token, base_url=base_url.rstrip("/"), cache={}
        )

    async def open_issue(
        self, repository: str, title: str, body: str, labels: Sequence[str]
    ) -> Issue:
        """Make an issue. Raises InDoubt when nobody knows whether it was made."""
        made = await _answered(
            self._api.post(
                f"/repos/{repository}/issues",
                data={"title": title, "body": body, "labels": list(labels)},
            ),
            unclear=InDoubt,
        )
        if not isinstance(made, Mapping) or not made.get("number"):
            raise InDoubt("GitHub answered without the issue's number")
        return issue_from(repository, made)

    async def find_issue(self, repository: str, marker: str, since: datetime) -> Issue | None:
        """The issue whose body holds `marker`, made or changed after `since`.

        Lists and does not search: GitHub's search lags far behind its list.
        """
        url = (
            f"/repos/{repository}/issues?state=all&sort=created&direction=desc&per_page=100"
            f"&since={since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        )

        async def look() -> Issue | None:
            async for one in self._api.getiter(url):
                if marker in (one.get("body") or "") and "pull_request" not in one:
                    return issue_from(repository, one)
            return None

        return await _answered(look(), unclear=TryAgain)

    async def issue(self, repository: str, number: int) -> Issue:
        found = await _answered(
            self._api.getitem(f"/repos/{repository}/issues/{number}"), unclear=TryAgain
        )
        return issue_from(repository, found)

    async def repository(self, name: str) -> Mapping[str, Any]:
        """What GitHub says of a repository, for checks before it is needed."""
        found: Mapping[str, Any] = await _answered(
            self._api.getitem(f"/repos/{name}"), unclear=TryAgain
        )
        return found


def issue_from(repository: str, issue: Mapping[str, Any]) -> Issue:
    """An issue object of GitHub's, from its API or a webhook."""
    return Issue(
        repository=repository,
        number=int(issue["number"]),
        title=str(issue.get("title") or ""),
        url=str(issue.get("html_url") or ""),
        state="closed" if issue.get("state") == "closed" else "open",
        state_reason=issue.get("state_reason"),
        updated_at=datetime.fromisoformat(str(issue["updated_at"]).replace("Z", "+00:00")),
    )


async def _answered(call: Awaitable[T], unclear: type[InDoubt] | type[TryAgain]) -> T:
    try:
        return await call
    except gidgethub.RateLimitExceeded as limit:
        wait = max(limit.rate_limit.reset_datetime - datetime.now(UTC), timedelta(seconds=1))
        raise TryAgain("GitHub's rate limit", wait) from limit
    except gidgethub.HTTPException as problem:
        raise _named(problem, unclear) from problem
    except (httpx2.ConnectError, httpx2.ConnectTimeout) as problem:  # never reached GitHub
        raise TryAgain(f"GitHub cannot be reached ({type(problem).__name__})") from problem
    except httpx2.TransportError as problem:
        raise unclear(f"the answer of GitHub was lost ({type(problem).__name__})") from problem
    except ValueError as problem:
        raise unclear("the answer of GitHub cannot be read") from problem


def _named(problem: gidgethub.HTTPException, unclear: type[InDoubt] | type[TryAgain]) -> Exception:
    status = int(problem.status_code)
    headers = problem.headers or {}
    retry_after = headers.get("retry-after")
    if status == 429 or (status == 403 and (retry_after or "rate limit" in str(problem).lower())):
        after = timedelta(seconds=float(retry_after)) if retry_after else SECONDARY_LIMIT_PAUSE
        return TryAgain("GitHub's secondary rate limit", after)
    if status >= 500:
        return unclear(f"GitHub answered {status}")
    meaning = {
        301: "the repository has moved",
        307: "the repository has moved",
        308: "the repository has moved",
        401: "GitHub does not accept the token",
        403: "the token may not write issues there",
        404: "the repository does not exist, or the token may not see it",
        410: "the repository has its issues switched off",
        422: "GitHub does not accept the issue's content",
    }.get(status, str(problem))
    return Refused(f"{meaning} ({status})")
