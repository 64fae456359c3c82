"""The commands of `burley`. Running the bot itself is handed in by the program."""

from __future__ import annotations

import asyncio
import io
import json
import sys
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.judging import Judge
from bot.triage.drafter import Drafter
from bot.triage.router import Router
from bot.triage.secrets import redact
from handlers.cli import digest as digest_command
from handlers.cli import doctor as doctor_command
from handlers.cli import draft as draft_command
from handlers.cli import questions as questions_command
from handlers.cli.import_ import run_import
from handlers.cli.learn import run_learn
from handlers.cli.options import AsJson, Config, Db, Installation, in_words, opened
from handlers.cli.quality import measure
from handlers.cli.report import report as run_report
from handlers.cli.report_data import ReportSettings
from handlers.cli.similar import index_of, read_corpus
from handlers.cli.similar import similar as similar_issues
from handlers.cli.texts import triaged
from storage import notes, schema


@dataclass(frozen=True, slots=True)
class Programs:
    """What the command line starts but does not know how to put together."""

    default_settings: Path
    run: Callable[[Installation], Coroutine[Any, Any, None]]
    demo: Callable[[Installation, int], Coroutine[Any, Any, None]]
    replay: Callable[[Installation, Path, float, int], Coroutine[Any, Any, None]]


Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE")]


