"""Lets a real bot live a story of the kill tests, and tells how it ended."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.triage import replies
from sandbox.sandbox import Sandbox
from sandbox.slack.errors import ActFailed
from tests.support.community import MANIFEST
from tests.support.endings import Outcome, outcome_of, posts_in, reports_in, unfinished
from tests.support.processes import BotProcess
from tests.support.stories import WAIT_SECONDS, Life, Story

KNOWN = "openebs/mayastor#1"
# One repository for each report in turn, so that trouble in one is not trouble in all.
ENGINES = ("zfs-localpv", "lvm-localpv", "mayastor", "rawfile-localpv", "hostpath")
TROUBLED = "openebs/zfs-localpv"
PATIENCE_SECONDS = 60


async def live(story: Story, url: str) -> Outcome:
    """Let the bot live and die; wait until it has nothing left to do in its last life."""
    sandbox = Sandbox(MANIFEST)
    await sandbox.start()
    port = _free_port()
    bot = BotProcess(
        sandbox.url, url, "tests.support.fast_bot",
        BURLEY_PORT=str(port), BURLEY_DOUBT_WAIT_SECONDS=str(WAIT_SECONDS),
    )  # fmt: skip
    try:
        return await _Tale(story, url, sandbox, bot, port).tell()
    except (AssertionError, TimeoutError) as failure:
        failure.add_note(bot.said[-20_000:])
        raise
    finally:
        bot.close()
        await sandbox.stop()


class _Tale:
    def __init__(
        self, story: Story, url: str, sandbox: Sandbox, bot: BotProcess, port: int
    ) -> None:
        self._story = story
        self._url = url
        self._sandbox = sandbox
        self._bot = bot
        self._port = port
        self._said: dict[str, tuple[str, Life]] = {}
        self._at_home = TROUBLED

    async def tell(self) -> Outcome:
        github = self._sandbox.github
        github.empty()
        await github.open(KNOWN.partition("#")[0], "The pool is lost")
        github.listing_lag = timedelta(seconds=self._story.lag_seconds)
        if self._story.webhooks:
            github.webhooks.url = f"http://127.0.0.1:{self._port}/github/webhook"
        for life in self._story.lives:
            await self._live(life)
        await self._until(self._is_over, "everything is done")
        exit_code = await asyncio.to_thread(self._bot.stop)
        return replace(
            outcome_of(
                self._sandbox, self._url, {name: ts for name, (ts, _) in self._said.items()}
            ),
            exit_code=exit_code,
            output=self._bot.said,
        )

    async def _live(self, life: Life) -> None:
        self._settle_trouble(life.trouble)
        self._sandbox.faults.clear()
        if life.closes:
            await self._close_one()
        await asyncio.to_thread(self._bot.start, life.killed_at)
        with contextlib.suppress(TimeoutError):  # it can be dead already
            await self._sandbox.slack.connected(5)
        if life.report and not self._bot.is_killed:
            await self._report(life)
        for target, kind, details in life.faults:
            self._sandbox.faults.add(target, kind, **details)  # type: ignore[arg-type]
        if life.killed_after is not None:
            asyncio.get_running_loop().call_later(life.killed_after, self._bot.kill)
        for name in reversed(self._said):
            await self._confirm(name)
        if not life.is_last:
            await self._die(life)

    async def _die(self, life: Life) -> None:
        """At the failpoint, if that is come to; by another hand otherwise."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(2):
                while not self._bot.is_killed:
                    await asyncio.sleep(0.02)
        if not self._bot.is_killed:
            await asyncio.to_thread(self._bot.kill)

    async def _report(self, life: Life) -> None:
        engine = ENGINES[len(self._said) % len(ENGINES)]
        text = f"{engine} 2.10.1: PVC stays Pending after upgrade, {life.report}."
        ts = await self._sandbox.slack.say("asha", "openebs", text)
        self._said[life.report] = ts, life
        await self._until(lambda: self._bot.is_killed or self._offer(life.report), "an offer")
        if life.way == "asked first":
            await self._press(replies.ASK, life.report)

    async def _confirm(self, name: str) -> None:
        """Press what is there to press, as long as it shows that nothing came of it before."""
        ts, life = self._said[name]
        report = reports_in(self._url).get(ts)
        if report is not None and report.state in ("filed", "confirmed", "in_doubt"):
            return
        offered = report is not None and report.state == "offered" and life.way == "issue"
        if offered and await self._press(replies.FILE_IT, name):
            return
        joins = life.way == "comment"
        slack = self._sandbox.slack
        with contextlib.suppress(ActFailed):
            for view in slack.open_views("asha"):
                await slack.close_view("asha", view["id"])
            shortcut = "add_to_issue" if joins else "file_as_issue"
            await slack.shortcut("asha", shortcut, "openebs", ts)
            with contextlib.suppress(TimeoutError):  # whoever sees no dialog tries again later
                async with asyncio.timeout(5):
                    while not (self._bot.is_killed or slack.open_views("asha")):
                        await asyncio.sleep(0.02)
            for view in slack.open_views("asha"):
                await slack.submit_view("asha", view["id"], {"other": KNOWN} if joins else {})

    async def _press(self, action: str, name: str) -> bool:
        offer = self._offer(name)
        if offer is None or action not in json.dumps(offer):
            return False
        with contextlib.suppress(ActFailed):  # Slack shows that nothing came of it
            await self._sandbox.slack.press("asha", action, ephemeral=offer["id"])
        return True

    def _offer(self, name: str) -> dict[str, Any] | None:
        shown = self._sandbox.slack.ephemerals("asha")
        return next((one for one in shown if f"{name}." in json.dumps(one)), None)

    def _settle_trouble(self, trouble: str) -> None:
        """What troubled the life before is over; this one has its own."""
        github = self._sandbox.github
        github.archive(self._at_home, trouble == "archived")
        github.disable_issues(self._at_home, trouble == "issues off")
        github.drop_labels(trouble == "labels left out")
        revoked = "ghs_revoked" if trouble == "token revoked" else "ghs_sandbox"
        tokens = github.access.tokens
        [ours] = [name for name in tokens if name in ("ghs_revoked", "ghs_sandbox")]
        tokens[revoked] = tokens.pop(ours)
        if trouble == "renamed":
            new = f"openebs/zfs-{len(self._said)}"
            if new != self._at_home:
                github.rename(self._at_home, new)
                self._at_home = new

    async def _close_one(self) -> None:
        for issue in self._sandbox.github.issues:
            if issue.state == "open" and issue.title != "The pool is lost":
                await self._sandbox.github.close(issue)
                return

    async def _is_over(self) -> bool:
        found = reports_in(self._url)
        for name, (ts, _) in self._said.items():
            report = found.get(ts)
            if report is None or report.state in ("offered", "failed"):
                await self._confirm(name)
                return False
        return (
            all(one.state == "filed" for one in found.values())
            and all(
                one.state == "posted" and one.shown == one.edition for one in posts_in(self._url)
            )
            and not unfinished(self._url)
        )

    async def _until(self, look: Callable[[], Any], what: str) -> None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while True:
                    found = look()
                    if await found if asyncio.iscoroutine(found) else found:
                        return
                    await asyncio.sleep(0.05)
        except TimeoutError:
            states = [
                (one.state, one.doubt_since, one.failure) for one in reports_in(self._url).values()
            ]
            told = [(one.id, one.state) for one in posts_in(self._url) if one.state != "posted"]
            raise AssertionError(f"{what}: not in time; {states}, {told}") from None


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
