"""How often a report goes to the right place: python -m benchmarks.routing [DATA]

DATA is the folder of real data (else BURLEY_REAL_DATA); without it only the made-up texts are
measured. Prints each mistake with the router's reason, and what docs/routing.md quotes.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import app
from benchmarks.routing import Case, made_up, place, real
from bot.settings import read_settings
from bot.triage.router import Router
from bot.triage.router.lines import MOST
from tests.support.real_data import REAL_DATA

ROUNDS = 20


def measure(name: str, cases: list[Case], router: Router) -> None:
    right = 0
    for case in cases:
        route = router.route(case.text)
        if place(route) == case.place:
            right += 1
            continue
        print(f"  {case.id}: {place(route)} instead of {case.place}: {route.why}")
        if case.place == route.runner_up:
            print("    (the right one was the runner-up)")
    print(f"{name}: {right} of {len(cases)} in the right place, {right / len(cases):.3f}")


def milliseconds(router: Router, text: str) -> float:
    started = time.perf_counter()
    for _ in range(ROUNDS):
        router.route(text)
    return (time.perf_counter() - started) / ROUNDS * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=REAL_DATA)
    data = parser.parse_args().data
    router = Router(read_settings(app.DEFAULT_SETTINGS))
    if (data / "openebs").is_dir():
        measure("real issues", real(data), router)
    measure("made-up texts", made_up(), router)
    texts = [case.text for case in made_up()]
    long = "\n".join(texts * (MOST // len("\n".join(texts)) + 1))[:MOST]
    print(f"a short text takes {milliseconds(router, texts[0]):.2f} ms, ", end="")
    print(f"one of {MOST} characters {milliseconds(router, long):.1f} ms")


if __name__ == "__main__":
    main()
