"""Which try to send which report: what a workflow's id tells, and a restart needs to know."""

from __future__ import annotations

from dataclasses import dataclass

from storage import reports
from storage.database import Transaction
from storage.records import Issue, Report


@dataclass(frozen=True, slots=True)
class Try:
    """How often a report was sent, by its attempt, and how many answers to that were lost."""

    report_id: str
    attempt: int
    sent: int = 1
    lost: int = 0

    @classmethod
    def read(cls, of: str) -> Try:
        report_id, *numbers = of.split(":")
        return cls(report_id, *map(int, numbers))

    def __str__(self) -> str:
        if (self.sent, self.lost) == (1, 0):
            return f"{self.report_id}:{self.attempt}"
        return f"{self.report_id}:{self.attempt}:{self.sent}:{self.lost}"

    def report(self, tx: Transaction) -> Report | None:
        """The report, if this is still the attempt to file it."""
        report = reports.get(tx, self.report_id)
        return report if report is not None and report.attempt == self.attempt else None

    def issue(self, tx: Transaction) -> Issue | None:
        """The issue that the report became, or was added to."""
        report = self.report(tx)
        return reports.issue_of(tx, report) if report is not None else None
