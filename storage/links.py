"""Which message belongs to which question, as Burley read it or a person said; and what follows.

A question's first response is not stored by whoever found it: it is settled from the links
and the threads, so it comes out the same in whatever order these were learnt.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from storage.records import FirstResponse, Link, Message, MessageKey, micros_of
from storage.tables import decisions, links, members, messages, questions

SOME = 400  # values in one IN (…)


def put(tx: sa.Connection, found: Sequence[Link]) -> None:
    if found:
        tx.execute(sa.insert(links), [_row(link) for link in found])


def of(tx: sa.Connection, key: MessageKey) -> Link | None:
    at = links.c
    row = tx.execute(sa.select(links).where(at.channel == key[0], at.ts == key[1])).first()
    return _record(row) if row else None


def forget(tx: sa.Connection, channel: str, since: int, until: int) -> set[str]:
    """Forget what messages said in [since, until) (micros) belong to; the questions meant."""
    at = links.c
    here = sa.and_(at.channel == channel, at.micros >= since, at.micros < until)
    meant = tx.execute(sa.select(at.question, at.response_to).where(here).distinct()).all()
    tx.execute(sa.delete(links).where(here))
    return {question for row in meant for question in row if question is not None}


def question_of(tx: sa.Connection, key: MessageKey) -> str | None:
    """The question that this message opens or continues, by its ts."""
    at = links.c
    return tx.execute(
        sa.select(at.question).where(
            at.channel == key[0], at.ts == key[1], at.what.in_(("opens", "continues"))
        )
    ).scalar()


def burst(tx: sa.Connection, key: MessageKey) -> list[str]:
    """The messages (their ts, in order) that open or continue the same question as this one."""
    question = question_of(tx, key)
    if question is None:
        return [key[1]]
    at = links.c
    return list(
        tx.execute(
            sa.select(at.ts)
            .where(
                at.channel == key[0],
                at.question == question,
                at.what.in_(("opens", "continues")),
            )
            .order_by(at.micros)
        ).scalars()
    )


def questions_of(tx: sa.Connection, channel: str, parts: Collection[str]) -> set[str]:
    """The questions that these messages open or continue."""
    at = links.c
    found: set[str] = set()
    for some in _portions(sorted(parts)):
        found |= set(
            tx.execute(
                sa.select(at.question).where(
                    at.channel == channel, at.ts.in_(some), at.what.in_(("opens", "continues"))
                )
            ).scalars()
        )
    return found


def tell(tx: sa.Connection, link: Link) -> None:
    """What a channel's newest link says of its question."""
    if link.response_to is not None and link.response_ts != link.ts:
        settle(tx, link.channel, [link.response_to])  # it points at an earlier answer
    elif link.response_to is not None and link.response_ts and link.response_user:
        _answered(
            tx,
            (link.channel, link.response_to),
            FirstResponse(link.response_ts, link.response_user, "linked", link.why),
        )
    if link.solved:
        at = questions.c
        tx.execute(
            sa.update(questions)
            .where(at.channel == link.channel, at.ts == link.question, at.solved_micros.is_(None))
            .values(solved_micros=micros_of(link.ts))
        )


def replied(tx: sa.Connection, message: Message) -> None:
    """A person's reply, the newest of its thread: it may be the first response."""
    if message.thread_ts is None or message.author is None:
        return
    question = question_of(tx, (message.channel, message.thread_ts))
    if question is not None:
        response = FirstResponse(message.ts, message.author, "thread")
        _answered(tx, (message.channel, question), response)


def _answered(tx: sa.Connection, key: MessageKey, response: FirstResponse) -> None:
    at = questions.c
    tx.execute(
        sa.update(questions)
        .where(
            at.channel == key[0],
            at.ts == key[1],
            at.response_ts.is_(None),
            at.asker != response.user,
        )
        .values(_columns(response))
    )


def _columns(response: FirstResponse | None) -> dict[str, Any]:
    return {
        "response_ts": response.ts if response else None,
        "response_micros": micros_of(response.ts) if response else None,
        "response_user": response.user if response else None,
        "response_how": response.how if response else None,
        "response_why": response.why if response else "",
    }


def settle(tx: sa.Connection, channel: str, asked: Collection[str] | None = None) -> None:
    """Find anew who answered these questions first (all of the channel's by default).

    The earliest of: a person's reply, other than the asker's, in the thread of any message
    of the asker's burst; and a linked message.
    """
    found: dict[str, FirstResponse] = {}
    wanted: Iterable[Sequence[str] | None] = (
        [None] if asked is None else list(_portions(sorted(asked)))
    )
    for some in wanted:
        for question, response in _candidates(tx, channel, some):
            known = found.get(question)
            if known is None or micros_of(response.ts) < micros_of(known.ts):
                found[question] = response
    _write(tx, channel, found, asked)
    _solve(tx, channel, asked)


