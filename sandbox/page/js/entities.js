// Telegram's text entities → elements. Offsets count UTF-16 units, as JavaScript strings do.

import { el } from "./dom.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  blockquote: "blockquote",
};
const BLOCKS = ["pre", "blockquote", "expandable_blockquote"];
const WEB = /^(https?|tg|mailto|tel):/i;

/** The text as nodes; `act(kind, value)` is called when a link or a command in it is clicked. */
export function formatted(text, entities, act) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return between(text, sorted, 0, text.length, act);
}

function between(text, entities, from, to, act) {
  const nodes = [];
  let at = from;
  for (let index = 0; index < entities.length;) {
    const entity = entities[index];
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at || end <= entity.offset) {
      index += 1;
      continue;
    }
    const inside = [];
    let next = index + 1;
    while (next < entities.length && entities[next].offset < end) inside.push(entities[next++]);
    const block = BLOCKS.includes(entity.type);
    nodes.push(block ? text.slice(at, entity.offset).replace(/\n$/, "") : text.slice(at, entity.offset));
    nodes.push(wrapped(entity, text.slice(entity.offset, end), between(text, inside, entity.offset, end, act), act));
    // A block stands on lines of its own: the line breaks around it would show as empty lines.
    at = block && text[end] === "\n" ? end + 1 : end;
    index = next;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

function wrapped(entity, plain, inside, act) {
  const { type } = entity;
  if (TAGS[type]) return el(TAGS[type], {}, inside);
  if (type === "pre") return el("pre", { data: { language: entity.language } }, el("code", {}, inside));
  if (type === "spoiler") {
    const reveal = (event) => event.currentTarget.classList.add("revealed");
    return el("span", { class: "spoiler", role: "button", on: { click: reveal } }, inside);
  }
  if (type === "expandable_blockquote") {
    const toggle = (event) => event.currentTarget.classList.toggle("expanded");
    return el("blockquote", { class: "expandable", on: { click: toggle } }, inside);
  }
  if (type === "bot_command") return clickable(inside, () => act("command", plain));
  if (type === "text_link") return link(entity.url, inside, act);
  if (type === "url") return link(WEB.test(plain) ? plain : `https://${plain}`, inside, act);
  if (type === "email") return link(`mailto:${plain}`, inside, act);
  if (["mention", "text_mention", "hashtag", "cashtag", "phone_number"].includes(type))
    return el("span", { class: "link" }, inside);
  return el("span", {}, inside);
}

const clickable = (inside, listener) =>
  el(
    "a",
    {
      class: "link",
      href: "#",
      on: {
        click: (event) => {
          event.preventDefault();
          listener();
        },
      },
    },
    inside,
  );

function link(address, inside, act) {
  if (!WEB.test(address)) return el("span", {}, inside);
  return Object.assign(
    clickable(inside, () => act("link", address)),
    { title: address },
  );
}
