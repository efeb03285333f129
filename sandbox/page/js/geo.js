// Where things are: projection, regions and the cities worth a label.

import { spoken } from "./words.js";

const CENTRE = { longitude: 67, latitude: 48 };
const mercator = (latitude) => Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360));
const ORIGIN_Y = mercator(CENTRE.latitude);

/** Degrees → plane coordinates in radians about the middle of the country, y downwards; small numbers keep canvas paths exact. */
export function project(longitude, latitude) {
  return [((longitude - CENTRE.longitude) * Math.PI) / 180, ORIGIN_Y - mercator(latitude)];
}

/** Plane coordinates → `{latitude, longitude}` in degrees. */
export function unproject(x, y) {
  return {
    longitude: CENTRE.longitude + (x * 180) / Math.PI,
    latitude: (Math.atan(Math.exp(ORIGIN_Y - y)) * 360) / Math.PI - 90,
  };
}

/** The country with a little air: [west, south, east, north] in degrees. */
export const COUNTRY = [46, 40.3, 87.8, 55.7];

/** Cities of republican significance and regional centres, the largest first: [lat, lon, kk, ru, en]. Places: GeoNames, CC BY 4.0. */
export const CITIES = [
  [43.2525, 76.9115, "Алматы", "Алматы", "Almaty"],
  [51.1801, 71.446, "Астана", "Астана", "Astana"],
  [42.3099, 69.6004, "Шымкент", "Шымкент", "Shymkent"],
  [50.2797, 57.2072, "Ақтөбе", "Актобе", "Aktobe"],
  [49.8019, 73.1021, "Қарағанды", "Караганда", "Karaganda"],
  [42.898, 71.3733, "Тараз", "Тараз", "Taraz"],
  [44.8528, 65.5092, "Қызылорда", "Кызылорда", "Kyzylorda"],
  [51.246, 51.4256, "Орал", "Уральск", "Oral"],
  [52.276, 76.9688, "Павлодар", "Павлодар", "Pavlodar"],
  [49.9714, 82.6059, "Өскемен", "Усть-Каменогорск", "Oskemen"],
  [50.4206, 80.2503, "Семей", "Семей", "Semey"],
  [47.1048, 51.8843, "Атырау", "Атырау", "Atyrau"],
  [43.2946, 68.2569, "Түркістан", "Туркестан", "Turkistan"],
  [53.2144, 63.6246, "Қостанай", "Костанай", "Kostanay"],
  [54.8734, 69.1507, "Петропавл", "Петропавловск", "Petropavl"],
  [53.2841, 69.3936, "Көкшетау", "Кокшетау", "Kokshetau"],
  [43.6611, 51.1739, "Ақтау", "Актау", "Aktau"],
  [45.0156, 78.3739, "Талдықорған", "Талдыкорган", "Taldykorgan"],
  [47.7941, 67.7063, "Жезқазған", "Жезказган", "Zhezkazgan"],
  [43.8668, 77.063, "Қонаев", "Конаев", "Konaev"],
];

/** The name of a row of CITIES in the page's language. */
export const cityName = (city) => city[{ kk: 2, ru: 3, en: 4 }[spoken()]];

const polygons = (geometry) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates);

/** Every region as `{names, path, city}` with `path` a Path2D in plane coordinates; cities last, so that they lie on top. */
export function regionPaths(collection) {
  return collection.features
    .map(({ properties, geometry }) => {
      const path = new Path2D();
      for (const ring of polygons(geometry).flat()) {
        ring.forEach(([longitude, latitude], index) =>
          path[index ? "lineTo" : "moveTo"](...project(longitude, latitude)),
        );
        path.closePath();
      }
      return { names: properties, path, city: ["KZ-71", "KZ-75", "KZ-79"].includes(properties.iso) };
    })
    .sort((a, b) => a.city - b.city);
}

/** The properties (iso, kk, ru, en) of the region the point lies in, or null; a city wins over the oblast around it. */
export function regionOf(collection, latitude, longitude) {
  const found = collection.features.filter(({ geometry }) =>
    polygons(geometry).some((rings) => rings.filter((ring) => inside(ring, latitude, longitude)).length % 2 === 1),
  );
  const city = found.find(({ properties }) => ["KZ-71", "KZ-75", "KZ-79"].includes(properties.iso));
  return (city ?? found[0])?.properties ?? null;
}

function inside(ring, latitude, longitude) {
  let within = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > latitude !== yj > latitude && longitude < ((xj - xi) * (latitude - yi)) / (yj - yi) + xi) within = !within;
  }
  return within;
}

/** "43.238000, 76.945000" or with decimal commas → `{latitude, longitude}`; null when it is not a place on Earth. */
export function parsePlace(text) {
  const numbers = text.match(/-?\d+(?:[.,]\d+)?/g)?.map((number) => Number(number.replace(",", "."))) ?? [];
  if (numbers.length !== 2 || Math.abs(numbers[0]) > 90 || Math.abs(numbers[1]) > 180) return null;
  return { latitude: numbers[0], longitude: numbers[1] };
}

/** `{latitude, longitude}` as text with six digits, about 10 cm. */
export const placeText = ({ latitude, longitude }) => `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`;
