"""`burley doctor` tells what is wrong with GitHub, and how to mend it, for both ways to sign in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from bot.settings import ChannelSettings, Repository, Secrets, Settings
from handlers.cli.check import Check
from handlers.cli.doctor_github import github_checks
from sandbox.github.github import APP_ID
from tests.support.github import LVM, OTHER_KEY, PUBLIC, ZFS, World, living, pem

Json = dict[str, Any]
SETTINGS = Settings(
    community="Test",
    channels=(ChannelSettings(name="openebs"),),
    fallback=ZFS,
    repositories=tuple(
        Repository(name=name, title=name, words=(name,)) for name in (ZFS, LVM)
    ),
)  # fmt: skip
TOKEN: Json = {"github_token": SecretStr("ghs_sandbox")}
APP: Json = {"github_app_id": APP_ID, "github_app_private_key": SecretStr(pem())}


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with living() as world:
        world.there.app_public_key = PUBLIC.decode()
        yield world


async def told(world: World, **known: Any) -> dict[str, Check]:
    given = {"github_token": None, "github_api_url": world.api, **known}
    secrets = Secrets(_env_file=None, **given)  # type: ignore[call-arg]
    return {one.name: one async for one in github_checks(SETTINGS, secrets, world.http)}


async def test_all_is_well_with_either_way_to_sign_in(world: World) -> None:
    checks = await told(world, **TOKEN, github_webhook_secret=SecretStr("s"))
    assert all(one.ok for one in checks.values())
    assert checks["GitHub"].detail == "2 repositories take issues, with a token"
    assert checks["webhook"].detail == "signature is checked"
    checks = await told(world, **APP)
    assert checks["GitHub"].detail == "2 repositories take issues, as a GitHub App"
    assert "To hear of it at once, set up a webhook and its secret" in checks["webhook"].detail
    assert world.there.issues == []


async def test_a_token_that_ends_and_labels_that_will_be_left_out_are_told(world: World) -> None:
    ends = world.sandbox.clock.now() + timedelta(days=3)
    world.there.add_token(
        "github_pat_1", "somebody", permissions={"issues": "write"}, expires_at=ends
    )
    checks = await told(world, github_token=SecretStr("github_pat_1"))
    assert checks["GitHub"].ok
    assert f"the token ends on {ends:%Y-%m-%d %H:%M:%S} UTC" in checks["GitHub"].detail
    world.there.access.tokens["github_pat_1"].push = False
    checks = await told(world, github_token=SecretStr("github_pat_1"))
    assert f"GitHub will leave out the labels in {ZFS}, {LVM}" in checks["GitHub"].detail


def expired(world: World) -> None:
    ended = world.sandbox.clock.now() - timedelta(days=1)
    world.there.add_token("github_pat_old", "somebody", expires_at=ended)


def read_only(world: World) -> None:
    world.there.add_token("github_pat_ro", "somebody", permissions={"issues": "read"})


def install_for_reading(world: World) -> None:
    world.there.access.installation.permissions = {"metadata": "read"}


def install_on_one(world: World) -> None:
    one = frozenset([world.there.repository(ZFS).id])
    world.there.access.installation.repositories = one


def suspend(world: World) -> None:
    world.there.access.installation.suspended_at = world.sandbox.clock.now()


def nothing(world: World) -> None:
    """Leave it as it is."""


NOT_TOKEN = "GitHub does not accept the token (401). It is wrong, expired or revoked: make a new"


@pytest.mark.parametrize(
    ("prepare", "known", "sentence"),
    [
        (nothing, {"github_token": SecretStr("ghp_wrong")}, NOT_TOKEN),
        (expired, {"github_token": SecretStr("github_pat_old")}, NOT_TOKEN),
        (
            read_only,
            {"github_token": SecretStr("github_pat_ro")},
            "the token lacks the permission for that (403). Give the token Issues: read and write",
        ),
        (
            lambda world: world.there.rename(LVM, "openebs/lvm"),
            TOKEN,
            f"{LVM}: the repository is called openebs/lvm now. Write that in the settings.",
        ),
        (
            lambda world: world.there.rename(LVM, "openebs/lvm"),
            APP,
            f"{LVM}: the repository is called openebs/lvm now. Write that in the settings.",
        ),
        (
            lambda world: world.there.archive(LVM),
            TOKEN,
            f"{LVM}: the repository is archived. Take it out of the settings, or unarchive it.",
        ),
        (
            lambda world: world.there.disable_issues(LVM),
            APP,
            f"{LVM}: the repository has its issues switched off. Switch them on",
        ),
        (
            lambda world: world.there.places.repositories.remove(world.there.repository(LVM)),
            TOKEN,
            f"{LVM}: the repository does not exist, or the token may not see it (404). Correct",
        ),
        (
            nothing,
            {**APP, "github_app_private_key": SecretStr("not a key")},
            "The GitHub App's private key is no RSA key in PEM",
        ),
        (
            nothing,
            {**APP, "github_app_private_key": SecretStr(pem(OTHER_KEY))},
            "does it belong to this App? (401). Make a new private key under General of the App",
        ),
        (
            nothing,
            {**APP, "github_app_id": 1},
            "GitHub knows no App with this id (404). Copy GITHUB_APP_ID again",
        ),
        (
            install_on_one,
            APP,
            f"{LVM}: the GitHub App is not installed on {LVM} (404). Add the repository under",
        ),
        (
            install_for_reading,
            APP,
            "the GitHub App lacks the permission to write issues there. Give the App Issues",
        ),
        (suspend, APP, "is suspended. An owner of the organisation can end that under"),
        (nothing, {**TOKEN, **APP}, "Both GITHUB_TOKEN and a GitHub App are set"),
        (nothing, {"github_app_id": 1}, "GITHUB_APP_PRIVATE_KEY is missing"),
        (
            nothing,
            {"slack_bot_token": SecretStr("xoxb-1")},
            "GITHUB_TOKEN is not set, so no report can be filed.",
        ),
        (nothing, {**TOKEN, "github_api_url": "https://["}, "GITHUB_API_URL is no address"),
        (nothing, {**TOKEN, "github_api_url": "github.com"}, "GITHUB_API_URL is no address"),
    ],
)
async def test_what_is_wrong_is_told_with_its_remedy(
    prepare: Callable[[World], object], known: Json, sentence: str, world: World
) -> None:
    prepare(world)
    check = (await told(world, **known))["GitHub"]
    assert not check.ok
    assert sentence in check.detail
    assert world.there.issues == []
