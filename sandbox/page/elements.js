// Block Kit's interactive elements: buttons, menus, fields. Each tells its surface what was done.

import { confirmed } from "./dialog.js";
import { el, icon } from "./dom.js";
import { link, safeUrl } from "./links.js";
import { openMenu } from "./menu.js";
import { mrkdwn, plainText } from "./mrkdwn.js";
import { store } from "./store.js";

/** Draw an element of a block. In an input block a value is only kept; elsewhere it is also sent. */
export function element(part, block, surface, field = {}) {
  const draw = Object.hasOwn(ELEMENTS, part?.type) ? ELEMENTS[part.type] : null;
  if (!draw) return el("div", { class: "unsupported" }, `Unsupported element: ${part?.type ?? "?"}`);
  return draw(part, new Handle(part, block, surface, field));
}

/** What an element needs to know of its place. */
class Handle {
  constructor(part, block, surface, field) {
    Object.assign(this, { part, block, surface, field });
    this.isField = block.type === "input";
  }

  get value() {
    return this.surface.values?.[this.block.block_id]?.[this.part.action_id] ?? initialValue(this.part);
  }

  keep(value) {
    const { values } = this.surface;
    if (values) (values[this.block.block_id] ??= {})[this.part.action_id] = value;
  }

  /** A choice was made: keep it, and tell the app unless it waits for the form to be submitted. */
  async chose(value, undo) {
    if (!(await confirmed(this.part.confirm))) return undo?.();
    this.keep(value);
    if (!this.isField || this.block.dispatch_action) await this.send(value);
  }

  send(details) {
    const { part, block } = this;
    return this.surface.act({
      ...details,
      type: part.type,
      action_id: part.action_id,
      block_id: block.block_id,
    });
  }

  /** Attributes all elements share. */
  attributes(more = {}) {
    return {
      id: this.field.id,
      "data-test": "block-action",
      "data-action-id": this.part.action_id,
      "aria-invalid": this.field.invalid ? "true" : null,
      "aria-label": this.field.labelled
        ? null
        : (this.part.accessibility_label ?? this.part.placeholder?.text),
      "aria-labelledby": this.field.labelled,
      autofocus: this.part.focus_on_load,
      ...more,
    };
  }
}

const ELEMENTS = {
  button,
  overflow,
  static_select: (part, handle) => select(part, handle, optionsOf(part), "selected_option"),
  users_select: (part, handle) => select(part, handle, people(), "selected_user"),
  conversations_select: (part, handle) => select(part, handle, channels(), "selected_conversation"),
  channels_select: (part, handle) => select(part, handle, channels(), "selected_channel"),
  multi_static_select: (part, handle) => multiSelect(part, handle, optionsOf(part), "selected_options"),
  multi_users_select: (part, handle) => multiSelect(part, handle, people(), "selected_users"),
  multi_conversations_select: (part, handle) =>
    multiSelect(part, handle, channels(), "selected_conversations"),
  multi_channels_select: (part, handle) => multiSelect(part, handle, channels(), "selected_channels"),
  radio_buttons: (part, handle) => choices(part, handle, "radio"),
  checkboxes: (part, handle) => choices(part, handle, "checkbox"),
  datepicker: (part, handle) => picker(part, handle, "date", "selected_date"),
  timepicker: (part, handle) => picker(part, handle, "time", "selected_time"),
  datetimepicker: dateTimePicker,
  plain_text_input: (part, handle) => textField(part, handle, "text"),
  email_text_input: (part, handle) => textField(part, handle, "email"),
  url_text_input: (part, handle) => textField(part, handle, "url"),
  number_input: (part, handle) => textField(part, handle, "text", "decimal"),
};

/** The value an element starts with, in the form of view.state.values; undefined if it holds none. */
export function initialValue(part) {
  const { type } = part;
  switch (type) {
    case "plain_text_input":
    case "email_text_input":
    case "url_text_input":
    case "number_input":
      return { type, value: part.initial_value ?? null };
    case "static_select":
    case "radio_buttons":
      return { type, selected_option: part.initial_option ?? null };
    case "users_select":
      return { type, selected_user: part.initial_user ?? null };
    case "conversations_select":
      return { type, selected_conversation: part.initial_conversation ?? null };
    case "channels_select":
      return { type, selected_channel: part.initial_channel ?? null };
    case "checkboxes":
    case "multi_static_select":
      return { type, selected_options: part.initial_options ?? [] };
    case "multi_users_select":
      return { type, selected_users: part.initial_users ?? [] };
    case "multi_conversations_select":
      return { type, selected_conversations: part.initial_conversations ?? [] };
    case "multi_channels_select":
      return { type, selected_channels: part.initial_channels ?? [] };
    case "datepicker":
      return { type, selected_date: part.initial_date ?? null };
    case "timepicker":
      return { type, selected_time: part.initial_time ?? null };
    case "datetimepicker":
      return { type, selected_date_time: part.initial_date_time ?? null };
    default:
      return undefined;
  }
}

