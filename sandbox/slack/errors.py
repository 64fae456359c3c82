"""What goes wrong: Slack's answers to the app, and what a person sees when an act fails."""

from typing import Any

from sandbox.slack.json_types import Json


class SlackError(Exception):
    """Answered to the app as `{"ok": false, "error": code}` with the details beside it."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details

    def body(self) -> Json:
        return {"ok": False, "error": self.code, **self.details}


def invalid_arguments(*messages: str) -> SlackError:
    return SlackError(
        "invalid_arguments",
        response_metadata={"messages": [f"[ERROR] {message}" for message in messages]},
    )


class ActFailed(Exception):
    """A person's act in the sandbox came to nothing; `code` says why, as Slack names it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
