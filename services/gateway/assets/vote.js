// A vote that does not get through stays on the page, says it is not counted, and tries again by itself.
// The same ballot sent twice is answered the same twice, so trying again is harmless.

export function vote(button) {
  const form = button.form;
  const panel = document.querySelector("[data-not-counted]");
  const trying = panel.querySelector("[data-trying]");
  const label = button.textContent;
  let wait = 2;
  let timer = 0;
  let sending = false;

  const again = (refused) => {
    const heading = panel.querySelector("[data-not-counted-heading]");
    heading.textContent = refused ? heading.dataset.saidRefused : heading.dataset.saidUnknown;
    sending = false;
    button.textContent = label;
    panel.hidden = false;
    trying.hidden = false;
    let left = wait;
    wait = Math.min(wait * 2, 30);
    const tick = () => {
      if (left <= 0) return void send();
      trying.textContent = trying.dataset.said.replace("{seconds}", String(left));
      left -= 1;
      timer = window.setTimeout(tick, 1000);
    };
    tick();
  };

  const leave = () => {
    form.requestSubmit ? form.requestSubmit(button) : button.click();
  };

  const send = async () => {
    if (sending) return;
    sending = true;
    window.clearTimeout(timer);
    button.textContent = button.dataset.saidSending;
    const body = new URLSearchParams(new FormData(form));
    body.set("step", "send");
    const stop = new AbortController();
    const limit = window.setTimeout(() => stop.abort(), 10000);
    try {
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual", signal: stop.signal });
      if (answer.type === "opaqueredirect") return void window.location.assign(button.dataset.receipt);
      if (answer.status < 500 && !answer.headers.has("Retry-After")) {
        form.dataset.plain = "yes"; // refused for a reason: let the page say it
        return void leave();
      }
      again(true);
    } catch {
      again(false);
    } finally {
      window.clearTimeout(limit);
    }
  };

  form.addEventListener("submit", (event) => {
    if (form.dataset.plain || event.submitter !== button) return;
    event.preventDefault();
    send();
  });
  if (!panel.hidden) {
    panel.focus();
    again(!("unknown" in panel.dataset));
  }
}
