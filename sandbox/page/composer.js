// The message box: sends messages and commands, completes @names, #channels, :emoji: and /commands.

import { inWords, post } from "./api.js";
import { notice } from "./dialog.js";
import { el, icon } from "./dom.js";
import { EMOJI, emojiOf } from "./emoji.js";
import { pickEmoji } from "./picker.js";
import { channelOf, nameOf, store } from "./store.js";

const MOST_OFFERS = 8;
const drafts = new Map(); // `person/channel/thread` → what was typed

export class Composer {
  constructor(root, { thread = false } = {}) {
    this.thread = thread;
    this.place = null;
    this.offers = [];
    this.chosen = 0;
    this.field = el("textarea", {
      rows: "1",
      class: "composer-field",
      "data-test": thread ? "thread-composer" : "composer",
      dir: "auto",
      role: "combobox",
      "aria-expanded": "false",
      "aria-autocomplete": "list",
      "aria-controls": thread ? "thread-offers" : "offers",
    });
    this.list = el("div", {
      class: "offers",
      role: "listbox",
      id: thread ? "thread-offers" : "offers",
      hidden: true,
      "data-test": "completions",
      "aria-label": "Suggestions",
    });
    this.send = el(
      "button",
      {
        type: "button",
        class: "send",
        "data-test": thread ? "thread-send" : "send",
        "aria-label": "Send",
        title: "Send (Enter)",
      },
      icon("send"),
    );
    this.also = thread ? el("input", { type: "checkbox", "data-test": "thread-broadcast" }) : null;
    this.alsoName = el("span", {});
    const smile = el(
      "button",
      {
        type: "button",
        class: "tool",
        "aria-label": "Emoji",
        title: "Emoji",
        "data-test": thread ? "thread-emoji" : "emoji",
      },
      icon("smile"),
    );
    smile.addEventListener("click", () => pickEmoji(smile, (name) => this.insert(`${emojiOf(name)} `)));
    const command =
      !thread &&
      el(
        "button",
        {
          type: "button",
          class: "tool",
          "aria-label": "Use a command",
          title: "Use a command",
          "data-test": "slash",
          on: { click: () => this.prefill("/") },
        },
        icon("bolt"),
      );
    this.hint = el(
      "span",
      { class: "composer-hint", "aria-hidden": "true" },
      el("b", {}, "Enter"),
      " sends, ",
      el("b", {}, "Shift+Enter"),
      " adds a line",
    );
    root.append(
      this.list,
      el(
        "div",
        { class: "composer-box" },
        this.field,
        el(
          "div",
          { class: "composer-foot" },
          smile,
          command,
          this.also ? el("label", { class: "also" }, this.also, this.alsoName) : this.hint,
          this.send,
        ),
      ),
    );
    this.field.addEventListener("input", () => this.changed());
    this.field.addEventListener("click", () => this.offer());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.send.addEventListener("click", () => this.submit());
  }

  /** Write into this channel or thread from now on; what was typed elsewhere is kept there. */
  moveTo(channel, thread = null) {
    this.place = { channel, thread };
    const name = `#${channelOf(channel)?.name ?? ""}`;
    this.field.placeholder = thread ? "Reply…" : `Message ${name}`;
    this.field.setAttribute("aria-label", thread ? "Reply in thread" : `Message to ${name}`);
    this.alsoName.textContent = `Also send to ${name}`;
    if (this.also) this.also.checked = false;
    this.field.value = drafts.get(this.draftKey) ?? "";
    this.changed();
    this.close();
  }

  get draftKey() {
    return `${store.as}/${this.place?.channel}/${this.place?.thread ?? ""}`;
  }

  focus() {
    this.field.focus({ preventScroll: true });
  }

  prefill(text) {
    this.field.value = text;
    this.changed();
    this.focus();
    this.field.setSelectionRange(text.length, text.length);
    this.offer();
  }

  insert(text) {
    const { selectionStart: start, selectionEnd: end, value } = this.field;
    this.field.value = value.slice(0, start) + text + value.slice(end);
    this.focus();
    this.field.setSelectionRange(start + text.length, start + text.length);
    this.changed();
  }

