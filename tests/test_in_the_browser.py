"""A newcomer's first five minutes, in a real browser on the sandbox's page.

BURLEY_SCREENSHOTS=FOLDER keeps a picture of every step, to be looked at.
"""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

import app
from tests.support import chromium
from tests.support.community import Community, living

pytestmark = pytest.mark.skipif(
    chromium.found() is None, reason="no Chromium here: apt install chromium"
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]


@pytest.fixture
async def community(sqlite_url: str) -> AsyncIterator[Community]:
    async with living(sqlite_url) as community:
        app.offer_moments(community.sandbox, community.burley)
        yield community


@pytest.fixture(params=[(1400, 900), (390, 800)], ids=["desktop", "phone"])
async def page(community: Community, request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    width, height = request.param
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium.found(), args=FLAGS)
        page = await browser.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(20_000)
        expect.set_options(timeout=20_000)
        yield page
        await browser.close()


async def test_the_five_steps(community: Community, page: Page) -> None:
    # A newcomer asks; the clock runs.
    await be("U0NOOR0001", community, page)
    await say(page, "Why does my Mayastor pool stay in Unknown after a node reboot?")
    await expect(part(page, "message").filter(has_text="stay in Unknown")).to_be_visible()
    await community.settled()
    await say(page, "/burley questions")
    await expect(told(page, "1 question waits for an answer")).to_be_visible()
    await picture(page, "1-question")

    # A helper answers in the thread; it stops.
    await be("U0KOFI0001", community, page)
    question = part(page, "message").filter(has_text="stay in Unknown")
    await question.hover()
    await part(question, "reply").click()
    await part(page, "thread-composer").fill("Is the io-engine pod up on that node?")
    await part(page, "thread-send").click()
    await expect(part(page, "thread")).to_contain_text("Is the io-engine pod up")
    await part(page, "thread-close").click()
    await community.settled()
    await say(page, "/burley questions")
    await expect(told(page, "Nobody is waiting")).to_be_visible()
    await picture(page, "2-answered")

    # Somebody reports; nothing is public before they confirm.
    await be("U0ASHA0001", community, page)
    await say(page, "zfs-localpv 2.10.1: PVC stays Pending after upgrade, steps: create a PVC")
    await expect(told(page, "Shall I carry it there?")).to_be_visible()
    await picture(page, "3-offer")
    assert community.issues == []
    await page.locator('[data-action-id="report_edit"]').last.click()
    await expect(part(page, "modal-title")).to_have_text("File a report")
    await picture(page, "4-dialog")
    await part(page, "modal-submit").click()
    report = part(page, "message").filter(has_text="zfs-localpv 2.10.1").first
    await part(report, "thread-open").click()
    await expect(part(page, "thread")).to_contain_text("openebs/zfs-localpv#1")
    await picture(page, "5-filed")

    # A maintainer closes the issue; the thread hears of it.
    await page.goto(f"{community.sandbox.url}/?as=U0ASHA0001#/github/openebs/zfs-localpv/1")
    await expect(part(page, "issue-title")).to_contain_text("PVC stays Pending after upgrade")
    await expect(part(page, "issue-body")).to_contain_text("Reported in Slack")
    await part(page, "issue-close").click()
    await be("U0ASHA0001", community, page)
    await part(report, "thread-open").click()
    await expect(part(page, "thread")).to_contain_text("was closed as completed")
    await picture(page, "6-closed")

    # The week's digest: a preview for oneself, then the scheduled one in its channel.
    await be("U0INES0001", community, page)
    await say(page, "/burley digest preview")
    await expect(told(page, "week")).to_be_visible()
    await picture(page, "7-preview")
    if await part(page, "tools-toggle").is_visible():
        await part(page, "tools-toggle").click()
    await page.locator('[data-test="moment"][data-name="next digest"]').click()
    await page.goto(f"{community.sandbox.url}/?as=U0INES0001#/c/C0DIGEST01")
    await expect(part(page, "message").filter(has_text="Posting members")).to_be_visible()
    await picture(page, "8-digest")


async def test_app_home_shows_who_waits(community: Community, page: Page) -> None:
    await community.say("How do I resize a ZFS volume?")
    await page.goto(f"{community.sandbox.url}/?as=U0INES0001#/home")
    await expect(part(page, "home")).to_contain_text("1 question waits")
    await picture(page, "9-home")


async def be(user: str, community: Community, page: Page) -> None:
    """Look at #openebs as somebody."""
    await page.goto("about:blank")
    await page.goto(f"{community.sandbox.url}/?as={user}#/c/C0OPENEBS1")
    await page.locator("body[data-ready]").wait_for()


async def say(page: Page, text: str) -> None:
    await part(page, "composer").fill(text)
    await part(page, "send").click()
    await expect(part(page, "composer")).to_have_value(re.compile(r"^\s*$"))


def part(where: Page | Locator, name: str) -> Locator:
    return where.locator(f'[data-test="{name}"]')


def told(page: Page, text: str) -> Locator:
    return part(page, "ephemeral").filter(has_text=text).last


async def picture(page: Page, name: str) -> None:
    folder = os.environ.get("BURLEY_SCREENSHOTS")
    if not folder:
        return
    size = page.viewport_size
    assert size is not None
    await page.wait_for_timeout(300)
    await page.screenshot(path=Path(folder) / f"{name}-{size['width']}.png")
