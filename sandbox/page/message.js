// One message: who, when, what, reactions, its thread, and the buttons that act on it.

import { inWords, post } from "./api.js";
import { author, avatar } from "./author.js";
import { blocks, valuesOf } from "./blocks.js";
import { clamped, shortened } from "./clamp.js";
import { conversation, dismiss, keyOf, threadHasNews } from "./conversations.js";
import { notice } from "./dialog.js";
import { el, icon } from "./dom.js";
import { link, picture, pictureUrl } from "./links.js";
import { editor, isEdited, reactions, toolbar } from "./message_acts.js";
import { asTyped, mrkdwn, plainText } from "./mrkdwn.js";
import { store } from "./store.js";
import { ago, dateOf, fullTime, timeOfDay } from "./time.js";

const SYSTEM = new Set([
  "channel_join",
  "channel_leave",
  "channel_topic",
  "channel_purpose",
  "channel_name",
  "channel_archive",
  "bot_add",
  "tombstone",
]);
/** `place` is {channel, inThread, grouped}. */
export function messageNode(message, place) {
  const who = author(message);
  const when = dateOf(message.ts);
  const system = SYSTEM.has(message.subtype);
  const classes = [
    "message",
    place.grouped && "grouped",
    message.ephemeral && "is-ephemeral",
    system && "is-system",
    place.isRoot && "is-root",
  ];
  const time = el(
    "time",
    { class: "message-time", datetime: when.toISOString?.(), title: fullTime(when) },
    timeOfDay(when),
  );
  const node = el("article", {
    class: classes.filter(Boolean).join(" "),
    "data-test": message.ephemeral ? "ephemeral" : "message",
    "data-ts": message.ts,
    "data-id": message.ephemeral ? message.id : null,
    "data-user": message.user,
    "aria-label": `${who.name}, ${timeOfDay(when)}${message.ephemeral ? ", only visible to you" : ""}`,
    tabindex: "-1",
  });
  const side = place.grouped
    ? el("div", { class: "message-side" }, time)
    : el("div", { class: "message-side" }, avatar(who));
  const head =
    !place.grouped &&
    el(
      "div",
      { class: "message-head" },
      el("bdi", { class: "message-author", "data-test": "author" }, who.name),
      who.isApp && el("span", { class: "badge" }, "APP"),
      time,
    );
  const body = isEdited(message, place) ? editor(message, place) : content(message, place);
  node.append(
    side,
    el(
      "div",
      { class: "message-main" },
      message.ephemeral && el("div", { class: "only-you" }, icon("eye"), "Only visible to you"),
      message.subtype === "thread_broadcast" && !place.inThread && broadcastHint(message, place),
      head,
      body,
      reactions(message, place),
      !place.inThread && threadSummary(message, place),
      message.ephemeral &&
        el(
          "button",
          {
            type: "button",
            class: "link-button dismiss",
            "data-test": "dismiss",
            on: { click: () => dismiss({ ...message, channel: place.channel }) },
          },
          "Dismiss",
        ),
    ),
  );
  if (!system && !message.ephemeral) node.append(toolbar(message, place, node));
  return node;
}

function broadcastHint(message, place) {
  const root = conversation(place.channel).root(message.thread_ts) ?? message.root;
  return el(
    "a",
    { class: "broadcast-hint", href: `#/c/${place.channel}/t/${message.thread_ts}` },
    "replied to a thread: ",
    el("span", {}, asTyped(root?.text ?? "…").slice(0, 80)),
  );
}

function content(message, place) {
  const surface = {
    name: `m${keyOf(message)}`,
    container: message.ephemeral
      ? { type: "ephemeral", id: message.id }
      : { type: "message", channel: place.channel, ts: message.ts },
    values: valuesOf(allBlocks(message)),
    act: (action) => act(surface, action),
  };
  const text = shortened(message.text);
  const edited =
    message.edited &&
    el(
      "span",
      { class: "edited", title: fullTime(dateOf(message.edited.ts)), "data-test": "edited" },
      "(edited)",
    );
  const hasBlocks = Boolean(message.blocks?.length);
  return el(
    "div",
    { class: "message-content", "data-test": "message-text" },
    hasBlocks
      ? blocks(message.blocks, surface)
      : text && clamped(el("div", { class: "text" }, mrkdwn(text), edited && [" ", edited]), text),
    (hasBlocks || !text) && edited,
    message.files?.map(file),
    message.attachments?.map((part) => attachment(part, surface)),
  );
}

