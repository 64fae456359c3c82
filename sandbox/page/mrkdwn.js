// Slack's mrkdwn → DOM nodes. https://docs.slack.dev/messaging/formatting-message-text

import { el, fragment } from "./dom.js";
import { emojiOf } from "./emoji.js";
import { link, safeUrl } from "./links.js";
import { channelOf, nameOf, store } from "./store.js";
import { slackDate } from "./time.js";

const FENCE = /```([\s\S]*?)```/g;
const QUOTE = /^(?:&gt;|>) ?/;
const QUOTE_REST = /^(?:(?:&gt;){3}|>>>) ?/;
const WORD = /[\p{L}\p{N}]/u;
const ANGLE = /<([^<>]+)>/y;
const CODE = /`([^`\n]+)`/y;
const EMOJI = /:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/y;
const URL_TEXT = /https?:\/\/[^\s<>|`]+/y;
const MARKS = { "*": "strong", _: "em", "~": "s" };
const DEEPEST = 8;

/** Text with Slack's markup. `verbatim` leaves bare links alone. */
export function mrkdwn(text, { verbatim = false } = {}) {
  const made = fragment();
  let end = 0;
  for (const fence of String(text).matchAll(FENCE)) {
    if (!fence[1].trim()) continue;
    made.append(...paragraphs(text.slice(end, fence.index), { verbatim }));
    made.append(el("pre", { class: "fence", tabindex: "0" }, codeParts(fence[1].replace(/^\n|\n$/g, ""))));
    end = fence.index + fence[0].length;
  }
  made.append(...paragraphs(String(text).slice(end), { verbatim }));
  return made;
}

/** A plain_text object's text: emoji names become emoji, nothing else is markup. */
export function plainText(text, { emoji = true } = {}) {
  const made = fragment();
  const plain = decoded(String(text ?? ""));
  let end = 0;
  if (emoji) {
    for (const named of plain.matchAll(new RegExp(EMOJI.source, "g"))) {
      const char = emojiOf(named[1]);
      if (!char) continue;
      made.append(plain.slice(end, named.index), emojiNode(named[1], char));
      end = named.index + named[0].length;
    }
  }
  made.append(plain.slice(end));
  return made;
}

/** Slack escapes exactly these three; they are decoded once. */
export function decoded(text) {
  return text.replace(/&(amp|lt|gt);/g, (whole, name) => ({ amp: "&", lt: "<", gt: ">" })[name]);
}

export function emojiNode(name, char = emojiOf(name)) {
  if (!char) return document.createTextNode(`:${name}:`);
  return el(
    "span",
    { class: "emoji", role: "img", title: `:${name}:`, "aria-label": name.replaceAll("_", " ") },
    char,
  );
}

export function userNode(id, label) {
  const known = store.users.has(id);
  const name = known ? nameOf(id) : label || "unknown member";
  const kind = id === store.as ? "mention mention-me" : "mention";
  return el("span", { class: kind, title: known ? store.users.get(id).real_name : id }, `@${name}`);
}

export function channelNode(id, label) {
  const name = channelOf(id)?.name ?? label;
  if (!channelOf(id)) return el("span", { class: "mention" }, `#${name || "private-channel"}`);
  return el("a", { class: "mention", href: `#/c/${id}` }, `#${name}`);
}

export const broadcastNode = (range) => el("span", { class: "mention mention-me" }, `@${range}`);

/** A message's text as plain words, for labels and for editing again. */
export function asTyped(text) {
  const typed = String(text).replace(/<([^<>]+)>/g, (whole, inside) => {
    const [target, label] = splitOnce(inside, "|");
    if (target.startsWith("@"))
      return `@${store.users.get(target.slice(1))?.name ?? label ?? target.slice(1)}`;
    if (target.startsWith("#")) return `#${channelOf(target.slice(1))?.name ?? label ?? target.slice(1)}`;
    if (/^!(here|channel|everyone)$/.test(target)) return `@${target.slice(1)}`;
    if (target.startsWith("!")) return label ?? target.slice(1);
    return label && label !== target ? `${label} (${target})` : target;
  });
  return decoded(typed);
}

function paragraphs(text, options) {
  const made = [];
  let plain = [];
  let quoted = [];
  const flushPlain = () => {
    if (plain.length && plain.some((line) => line.trim()))
      made.push(el("span", { class: "lines" }, inline(trimmed(plain).join("\n"), options)));
    plain = [];
  };
  const flushQuote = () => {
    if (quoted.length) made.push(el("blockquote", {}, inline(quoted.join("\n"), options)));
    quoted = [];
  };
  const lines = text.split("\n");
  for (const [i, line] of lines.entries()) {
    if (QUOTE_REST.test(line)) {
      flushPlain();
      quoted.push(line.replace(QUOTE_REST, ""), ...lines.slice(i + 1));
      break;
    }
    if (QUOTE.test(line)) {
      flushPlain();
      quoted.push(line.replace(QUOTE, ""));
    } else {
      flushQuote();
      plain.push(line);
    }
  }
  flushQuote();
  flushPlain();
  return made;
}

