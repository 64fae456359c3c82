"""How well and how fast known issues are found: python -m benchmarks.similar [DATA]

DATA is the folder of real data (else BURLEY_REAL_DATA). Prints what docs/similar.md quotes.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import random
import re
import resource
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.triage.similar import LIKELY, Index, Similar
from tests.support.real_data import REAL_DATA

ISSUES, WORDS, LONG_QUERY, SEARCHES = 50_000, 150, 400, 100


def records(path: Path) -> Iterator[dict[str, Any]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        yield from (one for one in map(json.loads, file) if "_about" not in one)


def place(found: Iterable[str], wanted: str) -> int | None:
    return next((at for at, id in enumerate(found, 1) if id == wanted), None)


def show(name: str, places: list[int | None]) -> None:
    def within(most: int) -> float:
        return sum(at is not None and at <= most for at in places) / len(places)

    mrr = sum(1 / at for at in places if at) / len(places)
    print(
        f"{name:38} n={len(places):5}  first {within(1):.3f}  in three {within(3):.3f}"
        f"  in five {within(5):.3f}  MRR {mrr:.3f}"
    )


def openebs(data: Path) -> None:
    """Every issue searched for among all, in each way that a report may be given."""
    issues = {one["id"]: one for one in records(data / "openebs/issues_dev.jsonl")}
    relation = {
        frozenset((one["a"], one["b"])): one["relation"]
        for one in records(data / "openebs/pairs_dev.jsonl")
    }
    index = Index()
    for id, one in issues.items():
        index.put(id, one["title"], one["text"])
    for given in ("text", "title", "title and text"):
        places: list[int | None] = []
        scores: dict[str, list[float]] = defaultdict(list)
        for id, one in issues.items():
            title = one["title"] if "title" in given else ""
            found = index.search(one["text"] if "text" in given else "", 11, title=title)
            others = [other for other in found if other.id != id]
            for other in others:
                scores[relation.get(frozenset((id, other.id)), "other")].append(other.score)
            places += [
                place((other.id for other in others), next(iter(pair - {id})))
                for pair, what in relation.items()
                if id in pair and what == "duplicate"
            ]
        show(f"OpenEBS pairs, both ways, by {given}", places)
        for what, all_scores in sorted(scores.items()):
            sure = sum(score >= LIKELY for score in all_scores)
            print(f"  {what:10} likely {sure} of {len(all_scores)}, surest {max(all_scores):.2f}")


def titles_and_bodies(data: Path) -> None:
    """The body among the 300 of its repository that belongs to a title; SQLite's FTS5 with
    its own bm25 beside it, with and without stemming."""
    by_repository = defaultdict(list)
    for one in records(data / "nlbse24/issues_train.jsonl.gz"):
        by_repository[one["repo"]].append((one["title"] or "", one["body"] or ""))
    places: dict[str, list[int | None]] = defaultdict(list)
    for issues in by_repository.values():
        index, fts = Index(), {name: _fts(issues, name) for name in ("unicode61", "porter")}
        for number, (_, body) in enumerate(issues):
            index.put(str(number), "", body)
        for number, (title, _) in enumerate(issues):
            for name, table in fts.items():
                places[f"SQLite FTS5 bm25, {name}"].append(
                    place(_fts_search(table, title), str(number))
                )
            places["Burley"].append(
                place((one.id for one in index.search("", title=title)), str(number))
            )
    for name, all_places in places.items():
        show(f"NLBSE'24 title to body, {name}", all_places)


def _fts(issues: list[tuple[str, str]], tokenizer: str) -> sqlite3.Connection:
    table = sqlite3.connect(":memory:")
    table.execute(f"CREATE VIRTUAL TABLE issue USING fts5 (body, tokenize = '{tokenizer}')")
    rows = ((number, body) for number, (_, body) in enumerate(issues))
    table.executemany("INSERT INTO issue (rowid, body) VALUES (?, ?)", rows)
    return table


def _fts_search(table: sqlite3.Connection, title: str) -> list[str]:
    words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", title))
    if not words:
        return []
    found = table.execute(
        "SELECT rowid FROM issue WHERE issue MATCH ? ORDER BY rank LIMIT 10", (words,)
    )
    return [str(number) for (number,) in found]


def false_offers(data: Path) -> None:
    """Whole NLBSE issues against the others of their repository: how often one looks likely.
    Nobody labelled duplicates there, so some of these are right."""
    by_repository = defaultdict(list)
    for one in records(data / "nlbse24/issues_train.jsonl.gz"):
        by_repository[one["repo"]].append((one["title"] or "", one["body"] or ""))
    offered = asked = 0
    for issues in by_repository.values():
        index = Index()
        for number, (title, body) in enumerate(issues):
            index.put(str(number), title, body)
        for number, (title, body) in enumerate(issues):
            best: list[Similar] = index.search(body, 2, title=title)
            asked += 1
            offered += any(one.score >= LIKELY and one.id != str(number) for one in best)
    print(f"NLBSE'24 issues for which another looks likely: {offered} of {asked}")


def made_up(seed: int = 1) -> Iterator[tuple[str, str]]:
    """Titles and bodies whose words are as unevenly used as real ones: rank × use is constant
    (Zipf), and the vocabulary grows with the text."""
    chance = random.Random(seed)
    letters = "bcdfghjklmnprstvwz", "aeiou"
    vocabulary = [
        "".join(chance.choice(letters[at % 2]) for at in range(chance.randint(4, 10)))
        for _ in range(200_000)
    ]
    uses = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(vocabulary))))
    while True:
        words = chance.choices(vocabulary, cum_weights=uses, k=WORDS + 8)
        yield (
            " ".join(words[:8]),
            ". ".join(" ".join(words[at : at + 12]) for at in range(8, len(words), 12)),
        )


def speed() -> None:
    source = made_up()
    sample = list(itertools.islice(source, 500))
    index, built, before = Index(), 0.0, _most_held()
    for number, (title, body) in zip(range(ISSUES), source, strict=False):
        began = time.perf_counter()
        index.put(f"openebs/openebs#{number}", title, body)
        built += time.perf_counter() - began
    print(f"{len(index)} issues indexed in {built:.1f} s, {_most_held() - before:.0f} MB")
    changes = []
    for number, (title, body) in enumerate(sample):
        began = time.perf_counter()
        index.put(f"openebs/openebs#{number * 97}", title, body)
        changes.append(1000 * (time.perf_counter() - began))
    _show_times("changed issue", changes)
    for words in (40, LONG_QUERY):
        searches = []
        for _ in range(SEARCHES):
            text = " ".join(body for _, body in itertools.islice(source, 3))
            text = " ".join(text.split()[:words])
            began = time.perf_counter()
            index.search(text)
            searches.append(1000 * (time.perf_counter() - began))
        _show_times(f"search with {words} words", searches)


def _show_times(what: str, times: list[float]) -> None:
    times = sorted(times)
    middle, late = times[len(times) // 2], times[int(len(times) * 0.95)]
    print(f"{what}: median {middle:.1f} ms, 95 % within {late:.1f} ms, slowest {times[-1]:.1f} ms")


def _most_held() -> float:
    """The most memory this program has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, nargs="?", default=REAL_DATA)
    data = parser.parse_args().data
    speed()  # first, so that the memory told is the index's
    if data.is_dir():
        openebs(data)
        titles_and_bodies(data)
        false_offers(data)


if __name__ == "__main__":
    main()
