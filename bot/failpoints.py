"""Named moments at which a test kills the process, to show that nothing is lost or doubled.

BURLEY_KILL_AT=NAME ends the process at that moment as `kill -9` would, without unwinding.
"""

from __future__ import annotations

import os
import signal

KILL_AT = os.environ.get("BURLEY_KILL_AT", "")

NAMES = (
    "report confirmed",
    "issue in doubt",
    "issue made",
    "issue recorded",
    "answer lost",
    "comment in doubt",
    "comment made",
    "comment recorded",
    "post in doubt",
    "post made",
    "post recorded",
)


def reached(name: str) -> None:
    if KILL_AT and name == KILL_AT:
        os.kill(os.getpid(), signal.SIGKILL)
