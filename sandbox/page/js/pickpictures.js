// Choosing pictures: built-in ones and files from the disk, up to an album of ten, as photos or as files.

import { pictures } from "./api.js";
import { ask, field } from "./dialog.js";
import { el, icon } from "./dom.js";
import { spoken, t } from "./words.js";

const MOST = 10;

/**
 * Ask for pictures. Resolves to `{body, blobs}` for `send` (without `from` and `chat`), or null. `files` are File objects
 * already dropped or pasted; `asFile` puts the file button first.
 */
export async function pickPictures({ files = [], asFile = false } = {}) {
  const offered = await pictures();
  const chosen = [];
  const grid = el("div", { class: "picture-grid" });
  const caption = field(t("caption"), { maxlength: 1024, data: { caption: "" } });
  const input = el("input", {
    type: "file",
    multiple: true,
    hidden: true,
    accept: asFile ? "" : "image/*,video/*",
    data: { files: "" },
  });
  let api;
  const refresh = () => {
    for (const tile of grid.querySelectorAll(".pick")) {
      const place = chosen.findIndex(({ key }) => key === tile.dataset.picture);
      tile.classList.toggle("chosen", place >= 0);
      tile.dataset.place = place >= 0 ? place + 1 : "";
    }
    for (const name of ["photo", "document"]) api.button(name).disabled = !chosen.length;
    api.element.querySelector("h2").textContent =
      chosen.length > 1 ? t("asAlbum", { n: chosen.length }) : t("pickPhoto");
  };
  const toggle = (item) => {
    const place = chosen.findIndex(({ key }) => key === item.key);
    if (place >= 0) chosen.splice(place, 1);
    else if (chosen.length < MOST) chosen.push(item);
    refresh();
  };
  const take = (list) => {
    for (const file of list) {
      const item = { key: `disk ${file.name} ${file.size} ${file.lastModified}`, file };
      if (chosen.some(({ key }) => key === item.key)) continue;
      const shown = file.type.startsWith("image/")
        ? el("img", { src: URL.createObjectURL(file), alt: "" })
        : el("span", { class: "no-preview" }, icon("file", 30));
      grid.prepend(tile(item.key, shown, file.name, null, () => toggle(item)));
      toggle(item);
    }
  };
  input.addEventListener("change", () => take(input.files));
  grid.append(
    ...offered.map((one) =>
      tile(
        one.name,
        el("img", { src: one.url, alt: "", loading: "lazy" }),
        one[spoken()],
        one.shows === "after" ? t("after") : null,
        () => toggle({ key: one.name, picture: one.name }),
      ),
    ),
  );
  const disk = el(
    "button",
    { type: "button", class: "plain-button", data: { action: "disk" }, on: { click: () => input.click() } },
    icon("add", 16),
    t("fromDisk"),
  );
  const sendAs = (kind) => () => ({ ...compose(chosen, kind, caption.input.value) });
  const photo = { name: "photo", label: t("asPhoto"), value: sendAs("photo"), main: !asFile, disabled: true };
  const file = { name: "document", label: t("asFile"), value: sendAs("document"), main: asFile, disabled: true };
  return ask({
    name: "pictures",
    title: t("pickPhoto"),
    wide: true,
    body: [grid, el("div", { class: "field-row" }, caption.element, disk, input)],
    actions: asFile ? [photo, file] : [file, photo],
    wire: (given) => {
      api = given;
      take(files);
    },
  });
}

function tile(key, shown, label, badge, listener) {
  return el(
    "button",
    { type: "button", class: "pick", title: label, data: { picture: key }, on: { click: listener } },
    shown,
    badge ? el("span", { class: "badge" }, badge) : null,
    el("span", { class: "pick-label" }, label),
  );
}

function compose(chosen, kind, caption) {
  const blobs = {};
  const files = chosen.map(({ picture, file }, index) => {
    if (picture) return { picture, kind };
    blobs[`file${index}`] = file;
    const moving = kind === "photo" && file.type.startsWith("video/");
    return {
      upload: `file${index}`,
      name: file.name,
      mime: file.type || "application/octet-stream",
      kind: moving ? "video" : kind,
    };
  });
  const words = caption.trim() ? { caption } : {};
  if (files.length > 1) return { body: { kind: "album", files, ...words }, blobs };
  const [{ kind: only, ...file }] = files;
  return { body: { kind: only, file, ...words }, blobs };
}

/** Ask for a video: from the disk or an invented one of a given size. Resolves like `pickPictures`. */
export async function pickVideo() {
  const input = el("input", { type: "file", hidden: true, accept: "video/*", data: { files: "" } });
  const frame = { width: 1280, height: 720 };
  const invented = (size) => ({
    body: { kind: "video", file: { size, name: "video.mp4", mime: "video/mp4" }, duration: 14, ...frame },
    blobs: {},
  });
  return ask({
    name: "video",
    title: t("video"),
    body: input,
    actions: [
      { name: "disk", label: t("fromDisk"), value: () => input.click() },
      { name: "big", label: t("bigVideo"), value: () => invented(21_000_000) },
      { name: "small", label: t("smallVideo"), value: () => invented(3_000_000), main: true },
    ],
    wire: ({ close }) =>
      input.addEventListener("change", () => {
        const [file] = input.files;
        const body = {
          kind: "video",
          file: { upload: "file", name: file.name, mime: file.type || "video/mp4" },
          duration: 10,
          ...frame,
        };
        close({ body, blobs: { file } });
      }),
  });
}
