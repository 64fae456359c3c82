"""Burley signs in with a token or as a GitHub App, whose tokens it renews before they end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.clients.github import App, credentials, signing
from bot.errors import Refused, TryAgain
from bot.settings import Secrets, WrongSettings
from tests.support.github import LVM, OTHER_KEY, ZFS, World, living, pem, refusal

MINTED = ("POST /app/installations/{installation_id}/access_tokens", "201")


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with living() as world:
        yield world


async def test_the_app_files_under_its_own_name(world: World) -> None:
    made = await world.app().open_issue(ZFS, "Stuck", "the words", ["Bug"])
    assert (made.number, made.author, made.labels) == (1, "burley[bot]", ("Bug",))
    assert [method for method, _ in world.asked] == [
        "GET /installation", MINTED[0], "POST /issues",
    ]  # fmt: skip


async def test_one_token_serves_all_repositories_of_an_installation(world: World) -> None:
    github = world.app()
    await asyncio.gather(*(github.repository(name) for name in (ZFS, LVM, ZFS, LVM)))
    assert world.asked.count(MINTED) == 1


async def test_a_token_is_renewed_when_four_fifths_of_its_life_are_over(world: World) -> None:
    github = world.app()
    await github.repository(ZFS)
    await world.later(minutes=47)
    await github.labels(ZFS)
    assert world.asked.count(MINTED) == 1
    await world.later(minutes=2)
    await github.labels(ZFS)
    assert world.asked.count(MINTED) == 2
    assert all(outcome != "401" for _, outcome in world.asked)


async def test_a_token_that_was_revoked_is_replaced_once_and_nothing_is_lost(
    world: World,
) -> None:
    github = world.app()
    await github.repository(ZFS)
    for secret in list(world.there.access.tokens):
        if secret != "ghs_sandbox":
            del world.there.access.tokens[secret]
    made = await asyncio.gather(*(github.open_issue(ZFS, f"{n}", "", []) for n in range(20)))
    assert sorted(one.number for one in made) == list(range(1, 21))
    assert world.asked.count(MINTED) == 2
    rejected = [outcome for _, outcome in world.asked if outcome == "401"]
    assert 1 <= len(rejected) <= 2


async def test_where_the_app_is_not_installed_is_told_in_words(world: World) -> None:
    world.there.add_repository("openebs/new")
    github = world.app()
    told = await refusal(github.open_issue("openebs/new", "Stuck", "", []), Refused)
    assert str(told) == "the GitHub App is not installed on openebs/new (404)"
    world.there.grant("openebs/new")
    assert (await github.open_issue("openebs/new", "Stuck", "", [])).number == 1


async def test_an_installation_that_is_removed_or_suspended_is_told_in_words(
    world: World,
) -> None:
    github = world.app()
    await github.repository(ZFS)
    await world.there.installation("suspend")
    told = await refusal(github.open_issue(ZFS, "Stuck", "", []), Refused)
    assert str(told) == "the GitHub App's installation there is suspended (403)"
    fresh = await refusal(world.app().open_issue(ZFS, "Stuck", "", []), Refused)
    assert str(fresh) == f"the GitHub App's installation on {ZFS} is suspended"
    await world.there.installation("unsuspend")
    await github.repository(ZFS)
    await world.there.installation("deleted")
    told = await refusal(github.open_issue(ZFS, "Stuck", "", []), Refused)
    assert str(told) == f"the GitHub App is not installed on {ZFS} (404)"


async def test_a_wrong_key_and_a_wrong_id_are_told_apart(world: World) -> None:
    told = await refusal(world.app(key=OTHER_KEY).repository(ZFS), Refused)
    assert "the GitHub App's key: does it belong to this App?" in str(told)
    told = await refusal(world.app(app_id=1).repository(ZFS), Refused)
    assert str(told) == "GitHub knows no App with this id (404)"


@pytest.mark.parametrize("minutes", [-60, -9, -2, 2, 9, 60])
async def test_a_clock_that_is_wrong_does_not_keep_the_app_out(
    minutes: int, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Wrong:
        time = staticmethod(lambda: time.time() + minutes * 60)

    monkeypatch.setattr(signing, "time", Wrong)
    assert (await world.app().repository(ZFS)).takes_issues


async def test_a_lost_answer_while_a_token_is_made_leaves_no_doubt(world: World) -> None:
    github = world.app()
    world.fault("POST /app/*", "drop_after")
    await refusal(github.open_issue(ZFS, "Stuck", "", []), TryAgain)
    world.fault("POST /app/*", "server_error")
    await refusal(github.open_issue(ZFS, "Stuck", "", []), TryAgain)
    assert (await github.open_issue(ZFS, "Stuck", "", [])).number == 1


async def test_the_app_finds_a_renamed_repository(world: World) -> None:
    world.there.rename(ZFS, "openebs/zfs")
    assert (await world.app().repository(ZFS)).full_name == "openebs/zfs"


async def test_an_app_that_may_not_write_issues_is_told_in_words(world: World) -> None:
    world.there.access.installation.permissions = {"metadata": "read", "issues": "read"}
    github = world.app()
    told = await refusal(github.may_open_issues(ZFS), Refused)
    assert str(told) == "the GitHub App lacks the permission to write issues there"
    told = await refusal(github.open_issue(ZFS, "Stuck", "", []), Refused)
    assert str(told) == "the GitHub App lacks the permission for that (403)"


async def test_a_token_that_github_does_not_know_is_used_once(world: World) -> None:
    told = await refusal(world.client("ghp_wrong").repository(ZFS), Refused)
    assert str(told) == "GitHub does not accept the token (401)"
    assert len(world.asked) == 1


# What is set, and what is to be mended.


def secrets(**known: Any) -> Secrets:
    return Secrets(_env_file=None, **{"github_token": None, **known})  # type: ignore[call-arg]


def test_a_key_may_be_text_a_line_or_a_file(tmp_path: Path) -> None:
    path = tmp_path / "app.pem"
    path.write_text(pem())
    for given in (
        {"github_app_private_key": pem()},
        {"github_app_private_key": pem().replace("\n", "\\n")},
        {"github_app_private_key_file": path},
    ):
        found = credentials(secrets(github_app_id=12, **given))
        assert isinstance(found, App)
        assert found.id == "12"
        assert "PRIVATE" not in repr(found)
    assert credentials(secrets(github_token="ghp_1")) == "ghp_1"
    assert credentials(secrets()) is None


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"github_app_id": "12"}, "GITHUB_APP_PRIVATE_KEY is missing"),
        ({"github_app_private_key": "x"}, "GITHUB_APP_ID is missing"),
        ({"github_app_id": "12", "github_app_private_key": "x"}, "no RSA key in PEM"),
        (
            {"github_app_id": "12", "github_app_private_key": pem(), "github_token": "ghp_1"},
            "Both GITHUB_TOKEN and a GitHub App are set",
        ),
        (
            {"github_app_id": "12", "github_app_private_key_file": Path("no.pem")},
            "no.pem cannot be read (No such file or directory)",
        ),
        ({"github_token": "ghp_ä"}, "GITHUB_TOKEN holds signs that no token has"),
    ],
)
def test_what_is_set_wrongly_is_told_with_its_remedy(given: Any, sentence: str) -> None:
    with pytest.raises(WrongSettings, match=r".") as wrong:
        credentials(secrets(**given))
    assert sentence in str(wrong.value)
    assert "ghp_" not in str(wrong.value)
