"""Slack's markup on its way to GitHub: reads the same, and does nothing there."""

from __future__ import annotations

import os
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from bot.markup import defused, titled, to_markdown

EXAMPLES = int(os.environ.get("BURLEY_MARKUP_EXAMPLES", "300"))
NAMES = {"U1": "Ann", "U2": "Zoë_x", "C1": "general", "S1": "dev"}
# An independent reader: CommonMark with GitHub's tables, strikethrough and footnotes.
READER = (
    MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).use(footnote_plugin)
)
LIVE = re.compile(
    r"@[A-Za-z0-9]|#\d|\bGH-\d|(?i:github\.com/[^\s]*/(?:issues|pulls?|commits?|discussions)/)"
)
Z = "\u200b"


def tokens(markdown: str) -> list[Token]:
    flat: list[Token] = []
    for token in READER.parse(markdown):
        flat += [token, *(token.children or [])]
    return flat


def live(markdown: str) -> list[str]:
    """What would act on GitHub or change what is read."""
    found: list[str] = []
    within_link = 0
    previous = ""
    for token in tokens(markdown):
        if token.type in {
            "html_block", "html_inline", "heading_open", "hr", "table_open", "code_block",
            "footnote_ref", "footnote_block_open", "image",
        }:  # fmt: skip
            found.append(f"{token.type}: {token.content}")
        within_link += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and not within_link:
            # Text nodes side by side are one when GitHub looks for mentions.
            previous += token.content
            found += LIVE.findall(previous)
        else:
            previous = ""
    return found


def shown(markdown: str) -> str:
    """What a reader of the rendered page sees, white space made even."""
    parts = []
    for token in READER.parse(markdown):
        if token.type == "inline":
            for child in token.children or []:
                parts.append("\n" if child.type in {"softbreak", "hardbreak"} else child.content)
        elif token.type in {"fence", "code_block"}:
            parts.append(token.content)
        parts.append("\n")
    return even("".join(parts))


def even(text: str) -> str:
    return " ".join(text.replace(Z, "").replace("\u00a0", " ").split())


@pytest.mark.parametrize(
    ("slack", "github"),
    [
        ("plain words", "plain words"),
        ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
        ("typed &amp;lt; by hand", "typed &amp;lt; by hand"),
        ("*bold* and _it_ and ~gone~", "**bold** and _it_ and ~~gone~~"),
        ("*bold _and it_*", "**bold _and it_**"),
        (
            "snake_case_name stays, __init__.py too",
            "snake_case_name stays, \\_\\_init\\_\\_.py too",
        ),
        ("rm *.log and a*b*c", "rm \\*.log and a\\*b\\*c"),
        ("`a &lt;b&gt; * _x_`", "`a <b> * _x_`"),
        ("```\na &lt; b\n  @you #12\n```", "```\na < b\n  @you #12\n```"),
        ("see ```one line``` there", "see \n```\none line\n```\n there"),
        ("```never closed\nlog", "```\nnever closed\nlog\n```"),
        ("&gt; one\n&gt; two\nafter", "> one\n> two\n\nafter"),
        ("&gt;&gt;&gt; one\ntwo", "> one\n> two"),
        ("• one\n    ◦ two\n        ▪︎ three\n• four", "- one\n   - two\n      - three\n- four"),
        ("1. one\n2. two", "1. one\n2. two"),
        ("2024. What a year", "2024\\. What a year"),
        ("<https://x.io/a?b=1&amp;c=2>", "<https://x.io/a?b=1&c=2>"),
        ("<https://x.io/(a)|la[b]el>", "[la\\[b\\]el](https://x.io/%28a%29)"),
        ("<http://x.io|x.io>", "<http://x.io>"),
        ("<https://evil.io|https://github.com>", "https://github.com (<https://evil.io>)"),
        ("<mailto:a@b.io|a@b.io>", "<a@b.io>"),
        ("<javascript:alert(1)|click>", "click (javascript:alert(1))"),
        ("<@U1> and <@U9> and <@U8|bob>", "**Ann** and **somebody** and **bob**"),
        ("*<@U1>*", "**Ann**"),
        ("<#C1> <#C7|help> <!subteam^S1|@dev>", f"**#general** **#help** **@{Z}dev**"),
        ("<!here> <!channel>", f"@{Z}here @{Z}channel"),
        ("<!date^1392734382^{date}|Feb 18>", "Feb 18"),
        ("<!date^1392734382^{date}>", "2014-02-18 14:39 UTC"),
        (":tada: :+1::skin-tone-4: :openebs: 10:30:45", "🎉 👍🏽 :openebs: 10:30:45"),
        # GitHub shows emoji within words, too; everything else must be fit to be copied.
        ("a:tada:b and :bug:s", f"a:{Z}tada:b and :{Z}bug:s"),
        (
            "at 12:34:56 nqn.2019-05.io.openebs:nexus-1:a",
            "at 12:34:56 nqn.2019-05.io.openebs:nexus-1:a",
        ),
        ("2026-01-01T00:00:00Z a:b:c C:\\x:", "2026-01-01T00:00:00Z a:b:c C:\\x:"),
        ("`a:tada:b`", "`a:tada:b`"),
        ("@octocat @org/team", f"@{Z}octocat @{Z}org/team"),
        ("fixes #12, GH-3, o/r#4", f"fixes #{Z}12, GH-{Z}3, o/r#{Z}4"),
        ("closes https://github.com/o/r/issues/3", "closes `https://github.com/o/r/issues/3`"),
        ("<https://github.com/o/r/pull/3|the fix>", "the fix (`https://github.com/o/r/pull/3`)"),
        ("&lt;!-- burley:report:1 --&gt;", "&lt;!-- burley:report:1 --&gt;"),
        ("&lt;details&gt; &lt;/b&gt;", "&lt;details> &lt;/b>"),
        ("# no heading\n===\n---\n***", "\\# no heading\n\\===\n\\---\n\\*\\*\\*"),
        ("text\n\n    four spaces", "text\n\n\u00a0\u00a0\u00a0\u00a0four spaces"),
        ("| a | b |\n|---|---|", "| a | b |\n\\|---|---|"),
        ("[^1] and [^1]: note", "\\[^1] and \\[^1\\]: note"),
        ("[a](b) ![c](d) [x]: y", r"[a\](b) \![c\](d) \[x\]: y"),
        ("costs $5 and $HOME", "costs \\$5 and \\$HOME"),
        ("C:\\new\\*", "C:\\new\\\\\\*"),
        ("[password removed]", "[password removed]"),
        ("", ""),
    ],
)
def test_slack_markup_becomes_markdown(slack: str, github: str) -> None:
    assert to_markdown(slack, NAMES) == github
    assert live(to_markdown(slack, NAMES)) == []


