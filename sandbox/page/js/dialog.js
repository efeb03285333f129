// Dialogs over the whole page and small menus beside a button.

import { el, iconButton } from "./dom.js";
import { t } from "./words.js";

/**
 * Open a dialog; resolves when it closes. `name` becomes `data-dialog`; `actions` is a list of `{label, name, value, main,
 * disabled}`, a press closes with `value()` (stays open when that is undefined). Escape and the cross give null.
 * `wire(api)` gets `{element, close, button(name)}` once it stands.
 */
export function ask({ name, title, body, actions = [], wide = false, wire }) {
  return new Promise((resolve) => {
    const close = (value = null) => {
      dialog.close();
      dialog.remove();
      resolve(value);
    };
    const buttons = actions.map(({ label, name: action, value, main, disabled }) =>
      el(
        "button",
        {
          type: main ? "submit" : "button",
          class: `plain-button ${main ? "main" : ""}`,
          disabled,
          data: { action },
          on: {
            click: (event) => {
              event.preventDefault();
              const result = value();
              if (result !== undefined) close(result);
            },
          },
        },
        label,
      ),
    );
    const form = el(
      "form",
      { method: "dialog" },
      el(
        "header",
        {},
        el("h2", {}, title),
        iconButton("close", t("close"), () => close(), { data: { action: "close" } }),
      ),
      el("div", { class: "dialog-body" }, body),
      buttons.length ? el("footer", {}, buttons) : null,
    );
    const dialog = el("dialog", { class: wide ? "wide" : "", data: { dialog: name } }, form);
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      close();
    });
    dialog.addEventListener("click", (event) => event.target === dialog && close());
    document.body.append(dialog);
    dialog.showModal();
    wire?.({ element: dialog, close, button: (wanted) => dialog.querySelector(`footer [data-action="${wanted}"]`) });
  });
}

/** A labelled input: returns `{element, input}`. */
export function field(label, options = {}) {
  const input = el("input", { type: "text", autocomplete: "off", spellcheck: "false", ...options });
  return { element: el("label", { class: "field" }, el("span", {}, label), input), input };
}

/** A labelled choice among `[value, label]` pairs: returns `{element, input}`. */
export function choice(label, pairs, chosen, options = {}) {
  const input = el(
    "select",
    options,
    pairs.map(([value, text]) => el("option", { value, selected: value === chosen }, text)),
  );
  return { element: el("label", { class: "field" }, el("span", {}, label), input), input };
}

/** A menu at a point of the page: `items` are `{label, name, run, danger}`; it goes at the first click or Escape. */
export function popMenu(items, { x, y }) {
  document.querySelector(".pop-menu")?.hidePopover();
  const menu = el(
    "div",
    { class: "pop-menu", popover: "auto", role: "menu" },
    items.filter(Boolean).map(({ label, name, run, danger }) =>
      el(
        "button",
        {
          type: "button",
          role: "menuitem",
          class: danger ? "danger" : "",
          data: { action: name },
          on: {
            click: () => {
              menu.hidePopover();
              run();
            },
          },
        },
        label,
      ),
    ),
  );
  menu.addEventListener("toggle", (event) => event.newState === "closed" && menu.remove());
  document.body.append(menu);
  menu.showPopover();
  menu.style.left = `${Math.max(8, Math.min(x, innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(y, innerHeight - menu.offsetHeight - 8))}px`;
}

/** A picture over the whole page; a click or Escape takes it away. */
export function lightbox(url) {
  const dialog = el(
    "dialog",
    {
      class: "lightbox",
      data: { dialog: "lightbox" },
      on: { click: () => dialog.close(), close: () => dialog.remove() },
    },
    el("img", { src: url, alt: "" }),
  );
  document.body.append(dialog);
  dialog.showModal();
}
