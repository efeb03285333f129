// The bar on top: the people as chips, the weather, the page's language and theme; and the dialog that adds a person.

import { nameOf } from "./bubble.js";
import { ask, choice, field } from "./dialog.js";
import { avatar, el, iconButton } from "./dom.js";
import { telegramLanguages } from "./phonemenus.js";
import { recall } from "./store.js";
import { LANGUAGES, spoken, t } from "./words.js";

/**
 * What the bar holds. `state`: `people`, `isHidden(id)`, `connected`, `weather` (its button). `deeds`: `pressChip(id)`,
 * `addPerson()`, `changeLanguage(code)`, `changeTheme()`.
 */
export function topBar(state, deeds) {
  const dark = recall("theme") === "dark";
  const plus = iconButton("add", t("addPerson"), deeds.addPerson, { data: { action: "add-person" } });
  const chips = state.people.map((person) => chip(person, state.isHidden(person.id), deeds));
  return [
    el("span", {
      class: `connection ${state.connected ? "on" : ""}`,
      role: "status",
      title: t(state.connected ? "connected" : "disconnected"),
      data: { connected: state.connected },
    }),
    el("h1", {}, t("title")),
    el("nav", { class: "chips", "aria-label": t("people") }, chips, plus),
    state.weather,
    languageSwitch(deeds),
    iconButton(dark ? "sun" : "moon", t(dark ? "light" : "dark"), deeds.changeTheme, { data: { action: "theme" } }),
  ];
}

function chip(person, hidden, { pressChip }) {
  const name = nameOf(person);
  return el(
    "button",
    {
      type: "button",
      class: "chip",
      "aria-pressed": String(!hidden),
      title: `${name}: ${t(hidden ? "showPhone" : "hidePhone")}`,
      data: { toggle: person.id },
      on: { click: () => pressChip(person.id) },
    },
    avatar(person.id, name, "small"),
    el("span", {}, person.first_name || `ID ${person.id}`),
  );
}

function languageSwitch({ changeLanguage }) {
  const buttons = LANGUAGES.map(([code, label]) =>
    el(
      "button",
      {
        type: "button",
        class: spoken() === code ? "active" : "",
        data: { pageLanguage: code },
        on: { click: () => changeLanguage(code) },
      },
      label,
    ),
  );
  return el("div", { class: "languages", role: "group", "aria-label": t("pageLanguage") }, buttons);
}

/** Ask who the new person is: `{person, note}` with `person` the body for the server, or null. */
export function askPerson() {
  const first = field(t("firstName"), { required: true, data: { firstName: "" } });
  const last = field(t("lastName"), { data: { lastName: "" } });
  const note = field(t("note"), { data: { note: "" } });
  const language = choice(t("language"), telegramLanguages(), "kk", { data: { languageCode: "" } });
  const value = () => {
    if (!first.input.reportValidity()) return undefined;
    const person = {
      first_name: first.input.value.trim(),
      last_name: last.input.value.trim() || undefined,
      language_code: language.input.value || undefined,
    };
    return { person, note: note.input.value.trim() };
  };
  return ask({
    name: "person",
    title: t("addPerson"),
    body: [first.element, last.element, language.element, note.element],
    actions: [{ name: "save", label: t("addPerson"), main: true, value }],
  });
}
