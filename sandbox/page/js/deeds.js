// What a person does on their phone, as calls of the control API.

import { get, post, send } from "./api.js";
import { ask, field } from "./dialog.js";
import { el } from "./dom.js";
import { pickPictures, pickVideo } from "./pickpictures.js";
import { pickPlace } from "./pickplace.js";
import { t } from "./words.js";

const PATIENCE_MS = 15_000;
const PLACES = ["location", "live", "venue"];

/** The deeds of the person of `phone`. Every failure is shown on that phone in the server's words. */
export class Deeds {
  constructor(phone) {
    this.phone = phone;
    this.waiting = new Map();
  }

  /** Run something that may fail and show why it did. */
  async attempt(deed) {
    try {
      return await deed();
    } catch (error) {
      this.phone.notices.toast(error.message, true);
      return null;
    }
  }

  #in() {
    return { from: this.phone.person.id, ...this.phone.target() };
  }

  #send(body, blobs) {
    const thread = this.phone.feed.thread || undefined;
    this.phone.feed.atEnd = true;
    return this.attempt(() => send({ ...this.#in(), thread, ...body }, blobs));
  }

  text(words, quoted) {
    return this.#send({ kind: "text", text: words, reply_to: quoted?.message_id });
  }

  edit(message, words) {
    const change = message.text === undefined ? { caption: words } : { text: words };
    return this.attempt(() => post("edit", { ...this.#in(), message_id: message.message_id, ...change }));
  }

  remove(message) {
    return this.attempt(() => post("delete", { ...this.#in(), message_ids: [message.message_id] }));
  }

  forward(message) {
    const source = { ...this.phone.target(), chat: this.phone.chat.chat, message_ids: [message.message_id] };
    return this.attempt(() =>
      post("forward", { from: this.phone.person.id, source, bot: this.phone.chat.bot ?? undefined }),
    );
  }

  lastOwn() {
    const { feed, person } = this.phone;
    return feed.newest((one) => !one.by_bot && one.from?.id === person.id && (one.text || one.caption));
  }

  start(payload) {
    return this.attempt(() => post("start", { person: this.phone.person.id, bot: this.phone.chat.bot, payload }));
  }

  block() {
    return this.attempt(() => post("block", { person: this.phone.person.id, bot: this.phone.chat.bot }));
  }

  unblock() {
    return this.attempt(() => post("unblock", { person: this.phone.person.id, bot: this.phone.chat.bot }));
  }

  /** Ask for what to attach and send it; `files` are File objects already at hand. */
  async attach(kind, files = []) {
    if (kind === "contact") return this.#sendContact();
    if (PLACES.includes(kind)) {
      const place = await pickPlace({ kind });
      return place && this.#send(place);
    }
    if (kind === "photo" || kind === "file" || kind === "video") {
      const picked = kind === "video" ? await pickVideo() : await pickPictures({ files, asFile: kind === "file" });
      return picked && this.#send(picked.body, picked.blobs);
    }
    const fields = { poll: { question: "?", options: ["A", "B"] }, dice: { emoji: "🎲" } };
    return this.#send({ kind, ...fields[kind] });
  }

  async #sendContact() {
    const phone = await this.#askPhone(t("contact"));
    const { first_name: name, id } = this.phone.person;
    return phone && this.#send({ kind: "contact", phone_number: phone, first_name: name || "—", user_id: id });
  }

  #askPhone(title) {
    // 7 digits of the person's id make a number that is always theirs.
    const { element, input } = field(t("phoneNumber"), {
      value: `+7700${String(this.phone.person.id).slice(-7).padStart(7, "0")}`,
      data: { phone: "" },
    });
    return ask({
      name: "contact",
      title,
      body: element,
      actions: [{ name: "send", label: t("send"), main: true, value: () => input.value.trim() || undefined }],
    });
  }

  /** Press a button of the reply keyboard. */
  async key(button) {
    const more = {};
    if (button.request_location) {
      const place = await pickPlace({ kinds: ["location"] });
      if (!place) return null;
      Object.assign(more, { latitude: place.latitude, longitude: place.longitude });
    }
    if (button.request_contact) {
      more.phone_number = await this.#askPhone(t("shareContact"));
      if (!more.phone_number) return null;
    }
    this.phone.feed.atEnd = true;
    return this.attempt(() => post("keyboard", { ...this.#in(), text: button.text, ...more }));
  }

  /** Press an inline button; it waits for the bot's answer, which comes as an event. */
  async press(message, button, element) {
    if (button.url) return this.openLink(button.url);
    if (button.copy_text) {
      await navigator.clipboard?.writeText(button.copy_text.text);
      return this.phone.notices.toast(t("copied"));
    }
    if (button.callback_data === undefined) return this.phone.notices.toast(t("unsupported"), true);
    element.classList.add("waiting");
    const press = await this.attempt(() =>
      post("press", { ...this.#in(), message_id: message.message_id, data: button.callback_data, timeout: 0 }),
    );
    if (!press || press.answered || this.waiting.get(press.query_id) === "answered") {
      element.classList.remove("waiting");
      return this.waiting.delete(press?.query_id);
    }
    this.waiting.set(press.query_id, element);
    return setTimeout(() => this.#giveUp(press.query_id), PATIENCE_MS);
  }

  #giveUp(query) {
    const element = this.waiting.get(query);
    if (!element) return;
    this.waiting.delete(query);
    element.classList.remove("waiting");
    this.phone.notices.toast(t("waitingBot"), true);
  }

  /** The bot answered a press: a notice, an alert or a link. The event may come before the call itself returns. */
  answered({ query_id: query, text, show_alert: alert, url }) {
    const element = this.waiting.get(query);
    if (element) {
      element.classList.remove("waiting");
      this.waiting.delete(query);
    } else {
      this.waiting.set(query, "answered");
    }
    if (text) this.phone.notices[alert ? "alert" : "toast"](text);
    if (url) this.openLink(url);
  }

  /** Open a link: t.me deep links start the bot, other addresses open in a tab of their own. */
  async openLink(address) {
    const { bot, payload } = deepLink(address);
    if (bot === null) return window.open(address, "_blank", "noopener");
    const bots = await get("bots");
    const wanted =
      bots.find(({ username }) => username?.toLowerCase() === bot.toLowerCase()) ?? (bot === "" ? bots[0] : null);
    if (!wanted) return this.phone.notices.toast(t("badLink"), true);
    const chat = this.phone.chats.find({ type: "private", bot: wanted.id });
    if (chat && chat !== this.phone.chat) await this.phone.openChat(chat);
    return payload === null
      ? null
      : this.attempt(() => post("start", { person: this.phone.person.id, bot: wanted.id, payload }));
  }

  /** "Move" and "Stop" under one's own live location. */
  liveButtons(message) {
    const button = (name, run) =>
      el(
        "button",
        { type: "button", class: "small-button", data: { action: `live-${name}` }, on: { click: run } },
        t(name),
      );
    const at = { latitude: message.location.latitude, longitude: message.location.longitude };
    const tell = (change) =>
      this.attempt(() => post("live", { ...this.#in(), message_id: message.message_id, ...at, ...change }));
    return [
      button("move", async () => {
        const place = await pickPlace({ kinds: ["location"] });
        if (place) await tell({ latitude: place.latitude, longitude: place.longitude });
      }),
      button("stop", () => tell({ stop: true })),
    ];
  }
}

/** `{bot, payload}` of a t.me or tg:// link; bot is null when it is some other address. */
function deepLink(address) {
  const match =
    /^(?:https?:\/\/)?(?:t|telegram)\.me\/(\w*)\/?(?:\?(.*))?$/i.exec(address) ??
    /^tg:\/\/resolve\?(?:.*&)?domain=(\w+)(?:&(.*))?$/i.exec(address);
  if (!match) return { bot: null, payload: null };
  return { bot: match[1], payload: new URLSearchParams(match[2] ?? "").get("start") };
}
