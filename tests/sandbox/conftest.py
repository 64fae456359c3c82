"""A running sandbox, Slack's own clients connected to it, and a small Bolt app."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from slack_bolt.adapter.socket_mode.websockets import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from sandbox.slack import APP_TOKEN, BOT_TOKEN

Connect = Callable[[AsyncApp], Awaitable[AsyncSocketModeHandler]]


@pytest.fixture
def manifest() -> dict[str, Any]:
    """An app with every scope and event that the sandbox knows."""
    return {
        "display_information": {"name": "Burley"},
        "features": {
            "app_home": {"home_tab_enabled": True},
            "bot_user": {"display_name": "burley"},
            "shortcuts": [
                {"name": "File as issue", "type": "message", "callback_id": "file_as_issue"},
                {"name": "Look around", "type": "global", "callback_id": "look_around"},
            ],
            "slash_commands": [
                {"command": "/burley", "usage_hint": "help", "should_escape": True},
                {"command": "/plain"},
            ],
        },
        "oauth_config": {
            "scopes": {
                "bot": [
                    "channels:history",
                    "channels:read",
                    "chat:write",
                    "commands",
                    "reactions:read",
                    "reactions:write",
                    "usergroups:read",
                    "users:read",
                ]
            }
        },
        "settings": {
            "event_subscriptions": {
                "bot_events": [
                    "app_home_opened",
                    "app_mention",
                    "member_joined_channel",
                    "message.channels",
                    "reaction_added",
                    "reaction_removed",
                    "user_change",
                ]
            },
            "interactivity": {"is_enabled": True},
            "socket_mode_enabled": True,
        },
    }


@pytest_asyncio.fixture
async def sandbox(manifest: dict[str, Any]) -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(manifest)
    await sandbox.start()
    sandbox.slack.delivery.retry_seconds = (0.0, 0.02, 0.02)
    yield sandbox
    await sandbox.stop()


@pytest.fixture
def client(sandbox: Sandbox) -> AsyncWebClient:
    """Slack's own client; it retries nothing, so that a test sees each answer."""
    return AsyncWebClient(token=BOT_TOKEN, base_url=f"{sandbox.url}/api/", retry_handlers=[])


@pytest.fixture
def openebs(sandbox: Sandbox) -> str:
    return sandbox.slack.channel_id("openebs")


@pytest.fixture
def app(client: AsyncWebClient) -> AsyncApp:
    """A Bolt app that, unlike one in real use, also hears its own messages."""
    return AsyncApp(client=client, process_before_response=True, ignoring_self_events_enabled=False)


@pytest_asyncio.fixture
async def connect(sandbox: Sandbox, client: AsyncWebClient) -> AsyncIterator[Connect]:
    """Connects a Bolt app to the sandbox by Socket Mode."""
    handlers: list[AsyncSocketModeHandler] = []

    async def connected(app: AsyncApp) -> AsyncSocketModeHandler:
        handler = AsyncSocketModeHandler(app, APP_TOKEN, web_client=client, ping_interval=0.1)
        handlers.append(handler)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        await sandbox.slack.connected(5)
        return handler

    yield connected
    for handler in handlers:
        await handler.close_async()  # type: ignore[no-untyped-call]
