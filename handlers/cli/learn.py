"""`burley learn`: refit on the community's corrections, and say what came of it."""

from __future__ import annotations

import json

from bot.clock import RealClock
from bot.kinds.learn import LEAST, refit
from bot.learning import lessons_of, outcome_of
from storage import learning
from storage.database import Database


def run_learn(database: Database, *, as_json: bool) -> None:
    with database.reading() as tx:
        lessons = lessons_of(tx)
    found = refit(lessons)
    with database.writing() as tx:
        learning.keep(tx, outcome_of(found, RealClock()))
    if as_json:
        print(
            json.dumps(
                {
                    "corrections": found.corrections,
                    "right_before": found.right_before,
                    "right_after": found.right_after,
                    "switched": found.better,
                }
            )
        )
        return
    if found.corrections < LEAST:
        print(
            f"{found.corrections} corrections so far; from {LEAST} on there is something to learn. "
            "People correct Burley in App Home and with the buttons of an offer."
        )
        return
    print(
        f"{found.corrections} corrections: {found.right_before} right before, "
        f"{found.right_after} after (each judged by what the others taught)."
    )
    print("Switched to what was learned." if found.better else "Not better, so nothing changes.")
