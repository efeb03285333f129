// What passes over a phone's screen: short notices and the alerts that want an OK.

import { el } from "./dom.js";
import { t } from "./words.js";

const NOTICE_MS = 3500;

/** The notices of one phone. */
export class Notices {
  constructor() {
    this.element = el("div", { class: "notices", "aria-live": "polite" });
  }

  /** A short notice that goes by itself: the answer to a press, or (with `bad`) what went wrong. */
  toast(text, bad = false) {
    const note = el("div", { class: `toast ${bad ? "bad" : ""}`, data: { toast: "" } }, text);
    this.element.append(note);
    setTimeout(() => note.remove(), NOTICE_MS + text.length * 30);
  }

  /** An alert, as Telegram shows with show_alert. */
  alert(text) {
    const shade = el(
      "div",
      { class: "alert-shade", data: { alert: "" } },
      el(
        "div",
        { class: "alert", role: "alertdialog" },
        el("p", {}, text),
        el("button", { type: "button", data: { action: "alert-ok" }, on: { click: () => shade.remove() } }, t("ok")),
      ),
    );
    this.element.append(shade);
    shade.querySelector("button").focus({ preventScroll: true });
  }
}
