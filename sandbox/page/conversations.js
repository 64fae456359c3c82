// The messages of the channels as far as they are loaded, and what of them is unread.

import { get } from "./api.js";
import { channelOf, store, tell } from "./store.js";

const PAGE = 100;
const MOST_AT_ONCE = 500;
const PATIENCE = 400; // ms; a replay changes channels all the time

const loaded = new Map(); // channel id → Conversation
const seen = new Map(); // thread `channel/ts` → ts of the last reply that was on the screen
const dismissed = new Set(); // ids of ephemeral messages the person put away

class Conversation {
  constructor(channel) {
    this.channel = channel;
    this.messages = [];
    this.hasMore = false;
    this.fetched = false;
  }

  get visible() {
    return this.messages.filter((message) => !dismissed.has(keyOf(message)));
  }

  /** What stands in the channel itself: no thread replies unless they were sent here too. */
  get main() {
    return this.visible.filter(inMain);
  }

  root(ts) {
    return this.messages.find((message) => message.ts === ts && !message.ephemeral);
  }

  replies(ts) {
    return this.visible.filter((message) => message.thread_ts === ts && message.ts !== ts);
  }
}

export const inMain = (message) =>
  !message.thread_ts || message.thread_ts === message.ts || message.subtype === "thread_broadcast";

export const keyOf = (message) => (message.ephemeral ? message.id : message.ts);

export function conversation(channel) {
  if (!loaded.has(channel)) loaded.set(channel, new Conversation(channel));
  return loaded.get(channel);
}

export function forgetAll() {
  loaded.clear();
  running.clear();
}

export function dismiss(message) {
  dismissed.add(keyOf(message));
  tell("messages", message.channel);
}

const running = new Map(); // channel → "busy" | "again"

/** Fetch a channel's newest messages, again if it changed meanwhile; tells "messages". */
export async function refresh(channel) {
  if (running.has(channel)) return void running.set(channel, "again");
  running.set(channel, "busy");
  const { as } = store;
  try {
    await fetchNewest(conversation(channel), as);
  } catch (trouble) {
    console.error("messages", trouble);
  }
  if (as !== store.as) return;
  const again = running.get(channel) === "again";
  running.delete(channel);
  tell("messages", channel);
  if (again) setTimeout(() => refresh(channel), PATIENCE);
}

async function fetchNewest(known, as) {
  const limit = Math.min(Math.max(PAGE, known.messages.length + 20), MOST_AT_ONCE);
  const answer = await get("messages", { as, channel: known.channel, limit });
  if (as !== store.as) return;
  const said = (answer.messages ?? []).filter((message) => !message.ephemeral);
  const older = answer.has_more ? known.messages.filter((message) => message.ts < said[0]?.ts) : [];
  known.messages = [...older, ...(answer.messages ?? [])];
  if (!older.length) known.hasMore = Boolean(answer.has_more);
  if (!known.fetched) rememberThreads(known);
  known.fetched = true;
}

/** Fetch a page of older messages; false when there are none. */
export async function fetchOlder(channel) {
  const known = conversation(channel);
  const first = known.messages.find((message) => !message.ephemeral);
  if (!known.hasMore || !first || known.older) return false;
  known.older = true;
  try {
    const answer = await get("messages", { as: store.as, channel, before: first.ts, limit: PAGE });
    const have = new Set(known.messages.map(keyOf));
    known.messages = [
      ...(answer.messages ?? []).filter((message) => !have.has(keyOf(message))),
      ...known.messages,
    ];
    known.hasMore = Boolean(answer.has_more);
  } catch (trouble) {
    console.error("older messages", trouble);
    return false;
  } finally {
    known.older = false;
  }
  tell("messages", channel);
  return true;
}

/** Load older pages until a message is there. */
export async function reach(channel, ts) {
  for (let page = 0; page < 50 && !conversation(channel).root(ts); page += 1) {
    const known = conversation(channel);
    if (known.messages[0]?.ts < ts || !(await fetchOlder(channel))) return;
  }
}

/** Let go of what is far above when one reads at the end. */
export function trim(channel) {
  const known = conversation(channel);
  if (known.messages.length <= MOST_AT_ONCE) return;
  known.messages = known.messages.slice(-PAGE * 2);
  known.hasMore = true;
}

// What has been read is remembered by the browser, for each person and channel.
const readKey = () => `read:${store.team.id}:${store.as}`;

function readMarks() {
  try {
    return JSON.parse(localStorage.getItem(readKey()) ?? "{}");
  } catch {
    return {};
  }
}

export function markRead(channel) {
  const last = conversation(channel).main.at(-1)?.ts;
  const marks = readMarks();
  if (!last || marks[channel] === last) return;
  localStorage.setItem(readKey(), JSON.stringify({ ...marks, [channel]: last }));
  tell("unread");
}

/** {count, mentions}: other people's messages, and those that call the person or only they see. */
export function unread(channel) {
  const known = loaded.get(channel);
  if (!known?.fetched) return { count: 0, mentions: 0 };
  const marks = readMarks();
  if (!(channel in marks)) {
    // Never looked at before: what was there when the page opened counts as read.
    const last = known.main.at(-1)?.ts ?? "0";
    localStorage.setItem(readKey(), JSON.stringify({ ...marks, [channel]: last }));
    return { count: 0, mentions: 0 };
  }
  const since = known.visible.filter((message) => message.ts > marks[channel] && message.user !== store.as);
  return { count: since.filter(inMain).length, mentions: since.filter(callsMe).length };
}

const callsMe = (message) =>
  Boolean(message.ephemeral) ||
  String(message.text ?? "").includes(`<@${store.as}>`) ||
  /<!(here|channel|everyone)>/.test(message.text ?? "");

/** The ts a person had read up to, for the "New" line. */
export const readUpTo = (channel) => readMarks()[channel] ?? null;

function rememberThreads(known) {
  for (const message of known.messages) {
    if (message.thread_ts && !message.ephemeral && !seen.has(threadKey(known.channel, message.thread_ts)))
      markThreadSeen(known.channel, message.thread_ts);
  }
}

const threadKey = (channel, ts) => `${store.as}/${channel}/${ts}`;

export function markThreadSeen(channel, ts) {
  const last = conversation(channel).replies(ts).at(-1)?.ts;
  if (last) seen.set(threadKey(channel, ts), last);
}

export function threadHasNews(channel, ts) {
  const known = seen.get(threadKey(channel, ts)) ?? "0";
  return conversation(channel)
    .replies(ts)
    .some((reply) => reply.ts > known && reply.user !== store.as);
}

export const channelName = (channel) => channelOf(channel)?.name ?? channel;
