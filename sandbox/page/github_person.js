// Who one is on GitHub: a maintainer, or the person one speaks as in Slack.

import { el } from "./dom.js";
import { store } from "./store.js";

const MAINTAINER = "mara-maintainer";
let asMyself = false;

/** The login under which one acts. */
export const login = () => (asMyself ? myLogin() : MAINTAINER);

const myLogin = () => store.users.get(store.as)?.name ?? store.as;

export function whoActs() {
  const choice = el(
    "select",
    { class: "select", "data-test": "github-person", "aria-label": "Act on GitHub as" },
    el("option", { value: "maintainer" }, `${MAINTAINER} (maintainer)`),
    el("option", { value: "me" }, myLogin()),
  );
  choice.value = asMyself ? "me" : "maintainer";
  choice.addEventListener("change", () => (asMyself = choice.value === "me"));
  return el("label", { class: "who-acts" }, el("span", { class: "muted" }, "Act as"), choice);
}
