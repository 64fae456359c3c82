"""Reads what the kinds are trained and measured on, from the folder BURLEY_REAL_DATA."""

from __future__ import annotations

import csv
import gzip
import json
import os
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DATA = Path(os.environ.get("BURLEY_REAL_DATA") or HERE.parents[2] / "shared" / "data")
Record = dict[str, Any]


def lines(path: Path) -> list[Record]:
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    # Not splitlines(): a text may hold U+2028, which ends a line for it but not for JSON.
    records = map(json.loads, filter(None, data.decode("utf-8").split("\n")))
    return [record for record in records if "_about" not in record]


def issues() -> list[Record]:
    return lines(DATA / "nlbse24" / "issues_train.jsonl.gz")


def issue_text(issue: Record) -> str:
    return f"{issue['title'] or ''}\n{issue['body'] or ''}"


def openers() -> list[Record]:
    return lines(DATA / "triage" / "openers_gold_dev.jsonl")


def toplevel() -> list[Record]:
    return lines(DATA / "triage" / "toplevel_gold_dev.jsonl")


def openebs() -> list[Record]:
    return lines(DATA / "openebs" / "issues_dev.jsonl")


def dialogues() -> list[Record]:
    return lines(DATA / "chat_feature_requests" / "dialogues_dev.jsonl.gz")


def export(name: str) -> list[tuple[str, Record]]:
    """Messages of an export zip as (channel, message), in the order of its files."""
    found = []
    with zipfile.ZipFile(DATA / f"{name}.zip") as archive:
        for path in archive.namelist():
            if not path.endswith(".json") or "/" not in path:
                continue
            try:
                day = json.loads(archive.read(path))
            except ValueError:
                continue
            if isinstance(day, list):
                channel = path.split("/")[-2]
                found += [
                    (channel, m)
                    for m in day
                    if isinstance(m, dict) and isinstance(m.get("text"), str)
                ]
    return found


def labelled() -> list[Record]:
    """The messages of `labels.jsonl` (ids and labels are ours) with their texts."""
    wanted: dict[str, dict[tuple[str, str], Record]] = defaultdict(dict)
    labels = lines(HERE / "labels.jsonl")
    for label in labels:
        wanted[label["export"]][label["channel"], label["ts"]] = label
    for name, by_id in wanted.items():
        for channel, message in export(name):
            found = by_id.get((channel, message["ts"]))
            if found is not None:
                found["text"] = message["text"].strip()
    return [label for label in labels if "text" in label]


def opens(without: set[str]) -> list[tuple[str, int]]:
    """Weak labels from behaviour: 1 opened something that others answered, 0 is others' replies."""
    found: list[tuple[str, int]] = []
    messages = [
        (channel, m) for channel, m in export("slack_exports/julia-early")
        if m.get("subtype") in (None, "thread_broadcast", "file_share")
        and not m.get("bot_id")
        and m["text"].strip()
    ]  # fmt: skip
    roots: dict[tuple[str, str], Record] = {}
    answered: set[tuple[str, str]] = set()
    for channel, m in messages:
        if m.get("thread_ts", m["ts"]) == m["ts"]:
            roots[channel, m["ts"]] = m
    for channel, m in messages:
        asked = roots.get((channel, m.get("thread_ts", "")))
        if asked is not None and asked.get("user") != m.get("user"):
            answered.add((channel, asked["ts"]))
    for channel, m in messages:
        if m.get("thread_ts", m["ts"]) != m["ts"]:
            root = roots.get((channel, m["thread_ts"]))
            if root is not None and root.get("user") != m.get("user"):
                found.append((m["text"].strip(), 0))
        elif (channel, m["ts"]) in answered or m.get("reply_count", 0):
            found.append((m["text"].strip(), 1))
    for name in ("racket-2017", "racket-2018", "elmlang-2019"):
        folder = DATA / "slack_chats"
        texts = {m["ts"]: m for _, m in export(f"slack_chats/{name}")}
        talks = {
            str(c["conversation_id"]): c for c in lines(folder / f"{name}.conversations.jsonl.gz")
        }
        with gzip.open(folder / f"{name}.messages.csv.gz", "rt", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                message, talk = texts.get(row["ts"]), talks.get(row["conversation_id"])
                if not message or not talk or not message["text"].strip():
                    continue
                if row["is_opener"] == "1" and talk["first_responder"]:
                    found.append((message["text"].strip(), 1))
                elif row["is_opener"] != "1" and message["user"] != talk["asker"]:
                    found.append((message["text"].strip(), 0))
    return [(text, label) for text, label in found if text not in without]
