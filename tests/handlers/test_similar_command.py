"""`burley similar`: JSON lines in, the issues that may be the same out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.errors import TellUser
from bot.triage.similar import Index
from handlers.cli.similar import read_corpus, similar

POOL = "zpool import fails: pool was in use by another system"


def line(**given: object) -> str:
    return json.dumps(given)


def corpus(folder: Path, *lines: str) -> Path:
    path = folder / "issues.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_each_text_is_answered_with_the_issues_best_first(tmp_path: Path) -> None:
    index = read_corpus(
        corpus(
            tmp_path,
            line(_about="a note"),
            line(id="zfs#1", title="Pool import fails", text=POOL),
            line(id="zfs#2", title="Pools", text="Several pools on a node"),
            line(id=3, title="Docs", text=None),
        )
    )
    (answer,) = similar([line(id=7, text="the pool was in use by another system"), ""], index)
    assert answer["id"] == 7
    assert [one["id"] for one in answer["similar"]] == ["zfs#1", "zfs#2"]
    assert answer["similar"][0]["score"] > answer["similar"][1]["score"]
    assert "“pool”" in answer["similar"][1]["why"]
    json.dumps(answer)


@pytest.mark.parametrize("id", ["5", 5])
def test_a_text_does_not_find_itself(tmp_path: Path, id: object) -> None:
    lines = [line(id=number, title="Pool import", text=POOL) for number in range(12)]
    (answer,) = similar([line(id=id, text=POOL)], read_corpus(corpus(tmp_path, *lines)))
    found = [one["id"] for one in answer["similar"]]
    assert len(found) == 10
    assert "5" not in found


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("{", "is no JSON"),
        ("[1]", "should look like"),
        (line(title="no id"), "should look like"),
        (line(id="1"), "should look like"),
        (line(id="1", text=["no text"]), "should look like"),
        ('{"id": ' + "9" * 5_000 + "}", "a number that is too long"),
    ],
)
def test_a_bad_line_of_the_corpus_is_named(tmp_path: Path, bad: str, said: str) -> None:
    path = corpus(tmp_path, line(id="1", text="fine"), bad)
    with pytest.raises(TellUser, match=said) as told:
        read_corpus(path)
    assert f"{path}, line 2 " in str(told.value)


def test_a_corpus_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(TellUser, match=r"nowhere\.jsonl cannot be read"):
        read_corpus(tmp_path / "nowhere.jsonl")


def test_a_bad_line_of_the_texts_is_named() -> None:
    with pytest.raises(TellUser, match="Line 2 should look like"):
        list(similar([line(id=1, text="fine"), line(id=2)], Index()))
