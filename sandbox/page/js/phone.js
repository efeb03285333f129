// One person's phone: the chat that is open, the list of chats, and how events change them.

import { get } from "./api.js";
import { Bars, isMember } from "./bars.js";
import { nameOf } from "./bubble.js";
import { ChatList } from "./chatlist.js";
import { Composer } from "./composer.js";
import { Deeds } from "./deeds.js";
import { lightbox } from "./dialog.js";
import { el } from "./dom.js";
import { Feed } from "./feed.js";
import { Notices } from "./notices.js";
import { messageMenu, phoneMenu } from "./phonemenus.js";

const HISTORY = 200;

/** The phone of `person`; `page` gives `bots()`, `hide(person)`. */
export class Phone {
  constructor(person, page) {
    this.person = person;
    this.page = page;
    this.chat = null; // { chat, bot, type, title, … } as the server tells it
    this.deeds = new Deeds(this);
    this.notices = new Notices();
    this.composer = new Composer(this.deeds);
    this.feed = new Feed(this.#tools());
    this.chats = new ChatList(person.id, (chat) => this.openChat(chat));
    this.bars = new Bars({
      onMenu: (box) => phoneMenu(this, box),
      onList: () => this.element.classList.toggle("listing"),
      onTopic: (thread) => this.#openTopic(thread),
    });
    const { device, chat, topics, pinned } = this.bars;
    this.screen = el("div", { class: "screen" }, topics, pinned, this.feed.element, this.composer.element);
    this.element = el("section", { class: "phone", data: { person: person.id }, "aria-label": nameOf(person) }, [
      device,
      chat,
      this.screen,
      this.chats.element,
      this.notices.element,
    ]);
    this.#acceptDrops();
    this.renamed(person);
  }

  /** Load the chats and open the conversation with the bot (or the chat that was open). */
  async load() {
    const [bot] = this.page.bots();
    await this.chats.load(bot);
    const open = this.chat && this.chats.find(this.chat);
    await this.openChat(open ?? this.chats.first(), Boolean(open));
  }

  /** Show a chat; `again` leaves what is on the screen until the history has come. */
  async openChat(chat, again = false) {
    this.chat = chat ?? null;
    this.feed.tools.group = Boolean(chat && chat.type !== "private");
    this.feed.forget(!again);
    this.element.classList.remove("listing");
    this.#drawChat();
    if (!chat) return this.composer.allow("closed");
    this.chats.seen(chat);
    const history = await get("history", { person: this.person.id, ...this.target(), limit: HISTORY });
    if (this.chat !== chat) return undefined;
    const { last_message: _, ...info } = history.chat; // histories come without it
    Object.assign(chat, info);
    this.feed.put(history.messages);
    this.composer.setKeyboard(history.keyboard);
    this.composer.setCommands(history.commands, history.menu_button);
    this.#drawChat();
    return this.#drawPinned(history.pinned);
  }

  /** How the open chat is named in a call: a private one by its bot, any other by its id. */
  target() {
    return this.chat.type === "private" ? { bot: this.chat.bot ?? undefined } : { chat: this.chat.chat };
  }

  /** Take an event of the stream that this person sees. */
  take(event) {
    const here = Boolean(this.chat) && this.chats.same(this.chat, event);
    const mine = event.person === this.person.id;
    const effects = {
      message: () => this.#takeMessage(event, here),
      edited: () => this.#takeMessage(event, here),
      deleted: () => here && this.feed.drop(event.message_ids),
      keyboard: () => here && mine && this.composer.setKeyboard(event.keyboard),
      typing: () => here && this.bars.typing(event.action),
      answer: () => mine && this.deeds.answered(event),
      pinned: () => here && this.#drawPinned(event.message_ids),
      chat: () => this.#takeChat(event.info, here),
      commands: () => this.reloadCommands(),
    };
    effects[event.type]?.();
  }

  /** The person was changed: another name, language or note. */
  renamed(person) {
    this.person = person;
    this.element.dataset.language = person.language_code ?? "";
    this.bars.drawPerson(person);
  }

  /** Ask anew which commands this person is offered here. */
  async reloadCommands() {
    if (!this.chat) return;
    const question = { person: this.person.id, ...this.target(), limit: 1 };
    const history = await this.deeds.attempt(() => get("history", question));
    if (history) this.composer.setCommands(history.commands, history.menu_button);
  }

  #takeMessage(event, here) {
    this.chats.message(event, here && !this.element.classList.contains("listing"));
    this.bars.drawUnread(this.chats.unread(this.chat));
    if (!here) return;
    this.feed.put([event.message]);
    if (event.message.by_bot) this.bars.typing(null);
  }

  #takeChat(info, here) {
    if (!isMember(info, this.person.id)) return;
    this.chats.put(info);
    if (here) Object.assign(this.chat, info);
    this.#drawChat();
  }

  #drawChat() {
    const { chat } = this;
    this.bars.drawChat(chat, this.chats.size > 1);
    this.bars.drawUnread(this.chats.unread(chat));
    this.bars.drawTopics(chat?.is_forum ? chat.topics : [], this.feed.thread);
    if (!chat) return;
    const begun = chat.type !== "private" || chat.started;
    this.composer.allow(chat.blocked ? "blocked" : begun ? "open" : "start");
  }

  #openTopic(thread) {
    this.feed.only(thread);
    this.#drawChat();
  }

  #drawPinned(ids) {
    const newest = this.feed.newest(({ message_id: id }) => ids?.includes(id));
    this.bars.drawPinned(newest, () => this.feed.reveal(newest.message_id));
  }

  #acceptDrops() {
    this.screen.addEventListener("dragover", (event) => event.preventDefault());
    this.screen.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length) this.deeds.attach("photo", [...event.dataTransfer.files]);
    });
  }

  #tools() {
    const { deeds } = this;
    const isMine = (message) => !message.by_bot && message.from?.id === this.person.id;
    return {
      me: this.person.id,
      group: false,
      zoom: lightbox,
      open: (url) => window.open(url, "_blank", "noopener"),
      act: (kind, value) => (kind === "command" ? deeds.text(value) : deeds.openLink(value)),
      press: (message, button, element) => deeds.press(message, button, element),
      menu: (message, event) => messageMenu(this, message, event),
      liveActions: (message) => (isMine(message) ? deeds.liveButtons(message) : null),
    };
  }
}
