"""Slack's Web API, as far as Burley uses it, with errors named for what happens next."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.clients.slack_objects import channel_from, member_from
from bot.errors import InDoubt, Refused, TryAgain
from storage.records import Channel, Member

Block = dict[str, Any]

# Slack's own trouble: what was asked may or may not have been done.
UNCLEAR = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})

MARK = "burley_post"


class Slack:
    """Writes are never repeated here: whoever asked decides, after looking."""

    def __init__(self, web: AsyncWebClient) -> None:
        if web.retry_handlers:
            # The SDK's default handler sends a post again when the answer was lost.
            raise ValueError("the Slack client must be made with retry_handlers=[]")
        self._web = web

    async def post(
        self,
        channel: str,
        text: str,
        *,
        key: str,
        thread_ts: str | None = None,
        blocks: Sequence[Block] | None = None,
    ) -> str:
        """Say something in a channel; its ts. `key` marks it, for find_post.

        Raises InDoubt when nobody knows whether it was said.
        """
        answer = await _write(
            self._web.chat_postMessage(
                channel=channel,
                text=text,
                blocks=blocks,
                thread_ts=thread_ts,
                metadata={"event_type": MARK, "event_payload": {"key": key}},
                unfurl_links=False,
                unfurl_media=False,
            )
        )
        return str(answer["ts"])

    async def find_post(
        self, channel: str, *, key: str, thread_ts: str | None, since: float
    ) -> str | None:
        """The ts of the post marked with `key`, said after `since` (seconds since 1970)."""
        if thread_ts is not None:
            pages = self._pages(
                "conversations.replies", "messages", channel=channel, ts=thread_ts, limit=200,
                include_all_metadata=True,
            )  # fmt: skip
        else:
            pages = self._pages(
                "conversations.history", "messages", channel=channel, oldest=f"{since:.6f}",
                limit=200, include_all_metadata=True,
            )  # fmt: skip
        async for message in pages:
            metadata = message.get("metadata") or {}
            if metadata.get("event_type") != MARK:
                continue
            if (metadata.get("event_payload") or {}).get("key") == key:
                return str(message["ts"])
        return None

    async def whisper(
        self,
        channel: str,
        user: str,
        text: str,
        *,
        thread_ts: str | None = None,
        blocks: Sequence[Block] | None = None,
    ) -> None:
        """Say something that only one person sees, and that is gone when they reload."""
        await _write(
            self._web.chat_postEphemeral(
                channel=channel, user=user, text=text, blocks=blocks, thread_ts=thread_ts
            )
        )

    async def edit(
        self, channel: str, ts: str, text: str, blocks: Sequence[Block] | None = None
    ) -> None:
        """Put another text in place of one of Burley's own messages; harmless to repeat."""
        await _read(self._web.chat_update(channel=channel, ts=ts, text=text, blocks=blocks or []))

    async def permalink(self, channel: str, ts: str) -> str:
        answer = await _read(self._web.chat_getPermalink(channel=channel, message_ts=ts))
        return str(answer["permalink"])

    async def open_view(self, trigger: str, view: Block) -> None:
        await _write(self._web.views_open(trigger_id=trigger, view=view))

    async def update_view(self, view_id: str, seen: str, view: Block) -> None:
        """Show another view in place of an open one; `seen` is the hash of what it replaces."""
        await _write(self._web.views_update(view_id=view_id, hash=seen, view=view))

    async def publish_home(self, user: str, view: Block) -> None:
        await _write(self._web.views_publish(user_id=user, view=view))

    async def member(self, user: str) -> Member:
        answer = await _read(self._web.users_info(user=user))
        found = member_from(answer["user"])
        if found is None:
            raise Refused(f"Slack told nothing of the account {user}")
        return found

    async def channels(self) -> list[Channel]:
        """The workspace's public channels."""
        found = self._pages(
            "conversations.list", "channels", limit=1_000, types="public_channel",
            exclude_archived=False,
        )  # fmt: skip
        return [channel async for one in found if (channel := channel_from(one))]

    async def whoami(self) -> tuple[str, str]:
        """The bot's own user id and the workspace's address."""
        answer = await _read(self._web.auth_test())
        return str(answer["user_id"]), str(answer.get("url", ""))

    async def open_socket(self, app_token: str) -> None:
        """Ask for a Socket Mode address and leave it: Refused when the app token is wrong."""
        await _read(self._web.apps_connections_open(app_token=app_token))

    async def scopes(self) -> frozenset[str]:
        """The scopes of the bot token."""
        answer = await _read(self._web.auth_test())
        granted = str(_header(answer.headers, "x-oauth-scopes") or "")
        return frozenset(scope.strip() for scope in granted.split(",") if scope.strip())

    async def _pages(
        self, method: str, items: str, **arguments: Any
    ) -> AsyncIterator[Mapping[str, Any]]:
        cursor = ""
        while True:
            answer = await _read(
                self._web.api_call(
                    method, http_verb="GET", params=_plain({**arguments, "cursor": cursor})
                )
            )
            for item in answer.get(items) or []:
                yield item
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return


def _plain(arguments: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in arguments.items()
        if value not in (None, "")
    }


async def _write(call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
    return await _answered(call, unclear=InDoubt)


async def _read(call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
    return await _answered(call, unclear=TryAgain)


async def _answered(
    call: Awaitable[AsyncSlackResponse], unclear: type[InDoubt] | type[TryAgain]
) -> AsyncSlackResponse:
    try:
        return await call
    except SlackApiError as problem:
        raise _named(problem, unclear) from problem
    except aiohttp.ClientConnectorError as problem:  # never reached Slack
        raise TryAgain(f"Slack cannot be reached ({type(problem).__name__})") from problem
    except (TimeoutError, aiohttp.ClientError, ConnectionError) as problem:
        raise unclear(f"the answer of Slack was lost ({type(problem).__name__})") from problem


def _header(headers: Mapping[str, Any], name: str) -> Any:
    # aiohttp's headers know no case, a plain dict of the SDK's does.
    return next((value for key, value in headers.items() if key.lower() == name), None)


def _named(problem: SlackApiError, unclear: type[InDoubt] | type[TryAgain]) -> Exception:
    response: Any = problem.response
    status = int(getattr(response, "status_code", None) or getattr(response, "status", None) or 0)
    headers = getattr(response, "headers", None) or {}
    if status == 429:
        after = _header(headers, "retry-after") or "30"
        return TryAgain("Slack's rate limit", timedelta(seconds=float(after)))
    if status >= 500:
        return unclear(f"Slack answered {status}")
    error = response.get("error", "") if hasattr(response, "get") else ""
    if error == "ratelimited":
        return TryAgain("Slack's rate limit", timedelta(seconds=30))
    if error in UNCLEAR:
        return unclear(f"Slack answered {error}")
    if not error:
        return unclear(f"the answer of Slack cannot be read ({status})")
    needed = f" (the scope {response['needed']} is missing)" if error == "missing_scope" else ""
    return Refused(f"Slack refused: {error}{needed}")
