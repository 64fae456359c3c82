"""Real processes: a sandbox and a bot, each killed and started again as a test wishes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from bot.triage import replies
from sandbox.sandbox import GITHUB_SECRET

T = TypeVar("T")
Json = dict[str, Any]

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 30


def eventually(look: Callable[[], T | None], what: str) -> T:
    """What `look` finds, as soon as it finds something."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        found = look()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"{what}: not within {PATIENCE_SECONDS} seconds")


class SandboxProcess:
    """`python -m sandbox`, driven by what its page asks and does."""

    def __init__(self, *flags: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "sandbox", *flags],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        said = self._process.stdout.readline()
        assert said.startswith("sandbox at "), said
        self.url = said.split()[-1]

    def stop(self) -> None:
        self._process.terminate()
        self._process.communicate()

    @property
    def connected(self) -> bool:
        """Whether an app has a socket open."""
        return bool(self._ask("/sandbox/state")["app"]["connected"])

    def say(self, text: str, by: str = "asha") -> str:
        said = self._ask("/sandbox/messages", **{"as": by, "channel": "openebs", "text": text})
        return str(said["ts"])

    def offer(self, about: str, to: str = "asha") -> Json | None:
        """The message only this person sees that offers to file what holds `about`."""
        shown = self._ask(f"/sandbox/messages?channel=openebs&limit=500&as={to}")["messages"]
        return next((m for m in shown if m.get("ephemeral") and about in json.dumps(m)), None)

    def confirm(self, offer: Json, by: str = "asha") -> bool:
        """Press *File it*; False if Slack would say that the app did not answer."""
        answered = self._ask(
            "/sandbox/actions",
            **{
                "as": by,
                "container": {"type": "ephemeral", "id": offer["id"]},
                "action": {"action_id": replies.FILE_IT},
            },
        )
        return bool(answered["ok"])

    def thread(self, ts: str) -> list[str]:
        """What stands in the thread below its first message."""
        shown = self._ask("/sandbox/messages?channel=openebs&limit=500")["messages"]
        return [m["text"] for m in shown if m.get("thread_ts") == ts and m["ts"] != ts]

    def issues(self, about: str) -> list[Json]:
        repositories = self._ask("/sandbox/github")["repositories"]
        return [i for r in repositories for i in r["issues"] if about in i["title"] + i["body"]]

    def fail(self, target: str, kind: str, **details: Any) -> None:
        """Let the next call of this kind go wrong."""
        self._ask("/sandbox/faults", target=target, kind=kind, **details)

    def _ask(self, path: str, **given: Any) -> Json:
        body = json.dumps(given).encode() if given else None
        headers = {"Content-Type": "application/json"} if given else {}
        request = urllib.request.Request(self.url + path, body, headers)
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
            found: Json = json.load(answer)
        return found


class BotProcess:
    """`burley run`, configured by its environment as an operator would."""

    def __init__(
        self, sandbox_url: str, database_url: str, module: str = "app", **more: str
    ) -> None:
        self._module = module
        self._environment = {
            "PATH": os.environ["PATH"],
            "SLACK_BOT_TOKEN": "xoxb-sandbox",
            "SLACK_APP_TOKEN": "xapp-sandbox",
            "SLACK_API_URL": f"{sandbox_url}/api/",
            "GITHUB_TOKEN": "ghs_sandbox",
            "GITHUB_API_URL": f"{sandbox_url}/github",
            "GITHUB_WEBHOOK_SECRET": GITHUB_SECRET,
            "BURLEY_DATABASE": database_url,
            "BURLEY_PORT": "0",
            "BURLEY_DOUBT_WAIT_SECONDS": "0.3",
            **more,
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - open until close()
        self.address = ""

    def start(self, kill_at: str = "") -> None:
        """Start it and wait until it is connected, or killed already."""
        from_here = self._said.seek(0, os.SEEK_END)
        self._process = subprocess.Popen(
            [sys.executable, "-m", self._module, "run"],
            cwd=ROOT,
            env={**self._environment, "BURLEY_KILL_AT": kill_at},
            stdout=self._said,
            stderr=self._said,
        )
        process = self._process

        def is_up() -> bool:
            return b"Burley is connected" in self._read(from_here) or process.poll() is not None

        eventually(is_up, "the bot is connected")
        if process.returncode not in (None, -signal.SIGKILL):
            raise AssertionError(f"the bot ended with {process.returncode}:\n{self.said}")

    @property
    def said(self) -> str:
        """Everything it wrote so far, in all its lives."""
        return self._read(0).decode("utf-8", "replace")

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def is_killed(self) -> bool:
        return self._process is not None and self._process.poll() == -signal.SIGKILL

    def kill(self) -> None:
        """As the kernel does when memory runs out: no goodbye."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> int:
        """Ask it to end, as systemd and Kubernetes do; its exit code."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(PATIENCE_SECONDS)

    def close(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self.kill()
        self._said.close()

    def _read(self, start: int) -> bytes:
        # Not by seek: the process writes at the same place of the same open file.
        return os.pread(self._said.fileno(), 10_000_000, start)
