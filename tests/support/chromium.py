"""Debian's Chromium for the browser tests: installed when we may, else said plainly."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def found() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> None:
    """As root on Debian and Ubuntu; anybody else is told what the tests leave out."""
    if found():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the browser tests (about half a minute) …", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        for command in (
            ["apt-get", "update", "--quiet"],
            ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "chromium"],
        ):
            subprocess.run(command, check=False, **quiet)  # type: ignore[call-overload]
    if not found():
        print(
            "No Chromium here, so the browser tests are left out. "
            "To run them too: apt install chromium",
            file=sys.stderr,
        )


if __name__ == "__main__":
    install()
