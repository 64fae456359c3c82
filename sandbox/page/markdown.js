// GitHub's Markdown → DOM nodes: what issues and Slack's markdown block use. HTML stays text.

import { el, fragment } from "./dom.js";
import { emojiOf } from "./emoji.js";
import { link, picture } from "./links.js";

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*(.*)$/;
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/;
const RULE = /^ {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^( *)(?:([-*+])|(\d{1,9})[.)])(?:\s+|$)/;
const TABLE_LINE = /^ {0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;
const DETAILS = /^<details(?: open)?>/i;
const WORD = /[\p{L}\p{N}]/u;
const DEEPEST = 12;

/** Markdown as nodes; `repository` makes #12 a link into it. */
export function markdown(text, { repository = null } = {}) {
  const clean = String(text ?? "")
    .replaceAll("\r\n", "\n")
    .replace(/<!--[\s\S]*?(?:-->|$)/g, "");
  return fragment(blocks(clean.split("\n"), { repository }, 0));
}

function blocks(lines, context, depth) {
  const made = [];
  let paragraph = [];
  const flush = () => {
    if (paragraph.length) made.push(el("p", { dir: "auto" }, inline(paragraph.join("\n").trim(), context)));
    paragraph = [];
  };
  for (let i = 0; i < lines.length;) {
    const block = depth < DEEPEST ? blockAt(lines, i, context, depth, paragraph.length > 0) : null;
    if (block) {
      flush();
      made.push(block.node);
      i = block.end;
    } else {
      if (lines[i].trim()) paragraph.push(lines[i].replace(/^\s+/, ""));
      else flush();
      i += 1;
    }
  }
  flush();
  return made;
}

/** The block that starts at line i: {node, end}, or null where running text goes on. */
function blockAt(lines, i, context, depth, inParagraph) {
  const line = lines[i];
  let found;
  if ((found = FENCE.exec(line))) return fence(lines, i, found);
  if ((found = HEADING.exec(line)))
    return {
      node: el(`h${Math.min(6, found[1].length + 2)}`, { dir: "auto" }, inline(found[2], context)),
      end: i + 1,
    };
  if (RULE.test(line)) return { node: el("hr"), end: i + 1 };
  if (QUOTE.test(line)) return quote(lines, i, context, depth);
  if (DETAILS.test(line.trim())) return details(lines, i, context, depth);
  if ((found = ITEM.exec(line)) && !(inParagraph && found[3] && found[3] !== "1"))
    return list(lines, i, context, depth);
  if (line.includes("|") && TABLE_LINE.test(lines[i + 1] ?? "")) return table(lines, i, context);
  if (!inParagraph && /^(?: {4}|\t)\S/.test(line)) return indented(lines, i);
  return null;
}

function fence(lines, i, [, marks]) {
  let end = i + 1;
  while (end < lines.length && !new RegExp(`^ {0,3}${marks[0]}{${marks.length},}\\s*$`).test(lines[end]))
    end += 1;
  return {
    node: el("pre", { class: "fence", tabindex: "0" }, lines.slice(i + 1, end).join("\n")),
    end: end + 1,
  };
}

function indented(lines, i) {
  let end = i;
  while (end < lines.length && /^(?: {4}|\t|\s*$)/.test(lines[end])) end += 1;
  const code = lines.slice(i, end).map((line) => line.replace(/^(?: {4}|\t)/, ""));
  return { node: el("pre", { class: "fence", tabindex: "0" }, code.join("\n").trimEnd()), end };
}

function quote(lines, i, context, depth) {
  let end = i;
  while (
    end < lines.length &&
    lines[end].trim() &&
    (QUOTE.test(lines[end]) || !blockAt(lines, end, context, DEEPEST, true))
  )
    end += 1;
  return {
    node: el(
      "blockquote",
      {},
      blocks(
        lines.slice(i, end).map((line) => line.replace(QUOTE, "")),
        context,
        depth + 1,
      ),
    ),
    end,
  };
}

function details(lines, i, context, depth) {
  let end = i + 1;
  while (end < lines.length && !/<\/details>/i.test(lines[end])) end += 1;
  const inside = [lines[i].trim().replace(DETAILS, ""), ...lines.slice(i + 1, end)].join("\n");
  const summary = /<summary>([\s\S]*?)<\/summary>/i.exec(inside);
  const rest = summary ? inside.replace(summary[0], "") : inside;
  const node = el(
    "details",
    {},
    el("summary", {}, inline(summary?.[1].trim() ?? "Details", context)),
    blocks(rest.split("\n"), context, depth + 1),
  );
  return { node, end: end + 1 };
}

function list(lines, i, context, depth) {
  const first = ITEM.exec(lines[i]);
  const ordered = Boolean(first[3]);
  const items = [];
  let end = i;
  while (end < lines.length) {
    const start = ITEM.exec(lines[end]);
    if (
      !start ||
      start[1].length > first[1].length + 1 ||
      Boolean(start[3]) !== ordered ||
      RULE.test(lines[end])
    )
      break;
    const margin = Math.max(start[1].length + 2, Math.min(start[0].length, start[1].length + 5));
    const own = [lines[end].slice(start[0].length)];
    end += 1;
    while (end < lines.length && belongs(lines, end, margin, first[1].length)) {
      own.push(lines[end].replace(new RegExp(`^ {0,${margin}}`), ""));
      end += 1;
    }
    items.push(item(own, context, depth));
    if (end < lines.length && !lines[end].trim() && ITEM.test(lines[end + 1] ?? "")) end += 1;
  }
  return {
    node: el(ordered ? "ol" : "ul", { start: ordered && first[3] !== "1" ? first[3] : null }, items),
    end,
  };
}

/** Whether a line goes on with the item before it. */
function belongs(lines, i, margin, outer) {
  const line = lines[i];
  const indent = /^ */.exec(line)[0].length;
  if (!line.trim()) return /^ {2,}\S/.test(lines[i + 1] ?? "") && /^ */.exec(lines[i + 1])[0].length > outer;
  if (indent > outer + 1) return true;
  return (
    Boolean(lines[i - 1].trim()) &&
    !ITEM.test(line) &&
    !HEADING.test(line) &&
    !FENCE.test(line) &&
    !QUOTE.test(line) &&
    !RULE.test(line)
  );
}

function item(own, context, depth) {
  const task = /^\[([ xX])\]\s+/.exec(own[0]);
  if (!task) return el("li", { dir: "auto" }, tight(blocks(own, context, depth + 1)));
  own[0] = own[0].slice(task[0].length);
  const done = task[1] !== " ";
  const box = el("input", {
    type: "checkbox",
    checked: done,
    disabled: true,
    "aria-label": done ? "done" : "to do",
  });
  return el("li", { class: "task", dir: "auto" }, box, tight(blocks(own, context, depth + 1)));
}

/** A single paragraph in an item stands without its <p>. */
function tight(nodes) {
  if (nodes[0]?.nodeName === "P") return [el("span", {}, [...nodes[0].childNodes]), ...nodes.slice(1)];
  return nodes;
}

function table(lines, i, context) {
  const cells = (line) =>
    line
      .trim()
      .replace(/^\||\|$/g, "")
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll("\\|", "|"));
  let end = i + 2;
  while (end < lines.length && lines[end].includes("|") && lines[end].trim()) end += 1;
  const row = (tag) => (line) =>
    el(
      "tr",
      {},
      cells(line).map((cell) => el(tag, { dir: "auto" }, inline(cell, context))),
    );
  const node = el(
    "div",
    { class: "table-box", tabindex: "0" },
    el(
      "table",
      {},
      el("thead", {}, row("th")(lines[i])),
      el("tbody", {}, lines.slice(i + 2, end).map(row("td"))),
    ),
  );
  return { node, end };
}

