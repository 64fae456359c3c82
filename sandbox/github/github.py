"""The sandbox's GitHub, put together: what tests and the page use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import aiohttp
from aiohttp import web

from sandbox.github import (
    pages,
    rest_app,
    rest_code,
    rest_comments,
    rest_hooks,
    rest_issues,
    rest_repositories,
)
from sandbox.github.access import Access, Caller, Installation
from sandbox.github.acting import MAINTAINER
from sandbox.github.code import CodeActs
from sandbox.github.defaults import fill
from sandbox.github.moderation import ModerationActs
from sandbox.github.payloads import Payloads, installation_shape
from sandbox.github.places import Places
from sandbox.github.records import Issue, Repository
from sandbox.github.rest import route_defs
from sandbox.github.shapes import Shapes
from sandbox.github.talk import TalkActs
from sandbox.github.webhooks import Webhooks

APP_ID = 471_001
INSTALLATION_ID = 52_000_001
APP_TOKEN = "ghs_sandbox"
PERSONAL_TOKEN = "ghp_sandbox"


class GitHub(CodeActs, ModerationActs, TalkActs):
    """A GitHub with OpenEBS's repositories, on which an app named Burley is installed.

    `ghs_sandbox` is an installation token that does not expire, `ghp_sandbox` the maintainer's
    personal one. `listing_lag` and `search_lag` hide young issues from lists and search.
    """

    app_slug = "burley"

    def __init__(
        self,
        base_url_getter: Callable[[], str],
        now: Callable[[], datetime],
        notify: Callable[..., None],
        secret: str,
        webhook_url: str | None,
    ) -> None:
        self.now = self._now = now
        self._notify = notify
        self.listing_lag = timedelta()
        self.search_lag = timedelta()
        self.places = Places()
        fill(self.places, now())
        self.shapes = Shapes(base_url_getter, self.app_slug, APP_ID)
        self.webhooks = Webhooks(now, secret, webhook_url)
        self.webhooks.target_id = APP_ID
        bot = self.places.user(f"{self.app_slug}[bot]")
        everything = frozenset(r.id for r in self.places.repositories)
        organization = self.places.repositories[0].owner
        installed = Installation(INSTALLATION_ID, organization, now(), repositories=everything)
        self.access = Access(now, APP_ID, bot, installed)
        self.payloads = Payloads(self.shapes, installed)
        self.access.tokens[APP_TOKEN] = Caller(
            "installation",
            bot,
            push=True,
            repositories=everything,
            permissions=installed.permissions,
        )
        self.add_token(PERSONAL_TOKEN, MAINTAINER, push=True)

    def routes(self) -> list[web.RouteDef]:
        modules = (rest_app, rest_hooks, rest_repositories, rest_comments, rest_code, rest_issues)
        operations = [route for module in modules for route in module.ROUTES]
        return route_defs(self, operations) + pages.routes(self)

    async def start(self, session: aiohttp.ClientSession) -> None:
        """Begin to deliver webhooks, over a session that stays the caller's."""
        self.webhooks.start(session)

    async def stop(self) -> None:
        await self.webhooks.stop()

    @property
    def app_public_key(self) -> str | None:
        """When set, the app's JWT must be signed with the private key that goes with it (PEM)."""
        return self.access.app_public_key

    @app_public_key.setter
    def app_public_key(self, key: str | None) -> None:
        self.access.app_public_key = key

    @property
    def issues(self) -> list[Issue]:
        """The issues of all repositories in order of creation, without those that are gone."""
        return self.places.issues

    def issue(self, ref: str) -> Issue:
        """`openebs/openebs#3`, deleted and transferred ones too."""
        return self.places.issue(ref)

    def empty(self) -> None:
        """Forget all issues, so that a test finds only its own."""
        self.places.forget_issues()

    def add_repository(
        self, full_name: str, description: str = "", *, private: bool = False
    ) -> Repository:
        """A repository that the app is not installed on; see `grant`."""
        return self.places.add_repository(full_name, description, self.now(), private=private)

    def grant(self, full_name: str) -> None:
        """Install the app on this repository too; tokens made before do not reach it."""
        installed = self.access.installation
        known = installed.repositories or frozenset()
        installed.repositories = known | {self.repository(full_name).id}

    def rename(self, old: str, new: str) -> Repository:
        """Rename or move a repository; the old name redirects until somebody takes it."""
        repository = self.places.rename(old, new)
        self._notify("github", repository=new)
        return repository

    def archive(self, full_name: str, archived: bool = True) -> None:
        self.repository(full_name).archived = archived
        self._notify("github", repository=full_name)

    def disable_issues(self, full_name: str, disabled: bool = True) -> None:
        self.repository(full_name).has_issues = not disabled
        self._notify("github", repository=full_name)

    def add_token(
        self,
        token: str,
        login: str,
        *,
        push: bool = False,
        permissions: dict[str, str] | None = None,
        expires_at: datetime | None = None,
    ) -> Caller:
        """A personal token. Without `push` its labels are dropped, and it sees nothing private.

        With permissions it is a fine-grained one, which may do no more than they say.
        """
        reach = None if push or permissions else frozenset[int]()
        user = self.places.user(login)
        caller = Caller("personal", user, push, reach, permissions or {}, expires_at)
        self.access.tokens[token] = caller
        return caller

    def drop_labels(self, dropped: bool = True) -> None:
        """From now on the app has no push access, so GitHub drops the labels it sets."""
        self.access.installation.push = not dropped
        for caller in self.access.tokens.values():
            if caller.kind == "installation":
                caller.push = not dropped

    def exhaust_rate_limit(self, token: str = APP_TOKEN, resource: str = "core") -> None:
        """Use up the hour's budget of everyone who shares this token's."""
        budget = self.access.budget(self.access.tokens[token], resource)
        budget.used = budget.limit

    async def ping(self) -> None:
        """What GitHub sends when a webhook is set up."""
        payload = self.payloads.ping(self.webhooks.hook_id, self.webhooks.url, APP_ID)
        self.webhooks.emit("ping", payload)

    async def installation(self, action: str) -> None:
        """Install (created), uninstall (deleted), suspend or unsuspend the app, as an owner."""
        installed = self.access.installation
        installed.deleted = action == "deleted"
        installed.suspended_at = self.now() if action == "suspend" else None
        shape = installation_shape(self.shapes, installed, APP_ID, self.app_slug)
        reach = installed.repositories
        granted = [r for r in self.places.repositories if reach is None or r.id in reach]
        sender = self.places.user(MAINTAINER)
        payload = self.payloads.installation(action, shape, granted, sender)
        self.webhooks.emit("installation", payload)
