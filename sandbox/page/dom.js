// Builds DOM nodes. Text only ever becomes text nodes, so foreign text cannot become markup.

const PROPERTIES = new Set(["value", "checked", "selected", "disabled", "hidden", "required"]);
const SVG = "http://www.w3.org/2000/svg";

/** `on` holds listeners, `class` the class name; null, undefined and false leave an attribute out. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  // Children come first: an element with dir=auto looks through all of its text at each addition.
  node.append(...present(children));
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "on") listen(node, value);
    else if (PROPERTIES.has(name)) node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  return node;
}

function listen(node, listeners) {
  for (const [event, listener] of Object.entries(listeners)) node.addEventListener(event, listener);
}

const present = (children) =>
  children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);

export function fragment(...children) {
  const made = document.createDocumentFragment();
  made.append(...present(children));
  return made;
}

const ICONS = {
  hash: "M9 4 7 20M17 4l-2 16M4.5 9h16M3.5 15h16",
  home: "M4 11.5 12 5l8 6.5V20h-5.5v-5h-5v5H4z",
  reply: "M20 12a7.5 7.5 0 0 1-11 6.6L4.5 20l1.3-4.2A7.5 7.5 0 1 1 20 12z",
  smile: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM8.5 14c1.8 2.6 5.2 2.6 7 0M9 9.6v.8M15 9.6v.8",
  dots: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  close: "M6 6l12 12M18 6 6 18",
  back: "M14.5 5.5 8 12l6.5 6.5",
  chevron: "M6.5 9.5 12 15l5.5-5.5",
  send: "M4.5 12 4 5l16 7-16 7 .5-7zM4.5 12H11",
  clock: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.5l3 1.8",
  eye: "M3 12s3.3-5.5 9-5.5 9 5.5 9 5.5-3.3 5.5-9 5.5S3 12 3 12zM12 9.7a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6z",
  plus: "M12 5v14M5 12h14",
  issue: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 12h.01",
  done: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM8.5 12.2l2.5 2.5 4.5-5",
  skip: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM7 17 17 7",
  panel: "M4 5h16v14H4zM14.5 5v14",
  help: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM9.8 9.8a2.3 2.3 0 1 1 3 2.3c-.6.2-.8.6-.8 1.4M12 16.2h.01",
  list: "M5 7h14M5 12h14M5 17h9",
  repo: "M6 4h12v16H8a2 2 0 0 1-2-2zM6 17h12",
  down: "M12 5v14M6 13l6 6 6-6",
  bolt: "M13 3 5 13.5h6L10.5 21 19 10.5h-6z",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** The sandbox's own mark: a mule's head. */
export function mule() {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "mule");
  svg.setAttribute("aria-hidden", "true");
  for (const [shape, kind] of [
    ["M8.2 9.5C5.5 7.5 5 4.5 5.6 2.2 8 3.2 9.8 5.6 10.2 8.2z", "ear"],
    ["M15.8 9.5c2.7-2 3.2-5 2.6-7.3-2.4 1-4.2 3.4-4.6 6z", "ear"],
    [
      "M12 7c3.4 0 5 2.2 4.7 5l-.7 6.4C15.8 20.8 14.2 22 12 22s-3.8-1.2-4-3.6L7.3 12C7 9.2 8.6 7 12 7z",
      "head",
    ],
    ["M9.7 12.3h.01M14.3 12.3h.01M10.7 18.8h.01M13.3 18.8h.01", "eyes"],
  ]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", shape);
    path.setAttribute("class", kind);
    svg.append(path);
  }
  return svg;
}

/** Bring the children of a node to what `items` say, and touch only what is different.

    An item is {key, signature, make}; a child is made anew when its signature changed. */
export function reconcile(parent, items) {
  const before = parent.made ?? new Map();
  const after = new Map();
  let place = parent.firstChild;
  for (const { key, signature, make } of items) {
    const known = before.get(key);
    const node = known && known.signature === signature ? known.node : make();
    after.set(key, { signature, node });
    if (known && known.node !== node) {
      if (place === known.node) place = known.node.nextSibling;
      known.node.remove();
    }
    if (node === place) place = place.nextSibling;
    else parent.insertBefore(node, place);
  }
  for (const [key, { node }] of before) if (!after.has(key)) node.remove();
  parent.made = after;
}
