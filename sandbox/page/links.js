// Links out of foreign text: only harmless schemes, and places of the sandbox stay in the page.

import { el } from "./dom.js";
import { store } from "./store.js";

const HARMLESS = new Set(["http:", "https:", "mailto:", "tel:"]);

/** The address if it may be followed, else null. */
export function safeUrl(address) {
  try {
    const url = new URL(address);
    return HARMLESS.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** The address if it may be loaded as a picture, else null. */
export function pictureUrl(address) {
  const url = safeUrl(address);
  return url && /^https?:/.test(url) ? url : null;
}

/** The place in this page that an address means (#/…), or null. */
export function placeOf(address) {
  const url = new URL(address);
  const issue = /^\/github\.example\/([\w.-]+)\/([\w.-]+)\/issues\/(\d+)$/.exec(url.pathname);
  if (url.origin === location.origin && issue) return `#/github/${issue[1]}/${issue[2]}/${issue[3]}`;
  const said = /^\/archives\/(\w+)(?:\/p(\d{10})(\d{6}))?$/.exec(url.pathname);
  if (!said || !store.channels.some((channel) => channel.id === said[1])) return null;
  const thread = url.searchParams.get("thread_ts");
  if (thread) return `#/c/${said[1]}/t/${thread}`;
  return said[2] ? `#/c/${said[1]}/m/${said[2]}.${said[3]}` : `#/c/${said[1]}`;
}

/** A link, or only its text if the address may not be followed. */
export function link(address, ...children) {
  const url = safeUrl(address);
  if (!url) return el("span", { class: "dead-link" }, children);
  const place = placeOf(url);
  if (place) return el("a", { href: place, "data-test": "link" }, children);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer", "data-test": "link" }, children);
}

/** A picture of a foreign address; its description when it cannot be loaded. */
export function picture(address, alt, className) {
  const missing = () =>
    el(
      "span",
      { class: `${className} picture-missing`, role: "img", "aria-label": alt || "picture" },
      alt || "picture",
    );
  const url = pictureUrl(address);
  if (!url) return missing();
  const img = el("img", { class: className, src: url, alt: alt || "", referrerpolicy: "no-referrer" });
  img.addEventListener("error", () => img.replaceWith(missing()));
  return img;
}
