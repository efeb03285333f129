// The control API of the sandbox server (docs/sandbox.md), as functions; every one throws an Error with the server's words.

async function answer(response) {
  const text = await response.text();
  let content = null;
  try {
    content = text ? JSON.parse(text) : null;
  } catch {
    if (response.ok) throw new Error("the server's answer is not JSON");
  }
  if (!response.ok) throw new Error(content?.error ?? `${response.status} ${response.statusText}`);
  return content;
}

const url = (path, query = {}) => {
  const wanted = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  return `/control/${path}${wanted.length ? `?${new URLSearchParams(wanted)}` : ""}`;
};

const withBody =
  (method) =>
  async (path, body = {}) =>
    answer(
      await fetch(url(path), { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
    );

export const get = async (path, query) => answer(await fetch(url(path, query)));
export const post = withBody("POST");
export const patch = withBody("PATCH");
export const erase = async (path) => answer(await fetch(url(path), { method: "DELETE" }));

/** POST /control/send with files from the person's disk beside built-in ones: `blobs` are the File objects by part name. */
export async function send(body, blobs = {}) {
  if (!Object.keys(blobs).length) return post("send", body);
  const form = new FormData();
  form.append("json", JSON.stringify(body));
  for (const [part, file] of Object.entries(blobs)) form.append(part, file, file.name);
  return answer(await fetch(url("send"), { method: "POST", body: form }));
}

/** The border file as GeoJSON, fetched once; null when the server was started without one. */
export function borders() {
  borders.once ??= fetch("/page/borders.json")
    .then((response) => (response.ok ? response.json() : null))
    .catch(() => null);
  return borders.once;
}

/** The built-in pictures: `[{name, url, kk, ru, en, shows}]`; a picture without a label is called by its file name. */
export function pictures() {
  pictures.once ??= get("pictures").then((list) =>
    list.map((one) => ({ kk: one.name, ru: one.name, en: one.name, ...one })),
  );
  return pictures.once;
}
