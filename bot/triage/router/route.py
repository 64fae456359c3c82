"""What the router answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Policy = Literal["archived", "security", "out_of_scope"]


@dataclass(frozen=True, slots=True)
class Route:
    """Where a report goes and why; with a policy it goes nowhere and `notice` is shown."""

    repository: str | None
    why: str
    runner_up: str | None = None
    policy: Policy | None = None
    notice: str = ""
