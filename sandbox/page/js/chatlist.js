// The chats of one person: what is there, what is unread.

import { get } from "./api.js";
import { snippet } from "./bubble.js";
import { avatar, el } from "./dom.js";
import { clock } from "./words.js";

const keyOf = ({ chat, bot, type }) =>
  type === "private" || (type === undefined && bot) ? `bot ${bot}` : `chat ${chat}`;

/** The list; `open(chat)` is called when one is chosen. */
export class ChatList {
  constructor(person, open) {
    this.person = person;
    this.open = open;
    this.chats = new Map();
    this.counts = new Map();
    this.element = el("div", { class: "chat-list", data: { chats: "" } });
  }

  get size() {
    return this.chats.size;
  }

  /** Load from the server; the conversation with `bot` is there even before its first message. */
  async load(bot) {
    this.chats.clear();
    this.draw();
    if (bot)
      this.put({
        chat: this.person,
        bot: bot.id,
        type: "private",
        title: bot.first_name,
        members: [],
        topics: [],
        started: false,
      });
    for (const chat of await get("chats", { person: this.person })) this.put(chat);
  }

  put(chat) {
    const known = this.chats.get(keyOf(chat));
    this.chats.set(keyOf(chat), known ? Object.assign(known, chat) : chat);
    this.draw();
  }

  first() {
    return [...this.chats.values()].find(({ type }) => type === "private") ?? [...this.chats.values()][0];
  }

  find(chat) {
    return this.chats.get(keyOf(chat));
  }

  /** Whether an event (or chat) is about `chat`; an event of a private conversation has its bot and a positive chat id. */
  same(chat, event) {
    return event.chat > 0 ? chat.type === "private" && chat.bot === event.bot : chat.chat === event.chat;
  }

  /** A message came: it counts as unread unless its chat is open. */
  message({ type, chat, bot, message }, isOpen) {
    const known = [...this.chats.values()].find((one) => this.same(one, { chat, bot }));
    if (!known) return;
    if (type === "message") known.last_message = message;
    if (type === "message" && !isOpen && message.from?.id !== this.person)
      this.counts.set(keyOf(known), (this.counts.get(keyOf(known)) ?? 0) + 1);
    this.draw();
  }

  seen(chat) {
    this.counts.delete(keyOf(chat));
    this.draw();
  }

  /** Unread messages in all chats but the open one. */
  unread(open) {
    let sum = 0;
    for (const [key, count] of this.counts) if (!open || key !== keyOf(open)) sum += count;
    return sum;
  }

  draw() {
    const newest = (chat) => chat.last_message?.date ?? 0;
    this.element.replaceChildren(
      ...[...this.chats.values()]
        .sort((a, b) => newest(b) - newest(a))
        .map((chat) =>
          el(
            "button",
            {
              type: "button",
              class: "chat-item",
              data: {
                chat: chat.type === "private" ? `bot${chat.bot}` : chat.chat,
                unread: this.counts.get(keyOf(chat)) || null,
              },
              on: { click: () => this.open(chat) },
            },
            avatar(chat.type === "private" ? chat.bot : chat.chat, chat.title),
            el(
              "span",
              { class: "chat-item-text" },
              el("strong", {}, chat.title),
              el("span", { class: "dim" }, snippet(chat.last_message)),
            ),
            el("span", { class: "dim" }, chat.last_message ? clock(chat.last_message.date) : ""),
          ),
        ),
    );
  }
}
