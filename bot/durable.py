"""Work that survives a crash: the one module that knows DBOS.

A workflow is an async function of one text (an id). It is started under a deterministic
id, after the commit that made it necessary; starting twice is harmless. When the process
dies, the next start runs the workflow again from its last finished step. The step that
was running runs again, so a step that reaches outside looks before it repeats.

Steps return ids and nothing else: what a step returns is kept in DBOS's own tables, where
nobody's words belong.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from dbos import DBOS, DBOSConfig, SetEnqueueOptions, SetWorkflowID

from bot import logs
from bot.errors import TryAgain

T = TypeVar("T")

Workflow = Callable[[str], Awaitable[None]]

# Changes only when a workflow's steps change their order or meaning: work begun under
# another version is not recovered.
STEPS_VERSION = "2"

LONGEST_PAUSE = timedelta(minutes=15)

log = logs.get("durable")


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `number` starts in `period`, for each partition of the queue."""

    number: int
    period: timedelta


@dataclass(frozen=True, slots=True)
class Work:
    """A workflow to start once the transaction that made it necessary is committed."""

    workflow: str
    of: str
    partition: str = "all"

    @property
    def id(self) -> str:
        return f"{self.workflow}:{self.of}"


class Durable:
    """`add` the workflows, `launch`, then `start` work. One to a process, as DBOS is."""

    def __init__(
        self,
        database_url: str,
        executor_id: str = "burley-0",
        poll: timedelta = timedelta(seconds=0.2),
    ) -> None:
        self._url = database_url
        self._executor_id = executor_id
        self._poll = poll
        self._workflows: dict[str, tuple[Workflow, Limit, bool]] = {}
        self._registered: dict[str, Any] = {}
        self._under_way: set[asyncio.Task[Any]] = set()

    def add(self, name: str, workflow: Workflow, limit: Limit, *, one_by_one: bool = False) -> None:
        """`one_by_one`: in the order of their start, each begun here when the last has ended."""
        self._workflows[name] = (workflow, limit, one_by_one)

    async def launch(self) -> None:
        """Open the system database, take up what a crash interrupted, start the queues."""
        poll = self._poll.total_seconds()
        config: DBOSConfig = {
            "name": "burley",
            "system_database_url": _system_database(self._url),
            "executor_id": self._executor_id,
            "application_version": STEPS_VERSION,
            "log_level": "WARNING",
            "notification_listener_polling_interval_sec": poll,
        }
        DBOS(config=config)
        for name, (workflow, _, _) in self._workflows.items():
            self._registered[name] = DBOS.workflow(name=name)(self._noted(workflow))
        # From the event loop's own thread: DBOS runs workflows on the loop it finds here.
        DBOS.launch()
        for name, (_, limit, one_by_one) in self._workflows.items():
            await DBOS.register_queue_async(
                name,
                partition_limiter={
                    "limit": limit.number,
                    "period": limit.period.total_seconds(),
                },
                partition_worker_concurrency=1 if one_by_one else None,
                polling_interval_sec=poll,
                on_conflict="always_update",
            )

    async def start(self, work: Work) -> None:
        """Start work, unless it was started before."""
        with SetWorkflowID(work.id), SetEnqueueOptions(queue_partition_key=work.partition):
            await DBOS.enqueue_workflow_async(
                work.workflow, self._registered[work.workflow], work.of
            )

    async def unfinished(self) -> int:
        """How many workflows are queued or running."""
        found = await DBOS.list_workflows_async(
            status=["ENQUEUED", "PENDING", "DELAYED"], load_input=False, load_output=False
        )
        return len(found)

    async def close(self) -> None:
        """Interrupt what is under way, as a crash would: the next start takes it up."""
        await self._interrupt()
        await asyncio.to_thread(DBOS.destroy, destroy_registry=True)
        await self._interrupt()  # what a queue started meanwhile
        # DBOS made its threads the loop's own, and they are gone.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())
        # DBOS keeps the stream it first logged to, which the next launch may find closed.
        logging.getLogger("dbos").handlers.clear()

    async def _interrupt(self) -> None:
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _noted(self, workflow: Workflow) -> Workflow:
        async def run(of: str) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._under_way.add(task)
            try:
                await workflow(of)
            finally:
                self._under_way.discard(task)

        return run


async def step(name: str, action: Callable[[], Awaitable[T]]) -> T:
    """Run one step of a workflow until it works; TryAgain says how long to pause first.

    The pause grows with every try and is durable itself: a restart does not shorten it.
    Any other error ends the workflow's step with that error.
    """
    pause = None
    while True:
        try:
            return await DBOS.run_step_async({"name": name}, _as_coroutine(_patiently(action)))
        except TryAgain as again:
            pause = min(max(again.after, pause * 2 if pause else again.after), LONGEST_PAUSE)
            log.warning("trying again", step=name, why=again.why, after=str(pause))
            await sleep(pause)


async def sleep(pause: timedelta) -> None:
    """A pause that a restart neither shortens nor repeats."""
    await DBOS.sleep_async(pause.total_seconds())


def _patiently(action: Callable[[], Awaitable[T]]) -> Callable[[], Awaitable[T]]:
    """A database that is away for a while must not end a workflow half done."""

    async def run() -> T:
        try:
            return await action()
        except sa.exc.DBAPIError as problem:
            raise TryAgain(f"the database failed ({type(problem.orig).__name__})") from problem

    return run


def _as_coroutine(action: Callable[..., Awaitable[T]]) -> Callable[..., Any]:
    # DBOS asks inspect whether a function is a coroutine function; bound methods are,
    # lambdas that return an awaitable are not.
    async def run(*args: str) -> T:
        return await action(*args)

    run.__qualname__ = getattr(action, "__qualname__", "action")
    return run


def _system_database(url: str) -> str:
    """DBOS's database: beside ours on SQLite, in its own schema on PostgreSQL."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return parsed.set(drivername="postgresql").render_as_string(hide_password=False)
    path = Path(parsed.database or "burley.db").absolute()
    path = path.with_name(f"{path.stem}-work{path.suffix or '.db'}")
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
    return f"sqlite:///{path}"