  changed() {
    const { value } = this.field;
    if (value) drafts.set(this.draftKey, value);
    else drafts.delete(this.draftKey);
    this.send.classList.toggle("ready", Boolean(value.trim()));
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 220)}px`;
    this.offer();
  }

  key(event) {
    if (event.isComposing) return;
    if (!this.list.hidden && this.offers.length) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        this.choose((this.chosen + step + this.offers.length) % this.offers.length);
        return;
      }
      const offer = this.offers[this.chosen];
      if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && !offer.passive)) {
        event.preventDefault();
        this.take(offer);
        return;
      }
      if (event.key === "Escape") {
        event.preventDefault();
        this.close();
        return;
      }
    }
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    }
  }

  async submit() {
    const text = this.field.value.trim();
    if (!text || !this.place) return;
    const { channel, thread } = this.place;
    const key = this.draftKey;
    const { as } = store;
    const isCommand = /^\/\S/.test(text);
    this.field.value = "";
    this.changed();
    const answer = isCommand
      ? await post("commands", { as, channel, text, ...(thread ? { thread_ts: thread } : {}) })
      : await post("messages", {
          as,
          channel,
          text,
          ...(thread ? { thread_ts: thread, broadcast: this.also.checked } : {}),
        });
    if (answer.ok) {
      if (this.also) this.also.checked = false;
      return;
    }
    if (answer.error === "unknown_command")
      notice(`${text.split(/\s/)[0]} is not a command here. Messages that begin with “/” are commands.`, {
        bad: true,
      });
    else notice(inWords(answer), { bad: true });
    // Nothing typed is lost: it comes back unless something new stands there.
    if (!drafts.has(key)) drafts.set(key, text);
    if (this.draftKey === key && !this.field.value) {
      this.field.value = text;
      this.changed();
    }
  }

  offer() {
    this.offers = this.found();
    this.list.hidden = !this.offers.length || document.activeElement !== this.field;
    this.field.setAttribute("aria-expanded", String(!this.list.hidden));
    if (!this.list.hidden) this.choose(0);
  }

  close() {
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
  }

  choose(index) {
    this.chosen = index;
    this.list.replaceChildren(
      ...this.offers.map((offer, i) =>
        el(
          "button",
          {
            type: "button",
            role: "option",
            id: `${this.list.id}-${i}`,
            tabindex: "-1",
            class: i === index ? "offer chosen" : "offer",
            "aria-selected": String(i === index),
            "data-test": "completion",
            on: { mousedown: (event) => event.preventDefault(), click: () => this.take(offer) },
          },
          offer.mark && el("span", { class: "offer-mark" }, offer.mark),
          el("span", { class: "offer-name" }, offer.name),
          offer.note && el("span", { class: "muted" }, offer.note),
        ),
      ),
    );
    this.field.setAttribute("aria-activedescendant", `${this.list.id}-${index}`);
    this.list.children[index]?.scrollIntoView({ block: "nearest" });
  }

  take(offer) {
    const { value, selectionStart: end } = this.field;
    const start = end - offer.replaces;
    this.field.value = value.slice(0, start) + offer.text + value.slice(end);
    this.field.setSelectionRange(start + offer.text.length, start + offer.text.length);
    this.changed();
    if (offer.passive) this.close();
    this.focus();
  }

  /** What could stand where one is typing. */
  found() {
    const before = this.field.value.slice(0, this.field.selectionStart);
    const { app } = store;
    if (app.command && before.startsWith("/") && !before.includes("\n") && !this.thread)
      return commands(before, app);
    const word = /(?:^|[\s(])([@#:])([\p{L}\p{N}_+-]*)$/u.exec(before);
    if (!word) return [];
    const [, sign, typed] = word;
    const wanted = typed.toLowerCase();
    const replaces = typed.length + 1;
    if (sign === "@") return names(wanted, replaces);
    if (sign === "#") {
      const fitting = store.channels.filter(
        (channel) => channel.name.includes(wanted) && channel.name !== wanted,
      );
      return fitting
        .slice(0, MOST_OFFERS)
        .map((channel) => ({
          name: `#${channel.name}`,
          note: channel.purpose,
          text: `#${channel.name} `,
          replaces,
        }));
    }
    if (wanted.length < 2) return [];
    const fitting = [...EMOJI].filter(([name]) => name.startsWith(wanted));
    return fitting
      .slice(0, MOST_OFFERS)
      .map(([name, char]) => ({ mark: char, name: `:${name}:`, text: `${char} `, replaces }));
  }
}

/** The app's command: first its name, then what its usage hint says can follow. */
function commands(before, app) {
  const typed = before.trimStart();
  if (!typed.includes(" ")) {
    if (!app.command.startsWith(typed)) return [];
    return [
      {
        mark: "/",
        name: app.command,
        note: app.usage_hint || app.name,
        text: `${app.command} `,
        replaces: typed.length,
      },
    ];
  }
  if (!typed.startsWith(`${app.command} `)) return [];
  const rest = typed.slice(app.command.length + 1);
  const choices = (app.usage_hint || "")
    .split("|")
    .map((choice) => choice.trim())
    .filter(Boolean);
  return choices
    .filter((choice) => choice.startsWith(rest) && !/[[\]<>]/.test(choice))
    .map((choice) => ({
      name: `${app.command} ${choice}`,
      text: choice,
      replaces: rest.length,
      passive: choice === rest,
    }))
    .filter((offer) => !offer.passive);
}

function names(wanted, replaces) {
  const people = [...store.users.values()].filter((user) =>
    [user.name, user.real_name, user.display_name].some((name) =>
      (name ?? "").toLowerCase().includes(wanted),
    ),
  );
  const fitting = people
    .filter((user) => user.name !== wanted)
    .map((user) => ({
      name: user.real_name || nameOf(user.id),
      note: `@${user.name}`,
      text: `@${user.name} `,
      replaces,
    }));
  const all = ["here", "channel"]
    .filter((name) => name.startsWith(wanted) && name !== wanted)
    .map((name) => ({ name: `@${name}`, note: "everybody in this channel", text: `@${name} `, replaces }));
  return [...fitting, ...all].slice(0, MOST_OFFERS);
}
