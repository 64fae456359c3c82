"""The page, in a real Chromium, against a real sandbox: what a person does and sees."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, async_playwright, expect
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox

Connect = Callable[[AsyncApp], Awaitable[Any]]
Json = dict[str, Any]
Open = Callable[..., Awaitable[Page]]

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no chromium, chromium-browser or google-chrome on the PATH"
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 5_000  # ms


@pytest_asyncio.fixture
async def open_page(sandbox: Sandbox) -> AsyncIterator[Open]:
    """Opens the page as somebody; what goes wrong in its scripts fails the test."""
    troubles: list[str] = []
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)

        async def opened(person: str = "asha", hash: str = "", width: int = 1400) -> Page:
            page = await browser.new_page(viewport={"width": width, "height": 800})
            page.set_default_timeout(PATIENCE)
            page.on("pageerror", lambda error: troubles.append(str(error)))
            # Pictures of foreign addresses are not fetched in a test.
            await page.route(lambda url: not url.startswith(sandbox.url), lambda r: r.abort())
            await page.goto(f"{sandbox.url}/?as={sandbox.slack.user_id(person)}{hash}")
            await page.locator("body[data-ready]").wait_for()
            return page

        yield opened
        await browser.close()
    assert troubles == []


def by(where: Page | Locator, test: str, /, **data: str) -> Locator:
    """What has this data-test, and these other data- attributes."""
    more = "".join(f'[data-{key.replace("_", "-")}="{value}"]' for key, value in data.items())
    return where.locator(f"[data-test={test}]{more}")


async def send(page: Page, text: str, box: str = "composer", button: str = "send") -> None:
    await by(page, box).fill(text)
    await by(page, button).click()


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


async def test_messages_threads_and_reactions(open_page: Open, sandbox: Sandbox) -> None:
    asha = await open_page("asha")
    await expect(by(asha, "app-state")).to_have_text("not connected")
    await by(asha, "composer").fill("Why does my *pool* stay in Unknown?")
    await asha.keyboard.press("Enter")
    said = by(asha, "message").filter(has_text="stay in Unknown")
    await expect(said.locator("strong")).to_have_text("pool")
    await expect(by(said, "author")).to_have_text("Asha Rao")
    ts = await said.get_attribute("data-ts") or ""
    said = by(asha.get_by_role("main"), "message", ts=ts)

    # Somebody else answers in the thread, on another page, and Asha sees it by herself.
    kofi = await open_page("kofi", f"#/c/{sandbox.slack.channel_id('openebs')}/t/{ts}")
    await send(kofi, "Is the io-engine pod running?", "thread-composer", "thread-send")
    await expect(by(said, "thread-open")).to_contain_text("1 reply")
    await by(said, "thread-open").click()
    await expect(by(by(asha, "thread"), "message").last).to_contain_text("io-engine pod")
    await by(asha, "thread-broadcast").check()
    await send(asha, "It is :+1:", "thread-composer", "thread-send")
    await expect(by(asha, "message").filter(has_text="It is")).to_have_count(2)

    # A reaction from the picker, taken back by its chip; then the message is edited.
    await said.hover()
    await by(said, "reaction-add").click()
    await by(asha, "emoji-search").fill("tada")
    await by(asha, "emoji-choice", name="tada").click()
    await expect(by(said, "reaction", name="tada")).to_have_text("🎉1")
    await by(said, "reaction", name="tada").click()
    await expect(by(said, "reaction")).to_have_count(0)
    await said.hover()
    await by(said, "menu-open").click()
    await by(asha, "menu-edit").click()
    await by(asha, "edit-field").fill("Why does my pool stay in Unknown after a reboot?")
    await by(asha, "edit-save").click()
    await expect(by(said, "edited")).to_be_visible()

    # A channel one does not look at is marked as unread.
    await sandbox.slack.say("kofi", "openebs-dev", "Release call at three")
    await expect(by(asha, "channel-openebs-dev")).to_have_class("place unread")
    await by(asha, "channel-openebs-dev").click()
    await expect(by(asha, "message")).to_contain_text("Release call")
    await expect(by(asha, "channel-openebs-dev")).to_have_class("place current")


def report() -> Json:
    title = {"type": "plain_text_input", "action_id": "text", "initial_value": "PVC Pending"}
    body = {"type": "plain_text_input", "action_id": "text", "multiline": True}
    kinds = [{"text": plain(kind), "value": kind.lower()} for kind in ("Bug", "Feature")]
    kind = {"type": "static_select", "action_id": "kind", "options": kinds}
    return {
        "type": "modal",
        "callback_id": "report",
        "title": plain("File as issue"),
        "submit": plain("File it"),
        "blocks": [
            {"type": "input", "block_id": "title", "label": plain("Title"), "element": title},
            {"type": "input", "block_id": "body", "label": plain("Body"), "element": body},
            {"type": "input", "block_id": "kind", "label": plain("Kind"), "element": kind},
        ],
    }


async def test_an_offer_only_the_reporter_sees_leads_to_a_modal(
    open_page: Open, sandbox: Sandbox, app: AsyncApp, connect: Connect, client: AsyncWebClient
) -> None:
    filed: list[Json] = []

    @app.action("edit")
    async def edit(ack: AsyncAck, body: Json) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=report())

    @app.shortcut("file_as_issue")
    async def shortcut(ack: AsyncAck, body: Json) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=report())

    @app.view("report")
    async def submitted(ack: AsyncAck, view: Json) -> None:
        values = view["state"]["values"]
        if "bad" in values["title"]["text"]["value"]:
            await ack(response_action="errors", errors={"title": "Say what is wrong."})
            return
        filed.append(values)
        await ack()

    await connect(app)
    channel = sandbox.slack.channel_id("openebs")
    ts = await sandbox.slack.say("asha", "openebs", "PVC stays Pending after the upgrade")
    button = {"type": "button", "action_id": "edit", "text": plain("Edit"), "style": "primary"}
    await client.chat_postEphemeral(
        channel=channel,
        user=sandbox.slack.user_id("asha"),
        text="Shall I file it?",
        blocks=[
            {"type": "section", "text": {"type": "mrkdwn", "text": "Shall I *file* it?"}},
            {"type": "actions", "elements": [button]},
        ],
    )
    noor = await open_page("noor")
    await expect(by(noor, "message", ts=ts)).to_be_visible()
    await expect(by(noor, "ephemeral")).to_have_count(0)
    page = await open_page("asha")
    await expect(by(page, "app-state", connected="true")).to_be_attached()
    offer = by(page, "ephemeral")
    await expect(offer).to_contain_text("Only visible to you")
    await by(offer, "block-action", action_id="edit").click()

    # The page asks for what is missing, the app for what is wrong; then the form is gone.
    modal = by(page, "modal")
    await expect(by(modal, "modal-title")).to_have_text("File as issue")
    await by(modal, "modal-input", block_id="title").locator("input").fill("bad")
    await by(modal, "modal-submit").click()
    missing = by(by(modal, "modal-input", block_id="body"), "input-error")
    await expect(missing).to_contain_text("required")
    await by(modal, "modal-input", block_id="body").locator("textarea").fill("Since 2.10.1")
    await by(modal, "modal-input", block_id="kind").locator("select").select_option("bug")
    await by(modal, "modal-submit").click()
    wrong = by(by(modal, "modal-input", block_id="title"), "input-error")
    await expect(wrong).to_have_text("Say what is wrong.")
    assert filed == []
    body = by(modal, "modal-input", block_id="body").locator("textarea")
    await expect(body).to_have_value("Since 2.10.1")
    await by(modal, "modal-input", block_id="title").locator("input").fill("PVC stays Pending")
    await by(modal, "modal-submit").click()
    await expect(modal).to_be_hidden()
    assert filed[0]["kind"]["kind"]["selected_option"]["value"] == "bug"
    assert filed[0]["body"]["text"]["value"] == "Since 2.10.1"

    # The same from the message's menu; Escape closes it.
    message = by(page, "message", ts=ts)
    await message.hover()
    await by(message, "menu-open").click()
    await by(page, "shortcut", callback_id="file_as_issue").click()
    await expect(modal).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(modal).to_be_hidden()
    assert sandbox.slack.open_views("asha") == []


async def test_home_and_commands(
    open_page: Open, sandbox: Sandbox, app: AsyncApp, connect: Connect, client: AsyncWebClient
) -> None:
    pressed: list[str] = []

    @app.event("app_home_opened")
    async def opened(event: Json) -> None:
        take = {"type": "button", "action_id": "take", "text": plain("Take it"), "value": "7"}
        blocks = [
            {"type": "header", "text": plain("Waiting :eyes:")},
            {"type": "section", "text": plain("A question"), "accessory": take},
        ]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.action("take")
    async def take(ack: AsyncAck, body: Json) -> None:
        pressed.append(body["actions"][0]["value"])
        await ack()

    @app.command("/burley")
    async def command(ack: AsyncAck, command: Json) -> None:
        await ack(f"You said {command['text']}")

    await connect(app)
    page = await open_page("ines")
    await by(page, "home-open").click()
    await expect(by(page, "home")).to_contain_text("Waiting 👀")
    await by(by(page, "home"), "block-action", action_id="take").click()
    await by(page, "channel-openebs").click()
    assert pressed == ["7"]
    await by(page, "composer").type("/bur")
    await expect(by(page, "completion")).to_contain_text("/burley")
    await page.keyboard.press("Tab")
    await page.keyboard.type("digest preview")
    await page.keyboard.press("Enter")
    await expect(by(page, "ephemeral")).to_contain_text("You said digest preview")


async def test_an_issue_is_commented_closed_and_reopened(open_page: Open, sandbox: Sandbox) -> None:
    issue = await sandbox.github.open("openebs/zfs-localpv", "PVC Pending", "- [x] **done**\n- two")
    page = await open_page("kofi")
    await by(page, "repository", repository="openebs/zfs-localpv").click()
    await by(
        page, "github-issue", repository="openebs/zfs-localpv", number=str(issue.number)
    ).click()
    shown = by(page, "issue")
    await expect(by(shown, "issue-title")).to_have_text("PVC Pending")
    await expect(by(shown, "issue-body").locator("li").first).to_have_text("done")
    await by(shown, "issue-comment-field").fill("Fixed in #1")
    await by(shown, "issue-comment").click()
    await expect(by(shown, "issue-comment-text")).to_contain_text("Fixed in #1")
    await by(shown, "issue-close").click()
    await expect(by(shown, "issue-state")).to_have_text("Closed as completed")
    await by(shown, "issue-reopen").click()
    await expect(by(shown, "issue-state")).to_have_text("Open")
    await by(shown, "issue-close-menu").click()
    await by(page, "issue-close-not-planned").click()
    await expect(by(shown, "issue-state")).to_have_text("Closed as not planned")
    assert (issue.state, issue.state_reason) == ("closed", "not_planned")
    # GitHub's own links lead to the same place.
    await page.goto(f"{sandbox.url}/github.example/openebs/zfs-localpv/issues/{issue.number}")
    await expect(by(page, "issue", number=str(issue.number))).to_be_visible()


HOSTILE = [
    "<script>window.hacked = 1</script>",
    "<img src=x onerror=window.hacked=1>",
    '"><svg onload=window.hacked=1>',
    "<a href='javascript:window.hacked=1'>x</a>",
    "[x](javascript:window.hacked=1) ![x](javascript:window.hacked=1)",
    "<javascript:window.hacked=1|x> <data:text/html,<script>window.hacked=1</script>|x>",
    "&lt;img src=x onerror=window.hacked=1&gt; &amp;lt;script&amp;gt;",
    "```<iframe srcdoc='<script>parent.hacked=1</script>'>```",
    "*<b onclick=window.hacked=1>* _<style>*{display:none}</style>_",
    "<!date^1^{date}^javascript:window.hacked=1|x> <@<script>> <#C1|<img>>",
    "<details><summary><img src=x onerror=window.hacked=1></summary></details>",
    ":tada: </div></article><base href=//x.example> ‮ __proto__ constructor",
]
UNSAFE = """() => {
  const foreign = "script, iframe, object, embed, style, base, form:not(.modal-form), b, svg:not(.icon, .mule)";
  const found = [...document.body.querySelectorAll(foreign)].filter((n) => !n.matches(".composer-hint b"));
  for (const node of document.body.querySelectorAll("*"))
    for (const { name, value } of node.attributes)
      if (/^on|^srcdoc$/.test(name) || /^\\s*(javascript|data|vbscript):/i.test(value)) found.push(node);
  return [window.hacked ?? null, found.map((node) => node.outerHTML.slice(0, 200))];
}"""  # noqa: E501


async def test_markup_cannot_inject_html(
    open_page: Open, sandbox: Sandbox, client: AsyncWebClient, openebs: str
) -> None:
    for text in HOSTILE:
        await sandbox.slack.say("noor", "openebs", text)
        rich = {"type": "link", "url": "javascript:window.hacked=1", "text": text}
        parts = [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}, rich]}]
        await client.chat_postMessage(
            channel=openebs,
            text=text,
            blocks=[
                {"type": "header", "text": plain(text[:150])},
                {"type": "section", "text": {"type": "mrkdwn", "text": text}},
                {"type": "context", "elements": [plain(text)]},
                {"type": "markdown", "text": text},
                {"type": "rich_text", "elements": parts},
                {"type": "image", "image_url": "https://x.example/x.png", "alt_text": text},
            ],
            attachments=[{"text": text, "title": text, "title_link": "javascript:hacked=1"}],
        )
    everything = "\n\n".join(HOSTILE)
    issue = await sandbox.github.open("openebs/openebs", HOSTILE[1], everything, labels=HOSTILE[:2])
    await sandbox.github.comment(issue, everything)
    page = await open_page("asha", f"#/github/openebs/openebs/{issue.number}")
    await expect(by(page, "message").last).to_be_visible()
    await expect(by(page, "issue-comment-text")).to_contain_text("<img src=x onerror")
    assert await by(page, "message").count() == 2 * len(HOSTILE)
    for text in HOSTILE[:5]:  # a person sees what was typed
        await expect(by(page, "message-text").filter(has_text=text).first).to_be_attached()
    assert await page.evaluate(UNSAFE) == [None, []]


async def test_a_phone_shows_one_pane_at_a_time(open_page: Open, sandbox: Sandbox) -> None:
    ts = await sandbox.slack.say("kofi", "openebs", "One long word: " + "pool" * 200)
    await sandbox.slack.say("asha", "openebs", "A reply", ts)
    page = await open_page("noor", width=360)
    panes = page.locator(".panes > :visible")
    await expect(panes).to_have_class("main")
    await by(page, "thread-open").click()
    await expect(panes).to_have_class("thread")
    await by(page, "thread-close").click()
    await expect(panes).to_have_class("main")
    await by(page, "bar-github").click()
    await expect(panes).to_have_class("github")
    await by(page, "bar-channels").click()
    await expect(panes).to_have_class("sidebar")
    await by(page, "channel-openebs-dev").click()
    await expect(panes).to_have_class("main")
    await expect(by(page, "channel-title")).to_have_text("openebs-dev")
    await by(page, "channel-openebs-dev").wait_for(state="hidden")
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