function trimmed(lines) {
  const first = lines.findIndex((line) => line.trim());
  const last = lines.findLastIndex((line) => line.trim());
  return lines.slice(first, last + 1);
}

function inline(text, options, depth = 0) {
  const made = [];
  const noClose = {}; // marks without a closing partner on this line
  let plain = "";
  const flush = () => {
    if (plain) made.push(decoded(plain));
    plain = "";
  };
  let i = 0;
  const take = (node, length) => {
    flush();
    made.push(node);
    i += length;
  };
  const at = (pattern) => {
    pattern.lastIndex = i;
    return pattern.exec(text);
  };
  while (i < text.length) {
    const char = text[i];
    let found;
    if (char === "\n") for (const mark of Object.keys(MARKS)) noClose[mark] = false;
    if (char === "`" && (found = at(CODE))) {
      take(el("code", {}, codeParts(found[1])), found[0].length);
    } else if (char === "<" && (found = at(ANGLE))) {
      take(angle(found[1], options, depth), found[0].length);
    } else if (char === ":" && (found = at(EMOJI)) && emojiOf(found[1])) {
      take(emojiNode(found[1]), found[0].length);
    } else if (
      char === "h" &&
      !options.verbatim &&
      !WORD.test(text[i - 1] ?? "") &&
      (found = at(URL_TEXT)) &&
      safeUrl(bareUrl(found[0]))
    ) {
      const url = bareUrl(found[0]);
      take(link(decoded(url), decoded(url)), url.length);
    } else if (MARKS[char] && depth < DEEPEST && !noClose[char] && opens(text, i)) {
      const close = closing(text, i);
      if (close < 0) {
        noClose[char] = true;
        plain += char;
        i += 1;
      } else {
        take(el(MARKS[char], {}, inline(text.slice(i + 1, close), options, depth + 1)), close + 1 - i);
      }
    } else {
      plain += char;
      i += 1;
    }
  }
  flush();
  return made;
}

function opens(text, i) {
  const before = text[i - 1] ?? " ";
  const after = text[i + 1] ?? " ";
  return !WORD.test(before) && before !== text[i] && !/\s/.test(after) && after !== text[i];
}

/** Where the mark at i is closed on the same line, or -1. Code and <…> are jumped over. */
function closing(text, i) {
  const mark = text[i];
  for (let j = i + 1; j < text.length && text[j] !== "\n"; j += 1) {
    if (text[j] === "`" || text[j] === "<") {
      const pattern = text[j] === "`" ? CODE : ANGLE;
      pattern.lastIndex = j;
      const found = pattern.exec(text);
      if (found) j += found[0].length - 1;
      continue;
    }
    const after = text[j + 1] ?? " ";
    if (text[j] === mark && j > i + 1 && !/\s/.test(text[j - 1]) && !WORD.test(after) && after !== mark)
      return j;
  }
  return -1;
}

function angle(inside, options, depth) {
  const [target, label] = splitOnce(inside, "|");
  if (target.startsWith("@")) return userNode(target.slice(1), label);
  if (target.startsWith("#")) return channelNode(target.slice(1), label);
  if (target.startsWith("!date^")) return dateNode(target, label);
  if (target.startsWith("!subteam^"))
    return el("span", { class: "mention" }, `@${(label ?? "user-group").replace(/^@/, "")}`);
  if (/^!(here|channel|everyone)$/.test(target)) return broadcastNode(target.slice(1));
  if (target.startsWith("!")) return fragment(label ? decoded(label) : `<${decoded(target.slice(1))}>`);
  const url = decoded(target);
  if (!safeUrl(url)) return fragment(decoded(label ? `<${inside}>` : `<${target}>`));
  return link(url, label ? inline(label, { ...options, verbatim: true }, depth + 1) : url);
}

function dateNode(target, fallback) {
  const [, timestamp, format = "", address] = target.split("^");
  const text = slackDate(timestamp, format) ?? decoded(fallback ?? "");
  const node = el("time", { title: decoded(fallback ?? "") }, decoded(text));
  return address ? link(decoded(address), node) : node;
}

/** Inside code only links and mentions live on. */
function codeParts(text) {
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(/<([^<>]+)>/g)) {
    const [target, label] = splitOnce(found[1], "|");
    const url = decoded(target);
    if (!/^[@#!]/.test(target) && !safeUrl(url)) continue;
    parts.push(decoded(text.slice(end, found.index)));
    parts.push(/^[@#!]/.test(target) ? asTyped(found[0]) : link(url, decoded(label ?? target)));
    end = found.index + found[0].length;
  }
  return [...parts, decoded(text.slice(end))];
}

function bareUrl(url) {
  return url.replace(/&(?:lt|gt);.*$/s, "").replace(/[.,:;!?'")\]}*_~]+$/, "");
}

function splitOnce(text, separator) {
  const place = text.indexOf(separator);
  return place < 0 ? [text, undefined] : [text.slice(0, place), text.slice(place + separator.length)];
}
