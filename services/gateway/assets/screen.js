// The hall's screen: its scene is drawn by the server and morphed in whenever the stream says that it is another.
import { morph } from "./fresh.js";
import { listen } from "./stream.js";

const A_DAY = 86400;
const PAUSE_MS = 2000; // before asking why the stream is refused
const two = (number) => String(number).padStart(2, "0");

function inWords(seconds) {
  const minutes = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds < 3600 ? minutes : `${Math.floor(seconds / 3600)}:${minutes}`;
}

export function screen(root) {
  const said = root.dataset;
  const place = document.querySelector("[data-connection]");
  const clock = document.querySelector("[data-clock]");
  const time = new Intl.DateTimeFormat("vi-VN", { timeZone: clock.dataset.zone, hour: "2-digit", minute: "2-digit" });
  let ahead = Date.parse(said.now) - Date.now(); // of this machine's own clock, which may be wrong
  let lostSince = null;

  const now = () => new Date(Date.now() + ahead);

  const tick = () => {
    clock.textContent = time.format(now());
    const countdown = document.querySelector("[data-closes]");
    if (!countdown) return;
    const left = Math.max(0, Math.ceil((Date.parse(countdown.dataset.closes) - now()) / 1000));
    countdown.hidden = left > A_DAY;
    countdown.textContent = left ? inWords(left) : said.saidOver;
  };

  const connection = () => {
    place.textContent = lostSince ? said.saidLost.replace("{time}", time.format(lostSince)) : "";
    place.classList.toggle("lost", Boolean(lostSince));
  };

  const lost = () => {
    lostSince ??= now();
    connection();
  };

  // Refused for good: unpaired while the connection was away. A server that is only away is none to load a page from.
  const unpaired = async () => {
    const answer = await fetch("/man-hinh/canh").catch(() => null);
    if (answer?.status === 403) window.location.reload();
  };

  const failed = (event) => {
    lost();
    if (event.target.readyState === EventSource.CLOSED) window.setTimeout(unpaired, PAUSE_MS);
  };

  listen(said.screen, {
    scene: (event) => {
      ahead = Date.parse(JSON.parse(event.data).now) - Date.now();
      lostSince = null;
      connection();
      morph("/man-hinh", "scene").then(tick);
    },
    lost,
    error: failed,
    ended: () => window.location.reload(),
  });
  window.setInterval(tick, 1000);
  tick();
}