def make(programs: Programs) -> typer.Typer:
    app = typer.Typer(
        name="burley",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help="A Slack bot for open-source communities: who is waiting, what is reported, "
        "how the week was.",
    )

    def installed(config: Path | None, db: str | None) -> Installation:
        return Installation.read(config, db, programs.default_settings)

    @app.command()
    def run(
        config: Config = None,
        db: Db = None,
        or_demo: Annotated[
            bool, typer.Option("--or-demo", help="the sandbox instead, when no token is set")
        ] = False,
    ) -> None:
        """Run the bot on the Slack of the settings, until it is stopped."""
        with in_words():
            here = installed(config, db)
            if or_demo and not here.secrets.any_slack:
                asyncio.run(programs.demo(here, 0))
            else:
                asyncio.run(programs.run(here))

    @app.command()
    def demo(
        replay: Annotated[
            Path | None, typer.Option(metavar="EXPORT", help="a Slack export to play through it")
        ] = None,
        speed: Annotated[
            float, typer.Option(min=0.1, help="messages a second of the replay, at most")
        ] = 200,
        port: Annotated[
            int, typer.Option(min=0, max=65_535, help="of the page; 0 takes a free one")
        ] = 0,
        config: Config = None,
        db: Db = None,
    ) -> None:
        """A sandbox workspace with the bot in it, as a page on this machine."""
        with in_words():
            here = installed(config, db)
            if replay is None:
                asyncio.run(programs.demo(here, port))
            else:
                asyncio.run(programs.replay(here, replay, speed, port))

    @app.command(name="import")
    def import_(
        path: Annotated[Path, typer.Argument(help="a Slack export: a zip or a folder")],
        config: Config = None,
        db: Db = None,
        as_json: AsJson = False,
    ) -> None:
        """Bring a Slack export into the database; twice changes nothing."""
        with in_words():
            here = installed(config, db)
            with here.database(make=True) as database:
                run_import(database, path, here.settings, as_json)

    @app.command()
    def report(
        since: Day = None,
        until: Day = None,
        channel: Annotated[str | None, typer.Option(metavar="NAME")] = None,
        timezone: Annotated[str | None, typer.Option(metavar="NAME")] = None,
        html: Annotated[
            Path | None, typer.Option(metavar="FILE", help="a page with charts, in one file")
        ] = None,
        config: Config = None,
        db: Db = None,
        as_json: AsJson = False,
    ) -> None:
        """The weekly figures: who posted, what was asked, how long people waited."""
        with in_words():
            here = installed(config, db)
            with here.database() as database:
                with database.reading() as tx:
                    known = notes.read(tx)
                run_report(
                    database,
                    ReportSettings.of(here.settings, known),
                    since=_date(since),
                    until=_date(until),
                    channel=channel,
                    time_zone=timezone,
                    as_json=as_json,
                    html=html,
                )

    @app.command()
    def questions(
        waiting: Annotated[
            bool, typer.Option("--waiting", help="only those without an answer")
        ] = False,
        config: Config = None,
        db: Db = None,
        as_json: AsJson = False,
    ) -> None:
        """Every question with its first response."""
        with in_words(), installed(config, db).database() as database:
            questions_command.show(database, only_waiting=waiting, as_json=as_json)

    @app.command()
    def triage(config: Config = None) -> None:
        """Read JSON lines {"id", "text"}; write what each is and where it belongs."""
        with in_words():
            router = Router(installed(config, None).settings)
            lines = io.TextIOWrapper(sys.stdin.buffer, "utf-8", errors="replace")
            for answer in triaged(lines, Judge(), router):
                _print(answer)

    @app.command()
    def draft(
        templates: Annotated[
            Path | None,
            typer.Option(metavar="FOLDER", help="issue templates, in a folder a repository"),
        ] = None,
        config: Config = None,
        db: Db = None,
    ) -> None:
        """Read a thread, a JSON list of Slack messages; write the issue it would become."""
        with in_words():
            here = installed(config, db)
            thread = sys.stdin.buffer.read().decode("utf-8", "replace")
            with draft_command.known(here, templates) as known:
                _print(draft_command.drafted(thread, Drafter(here.settings), Judge(), known))

    @app.command()
    def similar(
        corpus: Annotated[
            Path | None,
            typer.Option(metavar="FILE", help="issues as JSON lines with id, title and text"),
        ] = None,
        config: Config = None,
        db: Db = None,
    ) -> None:
        """Read JSON lines {"id", "text"}; write the issues each may be the same as."""
        with in_words():
            if corpus is not None:
                index = read_corpus(corpus)
            else:
                with installed(config, db).database() as database:
                    index = index_of(database)
            lines = io.TextIOWrapper(sys.stdin.buffer, "utf-8", errors="replace")
            for answer in similar_issues(lines, index):
                _print(answer)

    @app.command()
    def quality(
        file: Annotated[Path, typer.Argument(help="JSON lines with text and kind; .gz too")],
        config: Config = None,
        as_json: AsJson = False,
    ) -> None:
        """Precision, recall and F1 against a labelled file, and router accuracy."""
        with in_words():
            router = Router(installed(config, None).settings)
            measure(file, Judge(), router, as_json=as_json)

    @app.command()
    def learn(config: Config = None, db: Db = None, as_json: AsJson = False) -> None:
        """Learn from the community's corrections; switch only if it is better."""
        with in_words(), installed(config, db).database() as database:
            run_learn(database, as_json=as_json)

    @app.command(name="redact")
    def redact_() -> None:
        """Read a text; write it without its secrets."""
        with in_words():
            cleaned = redact(sys.stdin.buffer.read().decode("utf-8", "replace"))
            removed = [{"kind": kind, "count": n} for kind, n in sorted(cleaned.removed.items())]
            _print({"text": cleaned.text, "removed": removed})

    @app.command()
    def digest(
        week: Annotated[
            str | None, typer.Option(metavar="WEEK", help="such as 2019-W10; else this week so far")
        ] = None,
        config: Config = None,
        db: Db = None,
        as_json: AsJson = False,
    ) -> None:
        """A week's digest as it would be posted; posts nothing."""
        with in_words():
            here = installed(config, db)
            with here.database() as database:
                digest_command.show(database, here.settings, week, as_json=as_json)

    @app.command()
    def doctor(config: Config = None, db: Db = None, as_json: AsJson = False) -> None:
        """Check settings, tokens, database, Slack and GitHub; say how to mend each."""
        with in_words():
            checks = doctor_command.examine(config, db, programs.default_settings)
            doctor_command.show(checks, as_json=as_json)
            if not all(check.ok for check in checks):
                raise typer.Exit(1)

    @app.command()
    def upgrade(config: Config = None, db: Db = None) -> None:
        """Bring the database to this version's schema. Stop every Burley first."""
        with in_words():
            secrets = installed(config, db).secrets
            with opened(secrets.burley_database) as database:
                before = schema.version(database)
                schema.upgrade(database)
                after = schema.version(database)
            if before is None:
                print("The database was empty; it has its tables now.")
            else:
                same = before == after
                print("Nothing to do." if same else f"Upgraded from {before} to {after}.")

    return app


def _date(day: datetime | None) -> date | None:
    return day.date() if day else None


def _print(answer: dict[str, Any]) -> None:
    # JSON can hold half a sign ("\\ud800"), a terminal cannot.
    shown = json.dumps(answer, ensure_ascii=False)
    print(shown.encode("utf-8", "replace").decode())
