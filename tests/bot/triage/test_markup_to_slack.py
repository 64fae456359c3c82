"""GitHub Markdown on its way to Slack: readable, and calling nobody."""

from __future__ import annotations

import os
import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.markup import to_markdown, to_slack

EXAMPLES = int(os.environ.get("BURLEY_MARKUP_EXAMPLES", "300"))
# Slack acts on angle brackets only; what may stand in them is a link we made.
BRACKETS = re.compile(r"<[^>]*>?|>")
LINK = re.compile(r"<(?:https?://|mailto:)[^\s<>|]+(?:\|[^<>|\n]+)?>")
AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt);)")
Z = "\u200b"


def live(slack: str) -> list[str]:
    controls = [found for found in BRACKETS.findall(slack) if not LINK.fullmatch(found)]
    return (
        controls
        + AMPERSAND.findall(slack)
        + re.findall(r"@(?:here|channel|everyone)\b", BRACKETS.sub("", slack))
    )


@pytest.mark.parametrize(
    ("github", "slack"),
    [
        ("plain & <b>bold</b> <nil>", "plain &amp; *bold* &lt;nil&gt;"),
        ("# Title **x**", "*Title x*"),
        ("Title\n===\nand\n---", "*Title*\n*and*"),
        ("**b** __b__ *i* _i_ ~~s~~ ***bi***", "*b* *b* _i_ _i_ ~s~ *_bi_*"),
        ("snake_case_name and 2*3*4", "snake_case_name and 2*3*4"),
        ("`a<b>` ``x`y``", "`a&lt;b&gt;` `xˋy`"),
        ("```go\nx <- <@U1>\n```", "```\nx &lt;- &lt;@U1&gt;\n```"),
        ("~~~\na\n```\n~~~", f"```\na\n``{Z}`\n```"),
        ("````\n```\nx\n```\n````", f"```\n``{Z}`\nx\n``{Z}`\n```"),
        ("[l](https://x.io/?a=1&b=2)", "<https://x.io/?a=1&amp;b=2|l>"),
        ("[https://github.com](https://evil.io)", "https://github.com (<https://evil.io>)"),
        ("[a|b>c](https://x.io)", "<https://x.io|a¦b&gt;c>"),
        ("[x](javascript:alert)", "x (javascript:alert)"),
        ("![pic](https://x.io/a.png) ![](https://x.io/b.png)", "<https://x.io/a.png|pic> <https://x.io/b.png|image>"),
        ("[t][r] [r]\n\n[r]: https://x.io", "<https://x.io|t> [r]"),
        ("<https://x.io> <a@b.io>", "<https://x.io> <mailto:a@b.io|a@b.io>"),
        ("- a\n  - b\n    - c\n- d", "• a\n    ◦ b\n        ▪ c\n• d"),
        ("1. a\n2. b\n- [x] done\n- [ ] not", "1. a\n2. b\n☑ done\n☐ not"),
        ("> a\n> **b**\n\nc", "&gt; a\n&gt; *b*\n\nc"),
        ("a\n\n---\n\nb", "a\n\n———\n\nb"),
        ("|a|b|\n|-|-|\n|1|`x`|", "```\na  b\n-  -\n1  x\n```"),
        ("a <!-- burley:report:1 --> b\n<!--\nc\n-->\nd", "a  b\n\nd"),
        ("`<!-- code -->`", "`&lt;!-- code --&gt;`"),
        ("<details><summary>Log</summary>\n\nx\n</details>", "*Log*\n\nx"),
        ("<kbd>^C</kbd> <code>", "`^C` "),
        ("<!channel> <@U1>", "&lt;!channel&gt; &lt;@U1&gt;"),
        ("<#C1|x> <!date^1^{date}|y>", "&lt;#C1|x&gt; &lt;!date^1^{date}|y&gt;"),
        ("&lt;!here&gt; &#60;!here&#62;", "&lt;!here&gt; &lt;!here&gt;"),
        ("@here and @octocat", f"@{Z}here and @octocat"),
        (r"\*not bold\* \<x", "*not bold* &lt;x"),
        ('<a href="https://x.io">t</a><br><img alt="i" src="https://x.io/i">', "<https://x.io> t\n<https://x.io/i|i>"),
        ("", ""),
    ],
)  # fmt: skip
def test_markdown_becomes_slack_markup(github: str, slack: str) -> None:
    assert to_slack(github) == slack
    assert live(to_slack(github)) == []