def _candidates(
    tx: sa.Connection, channel: str, some: Sequence[str] | None
) -> Iterable[tuple[str, FirstResponse]]:
    at, asked, said = links.c, questions.c, messages.alias("said")
    of_them = [at.channel == channel] + ([] if some is None else [at.question.in_(some)])
    its_question = sa.and_(asked.channel == at.channel, asked.ts == at.question)
    linked = (
        sa.select(at.response_to, at.response_ts, at.response_user, at.why)
        .join(questions, sa.and_(asked.channel == at.channel, asked.ts == at.response_to))
        .where(at.channel == channel, at.response_user != asked.asker)
        .where(*([] if some is None else [at.response_to.in_(some)]))
    )
    for question, ts, user, why in tx.execute(linked):
        yield question, FirstResponse(ts, user, "linked", why)
    is_bot = sa.func.coalesce(members.c.is_bot, sa.false())
    replied = (
        sa.select(at.question, said.c.ts, said.c.author)
        .select_from(links)
        .join(questions, its_question)
        .join(said, sa.and_(said.c.channel == at.channel, said.c.thread_ts == at.ts))
        .outerjoin(members, members.c.id == said.c.author)
        .where(
            *of_them,
            at.what.in_(("opens", "continues")),
            said.c.ts != at.ts,
            said.c.is_talk,
            said.c.author != asked.asker,
            said.c.micros > asked.micros,
            is_bot.is_(sa.false()),
        )
        .order_by(said.c.micros)
    )
    seen: set[str] = set()
    for question, ts, user in tx.execute(replied):
        if question not in seen:
            seen.add(question)
            yield question, FirstResponse(ts, user, "thread")


def _write(
    tx: sa.Connection,
    channel: str,
    found: dict[str, FirstResponse],
    asked: Collection[str] | None,
) -> None:
    at = questions.c
    nothing = _columns(None) | {"solved_micros": None}
    portions: Iterable[Sequence[str] | None] = [None] if asked is None else _portions(sorted(asked))
    for some in portions:
        which = [at.channel == channel, *([] if some is None else [at.ts.in_(some)])]
        tx.execute(sa.update(questions).where(*which).values(nothing))
    if found:
        here = sa.and_(at.channel == channel, at.ts == sa.bindparam("question"))
        columns: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in _columns(None)}
        tx.execute(
            sa.update(questions).where(here).values(columns),
            [
                {"question": question}
                | {f"new_{name}": value for name, value in _columns(first).items()}
                for question, first in found.items()
            ],
        )


def _solve(tx: sa.Connection, channel: str, asked: Collection[str] | None) -> None:
    """When each question was first said to be solved."""
    at = links.c
    portions: Iterable[Sequence[str] | None] = [None] if asked is None else _portions(sorted(asked))
    solved: list[dict[str, Any]] = []
    for some in portions:
        rows = tx.execute(
            sa.select(at.question, sa.func.min(at.micros))
            .where(
                at.channel == channel, at.solved, *([] if some is None else [at.question.in_(some)])
            )
            .group_by(at.question)
        )
        solved += [{"question": question, "moment": micros} for question, micros in rows]
    # ✅ by the asker or a helper; the earlier of both counts.
    said = decisions.c
    for ts, micros in tx.execute(
        sa.select(said.ts, said.value).where(said.channel == channel, said.about == "solved")
    ):
        if asked is None or ts in asked:
            earlier = [one["moment"] for one in solved if one["question"] == ts]
            solved.append({"question": ts, "moment": min([int(micros), *earlier])})
    if solved:
        here = sa.and_(questions.c.channel == channel, questions.c.ts == sa.bindparam("question"))
        tx.execute(
            sa.update(questions).where(here).values(solved_micros=sa.bindparam("moment")), solved
        )


def _portions(values: Sequence[str]) -> Iterable[Sequence[str]]:
    for start in range(0, len(values), SOME):
        yield values[start : start + SOME]


def _row(link: Link) -> dict[str, object]:
    row = {column.name: getattr(link, column.name, None) for column in links.columns}
    return row | {"micros": micros_of(link.ts)}


def _record(row: Any) -> Link:
    values = row._asdict()
    del values["micros"]
    return Link(**values)
