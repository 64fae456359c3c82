"""Transactions: nothing lost, nothing refused, neighbours in a batch apart."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from storage.database import Database, Transaction, on_rollback


@pytest.fixture
def counter(database: Database) -> Database:
    with database.writing() as tx:
        tx.execute(sa.text("CREATE TABLE counter (n integer)"))
        tx.execute(sa.text("INSERT INTO counter VALUES (0)"))
    return database


def _value(tx: Transaction) -> int:
    return int(tx.execute(sa.text("SELECT n FROM counter")).scalar_one())


def _add_one(tx: Transaction) -> int:
    value = _value(tx) + 1
    tx.execute(sa.text("UPDATE counter SET n = :n"), {"n": value})
    return value


async def test_no_update_is_lost_among_twenty_writers(counter: Database) -> None:
    async def writer() -> None:
        for _ in range(50):
            await counter.write(_add_one)

    await asyncio.gather(*(writer() for _ in range(20)))
    assert await counter.read(_value) == 1_000


async def test_two_programs_on_one_sqlite_file_lose_nothing(sqlite_url: str) -> None:
    first, second = Database(sqlite_url), Database(sqlite_url)
    with first.writing() as tx:
        tx.execute(sa.text("CREATE TABLE counter (n integer)"))
        tx.execute(sa.text("INSERT INTO counter VALUES (0)"))
    await asyncio.gather(*(one.write(_add_one) for one in [first, second] * 100))
    assert await first.read(_value) == 200
    first.close()
    second.close()


async def test_a_failing_unit_does_not_take_its_neighbours_along(counter: Database) -> None:
    def fails(_tx: Transaction) -> None:
        raise LookupError("on purpose")

    done = await asyncio.gather(
        counter.write(_add_one),
        counter.write(fails),
        counter.write(_add_one),
        return_exceptions=True,
    )
    assert isinstance(done[1], LookupError)
    assert await counter.read(_value) == 2


async def test_units_run_in_the_order_they_were_queued(counter: Database) -> None:
    results = await asyncio.gather(*(counter.submit(_add_one) for _ in range(100)))
    assert results == list(range(1, 101))


async def test_what_is_remembered_beside_a_transaction_is_told_of_a_rollback(
    counter: Database,
) -> None:
    remembered = ["something"]

    def unit(tx: Transaction) -> None:
        on_rollback(tx, remembered.clear)
        raise LookupError("on purpose")

    with pytest.raises(LookupError):
        await counter.write(unit)
    assert remembered == []


async def test_readers_cannot_write_on_sqlite(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with pytest.raises(sa.exc.OperationalError, match="readonly"):
        await database.read(lambda tx: tx.execute(sa.text("DELETE FROM messages")))
    database.close()
