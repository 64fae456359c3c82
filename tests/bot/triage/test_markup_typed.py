"""Nothing that somebody types as Markdown acts on GitHub, and it reads as it was typed."""

from __future__ import annotations

import pytest

from bot.markup import inert

Z = "\u200b"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("see https://github.com/o/r/issues/3", "see https://redirect.github.com/o/r/issues/3"),
        (
            "[fix](http://www.GitHub.com/o/r/pull/3#r1)",
            "[fix](https://redirect.github.com/o/r/pull/3#r1)",
        ),
        ("<https://github.com/o/r/commit/abc>", "<https://redirect.github.com/o/r/commit/abc>"),
        ("https://github.com/o/r/releases", "https://github.com/o/r/releases"),
        ("https://x.io/github.com/o/r/pull/3", "https://x.io/github.com/o/r/pull/3"),
        ("`https://github.com/o/r/issues/3`", "`https://github.com/o/r/issues/3`"),
        ("```\nhttps://github.com/o/r/pull/3\n```", "```\nhttps://github.com/o/r/pull/3\n```"),
        ("@you, #12, GH-7 and **o/r#5**", f"@{Z}you, #{Z}12, GH-{Z}7 and **o/r#{Z}5**"),
        ("<!-- hidden -->", "&lt;!-- hidden -->"),
        ("![pixel](https://x.io/p.png)", "\\![pixel](https://x.io/p.png)"),
    ],
)  # fmt: skip
def test_what_would_act_is_words_and_the_rest_stays(typed: str, kept: str) -> None:
    assert inert(typed) == kept
    assert inert(kept) == kept
