// A stream of events that comes back by itself: browsers see to it after a lost connection, but not after an answer that
// is no stream, as of a gateway that has just been started.
const AGAIN_MS = 2000;
const SPREAD_MS = 3000; // so that a thousand open pages do not ask in the same instant

export function listen(address, listeners) {
  const stream = new EventSource(address);
  for (const [name, listener] of Object.entries(listeners)) stream.addEventListener(name, listener);
  stream.addEventListener("error", () => {
    if (stream.readyState !== EventSource.CLOSED) return;
    window.setTimeout(() => listen(address, listeners), AGAIN_MS + Math.random() * SPREAD_MS);
  });
}
