// The page: a bar with people and tools above a strip of phones.

import { get, post } from "./api.js";
import { el } from "./dom.js";
import { follow } from "./events.js";
import { Phone } from "./phone.js";
import { recall, remember } from "./store.js";
import { askPerson, topBar } from "./topbar.js";
import { weatherPanel } from "./weather.js";
import { speak, t } from "./words.js";

const state = { people: new Map(), bots: [], phones: new Map(), connected: false, weather: null };
const bar = el("header", { class: "top-bar" });
const strip = el("main", { class: "strip", data: { strip: "" } });
const page = { bots: () => state.bots, hide: (person) => toggle(person.id, false) };

const isHidden = (id) => recall("hidden").includes(id);

/** A chip was pressed: bring a phone out of sight into view, hide one in sight, show a hidden one. */
function pressChip(id) {
  const box = state.phones.get(id)?.element.getBoundingClientRect();
  if (box && (box.left < 0 || box.right > innerWidth))
    state.phones.get(id).element.scrollIntoView({ behavior: "smooth", inline: "center" });
  else toggle(id);
}

/** Show or hide a phone. */
function toggle(id, shown = isHidden(id)) {
  remember("hidden", shown ? recall("hidden").filter((other) => other !== id) : [...recall("hidden"), id]);
  drawPhones();
  drawBar();
  if (shown) state.phones.get(id)?.element.scrollIntoView({ behavior: "smooth", inline: "center" });
}

/** Load people and bots anew and every phone with them. */
async function loadAll() {
  const [people, bots] = await Promise.all([get("people"), get("bots")]);
  state.people = new Map(people.filter(({ is_bot: bot }) => !bot).map((person) => [person.id, person]));
  state.bots = bots;
  const fresh = drawPhones();
  drawBar();
  const known = [...state.phones.values()].filter((phone) => !fresh.includes(phone));
  for (const phone of known) phone.renamed(state.people.get(phone.person.id));
  await Promise.all(known.map((phone) => phone.load()));
}

/** Load anew; when the server goes away meanwhile, the stream breaks too and its next beginning tries again. */
async function refresh() {
  try {
    await loadAll();
    document.body.dataset.ready = "";
  } catch {
    setConnected(false);
  }
}

/** Bring the strip in step with people and choices; returns the phones made (they load themselves). */
function drawPhones() {
  const fresh = [];
  for (const [id, phone] of state.phones) {
    if (state.people.has(id) && !isHidden(id)) continue;
    phone.element.remove();
    state.phones.delete(id);
  }
  for (const [id, person] of state.people) {
    if (isHidden(id) || state.phones.has(id)) continue;
    const phone = new Phone(person, page);
    state.phones.set(id, phone);
    fresh.push(phone);
  }
  const wanted = [...state.people.keys()].map((id) => state.phones.get(id)?.element).filter(Boolean);
  wanted.forEach(
    (element, place) => strip.children[place] !== element && strip.insertBefore(element, strip.children[place] ?? null),
  );
  strip.querySelector(".nobody")?.remove();
  if (!wanted.length) strip.append(el("p", { class: "nobody" }, t(state.people.size ? "allHidden" : "noPeople")));
  for (const phone of fresh) phone.load().catch((error) => phone.notices.toast(error.message, true));
  return fresh;
}

function drawBar() {
  document.title = t("title");
  const { connected, weather } = state;
  const shown = { people: [...state.people.values()], isHidden, connected, weather: weather.sign };
  bar.replaceChildren(...topBar(shown, { pressChip, addPerson, changeLanguage, changeTheme }));
}

async function addPerson() {
  const wanted = await askPerson();
  if (!wanted) return;
  const person = await post("people", wanted.person);
  if (wanted.note) remember("notes", { ...recall("notes"), [person.id]: wanted.note });
  take({ type: "person", info: person });
  state.phones.get(person.id)?.element.scrollIntoView({ behavior: "smooth", inline: "center" });
}

function changeTheme() {
  remember("theme", recall("theme") === "dark" ? "light" : "dark");
  rebuild();
}

function changeLanguage(code) {
  remember("language", code);
  rebuild();
}

/** Draw everything again in another language or theme; maps are painted, so they need it too. */
function rebuild() {
  document.documentElement.dataset.theme = recall("theme");
  speak(recall("language"));
  for (const { element } of state.phones.values()) element.remove();
  state.phones.clear();
  state.weather?.panel.remove();
  state.weather = weatherPanel();
  document.body.append(state.weather.panel);
  drawPhones();
  drawBar();
}

/** Take one event of the stream. */
function take(event) {
  if (event.type === "reset" || event.type === "bot") return refresh();
  if (event.type === "person") {
    if (event.info.is_bot) return undefined;
    const known = state.people.has(event.info.id);
    state.people.set(event.info.id, event.info);
    if (known) state.phones.get(event.info.id)?.renamed(event.info);
    else drawPhones();
    return drawBar();
  }
  const seenBy = event.viewers ?? [];
  for (const [id, phone] of state.phones)
    if (!seenBy.length || seenBy.includes(id) || event.person === id) phone.take(event);
  return undefined;
}

function setConnected(connected) {
  if (state.connected === connected) return;
  state.connected = connected;
  drawBar();
}

document.body.append(bar, strip);
rebuild();
follow({ onEvent: take, onState: setConnected, onOpen: refresh });
