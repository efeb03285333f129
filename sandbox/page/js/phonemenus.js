// The menus of a phone: what the person can do with the phone itself and with a message.

import { patch } from "./api.js";
import { nameOf } from "./bubble.js";
import { ask, choice, field, popMenu } from "./dialog.js";
import { recall, remember } from "./store.js";
import { t } from "./words.js";

/** Languages a Telegram client can report, and none at all. */
export const telegramLanguages = () => [
  ["kk", "Қазақша"],
  ["ru", "Русский"],
  ["en", "English"],
  ["", t("noLanguage")],
];

/** The menu behind the three dots. */
export function phoneMenu(phone, { right, bottom }) {
  const { deeds, chat } = phone;
  const inPrivate = chat?.type === "private";
  const blocking = chat?.blocked
    ? { name: "unblock", label: t("unblock"), run: () => deeds.unblock() }
    : { name: "block", label: t("block"), danger: true, run: () => deeds.block() };
  popMenu(
    [
      inPrivate && { name: "restart", label: t("sendStart"), run: () => deeds.start() },
      inPrivate && { name: "open-link", label: t("openLink"), run: () => askLink(deeds) },
      { name: "profile", label: t("profile"), run: () => askProfile(phone) },
      inPrivate && blocking,
      { name: "hide", label: t("hidePhone"), run: () => phone.page.hide(phone.person) },
    ],
    { x: right - 230, y: bottom + 4 },
  );
}

/** The menu of a right-clicked message. */
export function messageMenu(phone, message, { clientX, clientY }) {
  const { composer, deeds } = phone;
  const mine = !message.by_bot && message.from?.id === phone.person.id;
  const hasWords = message.text || message.caption;
  popMenu(
    [
      { name: "reply", label: t("reply"), run: () => composer.startReply(message) },
      mine && hasWords && { name: "edit", label: t("edit"), run: () => composer.startEdit(message) },
      { name: "forward", label: t("forward"), run: () => deeds.forward(message) },
      mine && { name: "delete", label: t("remove"), danger: true, run: () => deeds.remove(message) },
    ],
    { x: clientX, y: clientY },
  );
}

async function askLink(deeds) {
  const { element, input } = field(t("linkHint"), { placeholder: "https://t.me/…?start=…", data: { link: "" } });
  const open = { name: "open", label: t("open"), main: true, value: () => input.value.trim() || undefined };
  const link = await ask({ name: "link", title: t("openLink"), body: element, actions: [open] });
  if (link) await deeds.openLink(/[/:]/.test(link) ? link : `https://t.me/?start=${link}`);
}

async function askProfile(phone) {
  const { id, language_code: code = "", note: given = "" } = phone.person;
  const language = choice(t("language"), telegramLanguages(), code, { data: { languageCode: "" } });
  const note = field(t("note"), { value: recall("notes")[id] ?? given, data: { note: "" } });
  const value = () => ({ language: language.input.value || null, role: note.input.value.trim() || undefined });
  const save = { name: "save", label: t("save"), main: true, value };
  const body = [language.element, note.element];
  const wanted = await ask({ name: "person", title: nameOf(phone.person), body, actions: [save] });
  if (!wanted) return;
  remember("notes", { ...recall("notes"), [id]: wanted.role });
  await phone.deeds.attempt(async () => phone.renamed(await patch(`people/${id}`, { language_code: wanted.language })));
  await phone.reloadCommands();
}