function button(part, handle) {
  const url = part.url && safeUrl(part.url);
  const style = part.style === "primary" || part.style === "danger" ? part.style : "plain";
  const node = el(
    "button",
    handle.attributes({
      type: "button",
      class: `button button-${style}`,
      "data-value": part.value,
      "aria-label": part.accessibility_label,
    }),
    plainText(part.text?.text),
  );
  node.addEventListener("click", async () => {
    if (node.getAttribute("aria-disabled") === "true") return;
    if (!(await confirmed(part.confirm))) return;
    if (url) link(url).click();
    node.setAttribute("aria-disabled", "true");
    await handle.send(part.value === undefined ? {} : { value: part.value });
    node.removeAttribute("aria-disabled");
  });
  return node;
}

function overflow(part, handle) {
  const node = el(
    "button",
    handle.attributes({
      type: "button",
      class: "button button-plain overflow",
      "aria-haspopup": "menu",
      "aria-label": "More choices",
    }),
    icon("dots"),
  );
  node.addEventListener("click", () =>
    openMenu(
      node,
      (part.options ?? []).map((option) => ({
        words: plainText(option.text?.text),
        attributes: { "data-test": "overflow-option", "data-value": option.value },
        act: () => {
          if (option.url) link(option.url).click();
          return handle.chose({ selected_option: option });
        },
      })),
    ),
  );
  return node;
}

// A choice of a menu is {key, words, value}; groups hold choices.
const choiceOf = (option) => ({ key: option.value, words: option.text?.text ?? option.value, value: option });

function optionsOf(part) {
  if (!part.option_groups) return [{ label: null, choices: (part.options ?? []).map(choiceOf) }];
  return part.option_groups.map((group) => ({
    label: group.label?.text ?? "",
    choices: (group.options ?? []).map(choiceOf),
  }));
}

const people = () => [
  {
    label: null,
    choices: [...store.users.values()].map((user) => ({
      key: user.id,
      words: user.real_name || user.name,
      value: user.id,
    })),
  },
];
const channels = () => [
  {
    label: null,
    choices: store.channels.map((channel) => ({
      key: channel.id,
      words: `#${channel.name}`,
      value: channel.id,
    })),
  },
];

const keyOf = (value) => (value && typeof value === "object" ? value.value : value);
const words = (text) => plainText(text).textContent;

function grouped(groups) {
  const drawn = (choice) => el("option", { value: choice.key }, words(choice.words));
  return groups.map((group) =>
    group.label === null
      ? group.choices.map(drawn)
      : el("optgroup", { label: words(group.label) }, group.choices.map(drawn)),
  );
}

function select(part, handle, groups, name) {
  const all = groups.flatMap((group) => group.choices);
  const placeholder = part.placeholder?.text ?? "Choose…";
  const node = el(
    "select",
    handle.attributes({ class: "select" }),
    el("option", { value: "" }, words(placeholder)),
    grouped(groups),
  );
  const shown = () => (node.value = keyOf(handle.value?.[name]) ?? "");
  shown();
  node.addEventListener("change", () => {
    const chosen = all.find((choice) => String(choice.key) === node.value);
    if (!chosen && !handle.isField) return shown();
    handle.chose({ type: part.type, [name]: chosen?.value ?? null }, shown);
  });
  return node;
}

function multiSelect(part, handle, groups, name) {
  const all = groups.flatMap((group) => group.choices);
  const most = part.max_selected_items ?? Infinity;
  const chips = el("div", { class: "chips" });
  const adder = el(
    "select",
    handle.attributes({ class: "select" }),
    el("option", { value: "" }, words(part.placeholder?.text ?? "Add…")),
    grouped(groups),
  );
  const chosen = () => handle.value?.[name] ?? [];
  const set = (values) => handle.chose({ type: part.type, [name]: values }).then(draw);
  const draw = () => {
    chips.replaceChildren(
      ...chosen().map((value) => {
        const label = words(all.find((choice) => choice.key === keyOf(value))?.words ?? String(keyOf(value)));
        const gone = () => set(chosen().filter((other) => keyOf(other) !== keyOf(value)));
        return el(
          "span",
          { class: "chip" },
          label,
          el(
            "button",
            { type: "button", class: "chip-remove", "aria-label": `Remove ${label}`, on: { click: gone } },
            icon("close"),
          ),
        );
      }),
    );
    adder.disabled = chosen().length >= most;
  };
  adder.addEventListener("change", () => {
    const added = all.find((choice) => String(choice.key) === adder.value);
    adder.value = "";
    if (added && !chosen().some((value) => keyOf(value) === added.key)) set([...chosen(), added.value]);
  });
  draw();
  return el("div", { class: "multi-select" }, chips, adder);
}

