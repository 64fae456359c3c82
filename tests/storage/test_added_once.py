"""Whoever writes something down hears whether it was there already, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime

from storage import posts, reports, trackers
from storage.database import Database
from storage.records import Digest, Post, Report

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def test_the_second_time_is_told_from_the_first(database: Database) -> None:
    report = Report("r", "C1", "1.000001", "1.000001", "U1", "bug", "o/r", "Title", "Body")
    with database.writing() as tx:
        for new in (True, False):
            assert reports.add(tx, report) is new
            assert posts.plan(tx, Post("p", "C1", "Text")) is new
            assert posts.add_digest(tx, Digest("C1", "2026-W44", "planned", NOW)) is new
            assert trackers.want(tx, "o/r", 7, "U1", NOW) is new
