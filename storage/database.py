"""One database, SQLite or PostgreSQL: short transactions, one writer, readers beside it.

Everything here is plain synchronous SQLAlchemy. `write` and `read` hand it to threads, so
the event loop never waits for a disk: one hop a transaction instead of two a statement.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

T = TypeVar("T")

Transaction = sa.Connection
Unit = Callable[[sa.Connection], T]

BATCH = 500

ADDRESSES = "a database's address is sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"


@dataclass(frozen=True, slots=True)
class _Waiting:
    unit: Unit[Any]
    loop: asyncio.AbstractEventLoop
    done: asyncio.Future[Any]


class WrongAddress(ValueError):
    """No address of a database that Burley can use; the text says what one looks like."""


class Database:
    """Give it units of work: functions of a connection that only touch the database.

    A unit may run twice when a neighbour in its batch fails, so it must leave no trace
    outside the transaction. No unit may wait for the network.
    """

    def __init__(self, url: str) -> None:
        self.url = _with_driver(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self._writing = _sqlite_engine(self.url, begin="BEGIN IMMEDIATE", connections=1)
            self._reading = _sqlite_engine(self.url, begin="BEGIN", connections=4, read_only=True)
        else:
            self._writing = sa.create_engine(
                self.url,
                pool_pre_ping=True,
                pool_size=5,
                hide_parameters=True,
                # Else INSERT … ON CONFLICT DO NOTHING counts -1 rows, also when it added none.
                execution_options={"preserve_rowcount": True},
            )
            self._reading = self._writing
        self._units: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        self._readers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="read")

    @contextlib.contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A writing transaction of its own, for programs without an event loop."""
        with self._writing.begin() as tx:
            yield tx

    @contextlib.contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        with self._reading.connect() as tx:
            yield tx

    async def write(self, unit: Unit[T]) -> T:
        """Run a unit and return once it is committed."""
        return await self.submit(unit)

    def submit(self, unit: Unit[T]) -> asyncio.Future[T]:
        """Queue a unit; units run in the order they were queued.

        What waits at the same moment is committed together (group commit): a commit is
        what costs, and every caller still hears only after its own words are on disk.
        """
        if self._writer is None:
            self._writer = threading.Thread(target=self._write_batches, name="writer", daemon=True)
            self._writer.start()
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        self._units.put(_Waiting(unit, loop, done))
        return done

    async def read(self, query: Unit[T]) -> T:
        def run() -> T:
            with self.reading() as tx:
                return query(tx)

        return await asyncio.get_running_loop().run_in_executor(self._readers, run)

    def close(self) -> None:
        if self._writer is not None:
            self._units.put(None)
            self._writer.join()
            self._writer = None
        self._readers.shutdown()
        self._writing.dispose()
        self._reading.dispose()

    def _write_batches(self) -> None:
        while (first := self._units.get()) is not None:
            batch = [first]
            closing = False
            while len(batch) < BATCH and not closing:
                try:
                    following = self._units.get_nowait()
                except queue.Empty:
                    break
                if following is None:
                    closing = True
                else:
                    batch.append(following)
            self._commit(batch)
            if closing:
                return

    def _commit(self, batch: list[_Waiting]) -> None:
        try:
            with self._writing.begin() as tx:
                results = [waiting.unit(tx) for waiting in batch]
        except Exception as failure:  # noqa: BLE001 - one unit spoilt it: each again, alone
            if len(batch) == 1:
                _settle(batch[0], None, failure)
                return
            for waiting in batch:
                self._commit([waiting])
            return
        for waiting, result in zip(batch, results, strict=True):
            _settle(waiting, result, None)


def on_rollback(tx: Transaction, forget: Callable[[], None]) -> None:
    """Call `forget` if this transaction is rolled back: for what is remembered beside it."""
    sa.event.listen(tx, "rollback", lambda _connection: forget())


def _settle(waiting: _Waiting, result: object, failure: Exception | None) -> None:
    def tell() -> None:
        if waiting.done.cancelled():
            return
        if failure is not None:
            waiting.done.set_exception(failure)
        else:
            waiting.done.set_result(result)

    # A loop that has closed meanwhile has nobody left to tell.
    with contextlib.suppress(RuntimeError):
        waiting.loop.call_soon_threadsafe(tell)


def _with_driver(url: str) -> sa.URL:
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise WrongAddress(ADDRESSES) from None
    if parsed.get_backend_name() == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() != "sqlite":
        raise WrongAddress(ADDRESSES)
    return parsed


def _sqlite_engine(url: sa.URL, begin: str, connections: int, read_only: bool = False) -> sa.Engine:
    """SQLite as it must be used here.

    SQLAlchemy's default begins no transaction before a SELECT: 916 of 1,000 concurrent
    updates vanished without an error. BEGIN IMMEDIATE takes the write lock first.
    """
    if url.database and url.database != ":memory:":
        Path(url.database).absolute().parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        poolclass=sa.pool.QueuePool,
        # An error's text must not hold what people wrote.
        hide_parameters=True,
        connect_args={"check_same_thread": False, "timeout": 20},
    )

    @sa.event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA secure_delete=ON")
        if read_only:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
