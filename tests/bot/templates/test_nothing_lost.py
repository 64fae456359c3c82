"""Whatever was said: nothing of it is lost or said twice, and nothing of it breaks the issue."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.markup import to_markdown
from bot.triage.facts import blocks, is_courtesy, sentences
from bot.triage.templates import Passage, Template, Told, fill, parse
from tests.bot.templates.forms import FORMS
from tests.bot.templates.test_filling import ENGINE, UMBRELLA, WISH

VERSION = re.compile(r"\d+(?:\.\d+)+")
TEMPLATES: list[Template | None] = [
    None,
    *(parse("bug.md", text) for text in (ENGINE, UMBRELLA, WISH)),
    *(parse("bug.yml", text) for text in FORMS.values()),
]
KINDS = ("bug", "feature", "question", "chatter")

# Sentences of every sort; each is made different from all others by a number.
SENTENCES = st.sampled_from(
    """The pool is gone
I expected it to be there
It should have been Bound
When I reboot it is back
Please add a way to choose
We run this in production
Proposal: do it another way
A workaround is to restart
Does it work for you?
The logs say:
Steps to reproduce:
**Expected**: a volume
> quoted before
- a point of a list
1. first of all
zfs-localpv 2.10.1 on k8s 1.28
Environment: Ubuntu 22.04 on EKS
`kubectl get pods` hangs. It never ends
_Never. It never_ ends
see <https://example.org/a.b?c=d>. And then""".splitlines()
)
CODE = st.sampled_from(
    [
        "kubectl get pods -n pool\nNAME  READY",
        "apiVersion: v1\nkind: Pod",
        "E0301 10:00:00 failed",
        "x = 1",
        "# heading\n- [ ] box",
    ]
)


@st.composite
def said(draw: st.DrawFn) -> str:
    """A message of lines, some of them several sentences, and code."""
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 5))):
        if draw(st.integers(0, 4)) == 0:
            lines.append(f"```\n{draw(CODE)} n0\n```")
        else:
            parts = [f"{draw(SENTENCES)} n0" for _ in range(draw(st.integers(1, 3)))]
            lines.append(". ".join(parts))
    return draw(st.sampled_from(["\n", "\n\n"])).join(lines)


def numbered(told: list[tuple[bool, str]]) -> tuple[Passage, ...]:
    """Passages in which every n0 has become a number of its own."""
    count = itertools.count(100)
    return tuple(
        Passage(own, to_markdown(re.sub(r"\bn0\b", lambda _: f"n{next(count)}", words)))
        for own, words in told
    )


threads = st.lists(st.tuples(st.booleans(), said()), min_size=1, max_size=5).map(numbered)


@pytest.mark.parametrize("kind", KINDS)
@given(passages=threads, template=st.sampled_from(TEMPLATES))
@settings(max_examples=120, deadline=None)
def test_every_sentence_of_the_reporter_stands_once(
    kind: str, passages: tuple[Passage, ...], template: Template | None
) -> None:
    body = fill(template, Told(kind, passages)).body
    for passage in passages:
        if not passage.by_reporter:
            continue
        for number in re.findall(r"\bn\d{3,}\b", passage.markdown):
            assert len(re.findall(rf"\b{number}\b", body)) == 1
        for block in blocks(passage.markdown):
            lines = [] if block.shape == "fence" else block.lines
            assert block.shape != "fence" or block.code in body
            for sentence in (one for line in lines for one in sentences(line)):
                assert sentence.strip() in body


@given(
    words=st.lists(st.tuples(st.booleans(), st.text(max_size=120)), max_size=4),
    template=st.sampled_from(TEMPLATES),
    kind=st.sampled_from(KINDS),
)
@settings(max_examples=300, deadline=None)
def test_no_text_is_lost_or_reaches_into_the_template(
    words: list[tuple[bool, str]], template: Template | None, kind: str
) -> None:
    passages = tuple(Passage(own, to_markdown(text)) for own, text in words)
    body = fill(template, Told(kind, passages)).body
    lines = [
        line.strip()
        for passage in passages
        if passage.by_reporter
        for line in passage.markdown.splitlines()
    ]
    for line in (one for one in lines if not is_courtesy(one)):
        # Of a version alone on a line only the version is left.
        parts = VERSION.findall(line) if VERSION.search(line) else sentences(line)
        assert all(part.strip() in body for part in parts if not is_courtesy(part))
    check_headings(body, template)


@pytest.mark.parametrize(
    "words",
    [
        "```\nnever closed",
        "~~~~\nnever closed",
        "- a\n  ```\n  b",
        "<https://e.org/?a=`b",
        "`a\n``",
    ],
)
@pytest.mark.parametrize("template", TEMPLATES)
def test_what_was_left_open_is_closed(words: str, template: Template | None) -> None:
    for own in (True, False):
        passages = (Passage(True, "It is gone"), Passage(own, to_markdown(words)))
        check_headings(fill(template, Told("bug", passages)).body, template)
        raw = (Passage(True, "It is gone"), Passage(own, words))
        check_headings(fill(template, Told("bug", raw)).body, template)


def check_headings(body: str, template: Template | None) -> None:
    """Every heading of the template is one on the page, in its order, and there are no others."""
    if template is None:
        return
    tokens = MarkdownIt("commonmark").parse(body)
    shown = [
        tokens[at + 1].content for at, token in enumerate(tokens) if token.type == "heading_open"
    ]
    wanted = [
        one.line.lstrip("# ") for one in template.sections if one.line.startswith(("# ", "##"))
    ]
    assert [one for one in shown if one != "Additional context"] == [
        one for one in wanted if one != "Additional context"
    ]
    bold = [one.line for one in template.sections if one.line.startswith("**")]
    paragraphs = [token.content.split("\n")[0] for token in tokens if token.type == "inline"]
    assert [one for one in paragraphs if one in bold] == bold
