// Slack's rich_text block → DOM nodes.

import { el } from "./dom.js";
import { link } from "./links.js";
import { broadcastNode, channelNode, emojiNode, userNode } from "./mrkdwn.js";
import { slackDate } from "./time.js";

const STYLES = { bold: "strong", italic: "em", strike: "s", underline: "u", highlight: "mark", code: "code" };
const BULLETS = ["disc", "circle", "square"];
const NUMBERS = ["decimal", "lower-alpha", "lower-roman"];

export function richText(block) {
  return el("div", { class: "rich-text" }, (block.elements ?? []).map(part));
}

function part(element) {
  const inside = () => (element.elements ?? []).map(word);
  switch (element.type) {
    case "rich_text_section":
      return el("div", { class: "rich-section" }, inside());
    case "rich_text_quote":
      return el("blockquote", {}, inside());
    case "rich_text_preformatted":
      return el("pre", { class: "fence", tabindex: "0" }, inside());
    case "rich_text_list":
      return list(element);
    default:
      return el("div", { class: "unsupported" }, `Unsupported rich text: ${element.type}`);
  }
}

function list(element) {
  const ordered = element.style === "ordered";
  const indent = Math.min(Number(element.indent) || 0, 8);
  const items = (element.elements ?? []).map((item) => el("li", {}, (item.elements ?? []).map(word)));
  const node = el(
    ordered ? "ol" : "ul",
    {
      class: element.border ? "bordered" : null,
      start: ordered && element.offset ? element.offset + 1 : null,
    },
    items,
  );
  node.style.marginInlineStart = `${indent * 1.5}rem`;
  node.style.listStyleType = (ordered ? NUMBERS : BULLETS)[indent % 3];
  return node;
}

function word(element) {
  let node = plainWord(element);
  for (const [style, tag] of Object.entries(STYLES)) if (element.style?.[style]) node = el(tag, {}, node);
  return node;
}

function plainWord(element) {
  switch (element.type) {
    case "text":
      return document.createTextNode(String(element.text ?? ""));
    case "link":
      return link(element.url, String(element.text || element.url));
    case "user":
      return userNode(element.user_id);
    case "usergroup":
      return el("span", { class: "mention" }, "@user-group");
    case "channel":
      return channelNode(element.channel_id);
    case "broadcast":
      return broadcastNode(element.range);
    case "emoji":
      return emojiNode(element.name + (element.skin_tone ? `::skin-tone-${element.skin_tone}` : ""));
    case "date":
      return el(
        "time",
        {},
        slackDate(element.timestamp, element.format ?? "{date_long}") ?? element.fallback ?? "",
      );
    case "color":
      return el("code", {}, String(element.value ?? ""));
    default:
      return el("span", { class: "unsupported" }, `[${element.type}]`);
  }
}
