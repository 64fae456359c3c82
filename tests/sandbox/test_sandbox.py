"""The sandbox as a whole: its clock, its page, its process."""

import asyncio
import json
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox, SandboxClock

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


async def test_the_clock_jumps_and_tells() -> None:
    clock = SandboxClock(MONDAY, speed=0)
    told: list[datetime] = []

    async def listen() -> None:
        told.append(clock.now())

    clock.on_change += [listen, lambda: told.append(clock.now())]
    assert clock.now() == MONDAY
    await clock.jump(timedelta(days=7))
    await clock.set(MONDAY)
    week = timedelta(days=7)
    assert told == [MONDAY + week, MONDAY + week, MONDAY, MONDAY]
    with pytest.raises(ValueError, match="aware"):
        await clock.set(datetime(2026, 1, 1))
    with pytest.raises(ValueError, match="backwards"):
        clock.speed = -1


async def test_a_fast_clock_runs_fast() -> None:
    clock = SandboxClock(MONDAY, speed=3600)
    await asyncio.sleep(0.02)
    assert clock.now() - MONDAY > timedelta(minutes=1)
    clock.speed = 0
    stood = clock.now()
    assert clock.now() == stood


async def test_messages_carry_the_clocks_time(manifest: dict[str, Any]) -> None:
    sandbox = Sandbox(manifest, clock=SandboxClock(MONDAY, speed=0))
    await sandbox.start()
    all_ts = [await sandbox.slack.say("asha", "openebs", str(i)) for i in range(3)]
    await sandbox.clock.jump(timedelta(days=-1))
    all_ts.append(await sandbox.slack.say("asha", "openebs", "later"))
    await sandbox.stop()
    assert all_ts[0] == f"{MONDAY.timestamp():.6f}"
    assert all_ts == sorted(set(all_ts))


async def test_the_page_moves_the_clock_and_calls_moments(sandbox: Sandbox) -> None:
    called: list[str] = []

    async def digest() -> None:
        called.append("digest")

    sandbox.moments["digest"] = digest
    async with aiohttp.ClientSession() as session:

        async def post(path: str, body: Any) -> Any:
            async with session.post(f"{sandbox.url}/sandbox/{path}", json=body) as response:
                return await response.json()

        moved = await post("clock", {"to": "2026-11-23T09:00:00Z", "speed": 0})
        assert moved == {"ok": True, "now": "2026-11-23T09:00:00+00:00"}
        moved = await post("clock", {"advance_seconds": 3600})
        assert moved["now"] == "2026-11-23T10:00:00+00:00"
        assert (await post("moments/digest", {}))["ok"]
        bad: Any
        for bad in ({"speed": "fast"}, {"speed": -1}, {"to": 5}, {"advance_seconds": 1e300}, 5):
            assert (await post("clock", bad))["ok"] is False
    assert called == ["digest"]


async def test_both_halves_live_in_one_server(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{sandbox.url}/sandbox/github") as response:
            names = [r["full_name"] for r in (await response.json())["repositories"]]
            assert "openebs/zfs-localpv" in names
        async with session.get(f"{sandbox.url}/nothing/here") as response:
            assert response.status == 404


async def test_starting_twice_is_possible(manifest: dict[str, Any]) -> None:
    one, two = Sandbox(manifest), Sandbox(manifest)
    with pytest.raises(RuntimeError, match="not been started"):
        _ = one.url
    await asyncio.gather(one.start(), two.start())
    assert one.url != two.url
    await asyncio.gather(one.stop(), two.stop())


async def test_it_runs_as_a_process_until_it_is_told_to_stop(
    manifest: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "app.yaml"
    path.write_text(json.dumps(manifest))  # JSON is YAML
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--manifest", str(path),
        cwd=ROOT, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    assert line.startswith("sandbox at http://127.0.0.1:")
    url = line.split()[-1]
    client = AsyncWebClient(token="xoxb-sandbox", base_url=f"{url}/api/")
    await client.auth_test()
    # A page that is open does not keep the process from stopping.
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{url}/sandbox/stream") as stream,
    ):
        await stream.content.readline()
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 5) == 0


async def test_a_missing_manifest_is_named(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--manifest", str(tmp_path / "none.yaml"),
        cwd=ROOT, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, errors = await process.communicate()
    assert process.returncode == 2
    assert "no app manifest at" in errors.decode()