const allBlocks = (message) => [
  ...(message.blocks ?? []),
  ...(message.attachments ?? []).flatMap((part) => part.blocks ?? []),
];

export async function act(surface, action) {
  const answer = await post("actions", {
    as: store.as,
    container: surface.container,
    action,
    state: surface.values,
  });
  if (!answer.ok) notice(inWords(answer), { bad: true });
}

function file(part) {
  const title = part.title || part.name || "file";
  const url = part.url_private || part.permalink;
  if (/^image\//.test(part.mimetype ?? "") && pictureUrl(url))
    return el(
      "figure",
      { class: "block-image" },
      el("figcaption", {}, title),
      picture(url, part.alt_txt || title, "block-picture"),
    );
  return el("div", { class: "file" }, icon("list"), url ? link(url, title) : el("span", {}, title));
}

/** Slack's older way to add to a message. */
function attachment(part, surface) {
  const words = (text) => text && el("div", { class: "text" }, mrkdwn(shortened(text)));
  const title =
    part.title &&
    el(
      "div",
      { class: "attachment-title" },
      part.title_link ? link(part.title_link, plainText(part.title)) : plainText(part.title),
    );
  const fields =
    part.fields?.length &&
    el(
      "div",
      { class: "fields" },
      part.fields.map((field) =>
        el(
          "div",
          { class: "text" },
          el("strong", {}, plainText(field.title)),
          el("br"),
          mrkdwn(String(field.value ?? "")),
        ),
      ),
    );
  const inside = part.blocks?.length ? blocks(part.blocks, surface) : [title, words(part.text), fields];
  const node = el(
    "div",
    { class: "attachment" },
    part.author_name && el("div", { class: "attachment-author" }, part.author_name),
    inside,
    part.image_url && picture(part.image_url, part.fallback, "block-picture"),
    part.footer && el("div", { class: "attachment-footer" }, plainText(part.footer)),
  );
  if (/^#?[0-9a-f]{6}$/i.test(part.color ?? ""))
    node.style.borderInlineStartColor = `#${part.color.replace("#", "")}`;
  return el("div", {}, words(part.pretext), node);
}

function threadSummary(message, place) {
  if (message.ephemeral || (message.thread_ts && message.thread_ts !== message.ts)) return null;
  const here = conversation(place.channel).replies(message.ts);
  const count = Math.max(message.reply_count ?? 0, here.filter((reply) => !reply.ephemeral).length);
  const hidden = here.filter((reply) => reply.ephemeral).length;
  if (!count && !hidden) return null;
  const writers = message.reply_users ?? [
    ...new Set(here.filter((reply) => !reply.ephemeral).map((reply) => reply.user)),
  ];
  const faces = writers.slice(0, 4).map((id) => avatar(author({ user: id }), "avatar-small"));
  const last = message.latest_reply ?? here.at(-1)?.ts;
  return el(
    "a",
    { class: "thread-summary", href: `#/c/${place.channel}/t/${message.ts}`, "data-test": "thread-open" },
    faces,
    count > 0 && el("strong", {}, `${count} ${count === 1 ? "reply" : "replies"}`),
    hidden > 0 &&
      el(
        "span",
        { class: "hidden-replies" },
        icon("eye"),
        hidden === 1 ? "1 only for you" : `${hidden} only for you`,
      ),
    threadHasNews(place.channel, message.ts) && el("span", { class: "new-mark" }, "new"),
    last && el("span", { class: "muted thread-last" }, count > 0 ? `last reply ${ago(dateOf(last))}` : ""),
  );
}
