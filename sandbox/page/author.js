// Who wrote a message, and the coloured square that stands for them.

import { el, mule } from "./dom.js";
import { fullNameOf, store } from "./store.js";

/** Who wrote a message: {name, isApp, id, color, ours}. */
export function author(message) {
  const user = store.users.get(message.user);
  const isApp = Boolean(
    message.bot_id || message.subtype === "bot_message" || (user?.is_bot && message.user !== "USLACKBOT"),
  );
  const named = user && (user.display_name || user.real_name || user.name);
  const name = isApp
    ? message.subtype === "bot_message"
      ? message.username || "app"
      : message.bot_profile?.name || named || message.username || "app"
    : message.user === "USLACKBOT"
      ? "Slackbot"
      : user
        ? fullNameOf(message.user)
        : message.username || message.user_profile?.real_name || "Unknown member";
  return {
    name,
    isApp,
    id: message.user ?? message.bot_id ?? name,
    color: user?.color,
    ours: isApp && message.user === store.app.bot_user,
  };
}

const COLORS = ["9c3f8a", "2f6f4f", "b4541a", "33639c", "7a4fb0", "9a3b3b", "1f7380", "6b5d1e"];

/** A square with a person's initials; the same person always has the same colour. */
export function avatar({ name, id, isApp, ours, color }, size = "") {
  const initials =
    [
      ...name
        .replace(/[^\p{L}\p{N} ]/gu, "")
        .trim()
        .split(/\s+/),
    ]
      .map((part) => [...part][0] ?? "")
      .join("")
      .slice(0, 2)
      .toUpperCase() || "?";
  const node = el(
    "span",
    { class: `avatar ${size} ${isApp ? "avatar-app" : ""}`, "aria-hidden": "true" },
    ours ? mule() : initials,
  );
  const hash = [...String(id)].reduce((sum, char) => (sum * 31 + char.codePointAt(0)) >>> 0, 7);
  if (!ours) node.style.backgroundColor = readable(color) ?? `#${COLORS[hash % COLORS.length]}`;
  return node;
}

/** The person's own colour, dark enough for white letters. */
function readable(color) {
  if (!/^[0-9a-f]{6}$/i.test(color ?? "")) return null;
  let parts = [0, 2, 4].map((at) => parseInt(color.slice(at, at + 2), 16));
  const light = () => {
    const [r, g, b] = parts.map((part) =>
      part / 255 <= 0.03928 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  while (light() > 0.17) parts = parts.map((part) => Math.floor(part * 0.92));
  return `rgb(${parts.join(" ")})`;
}
