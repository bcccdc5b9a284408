// Keeps a forum's page up to date from its stream of events, and says plainly when it cannot.
// Counts move in place, and what the hall's screens show is none of a page's; whatever else changed is fetched as the same page and morphed in, so that reloading shows no other.
import { morph } from "./fresh.js";
import { listen } from "./stream.js";

const QUIET_MS = 700; // between two fetches of one page
const SPREAD_MS = 300; // where the server does not say
const AGAIN_MS = 2000; // after a fetch that failed; twice as long after each that follows
const LONGEST_MS = 60000;
const SOON_MS = 1500; // who waits longer than this for their turn is told so

export function follow(root) {
  const said = root.dataset;
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 5 });
  const clock = (time) => time.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
  const drawn = { edition: said.edition, rounds: said.rounds }; // none where the board could not be had
  const states = new Map(Object.entries(JSON.parse(drawn.rounds ?? "{}")));
  let lostSince = null; // the stream
  let oldSince = null; // what is drawn: fetching it again has failed
  let begun = false;
  let spread = 0; // so that a thousand open pages do not ask in the same instant: the server says how wide
  let fetchedAt = -QUIET_MS;
  let timer = 0;
  let fetching = false;
  let changedMeanwhile = false;
  let failures = 0;
  let waits = false;

  const tell = (name, sentence) => {
    const place = document.querySelector(`[data-${name}]`);
    if (place && place.textContent !== sentence) place.textContent = sentence;
    return place;
  };

  const connection = () => {
    const since = lostSince ?? oldSince;
    const sentence = since ? said.saidLost.replace("{time}", clock(since)) : waits ? said.saidSoon : said.saidLive;
    tell("connection", sentence)?.classList.toggle("lost", Boolean(since));
  };

  const lost = (since) => {
    lostSince ??= since;
    connection();
  };

  const fetchAgain = async () => {
    timer = 0;
    fetching = true;
    changedMeanwhile = false;
    fetchedAt = performance.now();
    const status = await morph(window.location.pathname + window.location.search, root.id);
    fetching = false;
    // a page from which a part is missing, as its service was away or had too much to do, is none to stay with either
    const failed = !status || status === 429 || status >= 500 || root.querySelector(".away");
    failures = failed ? failures + 1 : 0;
    oldSince = failed ? (oldSince ?? new Date()) : null;
    waits = false;
    if (failed || changedMeanwhile) changed();
    connection();
  };

  const pause = () => {
    if (failures) return Math.max(spread, Math.min(AGAIN_MS * 2 ** (failures - 1), LONGEST_MS)) * (0.5 + Math.random());
    return Math.max(0, fetchedAt + QUIET_MS - performance.now()) + Math.random() * spread;
  };

  const changed = () => {
    changedMeanwhile = true;
    if (timer || fetching) return;
    const ms = pause();
    timer = window.setTimeout(fetchAgain, ms);
    waits = ms > SOON_MS;
    connection();
  };

  const count = (section, round) => {
    section.querySelector("[data-ballots]").textContent = number.format(round.ballots);
    section.querySelector("[data-electors]").textContent = number.format(round.electors);
    const onPaper = section.querySelector("[data-on-paper]");
    if (onPaper) onPaper.textContent = number.format(round.on_paper);
    else if (round.on_paper) return changed(); // the first who was handed a sheet
    const unit = round.unit ?? 1;
    const choices = ["yes", "no", "abstain"];
    const counts = (round.tally ?? []).filter((option) => "yes" in option || "votes" in option); // some methods count none
    const most = Math.max(round.ballots * unit, 1, ...counts.map((option) => option.votes ?? 0));
    for (const option of counts) {
      const whole = "yes" in option ? Math.max(1, choices.reduce((sum, choice) => sum + option[choice], 0)) : most;
      const body = section.querySelector(`[data-solution="${CSS.escape(option.solution_id)}"]`);
      if (!body) return changed();
      for (const row of body.querySelectorAll("[data-choice]")) {
        const votes = option[row.dataset.choice] ?? 0;
        const bar = row.querySelector("progress");
        row.querySelector("[data-count]").textContent = number.format(votes / unit);
        bar.max = whole;
        bar.value = votes;
      }
    }
  };

  const progress = (section, round) => {
    const place = section.querySelector("[data-progress]");
    if (!place) return;
    place.querySelector("strong").textContent = `${round.progress} %`;
    place.querySelector("progress").value = round.progress;
  };

  const show = (round) => {
    const section = root.querySelector(`[data-round="${CSS.escape(round.round_id)}"]`);
    const known = states.get(round.round_id) ?? (begun || drawn.rounds ? "" : round.state);
    states.set(round.round_id, round.state);
    if (known !== round.state) {
      const sentence = { open: said.saidOpen, paused: said.saidPaused }[round.state];
      if (sentence) tell("announce", sentence.replace("{round}", round.title));
      return changed();
    }
    if (!section || Number(section.dataset.version) > round.version) return;
    if (round.state === "prepared" && Number(section.dataset.version) < round.version) return changed(); // anything of it
    section.dataset.version = String(round.version);
    progress(section, round);
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

  const take = ({ forum, board: told, opinions }) => {
    const board = told ?? {}; // none while proposals is away
    if (forum && forum.version > Number(said.forumVersion)) changed();
    for (const round of board.rounds ?? []) show(round);
    for (const counts of opinions ?? []) judged(counts);
    return board;
  };

  listen(said.live, {
    snapshot: (event) => {
      const { edition, spread_ms: wide = SPREAD_MS, ...told } = JSON.parse(event.data);
      spread = begun ? Math.max(spread, wide) : wide; // a server that was just started has not seen yet how many come back
      lostSince = null;
      connection();
      take(told);
      // the connection was away, and with it whatever happened meanwhile; or it happened while the page was on its way
      if (begun || (drawn.edition && drawn.edition !== edition)) changed();
      begun = true;
    },
    change: (event) => {
      const { spread_ms: wide = SPREAD_MS, ...told } = JSON.parse(event.data);
      spread = wide;
      const { rounds, proposals, ...rest } = take(told);
      if (Object.keys(rest).length || (proposals !== undefined && !offered(proposals))) changed();
    },
    lost: (event) => lost(new Date(JSON.parse(event.data).since)),
    error: () => lost(new Date()),
  });
}
