// One person's phone: the chat that is open, the list of chats, and what happens when something is pressed.

import { get, patch, post } from "./api.js";
import { nameOf, snippet } from "./bubble.js";
import { ChatList } from "./chatlist.js";
import { Composer } from "./composer.js";
import { ask, choice, field, lightbox, popMenu } from "./dialog.js";
import { avatar, el, iconButton } from "./dom.js";
import { Feed } from "./feed.js";
import { Deeds } from "./deeds.js";
import { Notices } from "./notices.js";
import { recall, remember } from "./store.js";
import { hasWord, t } from "./words.js";

const TYPING_MS = 5000;

/** The phone of `person`; `page` gives `bots()`, `hide(person)`. */
export class Phone {
  constructor(person, page) {
    this.person = person;
    this.page = page;
    this.chat = null; // { chat, bot, type, title, … } as the server tells it
    this.deeds = new Deeds(this);
    this.notices = new Notices(this);
    this.composer = new Composer(this.deeds);
    this.feed = new Feed(this.#tools());
    this.chats = new ChatList(person.id, (chat) => this.openChat(chat));
    this.deviceBar = el("div", { class: "device-bar" });
    this.chatBar = el("div", { class: "chat-bar" });
    this.topics = el("div", { class: "topics", hidden: true });
    this.pinned = el("button", { type: "button", class: "pinned-bar", hidden: true });
    this.screen = el("div", { class: "screen" }, this.topics, this.pinned, this.feed.element, this.composer.element);
    this.element = el("section", { class: "phone", data: { person: person.id, language: person.language_code ?? "" }, "aria-label": nameOf(person) },
      this.deviceBar, this.chatBar, this.screen, this.chats.element, this.notices.element);
    this.#acceptDrops();
    this.#drawDevice();
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
    const history = await get("history", { person: this.person.id, ...this.target(), limit: 200 });
    if (this.chat !== chat) return undefined;
    const { last_message: _, ...info } = history.chat; // histories come without it
    this.chat = Object.assign(chat, info);
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
    if (event.type === "answer" && event.person === this.person.id) return this.deeds.answered(event);
    if (event.type === "commands") return this.#reloadCommands();
    const here = this.chat && this.chats.same(this.chat, event);
    if (event.type === "message" || event.type === "edited") {
      this.chats.message(event, here && !this.element.classList.contains("listing"));
      this.#drawUnread();
    }
    if (event.type === "chat") this.#chatChanged(event.info, here);
    if (!here) return undefined;
    if (event.type === "message" || event.type === "edited") {
      this.feed.put([event.message]);
      if (event.message.by_bot) this.#typing(null);
    }
    if (event.type === "deleted") this.feed.drop(event.message_ids);
    if (event.type === "keyboard" && event.person === this.person.id) this.composer.setKeyboard(event.keyboard);
    if (event.type === "typing") this.#typing(event.action);
    if (event.type === "pinned") this.#drawPinned(event.message_ids);
    return undefined;
  }

  /** The person was changed: another name, language or note. */
  renamed(person) {
    this.person = person;
    this.element.dataset.language = person.language_code ?? "";
    this.#drawDevice();
  }

  async #reloadCommands() {
    if (!this.chat) return;
    const history = await this.deeds.attempt(() => get("history", { person: this.person.id, ...this.target(), limit: 1 }));
    if (history) this.composer.setCommands(history.commands, history.menu_button);
  }

