"""Identifiers that look like Slack's and are the same in every run."""

import hashlib
import itertools
import uuid

TEAM_ID = "T0SANDBOX1"
APP_ID = "A0SANDBOX1"
BOT_ID = "B0BURLEY01"
BOT_USER_ID = "U0BURLEY01"
SLACKBOT = "USLACKBOT"
BOT_TOKEN = "xoxb-sandbox"
APP_TOKEN = "xapp-sandbox"
SIGNING_SECRET = "sandbox-signing-secret"
VERIFICATION_TOKEN = "sandbox-verification-token"

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class Ids:
    """Makes new ids by counting, so that a run can be compared with another."""

    def __init__(self) -> None:
        self._count = itertools.count(1)

    def new(self, prefix: str, length: int = 9) -> str:
        number, letters = next(self._count), ""
        while number:
            number, digit = divmod(number, len(_ALPHABET))
            letters = _ALPHABET[digit] + letters
        return prefix + letters.rjust(length, "0")

    def secret(self, *parts: str) -> str:
        """A string nobody can guess from the ids, and yet the same in every run."""
        return hashlib.sha256("/".join((*parts, str(next(self._count)))).encode()).hexdigest()[:24]


def new_uuid() -> str:
    """An id that must not repeat across runs: an app may remember it in its database."""
    return str(uuid.uuid4())


def new_event_id() -> str:
    return "Ev" + uuid.uuid4().hex[:16].upper()
