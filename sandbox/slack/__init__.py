"""The Slack half of the sandbox: one workspace with one app installed in it."""

from sandbox.slack.errors import ActFailed
from sandbox.slack.ids import (
    APP_TOKEN,
    BOT_ID,
    BOT_TOKEN,
    BOT_USER_ID,
    SIGNING_SECRET,
    TEAM_ID,
)
from sandbox.slack.workspace import Workspace

__all__ = [
    "APP_TOKEN",
    "BOT_ID",
    "BOT_TOKEN",
    "BOT_USER_ID",
    "SIGNING_SECRET",
    "TEAM_ID",
    "ActFailed",
    "Workspace",
]
