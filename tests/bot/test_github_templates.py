"""A repository's issue templates are found where GitHub looks for them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.clients.github import GitHub
from bot.errors import Refused, TryAgain
from tests.support.github import ZFS, World, living, refusal

ORGANISATION = "openebs/.github"
FOLDER = ".github/ISSUE_TEMPLATE"


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with living() as world:
        yield world


@pytest.fixture(params=["token", "app"])
def github(request: pytest.FixtureRequest, world: World) -> GitHub:
    return world.client() if request.param == "token" else world.app()


def put(world: World, name: str, *paths: str) -> None:
    """The repository has these files and no other; each holds its own path."""
    if world.there.places.find(name) is None:
        world.there.add_repository(name)
    world.there.repository(name).files = {path: f"text of {path} – ü" for path in paths}


async def found(github: GitHub) -> list[str]:
    told = await github.templates(ZFS)
    assert all(text == f"text of {path} – ü" for path, text in told)
    return [path for path, _ in told]


@pytest.mark.parametrize(
    ("there", "used"),
    [
        ([], []),
        (["README.md", "docs/README.md", ".github/FUNDING.yml"], []),
        ([f"{FOLDER}/bug.md", "README.md"], [f"{FOLDER}/bug.md"]),
        (
            [f"{FOLDER}/{name}" for name in ("a.md", "b.yml", "c.yaml", "D.MD", "e.txt", "f/g.md")],
            [f"{FOLDER}/{name}" for name in ("D.MD", "a.md", "b.yml", "c.yaml")],
        ),
        ([f"{FOLDER}/config.yml"], [f"{FOLDER}/config.yml"]),
        ([".github/ISSUE_TEMPLATE.md"], [".github/ISSUE_TEMPLATE.md"]),
        ([".github/issue_template.md"], [".github/issue_template.md"]),
        (["ISSUE_TEMPLATE.md"], ["ISSUE_TEMPLATE.md"]),
        (["ISSUE_TEMPLATE/bug report.md"], ["ISSUE_TEMPLATE/bug report.md"]),
        (["docs/ISSUE_TEMPLATE.md"], ["docs/ISSUE_TEMPLATE.md"]),
        (["docs/issue_template/bug.md"], ["docs/issue_template/bug.md"]),
        ([f"{FOLDER}/bug.md", "ISSUE_TEMPLATE.md"], [f"{FOLDER}/bug.md"]),
        ([f"{FOLDER}/notes.txt", "ISSUE_TEMPLATE.md"], ["ISSUE_TEMPLATE.md"]),
    ],
)
async def test_templates_are_found_in_every_place(
    there: list[str], used: list[str], world: World, github: GitHub
) -> None:
    put(world, ZFS, *there)
    assert await found(github) == used


async def test_a_repository_without_templates_has_those_of_its_organisation(
    world: World, github: GitHub
) -> None:
    put(world, ZFS, "README.md")
    put(world, ORGANISATION, f"{FOLDER}/bug.md")
    assert await found(github) == [f"{FOLDER}/bug.md"]
    put(world, ZFS, "README.md", f"{FOLDER}/own.md")
    assert await found(github) == [f"{FOLDER}/own.md"]


async def test_an_organisations_repository_that_is_private_counts_as_none(
    world: World, github: GitHub
) -> None:
    put(world, ZFS, "README.md")
    put(world, ORGANISATION, f"{FOLDER}/bug.md")
    world.there.repository(ORGANISATION).private = True
    assert await found(github) == []


async def test_templates_of_a_repository_that_is_not_there_are_refused(github: GitHub) -> None:
    await refusal(github.templates("openebs/nowhere"), Refused)


async def test_templates_that_cannot_be_read_now_are_not_taken_for_none(world: World) -> None:
    world.fault("GET *contents*", "server_error", times=None)
    await refusal(world.client().templates(ZFS), TryAgain)


async def test_asking_for_templates_again_costs_nothing(world: World) -> None:
    github = world.client()
    first = await github.templates(ZFS)
    asked = len(world.asked)
    assert await github.templates(ZFS) == first
    assert {outcome for _, outcome in world.asked[asked:]} == {"304"}
