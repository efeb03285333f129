// The bars of a phone: whose it is, which chat is open, its topics, what is pinned.

import { nameOf, snippet } from "./bubble.js";
import { avatar, el, iconButton } from "./dom.js";
import { recall } from "./store.js";
import { t } from "./words.js";

const TYPING_MS = 5000;
const GONE = ["left", "kicked"];

/** Whether a person is in a chat now; a private conversation is always theirs. */
export const isMember = (chat, person) =>
  chat.type === "private" || chat.members.some(({ id, status }) => id === person && !GONE.includes(status));

/** The bars of one phone. `onMenu(box)`, `onList()` and `onTopic(thread)` are called when their buttons are pressed. */
export class Bars {
  constructor({ onMenu, onList, onTopic }) {
    this.device = el("div", { class: "device-bar" });
    this.chat = el("div", { class: "chat-bar" });
    this.topics = el("div", { class: "topics", hidden: true });
    this.pinned = el("button", { type: "button", class: "pinned-bar", hidden: true });
    this.status = el("span", { class: "dim", data: { status: "" } });
    this.back = iconButton("back", t("chats"), onList, { data: { action: "chats" } });
    const openMenu = (event) => onMenu(event.currentTarget.getBoundingClientRect());
    this.more = iconButton("more", t("more"), openMenu, { data: { action: "more" } });
    this.onTopic = onTopic;
  }

  /** Print whose phone it is. */
  drawPerson(person) {
    const { id, language_code: language, username } = person;
    const note = recall("notes")[id] ?? person.note ?? (username ? `@${username}` : `ID ${id}`);
    const names = el(
      "div",
      { class: "names" },
      el("strong", { title: nameOf(person) }, nameOf(person) || `ID ${id}`),
      el("span", { class: "note", title: note }, note),
    );
    const tag = el("span", { class: "language-tag", title: t("language") }, language ?? "–");
    this.device.replaceChildren(avatar(id, nameOf(person)), names, tag, this.more);
  }

  /** Print which chat is open; `many` = there are others to go back to. */
  drawChat(chat, many) {
    this.about = !chat
      ? ""
      : chat.type === "private"
        ? t("bot")
        : t("members", { n: chat.members.filter(({ status }) => !GONE.includes(status)).length });
    this.typing(null);
    this.back.hidden = !many;
    this.chat.replaceChildren(this.back, el("span", { class: "chat-title" }, chat?.title ?? t("noBot")), this.status);
  }

  /** The number of unread messages in other chats. */
  drawUnread(count) {
    this.back.dataset.unread = count || "";
  }

  /** Tabs for the topics of a forum; `open` is the thread shown, null for all. */
  drawTopics(topics, open) {
    this.topics.hidden = !topics.length;
    const tab = (thread, name) =>
      el(
        "button",
        {
          type: "button",
          class: open === thread ? "active" : "",
          data: { topic: thread ?? "all" },
          on: { click: () => this.onTopic(thread) },
        },
        name,
      );
    this.topics.replaceChildren(
      tab(null, t("allTopics")),
      tab(0, t("general")),
      ...topics.map(({ message_thread_id: id, name }) => tab(id, name)),
    );
  }

  /** The newest pinned message, or nothing. */
  drawPinned(message, onClick) {
    this.pinned.hidden = !message;
    if (!message) return;
    this.pinned.replaceChildren(el("strong", {}, t("pinned")), el("span", {}, snippet(message)));
    this.pinned.onclick = onClick;
  }

  /** Show for five seconds what the bot is doing; null ends it. */
  typing(action) {
    clearTimeout(this.timer);
    this.status.classList.toggle("typing", Boolean(action));
    this.status.textContent = !action ? this.about : t(action === "typing" ? "typing" : "sending");
    if (action) this.timer = setTimeout(() => this.typing(null), TYPING_MS);
  }
}
