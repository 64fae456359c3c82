"""Who may see what on the sandbox's GitHub: tokens, the app, budgets, renamed repositories."""

from __future__ import annotations

import time
from http import HTTPStatus
from typing import Any

import gidgethub
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from gidgethub.apps import get_installation_access_token, get_jwt

from tests.sandbox.test_github_support import ZFS, World, world

__all__ = ["world"]

APP_ID = "471001"
INSTALLATION = "52000001"


def pem(key: rsa.RSAPrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


KEY = rsa.generate_private_key(65537, 2048)
OTHER_KEY = rsa.generate_private_key(65537, 2048)
PUBLIC = KEY.public_key().public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
)


@pytest.mark.parametrize("token", ["ghp_wrong", "not.a.jwt"])
async def test_a_wrong_token_is_401(world: World, token: str) -> None:
    with pytest.raises(gidgethub.BadRequest) as refused:
        await world.client(token).getitem(f"/repos/{ZFS}")
    assert refused.value.status_code == HTTPStatus.UNAUTHORIZED


async def test_errors_have_githubs_shape(world: World) -> None:
    answer = await world.call("GET", f"/repos/{ZFS}", "ghp_wrong")
    assert answer.json() == {
        "message": "Bad credentials",
        "documentation_url": "https://docs.github.com/rest/repos/repos#get-a-repository",
        "status": "401",
    }
    unknown = await world.call("GET", "/repos/openebs/zfs-localpv/nothing-like-this")
    assert unknown.json() == {
        "message": "Not Found",
        "documentation_url": "https://docs.github.com/rest",
        "status": "404",
    }


async def test_without_a_token_public_things_can_be_read_only(world: World) -> None:
    read = await world.call("GET", f"/repos/{ZFS}", None)
    assert (read.status_code, read.headers["X-RateLimit-Limit"]) == (200, "60")
    written = await world.call("POST", f"/repos/{ZFS}/issues", None, json={"title": "t"})
    assert written.status_code == 401
    assert written.json()["message"] == "Requires authentication"


async def test_a_request_must_say_who_sends_it(world: World) -> None:
    answer = await world.call("GET", "/", headers={"User-Agent": ""})
    assert answer.status_code == 403
    assert "User-Agent" in answer.text


async def test_who_am_i(world: World) -> None:
    me = await world.client("ghp_sandbox").getitem("/user")
    assert me["login"] == "mara-maintainer"
    app = await world.call("GET", "/user")
    assert app.json()["message"] == "Resource not accessible by integration"


async def test_a_private_repository_is_not_there_for_others(world: World) -> None:
    world.github.add_repository("openebs/secret", private=True)
    for token in ("ghs_sandbox", None):
        answer = await world.call("GET", "/repos/openebs/secret", token)
        assert answer.status_code == 404
    with pytest.raises(gidgethub.BadRequest, match="Not Found"):
        await world.client().post("/repos/openebs/secret/issues", data={"title": "t"})
    assert (await world.call("GET", "/repos/openebs/secret", "ghp_sandbox")).status_code == 200


async def test_the_app_writes_only_where_it_is_installed(world: World) -> None:
    world.github.add_repository("openebs/website")
    read = await world.call("GET", "/repos/openebs/website")
    assert read.status_code == 200
    written = await world.call("POST", "/repos/openebs/website/issues", json={"title": "t"})
    assert written.status_code == 403
    assert written.json()["message"] == "Resource not accessible by integration"


async def test_a_renamed_repository_redirects(world: World) -> None:
    await world.github.open(ZFS, "before the move")
    new = world.github.rename(ZFS, "openebs/zfs-engine")
    read = await world.call("GET", f"/repos/{ZFS}/issues?state=all")
    assert read.status_code == 301
    location = f"{world.api}/repositories/{new.id}/issues?state=all"
    assert read.headers["Location"] == read.json()["url"] == location
    assert read.json()["message"] == "Moved Permanently"

    written = await world.call("POST", f"/repos/{ZFS}/issues", json={"title": "t"})
    assert written.status_code == 307
    assert len(world.github.issues) == 1
    with pytest.raises(gidgethub.RedirectionException):
        await world.client().post(f"/repos/{ZFS}/issues", data={"title": "t"})

    followed = await world.call(
        "POST", f"/repos/{ZFS}/issues", json={"title": "t"}, follow_redirects=True
    )
    assert followed.status_code == 201
    assert followed.json()["repository_url"].endswith("/repos/openebs/zfs-engine")
    with pytest.raises(gidgethub.RedirectionException):
        await world.client().getitem(f"/repos/{ZFS}")


