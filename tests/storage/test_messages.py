"""What is kept of a message: its files and what it forwards, by every way in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from storage import messages
from storage.database import Database, Transaction
from storage.records import Message

SAID = Message(
    "C1", "1700000000.000100", "U1", "see the log",
    files=("controller.log", "a b.png"), shared="&gt; the pool is gone\n&gt; since today",
)  # fmt: skip
EDITED = replace(SAID, text="no log", files=(), shared="", edited_ts="1700000001.000000")
LATER = replace(SAID, files=("c.log",), edited_ts="1700000002.000000")

Keep = Callable[[Transaction, Message], object]
WAYS: dict[str, Keep] = {
    "alone": messages.keep,
    "in bulk": lambda tx, message: messages.keep_many(tx, [message]),
}


@pytest.mark.parametrize("keep", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize(
    ("comes", "stays"),
    [
        ([SAID], SAID),
        ([replace(SAID, files=(), shared="")], replace(SAID, files=(), shared="")),
        ([SAID, EDITED], EDITED),
        ([SAID, EDITED, LATER], LATER),
        ([LATER, EDITED, SAID], LATER),
    ],
)
def test_files_and_forwarded_words_are_kept_and_edited_with_the_text(
    keep: Keep, comes: list[Message], stays: Message, database: Database
) -> None:
    with database.writing() as tx:
        for one in comes:
            keep(tx, one)
        assert messages.get(tx, SAID.key) == stays


def test_what_is_forwarded_stands_below_the_authors_own_words() -> None:
    assert SAID.whole_text == "see the log\n&gt; the pool is gone\n&gt; since today"
    assert replace(SAID, text="").whole_text == SAID.shared
    assert replace(SAID, shared="").whole_text == SAID.text
