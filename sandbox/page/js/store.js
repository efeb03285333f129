// What the page remembers between visits: theme, language, hidden phones.

const KEY = "tazalyq-sandbox";
const DARK = matchMedia("(prefers-color-scheme: dark)").matches;
const memory = { theme: DARK ? "dark" : "light", language: "kk", hidden: [], notes: {}, ...read() };

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

/** What was remembered under `name`: theme, language, hidden (person ids), notes (person id → role). */
export const recall = (name) => memory[name];

/** Remember `value` under `name`. */
export function remember(name, value) {
  memory[name] = value;
  localStorage.setItem(KEY, JSON.stringify(memory));
}
