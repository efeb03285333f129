// One message (or one album) as a bubble; everything in it is text nodes and elements, never markup from outside.

import { el, icon } from "./dom.js";
import { formatted } from "./entities.js";
import { albumOf, isWide, mediaOf } from "./media.js";
import { clock, t } from "./words.js";

/**
 * A bubble for `messages` (several = an album). `tools`: `me` (person id), `group` (whether to print senders),
 * `act(kind, value)` for links and commands, `press(message, button, element)`, `menu(message, event)`, `zoom`, `open`.
 */
export function bubble(messages, tools) {
  const [first] = messages;
  const service = serviceText(first);
  if (service)
    return el("div", { class: "service", data: { messageId: first.message_id, service: "" } }, el("span", {}, service));
  const mine = !first.by_bot && first.from?.id === tools.me;
  const speaking = messages.find((one) => one.text ?? one.caption) ?? first;
  const text = speaking.text ?? speaking.caption;
  const edited = messages.some((one) => one.edit_date);
  const stamp = el(
    "span",
    { class: "stamp" },
    edited ? el("span", { class: "edited" }, t("edited")) : null,
    clock(first.date),
    mine ? icon("check", 14) : null,
  );
  const body = el(
    "div",
    { class: `bubble ${isWide(first) ? "wide" : ""} ${text ? "" : "bare"}` },
    senderLine(first, mine, tools),
    forwardLine(first),
    replyLine(first),
    messages.length > 1 ? albumOf(messages, tools) : mediaOf(first, tools),
    text
      ? el(
          "div",
          { class: "words" },
          el("span", { class: "text" }, formatted(text, speaking.entities ?? speaking.caption_entities, tools.act)),
          stamp,
        )
      : stamp,
  );
  body.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    tools.menu(first, event);
  });
  return el(
    "div",
    {
      class: `row ${mine ? "mine" : "theirs"}`,
      data: {
        messageId: first.message_id,
        messageIds: messages.map((one) => one.message_id).join(" "),
        versions: first.versions,
        album: first.media_group_id,
        edited: edited ? "" : null,
        by: first.by_bot ? "bot" : mine ? "me" : "other",
      },
    },
    body,
    inlineKeyboard(first, tools),
  );
}

function inlineKeyboard(message, tools) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return el(
    "div",
    { class: "inline-keyboard" },
    rows.map((row) =>
      el(
        "div",
        { class: "button-row" },
        row.map((button) =>
          el(
            "button",
            {
              type: "button",
              class: `inline-button ${button.style ?? ""}`,
              title: button.url ?? button.text,
              data: { button: button.text, callback: button.callback_data, url: button.url },
              on: { click: (event) => tools.press(message, button, event.currentTarget) },
            },
            el("span", {}, button.text),
            button.url ? icon("link", 12) : null,
          ),
        ),
      ),
    ),
  );
}

function senderLine(message, mine, tools) {
  if (!tools.group || mine) return null;
  const name = message.sender_chat?.title ?? nameOf(message.from);
  return el(
    "div",
    { class: "sender", data: { hue: Math.abs(message.sender_chat?.id ?? message.from?.id ?? 0) % 7 } },
    name,
  );
}

function forwardLine({ forward_origin: origin }) {
  if (!origin) return null;
  const name = origin.sender_user
    ? nameOf(origin.sender_user)
    : (origin.sender_user_name ?? (origin.sender_chat ?? origin.chat)?.title ?? "");
  return el("div", { class: "forwarded" }, t("forwarded", { name }));
}

function replyLine({ reply_to_message: answered }) {
  if (!answered || answered.forum_topic_created) return null;
  return el(
    "div",
    { class: "reply-line", data: { replyTo: answered.message_id } },
    el("strong", {}, nameOf(answered.from)),
    snippet(answered),
  );
}

/** A user's full name. */
export const nameOf = (user) => [user?.first_name, user?.last_name].filter(Boolean).join(" ");

/** A message in a few words, for lists and quotes. */
export function snippet(message) {
  if (!message) return "";
  const kind = ["photo", "video", "venue", "location", "contact", "document", "voice", "sticker", "poll"].find(
    (name) => message[name],
  );
  const words =
    message.text ??
    message.caption ??
    (kind ? t(kind === "document" ? "file" : kind) : (serviceText(message) ?? t("someMessage")));
  return words.replace(/\s+/g, " ").slice(0, 90);
}

function serviceText(message) {
  const name = nameOf(message.from);
  if (message.new_chat_members) return t("joined", { name: message.new_chat_members.map(nameOf).join(", ") });
  if (message.left_chat_member) return t("left", { name: nameOf(message.left_chat_member) });
  if (message.group_chat_created || message.supergroup_chat_created || message.channel_chat_created)
    return t("groupMade", { name: message.chat.title });
  if (message.forum_topic_created) return t("topicMade", { name: message.forum_topic_created.name });
  if (message.forum_topic_edited || message.forum_topic_closed || message.forum_topic_reopened)
    return t("topicChanged");
  if (message.new_chat_title) return t("titleChanged", { name: message.new_chat_title });
  if (message.pinned_message) return t("pinnedMessage", { name });
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return t("migrated");
  return null;
}
