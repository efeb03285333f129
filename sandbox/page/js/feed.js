// The list of messages of one chat: keeps elements in step with messages, touching only what changed.

import { bubble } from "./bubble.js";
import { el, iconButton } from "./dom.js";
import { day, t } from "./words.js";

const NEAR_END_PX = 80;

/** Messages of one chat, newest below. `tools` as in bubble.js. */
export class Feed {
  constructor(tools) {
    this.tools = tools;
    this.messages = new Map();
    this.shown = new Map();
    this.thread = null;
    this.missed = 0;
    this.list = el("div", { class: "messages", data: { messages: "" }, on: { scroll: () => this.#onScroll() } });
    this.toEnd = iconButton("down", t("down"), () => this.scrollToEnd(true), { class: "to-end", data: { toEnd: "" } });
    this.element = el("div", { class: "feed" }, this.list, this.toEnd);
    // A picture that arrives late makes the list longer: stay at the end if that is where the person was.
    this.list.addEventListener("load", () => this.atEnd && this.scrollToEnd(), true);
    new ResizeObserver(() => this.atEnd && this.scrollToEnd()).observe(this.list);
    this.atEnd = true;
  }

  /** Forget the messages; with `another`, because another chat is shown from here on, else what is seen stays for now. */
  forget(another) {
    this.messages.clear();
    if (!another) return;
    this.thread = null;
    this.atEnd = true;
    this.missed = 0;
    this.draw();
  }

  /** Take messages in; an older version never replaces a newer one. */
  put(messages) {
    const before = this.messages.size;
    for (const message of messages) {
      const known = this.messages.get(message.message_id);
      if (known && (known.deleted || (known.versions ?? 1) > (message.versions ?? 1))) continue;
      this.messages.set(message.message_id, message);
    }
    if (!this.atEnd) this.missed += Math.max(0, this.messages.size - before);
    this.draw();
  }

  /** Take deleted messages out. */
  drop(ids) {
    for (const id of ids) {
      const known = this.messages.get(id);
      if (known) this.messages.set(id, { ...known, deleted: true });
    }
    this.draw();
  }

  /** Show only one topic (a thread id), or everything with null. */
  only(thread) {
    this.thread = thread;
    this.atEnd = true;
    this.draw();
  }

  /** The newest visible message for which `wanted(message)` holds. */
  newest(wanted) {
    return [...this.messages.values()]
      .filter((one) => !one.deleted && wanted(one))
      .sort((a, b) => b.message_id - a.message_id)[0];
  }

  /** Bring a message into view and light it up for a moment. */
  reveal(id) {
    const row = this.list.querySelector(`[data-message-ids~="${Number(id)}"]`);
    row?.scrollIntoView({ block: "center", behavior: "smooth" });
    row?.animate([{ background: "var(--flash)" }, { background: "transparent" }], 1400);
  }

  scrollToEnd(smooth = false) {
    this.list.scrollTo({ top: this.list.scrollHeight, behavior: smooth ? "smooth" : "instant" });
  }

  draw() {
    const wanted = this.#rows();
    const keys = new Set(wanted.map(({ key }) => key));
    for (const [key, { element }] of this.shown) {
      if (keys.has(key)) continue;
      element.remove();
      this.shown.delete(key);
    }
    let previous = null;
    for (const { key, sign, make } of wanted) {
      const old = this.shown.get(key);
      let element = old?.element;
      if (old?.sign !== sign) {
        element = make();
        if (old) old.element.replaceWith(element);
        else element.classList.add("fresh");
        this.shown.set(key, { sign, element });
      }
      const next = previous ? previous.nextSibling : this.list.firstChild;
      if (element !== next) this.list.insertBefore(element, next);
      previous = element;
    }
    if (this.atEnd) this.scrollToEnd();
    this.#sign();
  }

  #rows() {
    const visible = [...this.messages.values()]
      .filter((one) => !one.deleted && this.#inThread(one))
      .sort((a, b) => a.message_id - b.message_id);
    if (!visible.length) return [{ key: "empty", sign: "", make: () => el("div", { class: "empty" }, t("emptyChat")) }];
    const rows = [];
    let today = null;
    for (const message of visible) {
      const label = day(message.date);
      if (label !== today)
        rows.push({
          key: `day ${label}`,
          sign: label,
          make: () => el("div", { class: "service day" }, el("span", {}, label)),
        });
      today = label;
      const last = rows.at(-1);
      if (message.media_group_id && last.album === message.media_group_id) last.messages.push(message);
      else rows.push({ key: `message ${message.message_id}`, album: message.media_group_id, messages: [message] });
    }
    for (const row of rows.filter(({ messages }) => messages)) {
      row.sign = JSON.stringify(row.messages);
      row.make = () => bubble(row.messages, this.tools);
    }
    return rows;
  }

  #inThread(message) {
    if (this.thread === null) return true;
    return (message.message_thread_id ?? 0) === this.thread;
  }

  #onScroll() {
    const { scrollHeight, scrollTop, clientHeight } = this.list;
    const size = `${scrollHeight} ${clientHeight}`;
    // A keyboard that opens or a picture that arrives moves the end away: that is not the person scrolling up.
    const grown = this.atEnd && size !== this.size;
    this.size = size;
    if (grown) this.scrollToEnd();
    else this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    if (this.atEnd) this.missed = 0;
    this.#sign();
  }

  #sign() {
    this.toEnd.hidden = this.atEnd;
    this.toEnd.dataset.missed = this.missed || "";
  }
}
