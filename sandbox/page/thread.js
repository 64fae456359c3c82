// Right: one thread, its replies and its own message box.

import { conversation, markThreadSeen, reach } from "./conversations.js";
import { Composer } from "./composer.js";
import { el, reconcile } from "./dom.js";
import { isGrouped, item, tabToNewest, walk } from "./messages.js";
import { place } from "./route.js";
import { channelOf, on, store } from "./store.js";

let composer = null;
let shown = null; // channel/ts on the screen

const pane = () => document.getElementById("thread");
const box = () => document.getElementById("thread-scroll");
const list = () => document.getElementById("thread-list");

export function startThread() {
  composer = new Composer(document.getElementById("thread-composer"), { thread: true });
  list().addEventListener("keydown", walk);
  on("messages", (channel) => place.thread && channel === place.main?.id && drawThread());
  on("focus-thread", () => requestAnimationFrame(() => composer.focus()));
}

/** Show the thread of the place, or nothing. */
export async function showThread() {
  pane().hidden = !place.thread;
  document.body.classList.toggle("with-thread", Boolean(place.thread));
  if (!place.thread || place.main?.kind !== "channel") {
    shown = null;
    empty();
    return;
  }
  const channel = place.main.id;
  const key = `${store.as}/${channel}/${place.thread}`;
  if (key === shown) return;
  shown = key;
  empty();
  composer.moveTo(channel, place.thread);
  document.getElementById("thread-channel").textContent = `#${channelOf(channel)?.name ?? ""}`;
  document.getElementById("thread-close").href = `#/c/${channel}`;
  drawThread(true);
  await reach(channel, place.thread);
  drawThread(true);
}

function empty() {
  list().replaceChildren();
  list().made = undefined;
}

function drawThread(opened = false) {
  const { thread } = place;
  const channel = place.main.id;
  const known = conversation(channel);
  const root = known.root(thread);
  const replies = known.replies(thread);
  const atEnd = opened || box().scrollHeight - box().scrollTop - box().clientHeight < 90;
  const items = [];
  if (root) items.push(item(root, { channel, inThread: true, isRoot: true }));
  else if (known.fetched)
    items.push({
      key: "gone",
      signature: "",
      make: () => el("p", { class: "muted thread-gone" }, "The first message of this thread is not here."),
    });
  if (replies.length) {
    const words = replies.length === 1 ? "1 reply" : `${replies.length} replies`;
    items.push({
      key: "count",
      signature: words,
      make: () => el("div", { class: "thread-count", role: "separator" }, el("span", {}, words)),
    });
  }
  let before = null;
  for (const reply of replies) {
    items.push(item(reply, { channel, inThread: true, grouped: isGrouped(before, reply) }));
    before = reply;
  }
  reconcile(list(), items);
  tabToNewest(list());
  if (atEnd) box().scrollTop = box().scrollHeight;
  markThreadSeen(channel, thread);
}
