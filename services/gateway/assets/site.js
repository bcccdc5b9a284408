// What a page can do with scripts on; everything on it works without.
import { Button, CharacterCount, ErrorSummary, ServiceNavigation, SkipLink, createAll } from "govuk-frontend";
import { countMarks, rank } from "./ballot.js";
import { offerCopying } from "./copy.js";
import { forget, forgetAll, keep } from "./draft.js";
import { warn } from "./ending.js";
import { follow } from "./live.js";
import { screen } from "./screen.js";
import { vote } from "./vote.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, CharacterCount, ErrorSummary, ServiceNavigation, SkipLink]) createAll(component);

const live = document.querySelector("[data-live]");
if (live && window.EventSource) follow(live);

const hall = document.querySelector("[data-screen]");
if (hall && window.EventSource) screen(hall);

const button = document.querySelector("[data-vote]");
if (button) vote(button);
document.querySelectorAll("[data-marks]").forEach(countMarks);
document.querySelectorAll("[data-ranking]").forEach(rank);

const ending = document.querySelector("[data-ends]");
if (ending) warn(ending);
document.querySelectorAll("[data-copy]").forEach(offerCopying);

// last, since a browser's storage may fail: that must not stop a vote
const sent = document.querySelector("[data-draft-done]");
const draft = document.querySelector("form[data-draft]");
if (document.querySelector("[data-signed-out]")) forgetAll();
else if (sent) forget(sent.dataset.draftDone);
else if (draft) keep(draft);