let groupCount = 0;

function choices(part, handle, kind) {
  const name = `choice-${(groupCount += 1)}`;
  const isChosen = (option) =>
    kind === "radio"
      ? handle.value?.selected_option?.value === option.value
      : (handle.value?.selected_options ?? []).some((chosen) => chosen.value === option.value);
  const boxes = (part.options ?? []).map((option) =>
    el("input", {
      type: kind,
      name,
      value: option.value,
      checked: isChosen(option),
      "data-test": "option",
      "data-value": option.value,
    }),
  );
  const shown = () => boxes.forEach((box, i) => (box.checked = isChosen(part.options[i])));
  const changed = () => {
    const chosen = part.options.filter((option, i) => boxes[i].checked);
    const value = kind === "radio" ? { selected_option: chosen[0] ?? null } : { selected_options: chosen };
    handle.chose({ type: part.type, ...value }, shown);
  };
  for (const box of boxes) box.addEventListener("change", changed);
  const attributes = handle.attributes({
    class: "choices",
    role: kind === "radio" ? "radiogroup" : "group",
    id: null,
  });
  const text = (object) => (object?.type === "mrkdwn" ? mrkdwn(object.text) : plainText(object?.text));
  return el(
    "div",
    attributes,
    part.options?.map((option, i) =>
      el(
        "label",
        { class: "choice" },
        boxes[i],
        el(
          "span",
          {},
          text(option.text),
          option.description && el("span", { class: "choice-description" }, text(option.description)),
        ),
      ),
    ),
  );
}

function picker(part, handle, kind, name) {
  const node = el("input", handle.attributes({ class: "field field-short", type: kind }));
  const shown = () => (node.value = handle.value?.[name] ?? "");
  shown();
  node.addEventListener("change", () => handle.chose({ type: part.type, [name]: node.value || null }, shown));
  return node;
}

function dateTimePicker(part, handle) {
  const node = el("input", handle.attributes({ class: "field field-short", type: "datetime-local" }));
  const shown = () => {
    const seconds = handle.value?.selected_date_time;
    const local = seconds
      ? new Date((seconds - new Date(seconds * 1000).getTimezoneOffset() * 60) * 1000)
      : null;
    node.value = local ? local.toISOString().slice(0, 16) : "";
  };
  shown();
  node.addEventListener("change", () => {
    const seconds = node.value ? Math.floor(new Date(node.value).getTime() / 1000) : null;
    handle.chose({ type: part.type, selected_date_time: seconds }, shown);
  });
  return node;
}

function textField(part, handle, type, mode) {
  const attributes = handle.attributes({
    class: "field",
    placeholder: part.placeholder ? words(part.placeholder.text) : null,
    maxlength: part.max_length,
    inputmode: mode,
    dir: "auto",
  });
  const node = part.multiline
    ? el("textarea", { ...attributes, rows: "6" })
    : el("input", { ...attributes, type: type === "text" ? "text" : type });
  node.value = handle.value?.value ?? "";
  const counter = part.max_length ? el("span", { class: "counter", "aria-hidden": "true" }) : null;
  const count = () => {
    if (!counter) return;
    const left = part.max_length - node.value.length;
    counter.textContent = left < Math.max(50, part.max_length / 10) ? `${left} characters left` : "";
  };
  count();
  const wants = (when) =>
    handle.block.dispatch_action &&
    (part.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"]).includes(when);
  node.addEventListener("input", () => {
    count();
    handle.keep({ type: part.type, value: node.value === "" ? null : node.value });
    if (wants("on_character_entered")) handle.send({ value: node.value });
  });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || part.multiline || !wants("on_enter_pressed")) return;
    event.preventDefault();
    handle.send({ value: node.value });
  });
  return counter ? el("div", { class: "counted" }, node, counter) : node;
}