async def test_the_app_gets_a_token_and_uses_it_for_an_hour(world: World) -> None:
    world.github.app_public_key = PUBLIC.decode()
    app = world.client(None, app_id=APP_ID, private_key=pem(KEY))
    assert (await app.getitem("/app"))["slug"] == "burley"
    assert [found["id"] async for found in app.getiter("/app/installations")] == [52_000_001]
    where = await app.getitem(f"/repos/{ZFS}/installation")
    assert str(where["id"]) == INSTALLATION

    given = await get_installation_access_token(
        app, installation_id=INSTALLATION, app_id=APP_ID, private_key=pem(KEY)
    )
    assert given["expires_at"] == "2026-11-23T10:00:00Z"
    gh = world.client(given["token"])
    seen = [r async for r in gh.getiter("/installation/repositories", iterable_key="repositories")]
    assert len(seen) == 6
    await gh.post(f"/repos/{ZFS}/issues", data={"title": "t"})

    world.clock.advance(hours=1)
    with pytest.raises(gidgethub.BadRequest, match="Bad credentials"):
        await gh.post(f"/repos/{ZFS}/issues", data={"title": "t"})


async def test_a_token_can_be_narrowed(world: World) -> None:
    app = world.client(None, app_id=APP_ID, private_key=pem(KEY))
    url = f"/app/installations/{INSTALLATION}/access_tokens"
    given = await app.post(url, data={"repositories": ["mayastor"]})
    assert [r["name"] for r in given["repositories"]] == ["mayastor"]
    gh = world.client(given["token"])
    await gh.post("/repos/openebs/mayastor/issues", data={"title": "t"})
    with pytest.raises(gidgethub.BadRequest, match="not accessible by integration"):
        await gh.post(f"/repos/{ZFS}/issues", data={"title": "t"})
    with pytest.raises(gidgethub.InvalidField, match="does not exist or is not accessible"):
        await app.post(url, data={"repositories": ["not-ours"]})


def signed(**claims: Any) -> str:
    now = int(time.time())
    usual = {"iat": now - 60, "exp": now + 540, "iss": APP_ID}
    return jwt.encode({**usual, **claims}, pem(KEY), algorithm="RS256")


@pytest.mark.parametrize(
    ("token", "message"),
    [
        (lambda: get_jwt(app_id=APP_ID, private_key=pem(OTHER_KEY)), "could not be decoded"),
        (lambda: jwt.encode({"iss": APP_ID}, "x" * 32, algorithm="HS256"), "could not be decoded"),
        (lambda: signed(exp=int(time.time()) + 900), "too far in the future"),
        (lambda: signed(exp=int(time.time()) - 1), "must be a numeric value"),
        (lambda: signed(iat=int(time.time()) + 300), "'Issued at' claim"),
        (lambda: signed(iss="12"), "Integration not found"),
    ],
)
async def test_a_wrong_jwt_is_refused(world: World, token: Any, message: str) -> None:
    world.github.app_public_key = PUBLIC.decode()
    answer = await world.call("GET", "/app", token())
    assert answer.status_code in {401, 404}
    assert message in answer.json()["message"]


async def test_a_suspended_installation_can_do_nothing(world: World) -> None:
    await world.github.installation("suspend")
    answer = await world.call("GET", f"/repos/{ZFS}")
    assert (answer.status_code, answer.json()["message"]) == (
        403,
        "This installation has been suspended",
    )
    await world.github.installation("unsuspend")
    assert (await world.call("GET", f"/repos/{ZFS}")).status_code == 200


async def test_the_hours_budget_can_be_used_up(world: World) -> None:
    gh = world.client()
    await gh.getitem(f"/repos/{ZFS}")
    assert gh.rate_limit is not None
    assert gh.rate_limit.remaining == 4999
    world.github.exhaust_rate_limit()
    with pytest.raises(gidgethub.RateLimitExceeded) as refused:
        await gh.getitem(f"/repos/{ZFS}")
    assert refused.value.rate_limit.reset_datetime == world.clock.now().replace(hour=10)
    left = await gh.getitem("/rate_limit")  # asking for it is free
    assert left["resources"]["core"]["remaining"] == 0
    assert left["resources"]["search"]["remaining"] == 30
    world.clock.advance(hours=1)
    assert (await gh.getitem("/rate_limit"))["rate"]["remaining"] == 5000
