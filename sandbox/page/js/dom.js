// Building elements without innerHTML: whatever a bot writes can only ever become text.

/** An element: `class`, `data` (dataset), `style`, `on` (listeners), other keys as attributes; falsy children are left out. */
export function el(tag, options = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "class") node.className = value;
    else if (key === "data") assignData(node, value);
    else if (key === "style") Object.assign(node.style, value);
    else if (key === "on") for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
    else if (key in node && typeof value !== "string") node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(
    ...children.flat().filter((child) => child !== null && child !== undefined && child !== false && child !== ""),
  );
  return node;
}

function assignData(node, data) {
  for (const [key, value] of Object.entries(data)) {
    if (value !== undefined && value !== null) node.dataset[key] = value;
  }
}

const ICONS = {
  menu: "M3 6h18M3 12h18M3 18h18",
  attach: "M20 11.5l-8.2 8.2a5 5 0 0 1-7.1-7.1l8.6-8.5a3.4 3.4 0 0 1 4.8 4.8l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4l7.6-7.6",
  send: "M4 12l16-8-6 17-3-7z",
  back: "M15 5l-7 7 7 7",
  more: "M12 5v.01M12 12v.01M12 19v.01",
  close: "M6 6l12 12M18 6L6 18",
  down: "M6 9l6 6 6-6",
  keyboard: "M3 7h18v10H3zM7 11v.01M11 11v.01M15 11v.01M8 14.5h8",
  pin: "M12 21s-6.5-6.2-6.5-11a6.5 6.5 0 0 1 13 0c0 4.8-6.5 11-6.5 11zM12 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z",
  photo: "M4 6h4l2-2h4l2 2h4v13H4zM12 16a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
  video: "M3 6h12v12H3zM15 10l6-3.5v11L15 14z",
  file: "M6 3h8l5 5v13H6zM14 3v5h5",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20.5c1-4 4.3-5.5 8-5.5s7 1.5 8 5.5",
  live: "M12 13.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM8 16a5.6 5.6 0 0 1 0-8M16 8a5.6 5.6 0 0 1 0 8M5 19a10 10 0 0 1 0-14M19 5a10 10 0 0 1 0 14",
  venue: "M4 21V9l8-5 8 5v12h-6v-6h-4v6z",
  cloud: "M7 18a4 4 0 0 1-.5-8A6 6 0 0 1 18 9.5a4.3 4.3 0 0 1-.5 8.5zM9 21.5l1-1.5M14 21.5l1-1.5",
  whole: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  add: "M12 5v14M5 12h14",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.5V5M12 19v2.5M2.5 12H5M19 12h2.5M5.3 5.3L7 7M17 17l1.7 1.7M5.3 18.7L7 17M17 7l1.7-1.7",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z",
  play: "M8 5.5v13l11-6.5z",
  check: "M2.5 12.5l4.5 4.5L16.5 7M11.5 16.5l.5.5L21.5 7",
  globe: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c3 3 3.5 6 3.5 9S15 18 12 21c-3-3-3.5-6-3.5-9S9 6 12 3z",
  link: "M10 14a4.5 4.5 0 0 0 6.5 0l3-3A4.6 4.6 0 0 0 13 4.5l-1.5 1.5M14 10a4.5 4.5 0 0 0-6.5 0l-3 3A4.6 4.6 0 0 0 11 19.5l1.5-1.5",
  sticker: "M12 21a9 9 0 1 1 9-9c-5 0-9 4-9 9zM8.5 10v.01M15 9v.01",
};

/** One of the line icons above as SVG, in the colour of the text around it. */
export function icon(name, size = 20) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const attributes = {
    viewBox: "0 0 24 24",
    width: size,
    height: size,
    class: `icon icon-${name}`,
    "aria-hidden": "true",
  };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  const path = document.createElementNS(svg.namespaceURI, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button holding an icon; `title` is read out and shown on hover. */
export function iconButton(name, title, listener, options = {}) {
  return el(
    "button",
    {
      type: "button",
      class: `icon-button ${options.class ?? ""}`,
      title,
      "aria-label": title,
      data: options.data,
      on: { click: listener },
    },
    icon(name, options.size),
  );
}

/** Where a person's or a chat's picture would be: initials on a colour that stays theirs. */
export function avatar(id, name, size = "") {
  const letters = [...(name || "?")].filter((letter) => /[\p{L}\p{N}]/u.test(letter));
  const words = (name || "?")
    .split(/\s+/)
    .map((word) => [...word].find((letter) => /[\p{L}\p{N}]/u.test(letter)))
    .filter(Boolean);
  const initials = words.length > 1 ? words[0] + words[1] : (letters[0] ?? "?");
  return el(
    "span",
    { class: `avatar ${size}`, data: { hue: Math.abs(Number(id)) % 7 }, "aria-hidden": "true" },
    initials.toUpperCase(),
  );
}
