"""Real templates filled with real reports: every heading there, nothing lost, nothing reopened.

The data is not part of the repository; BURLEY_REAL_DATA says where it lies.
"""

from __future__ import annotations

import gzip
import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from bot.markup import to_markdown
from bot.triage.draft import draft
from bot.triage.facts import blocks, facts_of, is_courtesy, says_only_facts, sentences
from bot.triage.templates import (
    LONGEST_BODY,
    Passage,
    Template,
    Told,
    choose,
    fill,
    parse,
)
from bot.triage.titles import LONGEST_TITLE, UNTITLED, title_of
from storage.records import Message
from tests.support.openapi import faults_of_opening
from tests.support.real_data import REAL_DATA, needs_real_data

pytestmark = needs_real_data

FILES = sorted(REAL_DATA.glob("openebs/issue_templates/*/*.md"))
# What a person filling in the file would see: headings, lines in bold, and bullets.
LINE = re.compile(r"^(?:#{1,6} .*|\*\*.+?\*\*:*|\s*[-*] .*)", re.MULTILINE)


def read(file: Path) -> Template:
    template = parse(file.name, file.read_text())
    assert template is not None
    return template


def openebs_issues() -> list[dict[str, Any]]:
    with (REAL_DATA / "openebs/issues_dev.jsonl").open() as lines:
        return [json.loads(line) for line in islice(lines, 1, None)]


def nlbse_bodies(every: int) -> Iterator[str]:
    with gzip.open(REAL_DATA / "nlbse24/issues_train.jsonl.gz", "rt") as lines:
        for line in islice(lines, 0, None, every):
            yield json.loads(line)["body"] or ""


def threads(most: int) -> Iterator[list[dict[str, Any]]]:
    """Threads of a help channel in which somebody answered."""
    said: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    with zipfile.ZipFile(REAL_DATA / "slack_exports/julia-early.zip") as export:
        for name in export.namelist():
            if name.startswith("helpdesk/") and name.endswith(".json"):
                for message in json.loads(export.read(name)):
                    if message.get("thread_ts") and message.get("user"):
                        said[message["thread_ts"]].append(message)
    long = (sorted(one, key=lambda m: m["ts"]) for one in said.values() if len(one) > 3)
    yield from islice(long, most)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_every_line_to_fill_in_stands_in_the_issue_in_its_order(file: Path) -> None:
    text = re.sub(r"\A---.*?^---$|<!--.*?-->", "", file.read_text(), flags=re.DOTALL | re.MULTILINE)
    kind = "feature" if "feature" in file.name else "bug"
    body = fill(read(file), Told(kind, (Passage(True, "It is gone."),))).body
    at = 0
    wanted = [re.sub(r"\s*\[[^\] ][^\]]*\]$", "", one.rstrip()) for one in LINE.findall(text)]
    assert wanted
    for line in wanted:
        found = body.find(line, at)
        assert found >= 0, (line, body)
        at = found + len(line)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_no_hint_remains_as_if_somebody_had_said_it(file: Path) -> None:
    template = read(file)
    body = fill(template, Told("bug", (Passage(True, "It is gone."),))).body
    for section in template.sections:
        for hint in re.split(r"(?<=[.?!]) ", section.hint):
            assert len(hint) < 8 or hint not in body


@pytest.mark.parametrize("repository", sorted({file.parent.name for file in FILES}))
def test_each_repository_has_a_template_for_bugs_and_one_for_wishes(repository: str) -> None:
    templates = [read(file) for file in FILES if file.parent.name == repository]
    for kind, words in (("bug", "bug"), ("feature", "feature"), ("question", "bug")):
        chosen = choose(templates, kind)
        assert chosen is not None
        assert words in chosen.path


def test_every_issue_of_openebs_is_kept_to_the_sentence() -> None:
    for issue in openebs_issues():
        repository = issue["id"].split("/")[1].split("#")[0]
        files = [file for file in FILES if file.parent.name == repository]
        words = to_markdown(issue["text"])
        body = fill(
            choose([read(file) for file in files], issue["kind"]),
            Told(issue["kind"], (Passage(True, words),)),
        ).body
        assert all(sentence.strip() in body for sentence in sentences(words))
        assert title_of(issue["text"]) != UNTITLED
        assert len(title_of(issue["text"])) <= LONGEST_TITLE


@pytest.mark.parametrize("file", FILES[::3], ids=lambda file: f"{file.parent.name}/{file.name}")
def test_issues_and_threads_of_others_lose_nothing(file: Path) -> None:
    template = read(file)
    told: list[tuple[Passage, ...]] = []
    told += [(Passage(True, to_markdown(body)),) for body in nlbse_bodies(every=15)]
    told += [
        tuple(Passage(one["user"] == thread[0]["user"], to_markdown(one["text"])) for one in thread)
        for thread in threads(100)
    ]
    for passages in told:
        body = fill(template, Told("bug", passages)).body
        assert len(body) <= LONGEST_BODY
        if "stands in the thread." in body[-100:]:
            continue
        for passage in (one for one in passages if one.by_reporter):
            for block in blocks(passage.markdown):
                lines = [block.code] if block.shape == "fence" else block.lines
                for line in lines:
                    # Versions alone stand in the environment's fields.
                    if is_courtesy(line) or says_only_facts(line, facts_of(line)):
                        continue
                    parts = [line] if block.shape == "fence" else sentences(line)
                    assert all(part.strip() in body for part in parts if not is_courtesy(part)), (
                        line,
                        body,
                    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_github_accepts_what_a_template_becomes(file: Path) -> None:
    words = "The volume stays Pending after the upgrade to 4.2."
    said = Message("C1", "1700000001.000000", "UASHA", words)
    made = draft([said], "bug", None, {}, "UASHA", read(file))
    assert faults_of_opening(made.title, made.body, made.labels) == []
