// The foot of a phone: what the person writes, attaches and presses.

import { el, icon, iconButton } from "./dom.js";
import { popMenu } from "./dialog.js";
import { snippet } from "./bubble.js";
import { t } from "./words.js";

const MAIN = [
  ["photo", "photo"],
  ["file", "file"],
  ["video", "video"],
  ["location", "pin"],
  ["live", "live"],
  ["venue", "venue"],
  ["contact", "person"],
];
const ODD = ["voice", "sticker", "video_note", "animation", "audio", "poll", "dice"];

/** The composer of one phone. `deeds`: `text(words)`, `edit(message, words)`, `attach(kind, files)`, `key(button)`, `start()`, `unblock()`. */
export class Composer {
  constructor(deeds) {
    this.deeds = deeds;
    this.commands = [];
    this.keyboard = null;
    this.keyboardOpen = false;
    this.quoted = null;
    this.edited = null;
    this.input = el("textarea", {
      rows: 1,
      placeholder: t("message"),
      maxlength: 8192,
      "aria-label": t("message"),
      data: { input: "" },
      on: {
        keydown: (event) => this.#onKey(event),
        input: () => this.#onInput(),
        paste: (event) => this.#onPaste(event),
      },
    });
    this.quote = el("div", { class: "quote-bar", hidden: true });
    this.commandList = el("div", { class: "command-list", data: { commands: "" }, hidden: true });
    this.keys = el("div", { class: "reply-keyboard", data: { keyboard: "" }, hidden: true });
    this.menuButton = el(
      "button",
      {
        type: "button",
        class: "menu-button",
        title: t("commands"),
        data: { action: "menu" },
        on: { click: () => this.#showCommands(this.commandList.hidden) },
      },
      icon("menu", 18),
      el("span", {}, t("menu")),
    );
    this.keyToggle = iconButton("keyboard", t("keyboardToggle"), () => this.#openKeyboard(!this.keyboardOpen), {
      data: { action: "keyboard" },
    });
    const attach = iconButton("attach", t("attach"), (event) => this.#attachMenu(event.currentTarget), {
      data: { action: "attach" },
    });
    const go = iconButton("send", t("send"), () => this.#submit(), { class: "send", data: { action: "send" } });
    this.line = el("div", { class: "input-line" }, this.menuButton, attach, this.input, this.keyToggle, go);
    this.gate = el("button", { type: "button", class: "gate", hidden: true });
    this.element = el("div", { class: "composer" }, this.commandList, this.quote, this.line, this.gate, this.keys);
  }

  /** Whether the person can write: "open", "start" (not yet started), "blocked", or "closed". */
  allow(state) {
    this.line.hidden = state !== "open";
    this.gate.hidden = state === "open";
    this.gate.disabled = state === "closed";
    this.gate.dataset.action = state === "blocked" ? "unblock" : "start";
    this.gate.textContent = state === "closed" ? t("noBot") : t(state === "blocked" ? "unblock" : "start");
    this.gate.onclick = () => (state === "blocked" ? this.deeds.unblock() : this.deeds.start());
    this.#openKeyboard(this.keyboardOpen);
  }

  /** The commands offered behind the menu button. */
  setCommands(commands, menuButton) {
    this.commands = commands ?? [];
    this.menuButton.hidden = !this.commands.length || menuButton?.type === "web_app";
    this.#showCommands(false);
  }

  /** The reply keyboard in force, or null. */
  setKeyboard(keyboard) {
    this.keyboard = keyboard?.buttons?.length ? keyboard : null;
    this.keys.replaceChildren(
      ...(this.keyboard?.buttons ?? []).map((row) =>
        el(
          "div",
          { class: "button-row" },
          row.map((button) => this.#key(button)),
        ),
      ),
    );
    this.keys.classList.toggle("tall", !this.keyboard?.resize);
    this.input.placeholder = this.keyboard?.placeholder || t("message");
    this.#openKeyboard(Boolean(this.keyboard));
  }

  /** Answer a message, or edit one's own. */
  startReply(message) {
    this.cancelQuote();
    this.quoted = message;
    this.#showQuote(t("reply"), message);
  }

  startEdit(message) {
    this.cancelQuote();
    this.edited = message;
    this.input.value = message.text ?? message.caption ?? "";
    this.#showQuote(t("editing"), message);
    this.#onInput();
  }

  cancelQuote() {
    if (this.edited) this.input.value = "";
    this.quoted = this.edited = null;
    this.quote.hidden = true;
    this.#onInput();
  }

  #showQuote(title, message) {
    this.quote.replaceChildren(
      el("div", {}, el("strong", {}, title), el("div", { class: "dim" }, snippet(message))),
      iconButton("close", t("cancel"), () => this.cancelQuote(), { size: 16 }),
    );
    this.quote.hidden = false;
    this.input.focus();
  }

  #key(button) {
    return el(
      "button",
      {
        type: "button",
        class: `key ${button.style ?? ""}`,
        data: { key: button.text },
        on: {
          click: () => {
            if (this.keyboard.one_time) this.#openKeyboard(false);
            this.deeds.key(button);
          },
        },
      },
      button.request_location ? icon("pin", 16) : null,
      button.request_contact ? icon("person", 16) : null,
      el("span", {}, button.text),
    );
  }

  #openKeyboard(open) {
    this.keyboardOpen = open;
    this.keys.hidden = !open || !this.keyboard || this.line.hidden;
    this.keyToggle.hidden = !this.keyboard;
  }

  #showCommands(open, start = "") {
    const fitting = this.commands.filter(({ command }) => `/${command}`.startsWith(start));
    this.commandList.hidden = !open || !fitting.length;
    this.commandList.replaceChildren(
      ...fitting.map(({ command, description }) =>
        el(
          "button",
          {
            type: "button",
            data: { command },
            on: {
              click: () => {
                this.#showCommands(false);
                this.input.value = "";
                this.deeds.text(`/${command}`);
              },
            },
          },
          el("span", {}, description),
          el("span", { class: "dim" }, `/${command}`),
        ),
      ),
    );
  }

  #attachMenu(button) {
    const { left, top } = button.getBoundingClientRect();
    const item = (kind, label = t(kind)) => ({ label, name: kind, run: () => this.deeds.attach(kind) });
    const odd = {
      label: `${t("odd")} ›`,
      name: "odd",
      run: () =>
        popMenu(
          ODD.map((kind) => item(kind)),
          { x: left, y: top - 250 },
        ),
    };
    const items = MAIN.map(([kind, sign]) => item(kind, el("span", { class: "with-icon" }, icon(sign, 18), t(kind))));
    popMenu([...items, odd], { x: left, y: top - 310 });
  }

  #onInput() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(120, this.input.scrollHeight)}px`;
    this.#showCommands(/^\/\w*$/.test(this.input.value), this.input.value);
  }

  #onKey(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape") {
      this.cancelQuote();
    } else if (event.key === "ArrowUp" && !this.input.value) {
      const own = this.deeds.lastOwn();
      if (own) this.startEdit(own);
      event.preventDefault();
    }
  }

  #onPaste(event) {
    const files = [...event.clipboardData.files];
    if (!files.length) return;
    event.preventDefault();
    this.deeds.attach("photo", files);
  }

  #submit() {
    const words = this.input.value.trim();
    if (!words) return;
    const { edited, quoted } = this;
    this.input.value = "";
    this.edited = null;
    this.cancelQuote();
    if (edited) this.deeds.edit(edited, words);
    else this.deeds.text(words, quoted);
  }
}
