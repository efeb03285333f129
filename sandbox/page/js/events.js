// The server-sent event stream: one for the whole page, taken up again wherever it broke off.

const TYPES = [
  "hello",
  "message",
  "edited",
  "deleted",
  "keyboard",
  "typing",
  "answer",
  "pinned",
  "chat",
  "person",
  "bot",
  "commands",
  "reset",
];
const RETRY_MS = 1500;

/**
 * Follow the stream. `onEvent(event)` gets every event, `onState(connected)` every change of the connection, `onOpen()`
 * is called whenever the stream begins: what happened before is not in it (and the server may be another one), so load anew.
 */
export function follow({ onEvent, onState, onOpen }) {
  const connect = () => {
    const source = new EventSource("/control/events");
    const hear = (raw) => {
      const event = JSON.parse(raw.data);
      event.type ??= raw.type;
      if (event.type !== "hello") return onEvent(event);
      onState(true);
      return onOpen();
    };
    for (const type of TYPES) source.addEventListener(type, hear);
    source.onerror = () => {
      onState(false);
      source.close();
      setTimeout(connect, RETRY_MS);
    };
  };
  connect();
}