  #chatChanged(info, here) {
    if (info.type !== "private" && !info.members.some(({ id, status }) => id === this.person.id && !["left", "kicked"].includes(status))) return;
    this.chats.put(info);
    if (here) Object.assign(this.chat, info);
    this.#drawChat();
  }

  #drawDevice() {
    const { id, language_code: language, username } = this.person;
    const note = this.person.note ?? recall("notes")[id] ?? (username ? `@${username}` : `ID ${id}`);
    const more = iconButton("more", t("more"), (event) => this.#menu(event.currentTarget.getBoundingClientRect()), { data: { action: "more" } });
    this.deviceBar.replaceChildren(avatar(id, nameOf(this.person)), el("div", { class: "names" },
      el("strong", { title: nameOf(this.person) }, nameOf(this.person) || `ID ${id}`), el("span", { class: "note", title: note }, note)),
    el("span", { class: "language-tag", title: t("language") }, language ?? "–"), more);
  }

  #drawChat() {
    const { chat } = this;
    const many = this.chats.size > 1;
    const about = !chat ? "" : chat.type === "private" ? t("bot") : t("members", { n: chat.members.filter(({ status }) => !["left", "kicked"].includes(status)).length });
    this.status = el("span", { class: "dim", data: { status: "" } }, about);
    this.status.dataset.usual = about;
    const back = iconButton("back", t("chats"), () => this.#list(), { data: { action: "chats" } });
    this.back = back;
    this.chatBar.replaceChildren(...[many ? back : null, el("span", { class: "chat-title" }, chat?.title ?? t("noBot")), this.status].filter(Boolean));
    this.#drawUnread();
    this.#drawTopics();
    if (chat) this.composer.allow(chat.type !== "private" ? "open" : chat.blocked ? "blocked" : chat.started ? "open" : "start");
  }

  #drawUnread() {
    if (this.back) this.back.dataset.unread = this.chats.unread(this.chat) || "";
  }

  #drawTopics() {
    const topics = this.chat?.is_forum ? this.chat.topics : [];
    this.topics.hidden = !topics.length;
    const tab = (thread, name) => el("button", { type: "button", class: this.feed.thread === thread ? "active" : "", data: { topic: thread ?? "all" },
      on: { click: () => {
        this.feed.only(thread);
        this.#drawTopics();
      } } }, name);
    this.topics.replaceChildren(tab(null, t("allTopics")), tab(0, t("general")), ...topics.map(({ message_thread_id: id, name }) => tab(id, name)));
  }

  #drawPinned(ids) {
    const newest = this.feed.newest(({ message_id: id }) => ids?.includes(id));
    this.pinned.hidden = !newest;
    if (!newest) return;
    this.pinned.replaceChildren(el("strong", {}, t("pinned")), el("span", {}, snippet(newest)));
    this.pinned.onclick = () => this.feed.reveal(newest.message_id);
  }

  #typing(action) {
    clearTimeout(this.typingTimer);
    this.status.classList.toggle("typing", Boolean(action));
    this.status.textContent = !action ? this.status.dataset.usual : t(action === "typing" ? "typing" : "sending");
    if (action) this.typingTimer = setTimeout(() => this.#typing(null), TYPING_MS);
  }

  #list() {
    this.element.classList.toggle("listing");
    this.chats.draw();
  }

  #menu({ right, bottom }) {
    const inPrivate = this.chat?.type === "private";
    popMenu([
      inPrivate && { name: "restart", label: t("sendStart"), run: () => this.deeds.start() },
      { name: "open-link", label: t("openLink"), run: () => this.#askLink() },
      { name: "profile", label: t("profile"), run: () => this.#askPerson() },
      inPrivate && (this.chat.blocked
        ? { name: "unblock", label: t("unblock"), run: () => this.deeds.unblock() }
        : { name: "block", label: t("block"), danger: true, run: () => this.deeds.block() }),
      { name: "hide", label: t("hidePhone"), run: () => this.page.hide(this.person) },
    ], { x: right - 230, y: bottom + 4 });
  }

  async #askLink() {
    const { element, input } = field(t("linkHint"), { placeholder: "https://t.me/…?start=…", data: { link: "" } });
    const link = await ask({ name: "link", title: t("openLink"), body: element,
      actions: [{ name: "open", label: t("open"), main: true, value: () => input.value.trim() || undefined }] });
    if (link) await this.deeds.openLink(/[/:]/.test(link) ? link : `https://t.me/?start=${link}`);
  }

  async #askPerson() {
    const languages = [["kk", "Қазақша"], ["ru", "Русский"], ["en", "English"], ["", t("noLanguage")]];
    const language = choice(t("language"), languages, this.person.language_code ?? "", { data: { languageCode: "" } });
    const note = field(t("note"), { value: recall("notes")[this.person.id] ?? this.person.note ?? "", data: { note: "" } });
    const wanted = await ask({ name: "person", title: nameOf(this.person), body: [language.element, note.element],
      actions: [{ name: "save", label: t("save"), main: true, value: () => ({ language: language.input.value || null, note: note.input.value.trim() }) }] });
    if (!wanted) return;
    remember("notes", { ...recall("notes"), [this.person.id]: wanted.note || undefined });
    await this.deeds.attempt(async () => this.renamed(await patch(`people/${this.person.id}`, { language_code: wanted.language })));
    await this.#reloadCommands();
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
    return {
      me: this.person.id, group: false, zoom: lightbox, open: (url) => window.open(url, "_blank", "noopener"),
      act: (kind, value) => (kind === "command" ? deeds.text(value) : deeds.openLink(value)),
      press: (message, button, element) => deeds.press(message, button, element),
      menu: (message, event) => this.#messageMenu(message, event),
      liveActions: (message) => (!message.by_bot && message.from?.id === this.person.id ? deeds.liveButtons(message) : null),
    };
  }

  #messageMenu(message, { clientX, clientY }) {
    const mine = !message.by_bot && message.from?.id === this.person.id;
    popMenu([
      { name: "reply", label: t("reply"), run: () => this.composer.startReply(message) },
      mine && (message.text || message.caption) && { name: "edit", label: t("edit"), run: () => this.composer.startEdit(message) },
      { name: "forward", label: t("forward"), run: () => this.deeds.forward(message) },
      mine && { name: "delete", label: t("remove"), danger: true, run: () => this.deeds.remove(message) },
    ], { x: clientX, y: clientY });
  }
}
