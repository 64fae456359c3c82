// What one can do with a message: react, reply, use the app's shortcuts, edit, delete.

import { inWords, post } from "./api.js";
import { keyOf } from "./conversations.js";
import { ask, notice } from "./dialog.js";
import { el, icon } from "./dom.js";
import { openMenu } from "./menu.js";
import { asTyped, emojiNode } from "./mrkdwn.js";
import { pickEmoji } from "./picker.js";
import { nameOf, store, tell } from "./store.js";

let editing = null; // which message is being edited, and in which pane

const editKey = (message, place) => `${place.channel}/${keyOf(message)}/${Boolean(place.inThread)}`;
export const isEdited = (message, place) => editing === editKey(message, place);

/** The reactions under a message. */
export function reactions(message, place) {
  if (!message.reactions?.length) return null;
  const chips = message.reactions.map((reaction) => {
    const mine = reaction.users?.includes(store.as);
    const names = (reaction.users ?? []).map((user) => (user === store.as ? "you" : nameOf(user))).join(", ");
    return el(
      "button",
      {
        type: "button",
        class: mine ? "reaction mine" : "reaction",
        "data-test": "reaction",
        "data-name": reaction.name,
        "aria-pressed": String(Boolean(mine)),
        title: `${names} reacted with :${reaction.name}:`,
        "aria-label": `${reaction.name}, ${reaction.count}`,
        on: { click: () => react(message, place, reaction.name, mine) },
      },
      emojiNode(reaction.name),
      el("span", { class: "reaction-count" }, String(reaction.count ?? reaction.users?.length ?? 0)),
    );
  });
  return el("div", { class: "reactions" }, chips, reactionAdder(message, place, "reaction reaction-more"));
}

function reactionAdder(message, place, className, test = "reaction-add-inline") {
  const button = el(
    "button",
    {
      type: "button",
      class: className,
      "data-test": test,
      "aria-label": "Add a reaction",
      title: "Add a reaction",
    },
    icon("smile"),
  );
  button.addEventListener("click", () => pickEmoji(button, (name) => react(message, place, name, false)));
  return button;
}

async function react(message, place, name, remove) {
  const answer = await post("reactions", {
    as: store.as,
    channel: place.channel,
    ts: message.ts,
    name,
    ...(remove ? { remove: true } : {}),
  });
  if (!answer.ok) notice(inWords(answer), { bad: true });
}

/** The buttons that appear on a message one points at. */
export function toolbar(message, place, node) {
  const { channel } = place;
  const menuButton = el(
    "button",
    {
      type: "button",
      "data-test": "menu-open",
      "aria-label": "More actions",
      title: "More actions",
      "aria-haspopup": "menu",
    },
    icon("dots"),
  );
  menuButton.addEventListener("click", () => openMenu(menuButton, menu(message, place, menuButton)));
  const reply =
    !place.inThread &&
    el(
      "button",
      {
        type: "button",
        "data-test": "reply",
        "aria-label": "Reply in thread",
        title: "Reply in thread",
        on: { click: () => openThread(channel, message) },
      },
      icon("reply"),
    );
  const quick = ["eyes", "white_check_mark"].map((name) =>
    el(
      "button",
      {
        type: "button",
        class: "quick",
        "data-test": "quick-reaction",
        "data-name": name,
        "aria-label": `React with ${name}`,
        title: `React with :${name}:`,
        on: { click: () => react(message, place, name, false) },
      },
      emojiNode(name),
    ),
  );
  const tools = el(
    "div",
    { class: "toolbar", role: "toolbar", "aria-label": "Message actions" },
    quick,
    reactionAdder(message, place, "", "reaction-add"),
    reply,
    menuButton,
  );
  stopTabsAt(node, tools);
  return tools;
}

/** The buttons of a message can be tabbed to only while the message has the focus. */
function stopTabsAt(node, tools) {
  const set = (index) => tools.querySelectorAll("button").forEach((button) => (button.tabIndex = index));
  set(-1);
  node.addEventListener("focusin", () => set(0));
  node.addEventListener("focusout", (event) => !node.contains(event.relatedTarget) && set(-1));
}

