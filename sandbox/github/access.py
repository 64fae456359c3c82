"""Who calls: tokens, the app's JWT, what each may see and write, and the hourly budget."""

from __future__ import annotations

import math
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

import jwt

from sandbox.github.answers import Refusal
from sandbox.github.records import Repository, User

RATE_LIMITS = "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api"
ISSUED_AT = (
    "'Issued at' claim ('iat') must be an Integer representing the time that the assertion"
    " was issued"
)
EXPIRES = (
    "'Expiration time' claim ('exp') must be a numeric value representing the future time at"
    " which the assertion expires"
)


@dataclass
class Budget:
    """Requests left in the running hour (or minute, for search)."""

    limit: int
    resource: str
    period: timedelta
    resets_at: datetime
    used: int = 0

    @property
    def remaining(self) -> int:
        return max(0, self.limit - self.used)

    @property
    def reset(self) -> int:
        return math.ceil(self.resets_at.timestamp())


@dataclass
class Caller:
    """Somebody with a token, the app with its JWT, or anyone at all.

    A personal token with permissions is a fine-grained one.
    """

    kind: Literal["anonymous", "personal", "installation", "app"]
    user: User
    push: bool = False  # may set labels, and close what others opened
    repositories: frozenset[int] | None = None  # ids; None: every one
    permissions: dict[str, str] = field(default_factory=dict)
    expires_at: datetime | None = None

    def reaches(self, repository: Repository) -> bool:
        return self.repositories is None or repository.id in self.repositories

    def may_see(self, repository: Repository) -> bool:
        if not repository.private:
            return True
        return self.kind != "anonymous" and self.reaches(repository)

    def may_push(self, repository: Repository) -> bool:
        return self.push and self.reaches(repository)

    def must_write_issues(self, repository: Repository) -> None:
        if self.kind == "anonymous":
            raise Refusal(401, "Requires authentication")
        may = self.reaches(repository) and self.permissions.get("issues") == "write"
        if self.kind == "personal" and self.permissions and not may:
            raise Refusal(403, "Resource not accessible by personal access token")
        if self.kind != "personal" and not may:
            raise Refusal(403, "Resource not accessible by integration")


@dataclass
class Installation:
    """The app in the organization, with what its owners granted."""

    id: int
    account: User
    created_at: datetime
    push: bool = True
    repositories: frozenset[int] | None = None
    permissions: dict[str, str] = field(
        default_factory=lambda: {"contents": "read", "issues": "write", "metadata": "read"}
    )
    suspended_at: datetime | None = None
    deleted: bool = False


class Access:
    def __init__(
        self, now: Callable[[], datetime], app_id: int, bot: User, installation: Installation
    ) -> None:
        self._now = now
        self.app_id = app_id
        self.bot = bot
        self.installation = installation
        self.app_public_key: str | None = None
        self.tokens: dict[str, Caller] = {}
        self._budgets: dict[tuple[str, str], Budget] = {}

    def caller(self, authorization: str | None) -> Caller:
        """Who the Authorization header says it is; 401 when GitHub does not know the token."""
        if not authorization:
            return Caller("anonymous", self.bot)
        scheme, _, secret = authorization.partition(" ")
        if scheme.lower() not in {"bearer", "token"} or not secret.strip():
            raise Refusal(401, "Bad credentials")
        secret = secret.strip()
        if secret.count(".") == 2:
            self._check_jwt(secret)
            return Caller("app", self.bot)
        caller = self.tokens.get(secret)
        if caller is None or (caller.expires_at and caller.expires_at <= self._now()):
            raise Refusal(401, "Bad credentials")
        if caller.kind == "installation" and self.installation.deleted:
            raise Refusal(401, "Bad credentials")
        if caller.kind == "installation" and self.installation.suspended_at:
            raise Refusal(403, "This installation has been suspended")
        return caller

    def mint(self, repositories: frozenset[int] | None, permissions: dict[str, str]) -> str:
        """A new installation token, good for an hour by the sandbox's clock."""
        secret = f"ghs_{secrets.token_hex(18)}"
        self.tokens[secret] = Caller(
            "installation",
            self.bot,
            push=self.installation.push,
            repositories=repositories,
            permissions=permissions,
            expires_at=self._now() + timedelta(hours=1),
        )
        return secret

    def budget(self, caller: Caller, resource: str) -> Budget:
        """What is left for this caller; tokens of one installation share theirs."""
        known = caller.kind != "anonymous"
        limit = {"core": 5000 if known else 60, "search": 30 if known else 10}[resource]
        period = timedelta(hours=1) if resource == "core" else timedelta(minutes=1)
        whose = caller.user.login if known else ""
        found = self._budgets.get((whose, resource))
        if found is None or found.resets_at <= self._now():
            found = Budget(limit, resource, period, self._now() + period)
            self._budgets[whose, resource] = found
        return found

    def spend(self, caller: Caller, resource: str) -> Budget:
        budget = self.budget(caller, resource)
        if budget.remaining == 0:
            whose = {
                "anonymous": "127.0.0.1.",
                "personal": f"user ID {caller.user.id}.",
            }.get(caller.kind, f"installation ID {self.installation.id}.")
            raise Refusal(403, f"API rate limit exceeded for {whose}", docs=RATE_LIMITS)
        budget.used += 1
        return budget

    def _check_jwt(self, token: str) -> None:
        """Look at the app's JWT as GitHub does.

        By the wall clock or the sandbox's: libraries sign with the wall clock, unless they
        have looked at the Date of our answers.
        """
        undecodable = Refusal(401, "A JSON web token could not be decoded")
        unchecked = {"verify_signature": False}
        try:
            claims: dict[str, Any] = jwt.decode(token, options=unchecked)  # type: ignore[arg-type]
            if jwt.get_unverified_header(token).get("alg") != "RS256":
                raise undecodable
            if self.app_public_key:
                times = {"verify_exp": False, "verify_iat": False}
                jwt.decode(token, self.app_public_key, ["RS256"], options=times)  # type: ignore[arg-type]
        except jwt.PyJWTError as error:
            raise undecodable from error
        wrong = [_wrong_times(claims, now) for now in (time.time(), self._now().timestamp())]
        if all(wrong):
            raise Refusal(401, str(wrong[0]))
        if str(claims.get("iss")) not in {str(self.app_id), f"Iv23sandbox{self.app_id}"}:
            raise Refusal(404, "Integration not found")


def _wrong_times(claims: dict[str, Any], now: float) -> str | None:
    """What GitHub says of a JWT's times; None when they are right."""
    issued, expires = claims.get("iat"), claims.get("exp")
    if not isinstance(issued, int) or issued > now + 60:
        return ISSUED_AT
    if not isinstance(expires, int | float) or expires <= now:
        return EXPIRES
    if expires > now + 600:
        return "'Expiration time' claim ('exp') is too far in the future"
    return None
