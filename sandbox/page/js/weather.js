// Telegram's bad moments at a press: away, 429, 500, cut connections, slow answers.

import { erase, get, post } from "./api.js";
import { el, icon } from "./dom.js";
import { t } from "./words.js";

const TROUBLES = {
  away10: { away: 10 },
  away60: { away: 60 },
  tooMany: { status: 429, retry_after: 5, times: 1 },
  serverError: { status: 500, times: 3 },
  cutAfter: { cut: "after", times: 1 },
  slow: { delay: 2, times: 10 },
  noFiles: { method: "file", status: 500, times: 3 },
};
const DAY_S = 86_400;

/** The weather button with its panel. */
export function weatherPanel() {
  const list = el("ul", { class: "fault-list", data: { faults: "" } });
  const problem = el("p", { class: "problem", role: "status" });
  const limits = el("input", {
    type: "checkbox",
    data: { limits: "" },
    on: { change: () => run(() => post("limits", { limits: limits.checked })) },
  });
  const refresh = async () => {
    const faults = await get("faults");
    list.replaceChildren(
      ...faults.map((fault) =>
        el("li", {}, describe(fault), el("span", { class: "dim" }, t("hits", { n: fault.hits ?? 0 }))),
      ),
    );
    sign.classList.toggle("stormy", faults.length > 0);
  };
  const run = async (deed) => {
    problem.textContent = "";
    try {
      await deed();
      await refresh();
    } catch (error) {
      problem.textContent = error.message;
    }
  };
  const button = (name, deed, main) =>
    el(
      "button",
      {
        type: "button",
        class: main ? "plain-button main" : "plain-button",
        data: { weather: name },
        on: { click: () => run(deed) },
      },
      t(name),
    );
  const panel = el(
    "div",
    { class: "panel", popover: "auto", data: { panel: "weather" } },
    el("h2", {}, t("weather")),
    el("p", { class: "dim" }, t("weatherHint")),
    Object.entries(TROUBLES).map(([name, fault]) => button(name, () => post("faults", fault))),
    el("label", { class: "check" }, limits, t("limits")),
    button("dayLater", () => post("clock", { advance: DAY_S })),
    list,
    problem,
    button("clearSky", () => erase("faults"), true),
  );
  const sign = el(
    "button",
    {
      type: "button",
      class: "tool",
      title: t("weatherHint"),
      data: { action: "weather" },
      popoverTargetElement: panel,
    },
    icon("cloud", 18),
    el("span", {}, t("weather")),
  );
  panel.addEventListener("toggle", ({ newState }) => {
    if (newState !== "open") return;
    const { right, bottom } = sign.getBoundingClientRect();
    panel.style.left = `${Math.max(8, right - panel.offsetWidth)}px`;
    panel.style.top = `${bottom + 8}px`;
    run(async () => {});
  });
  return { sign, panel };
}

function describe(fault) {
  const words = [
    fault.method,
    fault.away && `away ${fault.away === true ? "" : fault.away}`,
    fault.status,
    fault.cut && `cut ${fault.cut}`,
    fault.delay && `+${fault.delay} s`,
  ];
  return words.flat().filter(Boolean).join(" · ");
}
