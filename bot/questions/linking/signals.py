"""What speaks for and against a message belonging to a talk, each under a readable name."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from bot.questions.linking.reading import Reading
from bot.questions.linking.state import ChannelState, Person, Talk

GAPS_S = (10.0, 30.0, 120.0, 600.0, 3600.0, 4 * 3600.0, 12 * 3600.0, 24 * 3600.0)
GAP_NAMES = ("10 s", "30 s", "2 min", "10 min", "1 h", "4 h", "12 h", "24 h", "48 h")
BETWEEN = (1, 2, 4, 8, 16, 32)
BETWEEN_NAMES = ("0", "1", "2-3", "4-7", "8-15", "16-31", "32+")
SHARED = (1, 25, 50, 90, 150)  # ten times the natural log of rarity, summed
SHARED_NAMES = ("none", "little", "some", "much", "very much", "most")
SIZES = (2, 5, 15)
SIZE_NAMES = ("1", "2-4", "5-14", "15+")
LENGTHS = (4, 13, 41)
LENGTH_NAMES = ("to 3 words", "to 12 words", "to 40 words", "over 40 words")

LAST_SPOKE = tuple(f"talk last spoken in {name} ago" for name in GAP_NAMES)
TOP_GAP = tuple(f"talk spoken in latest, {name} ago" for name in GAP_NAMES)
BETWEEN_OF = tuple(f"{name} messages between" for name in BETWEEN_NAMES)
SHARES = tuple(f"shares {name} with the talk" for name in SHARED_NAMES)
SHARES_LAST = tuple(f"shares {name} with its last message" for name in SHARED_NAMES)
SIZE = tuple(f"talk of {name} messages" for name in SIZE_NAMES)
WAITING_FOR = tuple(f"question waits {name}, newcomer" for name in GAP_NAMES)
AUTHOR_LAST_HERE = tuple(f"author last spoke here, {name} ago" for name in GAP_NAMES)
NEW_LENGTH = tuple(f"new: {name}" for name in LENGTH_NAMES)
NEW_SILENCE = tuple(f"new: channel silent {name}" for name in GAP_NAMES)
NEW_AUTHOR = tuple(f"new: author spoke {name} ago" for name in GAP_NAMES)


@dataclass(slots=True)
class Heard:
    """A message being weighed, with what all its candidates have in common."""

    user: str
    at: float
    reading: Reading
    asks: bool
    rarity: dict[str, int]
    person: Person | None
    role: str  # "first words", "asks", "helps", "both"


def of_talk(heard: Heard, talk: Talk, rank: int, state: ChannelState) -> list[str]:
    """What is seen when the message is held against one talk."""
    user, read = heard.user, heard.reading
    gap = heard.at - talk.last_at
    gap_step = bisect_right(GAPS_S, gap)
    fired = [
        LAST_SPOKE[gap_step],
        BETWEEN_OF[bisect_right(BETWEEN, state.number - talk.last_number)],
        SIZE[bisect_right(SIZES, talk.messages)],
    ]
    if rank < 3:
        fired.append(("latest talk", "second latest talk", "third latest talk")[rank])
    add = fired.append
    waiting = talk.asks and not talk.answered

    # Who speaks.
    if user == talk.starter:
        side = "starter"
        if waiting:
            add("asker, still waiting")
        if read.thanks:
            add(
                "starter thanks, somebody spoke"
                if talk.answered
                else "starter thanks, nobody spoke"
            )
    elif user in talk.heard_from:
        side = "member"
    else:
        side = "newcomer"
        if waiting:
            add(WAITING_FOR[bisect_right(GAPS_S, heard.at - talk.at)])
            if heard.role == "helps":
                add("newcomer who helps, question waits")
            if read.advises or read.code:
                add("newcomer advises, question waits")
            if read.says_you:
                add("newcomer says you, question waits")
        else:
            add("newcomer to answered talk" if talk.asks else "newcomer to chatter")
        if read.thanks:
            add("newcomer thanks")
    add(side)
    if heard.asks:
        add("asks, " + side)
        if talk.last_asks:
            add("asks after a question in the talk")
    if talk.last_user == user:
        add("spoke last in the talk")
        if rank == 0 and state.last_user == user:
            add("goes on" if gap < 120.0 else "goes on later")
    else:
        if talk.last_asks:
            add("talk ends with another's question, " + side)
        if talk.before_last_user == user:
            add("back and forth")
        if talk.last_thanks and side != "starter":
            add("talk ends with thanks")
    person = heard.person
    if person is not None and person.talk is talk:
        add(AUTHOR_LAST_HERE[bisect_right(GAPS_S, heard.at - person.at)])

    # Whom it names.
    if read.mentions:
        if talk.starter in read.mentions:
            add("mentions the starter")
        elif talk.last_user in read.mentions:
            add("mentions the last speaker")
        elif any(name in talk.heard_from for name in read.mentions):
            add("mentions a member of the talk")
        else:
            add("mentions others only")
    if user in talk.last_mentions and talk.last_user != user:
        add("named in the last message")
    elif user in talk.mentions and side == "newcomer":
        add("named in the question")

    # What it is about.
    rarity = heard.rarity
    about = 0
    for word in read.words & talk.words:
        about += rarity[word]
    add(SHARES[bisect_right(SHARED, about)])
    if talk.messages > 1:
        about = 0
        for word in read.words & talk.last_words:
            about += rarity[word]
        add(SHARES_LAST[bisect_right(SHARED, about)])

    # How it is said.
    add(read.lead + (" lead, latest talk" if rank == 0 else " lead"))
    if talk.threaded:
        add("talk goes on in its thread")
    return fired


def of_none(heard: Heard, state: ChannelState) -> list[str]:
    """What is seen when the message is taken to start something of its own."""
    read = heard.reading
    person = heard.person
    fired = [
        "new",
        NEW_LENGTH[bisect_right(LENGTHS, read.length)],
        NEW_SILENCE[bisect_right(GAPS_S, heard.at - state.last_at)],
        "new: lead " + read.lead,
        "new: author " + heard.role,
    ]
    add = fired.append
    if person is not None:
        add(NEW_AUTHOR[bisect_right(GAPS_S, heard.at - person.at)])
    if heard.asks:
        add("new: asks")
        if read.length > 12:
            add("new: asks at length")
        if read.lead == "greets":
            add("new: greets and asks")
    if read.to_all:
        add("new: to everybody, asks" if heard.asks else "new: to everybody")
    if read.own_matter:
        add("new: own matter, asks" if heard.asks else "new: own matter")
    if read.back:
        add("new: refers back")
    if read.please:
        add("new: please")
    if read.calls_all:
        add("new: calls everybody")
    if read.thanks:
        add("new: thanks")
    if read.advises:
        add("new: advises")
    if read.says_you:
        add("new: says you")
    if read.code:
        add("new: code")
    if read.link:
        add("new: link")
    if read.mentions:
        add("new: mentions")
    if read.quotes:
        add("new: quotes")
    if not state.talks:
        add("new: nothing before")
    if state.last_user == heard.user:
        add("new: author spoke last")
    if state.threading > 0.3:
        add(
            "new: channel threads mostly" if state.threading > 0.6 else "new: channel threads a lot"
        )
    return fired
