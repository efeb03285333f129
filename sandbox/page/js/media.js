// What a message carries besides text: photos, albums, videos, files, places, contacts.

import { avatar, el, icon } from "./dom.js";
import { placeText } from "./geo.js";
import { stillMap } from "./map.js";
import { fileSize, hasWord, t } from "./words.js";

const WIDEST = 276; // px inside a bubble of a 340 px phone
const TALLEST = 320;

/** The parts of a message that are not its text; `tools` gives `open(url)`, `zoom(url)` and live-location actions. */
export function mediaOf(message, tools) {
  const kind = KINDS.find((name) => message[name]);
  return kind ? PARTS[kind](message[kind], message, tools) : null;
}

/** Whether the message has a picture or map reaching to the bubble's edges. */
export const isWide = (message) =>
  Boolean(message.photo || message.video || message.location || message.venue || message.animation);

/** An album's pictures as a grid of one large and several small tiles, its files as a list. */
export function albumOf(messages, tools) {
  if (!messages[0].photo && !messages[0].video)
    return el(
      "div",
      { class: "file-list" },
      messages.map((one) => mediaOf(one, tools)),
    );
  return el(
    "div",
    { class: "album", data: { count: messages.length } },
    messages.map((one) =>
      el(
        "div",
        { class: "tile", data: { tileId: one.message_id } },
        one.photo ? picture(one.photo, tools, true) : film(one.video, tools, true),
      ),
    ),
  );
}

function picture(sizes, tools, tile = false) {
  const byWidth = [...sizes].sort((a, b) => a.width - b.width);
  const largest = byWidth.at(-1);
  const shown = byWidth.find(({ width }) => width >= 2 * WIDEST) ?? largest;
  const fit = tile ? {} : box(largest.width, largest.height);
  return el("img", {
    class: "picture",
    src: shown.url,
    alt: t("photo"),
    loading: "lazy",
    draggable: "false",
    style: fit,
    data: { media: "photo" },
    on: { click: () => tools.zoom(largest.url) },
  });
}

function box(width = 4, height = 3) {
  const scale = Math.min(WIDEST / width, TALLEST / height);
  return {
    width: `${Math.max(120, Math.round(width * scale))}px`,
    height: `${Math.max(80, Math.round(height * scale))}px`,
  };
}

function film(video, tools, tile = false) {
  const minutes = `${Math.floor((video.duration ?? 0) / 60)}:${String((video.duration ?? 0) % 60).padStart(2, "0")}`;
  return el(
    "div",
    {
      class: "film",
      data: { media: "video" },
      style: tile ? {} : box(video.width || 16, video.height || 9),
      role: "button",
      on: { click: () => tools.open(video.url) },
    },
    el("span", { class: "film-length" }, `${minutes} · ${fileSize(video.file_size)}`),
    el("span", { class: "film-play" }, icon("play", 26)),
  );
}

function paper(document, message, tools) {
  const drawn = /^image\/(jpeg|png|webp|gif)$/.test(document.mime_type ?? "");
  const sign = drawn
    ? el("img", {
        class: "file-thumb",
        src: document.thumbnail?.url ?? document.url,
        alt: "",
        on: { click: () => tools.zoom(document.url) },
      })
    : el("span", { class: "file-sign" }, icon("file", 24));
  return el(
    "div",
    { class: "file", data: { media: "document" } },
    sign,
    el(
      "div",
      { class: "file-text" },
      el(
        "a",
        { class: "file-name", href: document.url, download: document.file_name ?? "", title: document.file_name },
        document.file_name ?? t("file"),
      ),
      el("div", { class: "dim" }, fileSize(document.file_size)),
    ),
  );
}

function place(location, message, tools, caption = null) {
  const map = el("canvas", { class: "still-map", title: placeText(location) });
  stillMap(map, location);
  const live = location.live_period
    ? el("div", { class: "live-line" }, el("span", { class: "pulse" }), t("live"))
    : null;
  const actions = live && tools.liveActions?.(message);
  return el(
    "div",
    {
      class: "place",
      data: { media: caption ? "venue" : "location", latitude: location.latitude, longitude: location.longitude },
    },
    map,
    caption,
    live,
    actions && el("div", { class: "live-actions" }, actions),
    el("div", { class: "dim coordinates" }, placeText(location)),
  );
}

const venue = ({ location, title, address }, message, tools) =>
  place(
    location,
    message,
    tools,
    el("div", { class: "place-name" }, el("strong", {}, title), el("div", { class: "dim" }, address)),
  );

const contact = ({ first_name: first, last_name: last, phone_number: phone, user_id: id }) =>
  el(
    "div",
    { class: "contact", data: { media: "contact" } },
    avatar(id ?? 0, first),
    el(
      "div",
      {},
      el("strong", {}, [first, last].filter(Boolean).join(" ")),
      el("div", { class: "dim" }, `+${phone.replace(/^\+/, "")}`),
    ),
  );

const poll = ({ question, options }) =>
  el(
    "div",
    { class: "poll", data: { media: "poll" } },
    el("strong", {}, question),
    options.map(({ text }) => el("div", { class: "poll-option" }, text)),
  );

const plain = (kind) => (content) =>
  el(
    "div",
    { class: "file", data: { media: kind } },
    el("span", { class: "file-sign" }, icon("file", 24)),
    el(
      "div",
      { class: "file-text" },
      el("div", { class: "file-name" }, hasWord(kind) ? t(kind) : kind),
      el("div", { class: "dim" }, fileSize(content?.file_size)),
    ),
  );

// A venue message also has `location`, an animation also `document`: the more telling kind comes first.
const PARTS = {
  photo: (sizes, message, tools) => picture(sizes, tools),
  venue,
  location: place,
  animation: (content, message, tools) => film(content, tools),
  video: (content, message, tools) => film(content, tools),
  document: paper,
  contact: (content) => contact(content),
  poll: (content) => poll(content),
  dice: ({ emoji, value }) => el("div", { class: "dice", data: { media: "dice" } }, `${emoji} ${value}`),
  sticker: ({ emoji }) => el("div", { class: "sticker", data: { media: "sticker" } }, icon("sticker", 56), emoji ?? ""),
  voice: plain("voice"),
  audio: plain("audio"),
  video_note: plain("video_note"),
};
const KINDS = Object.keys(PARTS);
