"""Real data to test on, where it is at hand: never part of the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REAL_DATA = Path(
    os.environ.get("BURLEY_REAL_DATA")
    or Path(__file__).parent.parent.parent.parent / "shared" / "data"
)

needs_real_data = pytest.mark.skipif(
    not REAL_DATA.is_dir(), reason="no real data here: set BURLEY_REAL_DATA to its folder"
)
