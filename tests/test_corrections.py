"""People correct Burley: it counts at once, is kept, and teaches."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.questions import replies
from bot.triage import dialogs
from bot.triage import replies as report_replies
from handlers.slack import corrections
from storage import learning, questions, trackers
from tests.support.community import Community, living, words

REPORT = "zfs-localpv 2.10.1: PVC stays Pending after upgrade, steps: create a PVC"


@pytest.fixture
async def community(sqlite_url: str) -> AsyncIterator[Community]:
    async with living(sqlite_url) as community:
        yield community


async def home_of(community: Community, person: str) -> dict[str, Any]:
    await community.sandbox.slack.open_home(person)
    await community.settled()
    view = community.sandbox.slack.home(person)
    assert view is not None
    return view


async def say_it_is(community: Community, kind: str, by: str) -> None:
    """Choose from the menu beside the first question in App Home."""
    view = await home_of(community, by)
    menu = next(block["accessory"] for block in view["blocks"] if "accessory" in block)
    chosen = next(one for one in menu["options"] if one["value"].startswith(kind))
    await community.sandbox.slack.press(by, replies.IT_IS, home=True, selected_option=chosen)
    await community.settled()


async def test_not_a_question_takes_it_off_the_list_and_is_remembered(
    community: Community,
) -> None:
    await community.say("Who is coming to KubeCon? I have stickers!")
    assert "1 question waits" in words(await home_of(community, "ines"))
    await say_it_is(community, "chatter", by="ines")
    assert "Nobody is waiting" in words(await home_of(community, "ines"))
    [lesson] = await community.burley.database.read(learning.all_lessons)
    assert lesson.kind == "chatter"
    assert "stickers" not in str(lesson.features)


async def test_only_helpers_and_the_author_can_say_what_it_is(community: Community) -> None:
    await community.say("How do I resize a pool?", by="asha")
    await say_it_is(community, "chatter", by="noor")
    assert "1 question waits" in words(await home_of(community, "ines"))
    await say_it_is(community, "bug", by="asha")
    [found] = await community.burley.database.read(questions.waiting)
    assert found.kind == "bug"


async def test_not_a_report_is_a_correction(community: Community) -> None:
    await community.say(REPORT)
    await community.press(report_replies.NOT_A_REPORT)
    [lesson] = await community.burley.database.read(learning.all_lessons)
    assert lesson.kind in ("question", "chatter")


async def test_another_repository_is_a_correction(community: Community) -> None:
    said = await community.say(REPORT)
    await community.press(report_replies.EDIT)
    await community.choose(dialogs.MOVE, "openebs/openebs")
    await community.submit()
    assert [issue["repository"] for issue in community.issues] == ["openebs/openebs"]
    decided = await community.burley.database.read(
        lambda tx: questions.decided(tx, "C0OPENEBS1", "repository")
    )
    assert decided == {said: "openebs/openebs"}
    [lesson] = await community.burley.database.read(trackers.lessons)
    assert lesson.repository == "openebs/openebs"


async def test_a_helper_says_which_question_a_message_answers(community: Community) -> None:
    asked = await community.say("How do I resize a pool?", by="asha")
    await community.say("good morning all", by="noor")
    answer = await community.say("zpool online -e does it", by="kofi")
    await choose_question(community, answer, asked)
    [found] = await community.burley.database.read(questions.opened)
    assert found.first_response is not None
    assert (found.first_response.ts, found.first_response.how) == (answer, "linked")
    assert found.first_response.why == "a person said so"

    await choose_question(community, answer, replies.NO_QUESTION)
    [found] = await community.burley.database.read(questions.opened)
    assert found.first_response is None


async def choose_question(community: Community, message: str, question: str) -> None:
    slack = community.sandbox.slack
    await slack.shortcut("kofi", corrections.SHORTCUT, "openebs", message)
    await community.settled()
    view = slack.open_views("kofi")[-1]
    options = view["blocks"][0]["element"]["options"]
    chosen = next(one for one in options if one["value"] == question)
    value = {"type": "static_select", "selected_option": chosen}
    assert await slack.submit_view("kofi", view["id"], {"question": {"value": value}}) == {}
    await community.settled()


async def test_a_check_mark_by_the_asker_or_a_helper_says_solved(community: Community) -> None:
    asked = await community.say("How do I resize a pool?", by="asha")
    answer = await community.say("zpool online -e does it", by="noor", thread_ts=asked)
    for person, solved in (("noor", False), ("asha", True)):
        await community.sandbox.slack.react(person, "openebs", answer, "white_check_mark")
        await community.settled()
        [found] = await community.burley.database.read(questions.opened)
        assert (found.solved_at is not None) == solved
    assert found.first_response is not None
