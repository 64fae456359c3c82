// The middle: a channel's messages with day lines, kept in place while one reads further up.

import {
  conversation,
  fetchOlder,
  keyOf,
  markRead,
  reach,
  readUpTo,
  refresh,
  threadHasNews,
  trim,
} from "./conversations.js";
import { el, icon, reconcile } from "./dom.js";
import { messageNode } from "./message.js";
import { isEdited } from "./message_acts.js";
import { channelShown, place } from "./route.js";
import { channelOf, on, store } from "./store.js";
import { ago, dateOf, dayKey, dayName } from "./time.js";

const GROUP_SECONDS = 300;
const NEAR = 90; // px from the end that still count as reading the newest

let shown = null; // channel on the screen
let newLine = null; // ts after which messages are new, fixed when the channel was opened
let atEnd = true;
let last = { top: 0, height: 0, client: 0 }; // how the list stood at the last scroll
let anchor = null; // the first message on the screen while one reads further up

const box = () => document.getElementById("messages");
const list = () => document.getElementById("message-list");

export function startMessages() {
  box().addEventListener("scroll", scrolled, { passive: true });
  const resized = new ResizeObserver(stay);
  resized.observe(list());
  resized.observe(box());
  document.getElementById("to-end").addEventListener("click", () => toEnd());
  list().addEventListener("keydown", walk);
  on("messages", (channel) => channel === shown && drawMessages());
  window.addEventListener("focus", () => seeChannel());
}

/** Show the channel of the place; called whenever the place changed. */
export async function showChannel() {
  const channel = channelShown();
  if (!channel) {
    shown = null;
    return;
  }
  if (channel !== shown) {
    shown = channel;
    newLine = readUpTo(channel);
    atEnd = true;
    list().replaceChildren();
    list().made = undefined;
    drawMessages();
    await refresh(channel);
  }
  drawHead();
  if (place.target) await showTarget(channel, place.target);
}

export function forgetShown() {
  shown = null;
}

async function showTarget(channel, ts) {
  await reach(channel, ts);
  const said = conversation(channel).root(ts);
  if (said?.thread_ts && said.thread_ts !== ts) {
    location.replace(`#/c/${channel}/t/${said.thread_ts}`);
    return;
  }
  const node = list().querySelector(`[data-ts="${CSS.escape(ts)}"]`);
  if (!node) return;
  atEnd = false;
  node.scrollIntoView({ block: "center" });
  anchor = firstVisible();
  node.classList.add("flash");
  node.focus({ preventScroll: true });
}

export function drawHead() {
  const channel = channelOf(channelShown());
  if (!channel) return;
  const head = document.getElementById("main-head");
  head.querySelector(".head-title").replaceChildren(icon("hash"), el("span", {}, channel.name));
  head.querySelector(".head-sub").textContent = channel.topic || channel.purpose || "";
}

export function drawMessages() {
  if (!shown) return;
  const known = conversation(shown);
  if (atEnd) trim(shown);
  reconcile(list(), items(known));
  tabToNewest(list());
  document.getElementById("loading").hidden = known.fetched;
  document.getElementById("older").hidden = !known.hasMore;
  stay();
  seeChannel();
  if (known.fetched) fillScreen(known);
}

/** Long threads may leave little for the channel itself: fetch until it can be scrolled. */
function fillScreen(known) {
  if (known.hasMore && box().scrollHeight <= box().clientHeight + 40)
    setTimeout(() => fetchOlder(known.channel), 0);
}

function items(known) {
  const made = [];
  const channel = known.channel;
  let before = null;
  let lined = false;
  if (known.fetched && !known.hasMore) made.push(beginning(channel, known.main.length === 0));
  for (const message of known.main) {
    const date = dateOf(message.ts);
    if (!before || dayKey(dateOf(before.ts)) !== dayKey(date)) {
      made.push(dayLine(date));
      before = null;
    }
    if (newLine && !lined && message.ts > newLine && message.user !== store.as && !message.ephemeral) {
      lined = true;
      made.push({
        key: "new-line",
        signature: "",
        make: () =>
          el("div", { class: "new-line", role: "separator", "data-test": "new-line" }, el("span", {}, "New")),
      });
      before = null;
    }
    made.push(item(message, { channel, grouped: isGrouped(before, message) }));
    before = message;
  }
  return made;
}

