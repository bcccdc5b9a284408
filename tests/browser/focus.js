/* The way of the focus through a page. Evaluated in it; answers what `focus.py` calls. */
(() => {
  const CONTROLS =
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex^='-']), [contenteditable]";
  const looks = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "backgroundColor", "borderColor", "borderWidth",
    "textDecoration", "color"];
  const look = (e, pseudo) => {
    const style = getComputedStyle(e, pseudo);
    return looks.map((each) => (each.startsWith("outline") && style.outlineStyle === "none" ? "" : style[each])).join("|");
  };
  /* how a control and what stands for it look: frames draw radios on their labels */
  const looksLike = (e) =>
    [e, ...(e.labels ?? []), e.parentElement].flatMap((each) => [look(each), look(each, "::before"), look(each, "::after")]).join("#");
  const name = (e) => {
    const words = (e.getAttribute("aria-label") || e.labels?.[0]?.innerText || e.innerText || e.value || e.name || "").trim();
    return `<${e.localName}> ${words.slice(0, 60)}`;
  };
  const group = (e) => (e.type === "radio" ? `radio ${e.form?.id ?? ""} ${e.name}` : e);
  const all = [...document.querySelectorAll(CONTROLS)].filter(
    (e) => !e.matches(":disabled") && e.checkVisibility({ visibilityProperty: true }) && !e.closest("[inert]")
      && !e.matches("[tabindex^='-'][aria-hidden=true]"), // what Enter presses in a form of several buttons
  );
  const idle = new Map(all.map((e) => [e, looksLike(e)]));
  const visited = new Set();
  const faults = [];
  let last = null;
  let lastBox = null;

  const covered = (e) => {
    const boxes = [e, ...(e.labels ?? [])].flatMap((each) => [...each.getClientRects()]);
    const seen = boxes.map((b) => [b.left, b.right, Math.max(b.top, 0), Math.min(b.bottom, innerHeight)]); // of what is taller
    const points = seen.flatMap(([l, r, t, b]) => [0.5, 0.1, 0.9].map((x) => [l + (r - l) * x, (t + b) / 2]));
    return !points.some(([x, y]) => {
      const top = document.elementFromPoint(x, y);
      return top && (e.contains(top) || top.contains(e) || [...(e.labels ?? [])].some((l) => l.contains(top)));
    });
  };

  return {
    least: all.length,
    /* where the focus is now; false when it has left the page */
    step: () => {
      const e = document.activeElement;
      if (!e || e === document.body || e === document.documentElement) return false;
      if (e === last) return true; // a control of several parts
      const box = e.getBoundingClientRect();
      const place = { top: box.top + scrollY, bottom: box.bottom + scrollY };
      if (last && !(last.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING) && !visited.has(group(e))) {
        faults.push(`the focus goes back in the text to ${name(e)}`);
      }
      if (lastBox && place.bottom < lastBox.top - 1 && innerWidth < 700 && !visited.has(group(e))) {
        faults.push(`the focus goes up the page, from ${name(last)} to ${name(e)}`);
      }
      if (idle.has(e) && idle.get(e) === looksLike(e)) faults.push(`the focus cannot be seen on ${name(e)}`);
      e.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" }); // where the page glides to by itself
      if (covered(e)) faults.push(`what has the focus is covered or outside: ${name(e)}`);
      const again = visited.has(group(e));
      visited.add(group(e));
      last = e;
      lastBox = place;
      return !again;
    },
    end: () => {
      for (const e of all) if (!visited.has(group(e))) faults.push(`Tab does not reach ${name(e)}`);
      return faults;
    },
  };
})()
