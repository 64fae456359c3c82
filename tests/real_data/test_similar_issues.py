"""Real OpenEBS issues that are the same find each other; those that only look it are not offered.

The data is not part of the repository; BURLEY_REAL_DATA says where it lies.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.triage.similar import LIKELY, Index, Similar
from tests.support.real_data import REAL_DATA, needs_real_data

pytestmark = needs_real_data


def records(name: str) -> list[dict[str, Any]]:
    lines = (REAL_DATA / "openebs" / name).read_text(encoding="utf-8").splitlines()
    return [one for one in map(json.loads, lines) if "_about" not in one]


@pytest.fixture(scope="module")
def issues() -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in records("issues_dev.jsonl")}


@pytest.fixture(scope="module")
def index(issues: dict[str, dict[str, Any]]) -> Index:
    index = Index()
    for id, one in issues.items():
        index.put(id, one["title"], one["text"])
    return index


def both_ways(relation: str) -> list[tuple[str, str]]:
    pairs = [pair for pair in records("pairs_dev.jsonl") if pair["relation"] == relation]
    return [(pair["a"], pair["b"]) for pair in pairs] + [(pair["b"], pair["a"]) for pair in pairs]


def found(index: Index, issue: dict[str, Any], title: bool) -> list[Similar]:
    others = index.search(issue["text"], 11, title=issue["title"] if title else "")
    return [one for one in others if one.id != issue["id"]]


@pytest.mark.parametrize("title", [False, True], ids=["by text", "by title and text"])
def test_twins_are_within_the_first_three(
    index: Index, issues: dict[str, dict[str, Any]], title: bool
) -> None:
    twins = both_ways("duplicate")
    hits = sum(
        other in [one.id for one in found(index, issues[id], title)[:3]] for id, other in twins
    )
    assert hits / len(twins) >= 0.80


@pytest.mark.parametrize("title", [False, True], ids=["by text", "by title and text"])
def test_what_only_looks_the_same_is_not_offered(
    index: Index, issues: dict[str, dict[str, Any]], title: bool
) -> None:
    twins = set(both_ways("duplicate"))
    offered = {
        (id, one.id)
        for id, issue in issues.items()
        for one in found(index, issue, title)
        if one.score >= LIKELY
    }
    assert offered
    assert offered <= twins
