"""`python -m sandbox`: the sandbox by itself, until it is told to stop."""

import argparse
import asyncio
import signal
from pathlib import Path

import yaml

from sandbox.sandbox import GITHUB_SECRET, Sandbox


async def run(arguments: argparse.Namespace) -> None:
    manifest = yaml.safe_load(arguments.manifest.read_text(encoding="utf-8"))
    sandbox = Sandbox(
        manifest,
        github_secret=arguments.github_secret,
        webhook_url=arguments.webhook_url,
        http_url=arguments.slack_url,
    )
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await sandbox.start(port=arguments.port)
    print(f"sandbox at {sandbox.url}", flush=True)
    await stopped.wait()
    await sandbox.stop()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--manifest", type=Path, default=Path("app.yaml"))
    parser.add_argument("--webhook-url", help="where GitHub's webhooks go")
    parser.add_argument("--github-secret", default=GITHUB_SECRET)
    parser.add_argument("--slack-url", help="where Slack's requests go, instead of Socket Mode")
    arguments = parser.parse_args()
    if not arguments.manifest.is_file():
        parser.error(f"no app manifest at {arguments.manifest}; give one with --manifest")
    asyncio.run(run(arguments))


if __name__ == "__main__":
    main()