// Each kind of running markup: a pattern at its first character and what it becomes.
// Spans have a longest length, or a text of opening marks alone would take for ever.
const INLINE = [
  ["\\", /\\([!-/:-@[-`{-~])/y, ([, char]) => char],
  [
    "`",
    /(`+)([\s\S]{0,1500}?[^`])\1(?!`)/y,
    ([, , code]) => el("code", {}, code.replaceAll("\n", " ").replace(/^ (.*\S.*) $/, "$1")),
  ],
  [
    "!",
    /!\[([^\]]*)\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/y,
    ([, alt, url]) => picture(url, alt, "markdown-picture"),
  ],
  [
    "[",
    /\[((?:[^[\]]|\[[^\]]*\])*)\]\(\s*<?([^()\s>]*(?:\([^()\s]*\)[^()\s>]*)*)>?(?:\s+"[^"]*")?\s*\)/y,
    ([, words, url], context, depth) => link(url, inline(words, context, depth)),
  ],
  ["<", /<((?:https?:\/\/|mailto:)[^\s<>]+)>/y, ([, url]) => link(url, url)],
  ["<", /<br\s*\/?>/iy, () => el("br")],
  [
    "<",
    /<(kbd|sub|sup|b|i|em|strong|code)>([^<]*)<\/\1>/iy,
    ([, tag, words], context, depth) => el(tag.toLowerCase(), {}, inline(words, context, depth)),
  ],
  ["h", /https?:\/\/[^\s<>]*[^\s<>.,:;!?'")\]*_~]/y, ([url]) => link(url, url)],
  [
    "*",
    /\*\*(?=\S)([\s\S]{0,1500}?\S)\*\*(?!\*)/y,
    ([, words], context, depth) => el("strong", {}, inline(words, context, depth)),
  ],
  [
    "*",
    /\*(?=[^\s*])([\s\S]{0,1500}?[^\s*])\*(?!\*)/y,
    ([, words], context, depth) => el("em", {}, inline(words, context, depth)),
  ],
  [
    "_",
    /__(?=\S)([\s\S]{0,1500}?\S)__(?![\p{L}\p{N}_])/uy,
    ([, words], context, depth) => el("strong", {}, inline(words, context, depth)),
  ],
  [
    "_",
    /_(?=[^\s_])([\s\S]{0,1500}?[^\s_])_(?![\p{L}\p{N}_])/uy,
    ([, words], context, depth) => el("em", {}, inline(words, context, depth)),
  ],
  [
    "~",
    /~~(?=\S)([\s\S]{0,1500}?\S)~~/y,
    ([, words], context, depth) => el("s", {}, inline(words, context, depth)),
  ],
  [":", /:([a-z0-9_+-]+):/y, ([, name]) => emojiOf(name)],
  [
    "#",
    /#(\d+)\b/y,
    ([words, number], { repository }) =>
      repository && el("a", { href: `#/github/${repository}/${number}` }, words),
  ],
  [
    "@",
    /@([a-z\d](?:-?[a-z\d]){0,38}(?:\[bot\])?)/iy,
    ([words], { repository }) => repository && el("strong", { class: "login" }, words),
  ],
];
const BY_CHAR = new Map();
for (const kind of INLINE) BY_CHAR.set(kind[0], [...(BY_CHAR.get(kind[0]) ?? []), kind]);
const AFTER_WORD = new Set(["\\", "`", "!", "[", "<", "*", "~"]); // the others need a gap before them

function inline(text, context, depth = 0) {
  const made = [];
  const failed = new Map(); // pattern → how often it did not match
  let plain = "";
  for (let i = 0; i < text.length;) {
    const done = depth < DEEPEST && marked(text, i, context, depth, failed);
    if (done) {
      if (plain) made.push(plain);
      plain = "";
      made.push(done.node);
      i = done.end;
    } else if (text[i] === "\n") {
      made.push(plain.trimEnd(), el("br"));
      plain = "";
      i += 1;
    } else {
      plain += text[i];
      i += 1;
    }
  }
  if (plain) made.push(plain);
  return made;
}

const TRIES = 200; // a text of nothing but opening marks must not take for ever

function marked(text, i, context, depth, failed) {
  const kinds = BY_CHAR.get(text[i]);
  if (!kinds || (!AFTER_WORD.has(text[i]) && WORD.test(text[i - 1] ?? " "))) return null;
  for (const [, pattern, make] of kinds) {
    if ((failed.get(pattern) ?? 0) > TRIES) continue;
    pattern.lastIndex = i;
    const found = pattern.exec(text);
    const end = pattern.lastIndex;
    const node = found && make(found, context, depth + 1);
    if (node) return { node, end };
    failed.set(pattern, (failed.get(pattern) ?? 0) + 1);
  }
  return null;
}
