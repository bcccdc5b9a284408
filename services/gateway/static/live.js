/* Keeps the figures of a forum's page up to date from its stream of events, and says plainly when it cannot.
   Everything here is on the page already without scripts; reloading shows the same. */
"use strict";
(() => {
  const root = document.querySelector("[data-live]");
  if (!root || !window.EventSource) return;
  const said = root.dataset;
  const states = JSON.parse(said.roundStates);
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const clock = (time) => time.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
  let lostSince = null;

  const tell = (name, sentence) => {
    const place = root.querySelector(`[data-${name}]`);
    if (place && place.textContent !== sentence) place.textContent = sentence;
  };

  const connection = () => {
    tell("connection", lostSince ? said.saidLost.replace("{time}", clock(lostSince)) : said.saidLive);
    root.querySelector("[data-connection]")?.classList.toggle("lost", Boolean(lostSince));
  };

  const lost = (since) => {
    lostSince ??= since;
    connection();
  };

  const changed = () => {
    const notice = root.querySelector("[data-changed]");
    if (notice) notice.hidden = false;
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
    const opens = round.state === "open" && section?.dataset.state !== "open";
    if (opens && root.dataset.announced !== round.round_id) {
      root.dataset.announced = round.round_id;
      tell("announce", said.saidOpen.replace("{round}", round.title));
    }
    if (!section) return round.state === "prepared" || round.state === "cancelled" || changed();
    if (Number(section.dataset.version) > round.version) return;
    section.dataset.version = String(round.version);
    if (section.dataset.state !== round.state) {
      section.dataset.state = round.state;
      const tag = section.querySelector(".tag");
      tag.textContent = states[round.state] ?? round.state;
      tag.className = `tag ${round.state}`;
      changed();
    }
    if (section.querySelector("[data-tally]")) count(section, round);
  };

  const take = (event) => {
    const { forum, board } = JSON.parse(event.data);
    const phases = forum?.phases.map((phase) => phase.state).join(" ");
    if (forum && (forum.state !== said.forumState || phases !== said.phases)) changed();
    for (const round of board?.rounds ?? []) show(round);
  };

  const stream = new EventSource(said.live);
  stream.addEventListener("snapshot", (event) => {
    lostSince = null;
    connection();
    take(event);
  });
  stream.addEventListener("change", take);
  stream.addEventListener("lost", (event) => lost(new Date(JSON.parse(event.data).since)));
  stream.addEventListener("error", () => lost(new Date()));
})();