function openThread(channel, message) {
  location.hash = `#/c/${channel}/t/${message.thread_ts ?? message.ts}`;
  tell("focus-thread");
}

function menu(message, place, button) {
  const mine = message.user === store.as && !message.bot_id;
  const shortcuts = store.app.shortcuts
    .filter((shortcut) => shortcut.type === "message")
    .map((shortcut) => ({
      words: [el("span", {}, shortcut.name), el("span", { class: "menu-app" }, store.app.name)],
      attributes: { "data-test": "shortcut", "data-callback-id": shortcut.callback_id },
      act: async () => {
        const answer = await post("shortcuts", {
          as: store.as,
          callback_id: shortcut.callback_id,
          channel: place.channel,
          ts: message.ts,
        });
        if (!answer.ok) notice(inWords(answer), { bad: true });
      },
    }));
  return [
    !place.inThread && {
      words: "Reply in thread",
      attributes: { "data-test": "menu-reply" },
      act: () => openThread(place.channel, message),
    },
    {
      words: "Add a reaction…",
      attributes: { "data-test": "menu-react" },
      act: () => pickEmoji(button, (name) => react(message, place, name, false)),
    },
    { words: "Copy link", attributes: { "data-test": "menu-copy" }, act: () => copyLink(message, place) },
    ...(shortcuts.length ? [null, ...shortcuts] : []),
    ...(mine
      ? [
          null,
          {
            words: "Edit message",
            attributes: { "data-test": "menu-edit" },
            act: () => setEditing(message, place),
          },
          {
            words: "Delete message…",
            danger: true,
            attributes: { "data-test": "menu-delete" },
            act: () => remove(message, place),
          },
        ]
      : []),
  ].filter((entry) => entry !== false);
}

async function copyLink(message, place) {
  const thread =
    message.thread_ts && message.thread_ts !== message.ts ? `?thread_ts=${message.thread_ts}` : "";
  const url = `${location.origin}/archives/${place.channel}/p${message.ts.replace(".", "")}${thread}`;
  try {
    await navigator.clipboard.writeText(url);
    notice("The link is copied.");
  } catch {
    notice(url);
  }
}

async function remove(message, place) {
  const text = [
    el("p", {}, "Nobody will see this message any more."),
    el("blockquote", {}, asTyped(message.text ?? "").slice(0, 300)),
  ];
  if (!(await ask({ title: "Delete this message?", text, yes: "Delete", danger: true }))) return;
  const answer = await post("messages/delete", { as: store.as, channel: place.channel, ts: message.ts });
  if (!answer.ok) notice(inWords(answer), { bad: true });
}

function setEditing(message, place) {
  editing = message ? editKey(message, place) : null;
  tell("messages", place.channel);
  document.querySelector("[data-test=edit-field]")?.focus();
}

export function editor(message, place) {
  const field = el("textarea", {
    class: "field",
    rows: "3",
    "data-test": "edit-field",
    "aria-label": "Edit message",
    dir: "auto",
  });
  field.value = asTyped(message.text ?? "");
  const save = async () => {
    if (!field.value.trim()) return;
    const answer = await post("messages/edit", {
      as: store.as,
      channel: place.channel,
      ts: message.ts,
      text: field.value,
    });
    if (answer.ok) setEditing(null, place);
    else notice(inWords(answer), { bad: true });
  };
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") setEditing(null, place);
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    save();
  });
  return el(
    "div",
    { class: "editor" },
    field,
    el(
      "div",
      { class: "editor-foot" },
      el(
        "button",
        {
          type: "button",
          class: "button button-plain",
          "data-test": "edit-cancel",
          on: { click: () => setEditing(null, place) },
        },
        "Cancel",
      ),
      el(
        "button",
        { type: "button", class: "button button-primary", "data-test": "edit-save", on: { click: save } },
        "Save",
      ),
    ),
  );
}
