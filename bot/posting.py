"""Saying things in channels, each once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot import durable, logs
from bot.clock import Clock
from bot.durable import Durable, Limit, Work
from bot.errors import Refused
from bot.once import once, until_clear
from storage import posts
from storage.database import Database
from storage.records import Post

# Slack's own limit: one message a second in a channel.
SLACK_PACE = Limit(1, timedelta(seconds=1))

log = logs.get("posting")


class PostsToSlack(Protocol):
    async def post(
        self,
        channel: str,
        text: str,
        *,
        key: str,
        thread_ts: str | None = None,
        blocks: Sequence[dict[str, Any]] | None = None,
    ) -> str: ...

    async def edit(
        self, channel: str, ts: str, text: str, blocks: Sequence[dict[str, Any]] | None = None
    ) -> None: ...

    async def find_post(
        self, channel: str, *, key: str, thread_ts: str | None, since: float
    ) -> str | None: ...


def saying(post: Post) -> Work:
    """The work of saying a planned post; start it after the commit."""
    return Work("say", post.id, partition=post.channel)


def revising(post: Post) -> Work:
    """The work of editing a post that tells something else now; start it after the commit."""
    return Work("revise", f"{post.id}:{post.edition}", partition=post.channel)


class Posting:
    """Plan a post in a transaction (`storage.posts.plan`), then start `saying(post)`.

    What it tells can change later: `storage.posts.revise`, then start `revising(post)`.
    """

    def __init__(
        self,
        database: Database,
        slack: PostsToSlack,
        work: Durable,
        clock: Clock,
        doubt_wait: timedelta,
        pace: Limit = SLACK_PACE,
    ) -> None:
        self._database = database
        self._slack = slack
        self._work = work
        self._clock = clock
        self._doubt_wait = doubt_wait
        work.add("say", self.say, pace)
        work.add("revise", self.revise, pace)

    async def say(self, post_id: str) -> None:
        """The workflow: say it, or find that it was said."""
        try:
            await until_clear("say", self._try, post_id, self._doubt_wait)
        except Refused as refusal:
            log.error("not said", post=post_id, why=str(refusal))
            await self._database.write(lambda tx: posts.move(tx, post_id, "failed"))
            return
        post = await self._database.read(lambda tx: posts.get(tx, post_id))
        if post is not None and post.shown < post.edition:
            await self._work.start(revising(post))

    async def revise(self, edition: str) -> None:
        """The workflow: have Slack show what the post tells now. Doing it twice is harmless.

        `edition` is the post's id and the number of the edition, as `id:2`.
        """
        post_id = edition.rpartition(":")[0]
        try:
            await durable.step("revise", lambda: self._revise(post_id))
        except Refused as refusal:  # it was deleted, say: what it would tell is not worth more
            log.warning("not edited", post=post_id, why=str(refusal))
            number = int(edition.rpartition(":")[2])
            await self._database.write(lambda tx: posts.show(tx, post_id, number))

    async def sweep(self) -> None:
        """Start what a crash left between the commit and the start."""
        left = await self._database.read(lambda tx: posts.in_state(tx, ("planned", "in_doubt")))
        for post in left:
            await self._work.start(saying(post))
        for post in await self._database.read(posts.outdated):
            await self._work.start(revising(post))

    async def _revise(self, post_id: str) -> None:
        post = await self._database.read(lambda tx: posts.get(tx, post_id))
        if post is None or post.ts is None or post.shown >= post.edition:
            return
        await self._slack.edit(post.channel, post.ts, post.text, post.blocks)
        await self._database.write(lambda tx: posts.show(tx, post_id, post.edition))

    async def _try(self, post_id: str) -> None:
        post = await self._database.read(lambda tx: posts.get(tx, post_id))
        if post is not None:
            act = _Saying(post, self._database, self._slack)
            await once(act, self._clock, self._doubt_wait)


@dataclass(frozen=True, slots=True)
class _Saying:
    post: Post
    database: Database
    slack: PostsToSlack
    name: str = "post"

    @property
    def done(self) -> bool:
        return self.post.state in ("posted", "failed")

    @property
    def doubt_since(self) -> datetime | None:
        return self.post.doubt_since

    async def mark(self, now: datetime) -> None:
        await self._move("in_doubt", doubt_since=now)

    async def unmark(self) -> None:
        await self._move("planned", doubt_since=None)

    async def do(self) -> str:
        post = self.post
        return await self.slack.post(
            post.channel, post.text, key=post.id, thread_ts=post.thread_ts, blocks=post.blocks
        )

    async def look(self) -> str | None:
        post = self.post
        assert post.doubt_since is not None
        return await self.slack.find_post(
            post.channel,
            key=post.id,
            thread_ts=post.thread_ts,
            # Slack's clock and ours may differ a little.
            since=post.doubt_since.timestamp() - 60,
        )

    async def record(self, made: str) -> None:
        await self._move("posted", ts=made, doubt_since=None, shown=self.post.edition)

    async def _move(self, to: Any, **changes: Any) -> None:
        await self.database.write(lambda tx: posts.move(tx, self.post.id, to, **changes))
