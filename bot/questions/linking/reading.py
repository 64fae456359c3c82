"""Takes one message apart, once: its words, whom it names, and how it talks."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 1_500  # characters looked at: what a message is about has been said by then
MOST_WORDS = 60

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)")
_MARKUP = re.compile(r"<[^<>]*>|:[a-z0-9_+-]+:")
_WORD = re.compile(r"[^\W\d_][\w']*")

THANKS = frozenset(
    """thanks thank thx tnx ty tysm cheers merci danke gracias obrigado obrigada appreciate
    appreciated""".split()
)
ADVICE = frozenset(
    """try should depends think believe iirc afaik use instead need needs check suggest recommend
    maybe probably might example""".split()
)
TO_ALL = frozenset("anyone anybody someone somebody everyone everybody guys folks".split())
OWN_MATTER = frozenset(
    "my i'm am we our i've i'd having getting trying want error question".split()
)
BACK = frozenset(
    """that that's then also though it's actually too same exactly mean guess yeah yes oh sure
    he she they you're""".split()
)

STOPWORDS = frozenset(
    """
    about after again all also and any anyone anybody are because been before being but can cant
    could did didn does doesn doing don done each even every for from get gets getting give going
    good got had has have haven having hello her here him his how into isn its just know let like
    look make many may maybe mean might more most much must need not now off okay one only other
    our out over please really right same say see seems she should since some someone something
    still such sure take than thank thanks that the their them then there these they thing things
    think this those though through too try trying two use used using very want was way well were
    what when where which while who why will with without won work working works would wouldn yes
    yeah yet you your yours per via able already actually always another anything around bit came
    come couple different else etc few find first found guess guys help hey last least less little
    long lot made makes new next never nice non nothing old own part point possible pretty probably
    problem put question quite rather run running said second sense set similar simple simply
    somehow sorry start stuff tell time told tried understand until upon week weeks day days today
    yesterday tomorrow whatever whether wrong year years
    """.split()
)

GREETINGS = frozenset("hi hello hey hiya howdy morning greetings folks everyone guys dear".split())
AGREEING = frozenset(
    """yes yeah yep yup no nope nah ok okay sure right exactly true indeed ah oh hmm hm lol haha ha
    wow nice cool great good awesome perfect interesting got gotcha agreed correct yea ya same
    aha ooh welcome congratulations congrats alright fine noted done""".split()
)
ASKING = frozenset(
    """how is can does any anyone anybody what what's why where when who are has which could
    would should do""".split()
)
JOINING = frozenset(
    """but and so or because then also well actually though however otherwise that those it its
    it's that's they he she maybe probably perhaps not only unless which""".split()
)
TELLING = frozenset(
    """you you're your try use see check have did there this these just look depends iirc afaik
    if""".split()
)


@dataclass(slots=True)
class Reading:
    """What was seen in a text. `words` leaves out the everyday ones."""

    words: set[str]
    mentions: tuple[str, ...]
    lead: str  # the kind of its first word: "greets", "agrees", "joins", "tells", "other", "none"
    length: int
    thanks: bool
    advises: bool
    code: bool
    link: bool
    calls_all: bool
    says_you: bool
    to_all: bool
    own_matter: bool
    back: bool
    please: bool
    quotes: bool


def read(text: str) -> Reading:
    """Bounded work, whatever is pasted."""
    text = text[:LONGEST]
    mentions: tuple[str, ...] = ()
    link = calls_all = False
    low = text.lower()
    if "’" in low:
        low = low.replace("’", "'")
    if "<" in text:
        mentions = tuple(_MENTION.findall(text))
        link = "<http" in low
        calls_all = "<!" in text
        low = _MARKUP.sub(" ", low)
    elif ":" in text:
        low = _MARKUP.sub(" ", low)
    said = _WORD.findall(low)
    spoken = set(said[:MOST_WORDS])
    return Reading(
        words={word for word in spoken - STOPWORDS if len(word) > 2},
        mentions=mentions,
        lead=_lead(said[0]) if said else "none",
        length=len(said),
        thanks=not spoken.isdisjoint(THANKS),
        advises=not spoken.isdisjoint(ADVICE),
        code="`" in text,
        link=link,
        calls_all=calls_all,
        says_you="you" in spoken,
        to_all=not spoken.isdisjoint(TO_ALL),
        own_matter=not spoken.isdisjoint(OWN_MATTER),
        back=not spoken.isdisjoint(BACK),
        please="please" in spoken,
        quotes=text.startswith(("&gt;", ">")),
    )


def _lead(word: str) -> str:
    if word in GREETINGS:
        return "greets"
    if word in AGREEING:
        return "agrees"
    if word in ASKING:
        return "asks"
    if word in JOINING:
        return "joins"
    if word in TELLING:
        return "tells"
    return "other"
