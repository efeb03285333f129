// Choosing a place on the map: a pin, a live location or a venue.

import { borders } from "./api.js";
import { ask, field } from "./dialog.js";
import { el, icon } from "./dom.js";
import { CITIES, cityName, parsePlace, placeText, regionOf } from "./geo.js";
import { MapView } from "./map.js";
import { spoken, t } from "./words.js";

const LIVE_S = 3600;
const CITY_M = 40_000;
let last = null;

/** Ask for a place. `kinds` are those offered of location, live, venue. Resolves to the body for `send`, or null. */
export async function pickPlace({ kinds = ["location", "live", "venue"], kind = kinds[0] } = {}) {
  const collection = await borders();
  let [place, chosen] = [null, kind];
  const canvas = el("canvas", { class: "big-map", data: { map: "" } });
  const where = el("output", { class: "where", data: { region: "" } }, collection ? t("pickPlace") : t("noBorders"));
  const typed = field(t("coordinates"), { placeholder: "43.238, 76.945", data: { coordinates: "" } });
  const title = field(t("venueTitle"), { value: t("venueTitle"), data: { venueTitle: "" } });
  const address = field(t("venueAddress"), { data: { venueAddress: "" } });
  const venueFields = el("div", { class: "field-row" }, title.element, address.element);
  let api;
  const choose = (found, from) => {
    place = last = found;
    view.mark(found);
    if (from !== "typed") typed.input.value = placeText(found);
    const region = collection && regionOf(collection, found.latitude, found.longitude);
    where.textContent = region ? region[spoken()] : t("outside");
    where.dataset.region = region?.iso ?? "";
    api.button("send").disabled = false;
  };
  const view = new MapView(canvas, { onPick: (found) => choose(found, "map") });
  typed.input.addEventListener("input", () => {
    const found = parsePlace(typed.input.value);
    if (!found) return;
    choose(found, "typed");
    view.look(found, CITY_M);
  });
  const tabs = el(
    "div",
    { class: "tabs" },
    kinds.map((name) =>
      el("button", { type: "button", data: { kind: name }, on: { click: () => turn(name) } }, t(name)),
    ),
  );
  const turn = (name) => {
    chosen = name;
    for (const tab of tabs.children) tab.classList.toggle("active", tab.dataset.kind === name);
    venueFields.hidden = name !== "venue";
  };
  turn(kind);
  return ask({
    name: "place",
    title: t("pickPlace"),
    wide: true,
    body: [
      el("div", { class: "map-head" }, kinds.length > 1 ? tabs : null, cityChips(view)),
      mapFrame(canvas, view),
      el("div", { class: "field-row" }, typed.element, where),
      venueFields,
    ],
    actions: [
      { name: "cancel", label: t("cancel"), value: () => null },
      {
        name: "send",
        label: t("send"),
        main: true,
        disabled: true,
        value: () => bodyFor(chosen, place, title.input.value, address.input.value),
      },
    ],
    wire: async (given) => {
      api = given;
      await view.show(last, CITY_M * 5);
      if (last) choose(last, "map");
      canvas.dataset.ready = "";
    },
  });
}

function mapFrame(canvas, view) {
  const button = (label, title, listener, action) =>
    el("button", { type: "button", title, "aria-label": title, data: { action }, on: { click: listener } }, label);
  return el(
    "div",
    { class: "map-frame" },
    canvas,
    el(
      "div",
      { class: "map-buttons" },
      button("+", t("zoomIn"), () => view.zoom(1.8), "zoom-in"),
      button("−", t("zoomOut"), () => view.zoom(1 / 1.8), "zoom-out"),
      button(icon("whole", 16), t("wholeCountry"), () => view.fit(), "whole"),
    ),
  );
}

function cityChips(view) {
  const jump = ([latitude, longitude]) => view.look({ latitude, longitude }, CITY_M);
  return el(
    "div",
    { class: "city-chips" },
    CITIES.slice(0, 6).map((city) =>
      el("button", { type: "button", data: { city: city[4] }, on: { click: () => jump(city) } }, cityName(city)),
    ),
  );
}

function bodyFor(kind, { latitude, longitude }, title, address) {
  const place = { latitude: Number(latitude.toFixed(6)), longitude: Number(longitude.toFixed(6)) };
  if (kind === "venue") return { kind: "venue", ...place, title: title || "—", address };
  if (kind === "live") return { kind: "location", ...place, live_period: LIVE_S };
  return { kind: "location", ...place };
}