export function isGrouped(before, message) {
  if (!before || message.subtype || before.subtype || message.ephemeral || before.ephemeral) return false;
  const same =
    (before.user ?? before.bot_id) === (message.user ?? message.bot_id) &&
    before.username === message.username;
  return same && Number(message.ts) - Number(before.ts) < GROUP_SECONDS;
}

export function item(message, where) {
  const { channel } = where;
  const replies = conversation(channel).replies(message.ts);
  const signature = JSON.stringify([
    message,
    where,
    store.as,
    store.generation,
    isEdited(message, where),
    replies.map(keyOf),
    threadHasNews(channel, message.ts),
    message.latest_reply && ago(dateOf(message.latest_reply)),
  ]);
  return { key: keyOf(message), signature, make: () => messageNode(message, where) };
}

function dayLine(date) {
  const name = dayName(date);
  return {
    key: `day-${dayKey(date)}`,
    signature: name,
    make: () => el("div", { class: "day-line", role: "separator", "aria-label": name }, el("span", {}, name)),
  };
}

function beginning(channel, empty) {
  const info = channelOf(channel);
  return {
    key: "beginning",
    signature: JSON.stringify([info, empty]),
    make: () =>
      el(
        "div",
        { class: "beginning" },
        el("h2", {}, icon("hash"), info?.name ?? channel),
        el(
          "p",
          { class: "muted" },
          info?.purpose ? `${info.purpose}. ` : "",
          empty
            ? "Nothing has been said here yet. Write the first message below."
            : "This is where the channel begins.",
        ),
      ),
  };
}

function scrolled() {
  const view = box();
  // Only a person who goes up leaves the end; a list that grows or shrinks does not.
  const moved = view.scrollHeight !== last.height || view.clientHeight !== last.client;
  if (view.scrollHeight - view.scrollTop - view.clientHeight < NEAR) atEnd = true;
  else if (!moved && view.scrollTop < last.top - 1) atEnd = false;
  else if (atEnd) toEnd();
  remember();
  anchor = atEnd ? null : firstVisible();
  if (view.scrollTop < 300 && shown) fetchOlder(shown);
  seeChannel();
}

function toEnd() {
  box().scrollTop = box().scrollHeight;
  atEnd = true;
  remember();
  drawToEnd();
}

/** What stands at the end of the screen has been read. */
function seeChannel() {
  if (shown && atEnd && !document.hidden && channelShown() === shown && conversation(shown).fetched)
    markRead(shown);
  drawToEnd();
}

function drawToEnd() {
  const button = document.getElementById("to-end");
  button.hidden = atEnd;
  const newest = shown && conversation(shown).main.at(-1);
  button.classList.toggle("has-news", Boolean(newest && readUpTo(shown) && newest.ts > readUpTo(shown)));
}

function firstVisible() {
  const top = box().getBoundingClientRect().top;
  for (const node of list().children) {
    const at = node.getBoundingClientRect();
    if (at.bottom > top && node.dataset.ts) return { ts: node.dataset.ts, offset: at.top };
  }
  return null;
}

/** Keep what one reads where it is, whatever grew or shrank. */
function stay() {
  if (atEnd) return toEnd();
  const node = anchor && list().querySelector(`[data-ts="${CSS.escape(anchor.ts)}"]`);
  if (node) box().scrollTop += node.getBoundingClientRect().top - anchor.offset;
  remember();
}

function remember() {
  last = { top: box().scrollTop, height: box().scrollHeight, client: box().clientHeight };
}

/** One message of a list can be tabbed to: the newest. */
export function tabToNewest(messages) {
  for (const node of messages.querySelectorAll(':scope > .message[tabindex="0"]')) node.tabIndex = -1;
  const newest = [...messages.children].findLast((node) => node.classList.contains("message"));
  if (newest) newest.tabIndex = 0;
}

/** Arrow keys walk from message to message. */
export function walk(event) {
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  const here = event.target.closest?.(".message");
  if (!step || event.target !== here) return;
  let next = here[step];
  while (next && !next.classList.contains("message")) next = next[step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
