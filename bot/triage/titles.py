"""The title of an issue: the sentence that says what is wrong, of at most 80 characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.markup import titled
from bot.markup.emoji import NAME as EMOJI
from bot.triage.facts import is_courtesy, labelled
from bot.triage.facts.cues import SYMPTOM, VAGUE, WELCOME, WISH

# Of a message that is nothing but code, say; people give it a name in the dialog.
UNTITLED = "Report from Slack"
LONGEST_TITLE = 80
SHORTEST = 25
# The matter is named near the beginning, or not at all.
MOST_SENTENCES = 12
LONGEST_READ = 8_000
LONGEST_LINE = 1_000
MOST_CLAUSES = 20

FENCE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
ERROR = re.compile(r"(?i)\b(?:\w*error|panic|fatal|failed|\w*exception)\b")
LINK = re.compile(r"<(?P<target>(?:https?|mailto)[^<>|]*)(?:\|(?P<label>[^<>]*))?>")
MARKUP = re.compile(r"<[^<>]*>")
MARKS = re.compile(r"[*`~]|(?<![^\W_])_+|_+(?![^\W_])")
SENTENCE = re.compile(r"(?<![\s(]\d\.)(?<=[.!?])[\"')]*\s+")
# What follows is what was done, not what is wrong.
STEPS = re.compile(r"(?i),?(?:^|\s+)steps?(?: to reproduce)?\s*:.*$")
CLAUSE = re.compile(
    r"(?:,|;|:| -+| –| —)\s+|\s+(?=(?:because|since|so that|but|although|even though)\b)"
)
# Slack shows a picture for it; within code it is what was typed.
CODE_OR_EMOJI = re.compile(rf"`[^`\n]*`|{EMOJI.pattern}")
# What announces the words of an error, and says nothing once they are cut off.
ERROR_NAMED = r"(?:errors?(?: (?:messages?|logs?))?|(?:log |error )?messages?|logs?|output)"
ANNOUNCING = re.compile(
    rf"(?i)(?:[,;:–—-]\s*(?:LINK\s+)*|\s+(?:LINK\s+)+){ERROR_NAMED}$".replace(
        "LINK", "(?:and|with|the|this|an?|following|same|gets?|getting|gives?|shows?|says)"
    )
)
ANNOUNCED = re.compile(rf"(?i)\b{ERROR_NAMED}(?: (?:is|was|says|below))?\s*:\s*$")
ENDS_IN_ERROR = re.compile(rf"(?i)\b{ERROR_NAMED}$")
BULLET = re.compile(r"^\s*(?:[-*•>]|&gt;|\d{1,2}[.)])\s+")

# What is meant stands in another sentence.
MEANT_ELSEWHERE = re.compile(
    r"(?i)\b(?:it|this|that|they|them|those|these)\b(?! (?:is|was) (?:not )?possible)"
)
# What somebody runs is not yet what is wrong with it.
SCENE = re.compile(r"(?i)(?:we|i)(?:['’]re|['’]m| are| am)? (?:run|running|us(?:e|ing)|have|got) ")
# Names of things: with a hyphen, a digit, a dot or capitals within.
OBJECT = re.compile(
    r"\b(?:\w+[-./_]\w[\w./-]*|[A-Z]{2,}s?|[A-Z]?[a-z]+[A-Z]\w*|\w*\d\w*|pods?|volumes?|pools?|"
    r"nodes?|chart|kubectl|helm|zfs|lvm|mayastor|openebs|snapshots?|replicas?|disks?|datasets?|quota|operator|driver|provisioner)\b"
)


# A clause that says nothing without the one before it.
DEPENDENT = re.compile(
    r"(?i)(?:to|after|thereby|which|that|so|where|whose|is|are|was|has|and|or|log)\b"
)
# A version by itself is no title, nor is a heading or a label.
HEADING = re.compile(r"(?i)^\s*#{1,6}\s|^\W*[\w ./-]{0,30}\bversions?\W{0,4}[:=]")


# How a wish begins: what is wished for stands behind it.
WISHING = re.compile(
    r"(?i)^.{0,80}?\b(?:it (?:would|will) be (?:very |really )?(?:good|nice|great|useful|helpful) "
    r"(?:to|if (?:we|one|i|you) could)|(?:i|we)(?:['’]d| would) (?:like|love)(?: to)?)"
    r"(?: (?:be able to|have|see))? (?P<wish>\S.{14,})$"
)
# Words that are no names: at the beginning they get a capital letter.
BEGINNINGS = frozenset(
    "a after all an any as both cannot each every how if in is it many most my no none on our "
    "since some something sometimes that the their there these they this those two we what when "
    "whenever where which while why with without".split()
)


def title_of(text: str) -> str:
    """The sentence of a Slack text that says most of what is wrong, without markup."""
    sentences = list(_sentences(text))[:MOST_SENTENCES]
    if not sentences:
        return _error_in(text)
    best = max(range(len(sentences)), key=lambda at: (_weight(sentences[at]) - at / 2, -at))
    sentence = sentences[best]
    wish = WISHING.match(sentence)
    if wish is not None:
        return _headline(_fitting(wish["wish"]), always=True)
    return _headline(_fitting(sentence))


def _headline(title: str, *, always: bool = False) -> str:
    """With a capital letter, unless it begins with a name, and without a stray full stop."""
    title = re.sub(r"\s+\.$", "", title)
    first = title.split(" ", 1)[0]
    plain = first.isalpha() and first.islower()
    if plain and (always or first in BEGINNINGS):
        return title[0].upper() + title[1:]
    return title


def prefixed(title: str, prefix: str) -> str:
    """The title with a template's own beginning, such as "[BUG] ", where it has one."""
    prefix = " ".join(prefix.split())
    if not re.fullmatch(r"\[[\w ./-]{1,20}\]:?|[\w./() -]{1,20}:", prefix):
        return title
    if title.lower().startswith(prefix.lower()):
        return title
    room = LONGEST_TITLE - len(prefix) - 1
    return f"{prefix} {title if len(title) <= room else _cut(title.removesuffix('…'), room)}"