HOSTILE = r"""
<!channel> <!here> <@U123> <#C1|x> <!subteam^S1> <!date^1^{date}|x> &lt;!here&gt;
&#60;!here&#62; &lt; &amp;lt; & < > @here @channel @octocat * ** _ __ ~~ ` `` ``` ~~~ #
## - + 1. > | |---| --- === [a](https://x.io) [<!here>](https://x.io)
[a](<https://x.io|<!here>>) ![i](https://x.io/a|b) [x](https://x.io/>) <https://x.io>
<https://x.io|<!here>> <mailto:a@b.io> <a@b.io> [r]: https://x.io/&lt; [r][r] [r] <b>
</b> <details> <summary> <img> <code> <!-- --> \ \< \` word é 漢 ( ) [ ] ! " <img
src="https://x.io/|"> <https://x.io|
"""
SPACED = [
    "\n",
    "\n\n",
    " ",
    "    ",
    "\t",
    "```\n",
    "> ",
    "- ",
    "| a | b |\n|---|---|\n",
    "<a href='https://x.io|<!here>'>",
    "<img src='https://x.io' alt='<!here>|x'>",
]
PIECES = st.sampled_from([*HOSTILE.split(), *SPACED])
TEXTS = st.lists(PIECES, max_size=14).map("".join)


@settings(max_examples=EXAMPLES, deadline=None)
@given(TEXTS)
def test_no_control_sequence_of_a_text_is_live_in_slack(text: str) -> None:
    assert live(to_slack(text)) == []


@settings(max_examples=EXAMPLES // 2, deadline=None)
@given(TEXTS, st.integers(0, 60))
@example("a long enough line @hereafter", 26)
def test_a_cut_text_fits_and_breaks_nothing(text: str, limit: int) -> None:
    made = to_slack(text, limit)
    assert len(made) <= limit
    assert live(made) == []
    assert made.count("```") % 2 == 0


@pytest.mark.parametrize("size", [0, 1, 99, 100, 101, 100_000])
@pytest.mark.parametrize("unit", ["a", "&", "```\nx\n", "<https://x.io> ", "**b** ", "é`"])
def test_a_text_of_any_size_is_cut_to_the_limit(unit: str, size: int) -> None:
    made = to_slack((unit * size)[:size], 100)
    assert len(made) <= 100
    assert live(made) == []


@settings(max_examples=EXAMPLES // 4, deadline=None)
@given(st.text(st.sampled_from("ab1 @#<>&;[]()!\\$|=+.-/'\"%{}^,?é漢_"), max_size=40))
def test_words_survive_the_way_to_github_and_back(text: str) -> None:
    sent = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if re.match(r"\s*(?:>|- |\d{1,3}[.)] |$)", text) or re.search(r"(?<!\w)_|_(?!\w)", text):
        return

    def even(words: str) -> str:
        return " ".join(words.replace(Z, "").replace("\u00a0", " ").split())

    assert even(to_slack(to_markdown(sent))) == even(sent)


@pytest.mark.parametrize(
    "unit", ["> ", "_a ", "**a ", "```", "[", "![a](b) ", "- a\n", "<b ", "|-|\n"]
)
def test_thirty_thousand_hostile_characters_are_soon_done(unit: str) -> None:
    began = time.process_time()
    assert live(to_slack((unit * 30_000)[:30_000])) == []
    assert time.process_time() - began < 3