@pytest.mark.parametrize("code", ["a ` b", "``` inside", "``", "x `y``"])
def test_code_with_backquotes_gets_a_longer_fence(code: str) -> None:
    made = to_markdown(f"```\n{code.replace('```', '``')}\n```")
    (fence,) = [token for token in tokens(made) if token.type == "fence"]
    assert fence.content == code.replace("```", "``") + "\n"


def test_a_title_is_inert_and_unescaped() -> None:
    assert titled("a &lt;b&gt; by @you\n#12 *x*") == f"a <b> by @{Z}you #{Z}12 *x*"


HOSTILE = r"""
@octocat @org/team #12 GH-7 o/r#5 fixes closes https://github.com/o/r/issues/3
github.com/o/r/pull/3 &lt; &gt; &amp; <@U1> <@U9|bob> <#C1> <!here> <!channel>
<!subteam^S1|@x> <https://x.io|label> <https://github.com/o/r/issues/1>
<https://x.io/a_b*c> <mailto:a@b.io> <!date^1^{date}|#_9> &lt;!-- --&gt; &lt;b&gt;
&lt;script&gt; &amp;lt; &amp;#64; &amp;commat; * _ ~ ` ``` ** __ ~~~ # ## - + = === ---
*** | |---| : 1. 2) [ ] ( ) [^1] [a]: ! \ $ :tada: :x: • ◦ &gt;&gt;&gt; word snake_case
x 12 é 漢 <img <a> @ GH- u'
"""
SPACED = [
    "\n",
    "\n\n",
    " ",
    "  ",
    "    ",
    "\t",
    "\r\n",
    "&gt; ",
    "- ",
    "1. ",
    "```\n",
    "\xa0",
    "\x0b",
]
PIECES = st.sampled_from([*HOSTILE.split(), *SPACED])
TEXTS = st.lists(PIECES, max_size=14).map("".join)


@settings(max_examples=EXAMPLES, deadline=None)
@given(TEXTS)
def test_nothing_of_a_text_acts_on_github(text: str) -> None:
    assert live(to_markdown(text, NAMES)) == []


@settings(max_examples=EXAMPLES // 2, deadline=None)
@given(TEXTS)
def test_nothing_of_a_plain_text_acts_when_defused(text: str) -> None:
    assert live(defused(text.replace("<", "&lt;"))) == []


@settings(max_examples=EXAMPLES // 2, deadline=None)
@given(st.text(st.sampled_from("ab1 @#<>&;[]()!\\$|=+.-\n/'\"%{}^,?é漢"), max_size=40))
def test_plain_words_read_as_they_did(text: str) -> None:
    sent = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # Slack itself shows these lines as quotes and lists, with their marks taken away.
    if re.search(r"(?m)^\s*(?:>|- |\d{1,3}[.)] )", text):
        return
    assert shown(to_markdown(sent)) == even(text)


@settings(max_examples=EXAMPLES // 4, deadline=None)
@given(st.text(st.sampled_from("ab`*_<>&@#1\n ~"), min_size=1, max_size=40))
def test_fenced_code_stays_to_the_letter(code: str) -> None:
    if "```" in code or code.startswith(("`", "\n")) or code.endswith(("`", "\n")):
        return
    sent = code.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    (fence,) = [token for token in tokens(to_markdown(f"```{sent}```")) if token.type == "fence"]
    assert fence.content == code + "\n"


@pytest.mark.parametrize(
    "unit", ["&gt; ", ">", "_a ", "*a ", "```", "[", "<", "    • a\n", "![a](b) ", "\n", " "]
)
def test_twenty_thousand_hostile_characters_are_soon_done(unit: str) -> None:
    began = time.process_time()
    assert live(to_markdown((unit * 20_000)[:20_000])[:2_000]) == []
    assert to_markdown(f"lost{unit * 20_000}x"[:39_000])
    assert time.process_time() - began < 3
