// A map of the country on a canvas, from the border file: a picker with wheel, drag and buttons, and small still maps.

import { borders } from "./api.js";
import { CITIES, COUNTRY, cityName, project, regionPaths, unproject } from "./geo.js";
import { spoken } from "./words.js";

const EARTH_M = 6378137;
const DRAG_PX = 4;
const MAX_SCALE = 1_600_000; // px per radian: 4 m a pixel at the equator
const KM = { kk: "км", ru: "км", en: "km" };
const M = { kk: "м", ru: "м", en: "m" };
let prepared;

async function regions() {
  prepared ??= borders().then((collection) => (collection ? regionPaths(collection) : []));
  return prepared;
}

/** A map drawn on `canvas`, which it measures by its CSS size. With `onPick(place)` it can be moved and clicked. */
export class MapView {
  constructor(canvas, { onPick } = {}) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.marker = null;
    this.middle = [0, 0];
    this.scale = 1000;
    this.paths = [];
    if (onPick) this.#listen(onPick);
  }

  /** Load the borders and draw; `place` with `metres` across, or the whole country without. */
  async show(place, metres) {
    this.paths = await regions();
    this.#measure();
    if (place) this.look(place, metres);
    else this.fit();
  }

  /** Show the whole country. */
  fit() {
    const [west, south, east, north] = COUNTRY;
    const [left, bottom] = project(west, south);
    const [right, top] = project(east, north);
    this.middle = [(left + right) / 2, (top + bottom) / 2];
    this.smallest = Math.min(this.width / (right - left), this.height / (bottom - top));
    this.scale = this.smallest;
    this.draw();
  }

  /** Centre on a place, `metres` from the left edge to the right one. */
  look({ latitude, longitude }, metres) {
    this.middle = project(longitude, latitude);
    this.scale = Math.min(MAX_SCALE, (this.width * EARTH_M * Math.cos((latitude * Math.PI) / 180)) / metres);
    this.draw();
  }

  /** Put the pin on a place, or take it away with null. */
  mark(place) {
    this.marker = place;
    this.draw();
  }

  /** Zoom by a factor, keeping the point (in CSS pixels; left out: the pin if it can be seen, else the middle) where it is. */
  zoom(factor, at = this.#focus()) {
    const before = this.#plane(at);
    this.scale = Math.min(MAX_SCALE, Math.max(this.smallest ?? 1, this.scale * factor));
    const after = this.#plane(at);
    this.middle = [this.middle[0] + before[0] - after[0], this.middle[1] + before[1] - after[1]];
    this.draw();
  }

  #focus() {
    const [x, y] = this.marker ? this.pixel(this.marker) : [-1, -1];
    return x >= 0 && y >= 0 && x <= this.width && y <= this.height ? [x, y] : [this.width / 2, this.height / 2];
  }

  #measure() {
    const ratio = window.devicePixelRatio || 1;
    [this.width, this.height] = [this.canvas.clientWidth || 300, this.canvas.clientHeight || 150];
    this.canvas.width = Math.round(this.width * ratio);
    this.canvas.height = Math.round(this.height * ratio);
    this.ratio = ratio;
  }

  #plane([x, y]) {
    return [this.middle[0] + (x - this.width / 2) / this.scale, this.middle[1] + (y - this.height / 2) / this.scale];
  }

  /** Where a place is on the canvas, in CSS pixels. */
  pixel({ latitude, longitude }) {
    const [x, y] = project(longitude, latitude);
    return [(x - this.middle[0]) * this.scale + this.width / 2, (y - this.middle[1]) * this.scale + this.height / 2];
  }

  #listen(onPick) {
    let grip = null;
    const place = (event) => [event.offsetX, event.offsetY];
    this.canvas.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        this.zoom(Math.exp(-event.deltaY / 300), place(event));
      },
      { passive: false },
    );
    this.canvas.addEventListener("pointerdown", (event) => {
      grip = { from: place(event), middle: this.middle, moved: false };
      this.canvas.setPointerCapture(event.pointerId);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (!grip) return;
      const [dx, dy] = place(event).map((value, axis) => value - grip.from[axis]);
      grip.moved ||= Math.hypot(dx, dy) > DRAG_PX;
      if (!grip.moved) return;
      this.middle = [grip.middle[0] - dx / this.scale, grip.middle[1] - dy / this.scale];
      this.draw();
    });
    this.canvas.addEventListener("pointerup", (event) => {
      if (grip && !grip.moved) onPick(unproject(...this.#plane(place(event))));
      grip = null;
    });
  }

  draw() {
    const { context: pen, ratio, width, height, scale } = this;
    if (!width) return;
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(`--map-${name}`).trim();
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.fillStyle = colour("sea");
    pen.fillRect(0, 0, width, height);
    const zoom = ratio * scale;
    pen.setTransform(
      zoom,
      0,
      0,
      zoom,
      ratio * (width / 2) - zoom * this.middle[0],
      ratio * (height / 2) - zoom * this.middle[1],
    );
    pen.lineWidth = 1 / scale;
    pen.lineJoin = "round";
    pen.strokeStyle = colour("line");
    for (const { path, city } of this.paths) {
      pen.fillStyle = colour(city ? "city" : "land");
      pen.fill(path, "evenodd");
      pen.stroke(path);
    }
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    const names = this.#cities(pen, colour);
    this.#ruler(pen, colour, names);
    if (this.marker) this.#pin(pen, this.pixel(this.marker));
    const [nw, se] = [unproject(...this.#plane([0, 0])), unproject(...this.#plane([width, height]))];
    this.canvas.dataset.bounds = [nw.longitude, se.latitude, se.longitude, nw.latitude]
      .map((edge) => edge.toFixed(6))
      .join(",");
  }

  /** Draw the cities; returns the areas of their names as [left, top, right, bottom]. */
  #cities(pen, colour) {
    const taken = [];
    pen.textBaseline = "middle";
    CITIES.forEach((city, rank) => {
      const [x, y] = this.pixel({ latitude: city[0], longitude: city[1] });
      if (x < -20 || y < 0 || x > this.width + 20 || y > this.height) return;
      pen.font = `${rank < 3 ? "600 13px" : "12px"} system-ui, "DejaVu Sans", sans-serif`;
      const name = cityName(city);
      const wide = pen.measureText(name).width + 14;
      const left = x + wide > this.width ? x - wide : x - 4;
      const area = [left, y - 8, left + wide, y + 8];
      if (taken.some((other) => area[0] < other[2] && area[2] > other[0] && area[1] < other[3] && area[3] > other[1]))
        return;
      taken.push(area);
      pen.fillStyle = colour("text");
      pen.beginPath();
      pen.arc(x, y, rank < 3 ? 3.5 : 2.5, 0, 2 * Math.PI);
      pen.fill();
      pen.strokeStyle = colour("halo");
      pen.lineWidth = 3;
      pen.strokeText(name, left < x - 4 ? left + 4 : x + 7, y);
      pen.fillText(name, left < x - 4 ? left + 4 : x + 7, y);
    });
    return taken;
  }

  /** Draw the ruler at the bottom, or at the top where a city's name is in the way. */
  #ruler(pen, colour, names) {
    const { latitude } = unproject(...this.middle);
    const metresPerPixel = (EARTH_M * Math.cos((latitude * Math.PI) / 180)) / this.scale;
    const rough = metresPerPixel * Math.min(110, this.width / 3);
    const power = 10 ** Math.floor(Math.log10(rough));
    const metres = [5, 2, 1].map((step) => step * power).find((step) => step <= rough);
    const length = metres / metresPerPixel;
    const hidden = names.some(([left, , , bottom]) => left < length + 70 && bottom > this.height - 24);
    const foot = hidden ? 20 : this.height - 10;
    pen.font = '11px system-ui, "DejaVu Sans", sans-serif';
    pen.fillStyle = pen.strokeStyle = colour("text");
    pen.lineWidth = 1.5;
    pen.beginPath();
    pen.moveTo(12, foot - 5);
    pen.lineTo(12, foot);
    pen.lineTo(12 + length, foot);
    pen.lineTo(12 + length, foot - 5);
    pen.stroke();
    pen.fillText(
      metres >= 1000 ? `${metres / 1000} ${KM[spoken()]}` : `${metres} ${M[spoken()]}`,
      18 + length,
      foot - 4,
    );
  }

  #pin(pen, [x, y]) {
    pen.fillStyle = "rgba(0, 0, 0, 0.25)";
    pen.beginPath();
    pen.ellipse(x, y, 8, 3, 0, 0, 2 * Math.PI);
    pen.fill();
    pen.fillStyle = "#e53935";
    pen.strokeStyle = "#fff";
    pen.lineWidth = 1.5;
    pen.beginPath();
    pen.moveTo(x, y);
    pen.bezierCurveTo(x - 5, y - 10, x - 11, y - 14, x - 11, y - 22);
    pen.arc(x, y - 22, 11, Math.PI, 0);
    pen.bezierCurveTo(x + 11, y - 14, x + 5, y - 10, x, y);
    pen.fill();
    pen.stroke();
    pen.fillStyle = "#fff";
    pen.beginPath();
    pen.arc(x, y - 22, 4.5, 0, 2 * Math.PI);
    pen.fill();
  }
}

/** A small still map of a place, 60 km across, for a location in a chat. */
export function stillMap(canvas, place) {
  const view = new MapView(canvas);
  view.marker = place;
  requestAnimationFrame(() => view.show(place, 60_000));
}
