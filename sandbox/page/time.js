// Times and dates as people read them; Slack's ts is seconds with a fraction.

import { now } from "./store.js";

export const dateOf = (ts) => new Date(Number(ts) * 1000);

const time = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const seconds = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit", second: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", month: "long", day: "numeric" });
const dayAndYear = new Intl.DateTimeFormat(undefined, {
  weekday: "long",
  month: "long",
  day: "numeric",
  year: "numeric",
});
const long = new Intl.DateTimeFormat(undefined, { month: "long", day: "numeric", year: "numeric" });
const short = new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric", year: "numeric" });
const shortDay = new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });
const bar = new Intl.DateTimeFormat(undefined, {
  weekday: "short",
  month: "short",
  day: "numeric",
  hour: "numeric",
  minute: "2-digit",
});

const valid = (date) => !Number.isNaN(date.getTime());

export const timeOfDay = (date) => (valid(date) ? time.format(date) : "");
export const fullTime = (date) => (valid(date) ? full.format(date) : "");
export const barTime = (date) => (valid(date) ? bar.format(date) : "");

export function dayKey(date) {
  return valid(date) ? `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}` : "";
}

function daysAgo(date) {
  const start = (moment) => new Date(moment.getFullYear(), moment.getMonth(), moment.getDate());
  return Math.round((start(now()) - start(date)) / 86_400_000);
}

export function dayName(date) {
  if (!valid(date)) return "";
  return relativeDay(date) ?? (date.getFullYear() === now().getFullYear() ? day : dayAndYear).format(date);
}

function relativeDay(date) {
  return { "-1": "Tomorrow", 0: "Today", 1: "Yesterday" }[daysAgo(date)] ?? null;
}

/** "3 minutes ago", against the sandbox's clock. */
export function ago(date) {
  if (!valid(date)) return "";
  const passed = Math.max(0, (now() - date) / 1000);
  if (passed < 60) return "just now";
  for (const [unit, length] of [
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
  ]) {
    const count = Math.floor(passed / length);
    if (unit === "day" && count > 13) return shortDay.format(date);
    if (count >= 1) return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
  }
  return "";
}

/** Slack's `<!date^…>` format; null if the timestamp is none. */
export function slackDate(timestamp, format) {
  const date = new Date(Number(timestamp) * 1000);
  if (!valid(date) || !/^\d+$/.test(String(timestamp))) return null;
  const pad = (number) => String(number).padStart(2, "0");
  const parts = {
    date_num: () => `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`,
    date_slash: () => `${date.getFullYear()}/${pad(date.getMonth() + 1)}/${pad(date.getDate())}`,
    date: () => long.format(date),
    date_short: () => short.format(date),
    date_long: () => dayAndYear.format(date),
    date_pretty: () => relativeDay(date)?.toLowerCase() ?? long.format(date),
    date_short_pretty: () => relativeDay(date)?.toLowerCase() ?? short.format(date),
    date_long_pretty: () => relativeDay(date)?.toLowerCase() ?? dayAndYear.format(date),
    day_divider_pretty: () => dayName(date),
    time: () => time.format(date),
    time_secs: () => seconds.format(date),
    ago: () => ago(date),
  };
  return format.replace(/\{(\w+)\}/g, (whole, name) => parts[name]?.() ?? whole);
}