def _error_in(text: str) -> str:
    """The first line of code that tells of an error: better than no title."""
    for line in "\n".join(FENCE.findall(text[:LONGEST_READ])).splitlines():
        if ERROR.search(line):
            title = titled(line.strip("` ")[:LONGEST_LINE])
            return title if len(title) <= LONGEST_TITLE else _cut(title, LONGEST_TITLE)
    return UNTITLED


def _sentences(text: str) -> Iterator[str]:
    words = LINK.sub(lambda found: f" {found['label'] or ''} ", FENCE.sub("\n", text))
    words = CODE_OR_EMOJI.sub(_without_emoji, words[:LONGEST_READ])
    words = MARKS.sub("", MARKUP.sub(" ", words))
    for line in (" ".join(one.split())[:LONGEST_LINE] for one in words.splitlines()):
        label = labelled(line)
        if HEADING.match(line) or (label is not None and not label[1]):
            continue
        for sentence in SENTENCE.split(STEPS.sub("", BULLET.sub("", line)).strip()):
            told = titled(_without_welcome(sentence))
            title = told.strip(" ,;:-")
            if told.endswith(":"):
                title = ANNOUNCING.sub("", title) if "," in title else title
            if any(sign.isalnum() for sign in title) and not is_courtesy(title):
                yield re.sub(r"(?<=\w)\.$", "", title)


def _without_emoji(found: re.Match[str]) -> str:
    return " " if found["name"] else found.group()


def _without_welcome(sentence: str) -> str:
    """Without greetings and run-ups, as long as something is left to say."""
    while (found := WELCOME.match(sentence)) and len(sentence[found.end() :].split()) > 1:
        sentence = sentence[found.end() :]
    return sentence


def _weight(sentence: str) -> float:
    """How much of a title there is in a sentence."""
    told = 2.0 * bool(SYMPTOM.search(sentence)) + 1.5 * bool(WISH.search(sentence))
    named = min(2, len(OBJECT.findall(sentence))) * 0.75
    words = len(sentence.split())
    few = -1.5 if words < 3 or (words < 5 and not named) else 0.0
    scene = -1.5 if SCENE.match(sentence) else 0.0
    elsewhere = -1.0 if MEANT_ELSEWHERE.search(sentence) else 0.0
    return told + named + few + scene + elsewhere - 4.0 * bool(VAGUE.search(sentence))


def _fitting(sentence: str) -> str:
    """The sentence, or of a longer one the clauses that say most and fit."""
    if len(sentence) <= LONGEST_TITLE:
        return sentence
    ends = [found.span() for found in CLAUSE.finditer(sentence)][:MOST_CLAUSES]
    starts = [0, *(stop for _, stop in ends)]
    stops = [*(start for start, _ in ends), len(sentence)]
    fits = [
        ANNOUNCING.sub("", sentence[start:stop].strip(" ,;:-"))
        for start in starts
        for stop in stops
        if SHORTEST <= stop - start <= LONGEST_TITLE
    ]
    told = [one for one in fits if SYMPTOM.search(one) or WISH.search(one)]
    whole = _cut(sentence, LONGEST_TITLE)
    if not told:
        return whole
    told.append(whole)
    said = {sentence[start:] for start in starts if ANNOUNCED.search(sentence[:start])}

    def worth(clauses: str) -> tuple[float, int]:
        # The first clauses set the scene, and the longest of equals says most.
        first = sentence.startswith(clauses.removesuffix("…"))
        apart = -1.5 if not first and DEPENDENT.match(clauses) else 0.0
        apart -= 2.0 * clauses.endswith("…")
        apart -= 3.0 * bool(ENDS_IN_ERROR.search(clauses.rstrip("…")))
        # What the error says is searched for; that there is one is not.
        apart += 1.5 * any(one.startswith(clauses.removesuffix("…")) for one in said)
        return _weight(clauses) + apart + (1.0 if first else 0.0), len(clauses)

    return _without_welcome(max(told, key=worth))


def _cut(title: str, longest: int) -> str:
    """Cut at a word."""
    fits = title[: longest - 1]
    whole = ANNOUNCING.sub("", fits.rsplit(" ", 1)[0].rstrip(" ,;:-"))
    return (whole if len(whole) > longest // 2 else fits) + "…"
