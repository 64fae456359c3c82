"""A Slack workspace and a GitHub in one process: the demo without an account, the test double."""

from sandbox.clock import SandboxClock
from sandbox.sandbox import Sandbox

__all__ = ["Sandbox", "SandboxClock"]
