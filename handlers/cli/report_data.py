"""What `burley report` needs to know, and what its table, JSON and page are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.figures.covered import Coverage, Shift
from bot.figures.weekly import Facts, People, Week
from bot.settings import WEEKDAYS, Settings

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class ReportSettings:
    """The part of a community's settings that its figures depend on."""

    time_zone: str = "UTC"
    community: str = ""
    helpers: frozenset[str] = frozenset()
    # Burley's own user ids: its answers are counted apart.
    burley: frozenset[str] = frozenset()
    shifts: tuple[Shift, ...] = ()
    # Such as https://example.slack.com/, for links to messages.
    workspace_url: str | None = None

    @classmethod
    def of(cls, settings: Settings, known: Mapping[str, str] = NOTHING) -> ReportSettings:
        """`known` are the database's notes on the workspace (storage.notes)."""
        # A history that was imported, where no bot ever ran, is not the settings' community.
        foreign = known.get("imported") if "address" not in known else None
        return cls(
            time_zone=settings.time_zone,
            community=foreign or settings.community,
            helpers=frozenset(settings.helpers),
            burley=frozenset(filter(None, [known.get("bot_user")])),
            workspace_url=known.get("address"),
            shifts=tuple(
                Shift(
                    zone=ZoneInfo(hours.time_zone),
                    days=frozenset(WEEKDAYS.index(day) for day in hours.days),
                    start=hours.start,
                    end=hours.end,
                    holidays=frozenset(settings.holidays),
                )
                for hours in settings.office_hours
            ),
        )

    @property
    def people(self) -> People:
        return People(self.helpers, self.burley)


@dataclass(frozen=True)
class Report:
    """What every form of the report is made from."""

    settings: ReportSettings
    channel: str | None
    facts: Facts | None
    coverage: Coverage | None
    weeks: list[Week]
