// Block Kit's layout blocks → DOM nodes. The parts one can press or fill in are in elements.js.

import { el } from "./dom.js";
import { clamped } from "./clamp.js";
import { element, initialValue } from "./elements.js";
import { picture } from "./links.js";
import { markdown } from "./markdown.js";
import { mrkdwn, plainText } from "./mrkdwn.js";
import { richText } from "./richtext.js";

/** Draw blocks on a surface.

    The surface says where they stand and what to do with them:
    {container, values: {block_id: {action_id: value}}, act(action), errors: {block_id: text}, input: bool} */
export function blocks(list, surface) {
  return el(
    "div",
    { class: "blocks" },
    (list ?? []).map((block) => drawn(block, surface)),
  );
}

function drawn(block, surface) {
  try {
    const draw = Object.hasOwn(BLOCKS, block?.type) ? BLOCKS[block.type] : unsupported;
    return draw(block, surface);
  } catch (trouble) {
    console.error("block", block, trouble);
    return unsupported(block);
  }
}

const unsupported = (block) =>
  el(
    "div",
    { class: "unsupported", "data-test": "unsupported-block" },
    `Unsupported block: ${block?.type ?? "?"}`,
  );

const BLOCKS = {
  header: (block) => el("h3", { class: "block-header", dir: "auto" }, plainText(block.text?.text)),
  divider: () => el("hr", { class: "block-divider" }),
  rich_text: (block) => richText(block),
  markdown: (block) => clamped(el("div", { class: "markdown" }, markdown(block.text ?? "")), block.text),
  section,
  context,
  image,
  actions,
  input,
  table,
};

export function textObject(text) {
  if (!text) return null;
  return text.type === "mrkdwn"
    ? mrkdwn(text.text ?? "", { verbatim: text.verbatim })
    : plainText(text.text, { emoji: text.emoji !== false });
}

function section(block, surface) {
  const words = el(
    "div",
    { class: "section-words" },
    block.text && clamped(el("div", { class: "text" }, textObject(block.text)), block.text.text),
    block.fields?.length &&
      el(
        "div",
        { class: "fields" },
        block.fields.map((field) => el("div", { class: "text" }, textObject(field))),
      ),
  );
  const accessory =
    block.accessory &&
    el("div", { class: `accessory accessory-${block.accessory.type}` }, accessoryOf(block, surface));
  return el("div", { class: "block-section", "data-block-id": block.block_id }, words, accessory);
}

function accessoryOf(block, surface) {
  const { accessory } = block;
  if (accessory.type === "image")
    return picture(accessory.image_url, accessory.alt_text, "accessory-picture");
  return element(accessory, block, surface);
}

function context(block) {
  const parts = (block.elements ?? []).map((part) =>
    part.type === "image"
      ? picture(part.image_url, part.alt_text, "context-picture")
      : el("span", { class: "text" }, textObject(part)),
  );
  return el("div", { class: "block-context", "data-block-id": block.block_id }, parts);
}

function image(block) {
  return el(
    "figure",
    { class: "block-image", "data-block-id": block.block_id },
    block.title && el("figcaption", {}, plainText(block.title.text)),
    picture(block.image_url, block.alt_text, "block-picture"),
  );
}

function actions(block, surface) {
  return el(
    "div",
    { class: "block-actions", "data-block-id": block.block_id },
    (block.elements ?? []).map((part) => element(part, block, surface)),
  );
}

function input(block, surface) {
  const error = surface.errors?.[block.block_id];
  const optional = block.optional && el("span", { class: "optional" }, " (optional)");
  const id = `in-${surface.name ?? "x"}-${block.block_id}`;
  const field = element(block.element, block, surface, {
    id,
    labelled: `${id}-label`,
    invalid: Boolean(error),
  });
  return el(
    "div",
    {
      class: error ? "block-input has-error" : "block-input",
      "data-test": "modal-input",
      "data-block-id": block.block_id,
      role: "group",
      "aria-labelledby": `${id}-label`,
    },
    el("label", { class: "input-label", id: `${id}-label`, for: id }, plainText(block.label?.text), optional),
    field,
    error && el("p", { class: "input-error", role: "alert", "data-test": "input-error" }, error),
    block.hint && el("p", { class: "input-hint" }, plainText(block.hint.text)),
  );
}

function table(block) {
  const cell = (tag, content) =>
    el(
      tag,
      { dir: "auto" },
      content?.type === "rich_text" ? richText(content) : plainText(String(content?.text ?? "")),
    );
  const [head, ...rows] = block.rows ?? [];
  return el(
    "div",
    { class: "table-box", tabindex: "0" },
    el(
      "table",
      {},
      head &&
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            head.map((content) => cell("th", content)),
          ),
        ),
      el(
        "tbody",
        {},
        rows.map((row) =>
          el(
            "tr",
            {},
            row.map((content) => cell("td", content)),
          ),
        ),
      ),
    ),
  );
}

/** The blocks' parts that hold a value, as [block, element] pairs. */
export function fields(list) {
  const found = [];
  for (const block of list ?? []) {
    for (const part of [block.element, block.accessory, ...(block.elements ?? [])]) {
      if (part?.action_id && initialValue(part) !== undefined) found.push([block, part]);
    }
  }
  return found;
}

/** What stands in the fields, in the form of Slack's view.state.values. */
export function valuesOf(list, kept = {}) {
  const values = {};
  for (const [block, part] of fields(list)) {
    const value = kept[block.block_id]?.[part.action_id] ?? initialValue(part);
    (values[block.block_id] ??= {})[part.action_id] = value;
  }
  return values;
}

/** What a person must still fill in or shorten: {block_id: text}. */
export function complaints(list, values) {
  const found = {};
  for (const block of list ?? []) {
    if (block.type !== "input") continue;
    const value = values[block.block_id]?.[block.element?.action_id];
    const problem = value && complaint(block, value);
    if (problem) found[block.block_id] = problem;
  }
  return found;
}

function complaint(block, value) {
  const { element: part } = block;
  const content = Object.entries(value).find(([name]) => name !== "type")?.[1];
  const empty =
    content === null ||
    content === undefined ||
    content.length === 0 ||
    (typeof content === "string" && !content.trim());
  if (empty) return block.optional ? null : "Please complete this required field.";
  if (part.min_length && content.length < part.min_length)
    return `Please write at least ${part.min_length} characters.`;
  if (part.max_length && content.length > part.max_length)
    return `Please write at most ${part.max_length} characters.`;
  if (part.type === "email_text_input" && !/^\S+@\S+\.\S+$/.test(content))
    return "Please enter an email address.";
  if (part.type === "url_text_input" && !URL.canParse(content))
    return "Please enter a complete address, such as https://example.org.";
  if (part.type === "number_input" && Number.isNaN(Number(content))) return "Please enter a number.";
  return null;
}
