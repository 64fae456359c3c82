"""`burley similar`: texts in, the known issues that may be the same out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.errors import TellUser
from bot.triage.similar import Index
from handlers.cli.json_lines import objects, texts
from storage import reports
from storage.database import Database

MOST = 10


def similar(lines: Iterable[str], index: Index) -> Iterator[dict[str, Any]]:
    """An answer for each JSON line {"id", "text"}; a text does not find the issue of its own id."""
    for id, text in texts(lines):
        # One more than is shown, because the text itself may be among them.
        found = [one for one in index.search(text, MOST + 1) if one.id != str(id)]
        yield {
            "id": id,
            "similar": [
                {"id": one.id, "score": round(one.score, 3), "why": one.why} for one in found[:MOST]
            ],
        }


def index_of(database: Database) -> Index:
    """An index of the issues at hand."""
    index = Index()
    with database.reading() as tx:
        for issue in reports.all_issues(tx):
            index.put(issue.name, issue.title, issue.body)
    return index


def read_corpus(path: Path) -> Index:
    """An index of the issues in a file of JSON lines {"id", "title", "text"}."""
    index = Index()
    try:
        with path.open(encoding="utf-8") as file:
            for name, given in objects(file, str(path)):
                if "_about" in given:  # a note on the data, as in `burley quality`
                    continue
                id, title, text = given.get("id"), given.get("title"), given.get("text")
                if not (
                    isinstance(id, str | int)
                    and isinstance(title, str | None)
                    and isinstance(text, str | None)
                    and (title is not None or text is not None)
                ):
                    raise TellUser(
                        f'{name} should look like {{"id": "1", "title": "…", "text": "…"}}.'
                    )
                index.put(str(id), title or "", text or "")
    except (OSError, UnicodeDecodeError) as problem:
        raise TellUser(f"{path} cannot be read: {problem}") from None
    return index
