// The app's modals: a stack for the person, drawn from the top view; what was typed is kept.

import { inWords, post } from "./api.js";
import { blocks, complaints, valuesOf } from "./blocks.js";
import { el, icon, mule } from "./dom.js";
import { closeMenu } from "./menu.js";
import { act } from "./message.js";
import { plainText } from "./mrkdwn.js";
import { store } from "./store.js";

const typed = new Map(); // view id → values, so that an updated or uncovered view keeps them
let shown = null; // {id, hash, errors}
let busy = false;

const dialog = () => document.getElementById("modal");

export function startModal() {
  dialog().addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  dialog().addEventListener("click", (event) => event.target === dialog() && event.preventDefault());
}

/** Draw the newest of the person's open views, or none. */
export function drawModal() {
  const view = store.views.at(-1);
  for (const id of typed.keys()) if (!store.views.some((open) => open.id === id)) typed.delete(id);
  if (!view) {
    if (dialog().open) closeMenu();
    shown = null;
    dialog().close();
    return;
  }
  if (shown?.id === view.id && shown.hash === view.hash && shown.generation === store.generation) return;
  shown = { id: view.id, hash: view.hash, generation: store.generation };
  draw(view, {});
}

function draw(view, errors, trouble = "") {
  const values = valuesOf(view.blocks, typed.get(view.id));
  typed.set(view.id, values);
  const surface = {
    name: view.id,
    container: { type: "view", id: view.id },
    values,
    errors,
    act: (action) => act(surface, action),
  };
  const was = focusedField();
  const scroll = dialog().querySelector(".dialog-body")?.scrollTop;
  const form = el(
    "form",
    {
      class: "modal-form",
      novalidate: true,
      "data-test": "modal-form",
      "data-callback-id": view.callback_id,
    },
    el(
      "header",
      { class: "dialog-head" },
      el("span", { class: "avatar avatar-small avatar-app" }, mule()),
      el(
        "h2",
        { class: "dialog-title", id: "modal-title", "data-test": "modal-title" },
        plainText(view.title?.text),
      ),
      el(
        "button",
        {
          type: "button",
          class: "tool",
          "data-test": "modal-x",
          "aria-label": "Close",
          on: { click: () => close() },
        },
        icon("close"),
      ),
    ),
    el(
      "div",
      { class: "dialog-body" },
      trouble && el("p", { class: "trouble", role: "alert", "data-test": "modal-trouble" }, trouble),
      blocks(view.blocks, surface),
    ),
    el(
      "footer",
      { class: "dialog-foot" },
      store.views.length > 1 && el("span", { class: "muted depth" }, `Step ${store.views.length}`),
      el(
        "button",
        {
          type: "button",
          class: "button button-plain",
          "data-test": "modal-close",
          on: { click: () => close() },
        },
        plainText(view.close?.text ?? (view.submit ? "Cancel" : "Close")),
      ),
      view.submit &&
        el(
          "button",
          { type: "submit", class: "button button-primary", "data-test": "modal-submit" },
          plainText(view.submit.text),
        ),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(view, values);
  });
  const isNew = dialog().dataset.view !== view.id;
  dialog().dataset.view = view.id;
  dialog().replaceChildren(form);
  if (!dialog().open) dialog().showModal();
  focusAgain(form, isNew ? null : was, errors);
  if (!isNew && scroll && !Object.keys(errors).length)
    dialog().querySelector(".dialog-body").scrollTop = scroll;
}

function focusedField() {
  const node = document.activeElement?.closest?.("#modal [data-action-id]");
  return node ? { action: node.dataset.actionId, start: node.selectionStart } : null;
}

function focusAgain(form, was, errors) {
  const wrong = Object.keys(errors)[0];
  const target = wrong
    ? form.querySelector(`[data-block-id="${CSS.escape(wrong)}"] :is(input, textarea, select)`)
    : (was && form.querySelector(`[data-action-id="${CSS.escape(was.action)}"]`)) ||
      form.querySelector("[autofocus]") ||
      form.querySelector(".dialog-body :is(input, textarea, select):not([disabled])") ||
      form.querySelector("[data-test=modal-submit]");
  target?.focus();
  if (was?.start !== undefined && !wrong) target?.setSelectionRange?.(was.start, was.start);
}

async function submit(view, values) {
  if (busy) return;
  const wrong = complaints(view.blocks, values);
  if (Object.keys(wrong).length) return draw(view, wrong);
  busy = true;
  const button = dialog().querySelector("[data-test=modal-submit]");
  button.classList.add("busy");
  button.setAttribute("aria-disabled", "true");
  const answer = await post("views/submit", { as: store.as, view_id: view.id, values });
  busy = false;
  button.classList.remove("busy");
  button.removeAttribute("aria-disabled");
  if (answer.ok || dialog().dataset.view !== view.id) return;
  if (answer.errors) draw(view, answer.errors);
  else draw(view, {}, `${inWords(answer)} Nothing was sent; you can try again.`);
}

async function close() {
  const view = store.views.at(-1);
  if (!view) return dialog().close();
  store.views = store.views.filter((open) => open.id !== view.id);
  drawModal();
  await post("views/close", { as: store.as, view_id: view.id });
}
