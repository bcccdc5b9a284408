// Keeps a forum's page up to date from its stream of events, and says plainly when it cannot.
// Counts move in place, and what the hall's screens show is none of a page's; whatever else changed is fetched as the same page and morphed in, so that reloading shows no other.
import { morph } from "./fresh.js";
import { listen } from "./stream.js";

const QUIET_MS = 700; // between two fetches of one page
const SPREAD_MS = 300; // so that a thousand open pages do not ask in the same instant

export function follow(root) {
  const said = root.dataset;
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const clock = (time) => time.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
  const states = new Map([...root.querySelectorAll("[data-round]")].map((each) => [each.dataset.round, each.dataset.state]));
  let lostSince = null;
  let begun = false;
  let fetchedAt = -QUIET_MS;
  let timer = 0;

  const tell = (name, sentence) => {
    const place = document.querySelector(`[data-${name}]`);
    if (place && place.textContent !== sentence) place.textContent = sentence;
    return place;
  };

  const connection = () => {
    const sentence = lostSince ? said.saidLost.replace("{time}", clock(lostSince)) : said.saidLive;
    tell("connection", sentence)?.classList.toggle("lost", Boolean(lostSince));
  };

  const lost = (since) => {
    lostSince ??= since;
    connection();
  };

  const fetchAgain = () => {
    timer = 0;
    fetchedAt = performance.now();
    morph(window.location.pathname + window.location.search, root.id);
  };

  const changed = () => {
    if (timer) return;
    const quiet = Math.max(0, fetchedAt + QUIET_MS - performance.now());
    timer = window.setTimeout(fetchAgain, quiet + Math.random() * SPREAD_MS);
  };

  const count = (section, round) => {
    section.querySelector("[data-ballots]").textContent = number.format(round.ballots);
    section.querySelector("[data-electors]").textContent = number.format(round.electors);
    for (const option of round.tally ?? []) {
      const body = section.querySelector(`[data-solution="${CSS.escape(option.solution_id)}"]`);
      if (!body) return changed();
      for (const row of body.querySelectorAll("[data-choice]")) {
        const votes = option[row.dataset.choice] ?? 0;
        const bar = row.querySelector("progress");
        row.querySelector("[data-count]").textContent = number.format(votes);
        bar.max = Math.max(round.ballots, 1);
        bar.value = votes;
      }
    }
  };

  const show = (round) => {
    const section = root.querySelector(`[data-round="${CSS.escape(round.round_id)}"]`);
    const known = states.get(round.round_id) ?? (begun ? "" : round.state);
    states.set(round.round_id, round.state);
    if (known !== round.state) {
      if (round.state === "open") tell("announce", said.saidOpen.replace("{round}", round.title));
      return changed();
    }
    if (!section || Number(section.dataset.version) > round.version) return;
    section.dataset.version = String(round.version);
    if (section.querySelector("[data-tally]")) count(section, round);
  };

  const judged = (counts) => {
    const all = Math.max(counts.agree + counts.disagree + counts.pass, 1);
    for (const place of root.querySelectorAll(`[data-proposal="${CSS.escape(counts.proposal_id)}"]`)) {
      for (const figure of place.querySelectorAll("[data-opinion]")) {
        figure.textContent = number.format(counts[figure.dataset.opinion]);
        const bar = figure.parentElement.querySelector("progress");
        if (bar) Object.assign(bar, { max: all, value: counts[figure.dataset.opinion] });
      }
    }
  };

  const offered = (proposals) => {
    const place = root.querySelector("[data-offered]");
    if (place) place.textContent = number.format(proposals);
    return Boolean(place);
  };

  const take = (event) => {
    const { forum, board: told, opinions } = JSON.parse(event.data);
    const board = told ?? {}; // none while proposals is away
    if (forum && forum.version > Number(said.forumVersion)) changed();
    for (const round of board.rounds ?? []) show(round);
    for (const counts of opinions ?? []) judged(counts);
    return board;
  };

  listen(said.live, {
    snapshot: (event) => {
      lostSince = null;
      connection();
      take(event);
      if (begun) changed(); // the connection was away, and with it whatever happened meanwhile
      begun = true;
    },
    change: (event) => {
      const { rounds, proposals, ...rest } = take(event);
      if (Object.keys(rest).length || (proposals !== undefined && !offered(proposals))) changed();
    },
    lost: (event) => lost(new Date(JSON.parse(event.data).since)),
    error: () => lost(new Date()),
  });
}
