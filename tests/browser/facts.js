/* What our own checks ask of a page. Evaluated in it: answers a list of sentences, one for each fault. */
(wanted) => {
  const faults = [];
  const shown = (e) => e.checkVisibility({ opacityProperty: false, visibilityProperty: true }) && e.getClientRects().length > 0;
  const name = (e) => {
    const words = (e.getAttribute("aria-label") || e.innerText || e.value || e.getAttribute("name") || "").trim();
    return `<${e.localName}> ${words.slice(0, 60)}`;
  };
  const hidden = (e) => {
    const box = e.getBoundingClientRect();
    return box.width <= 1 || box.height <= 1 || box.right <= 0 || box.bottom + scrollY <= 0; // for screen readers, or until focus
  };

  const overflow = () => {
    const wide = document.documentElement.scrollWidth;
    if (wide <= wanted.width) return;
    const widest = [...document.body.querySelectorAll("*")]
      .filter((e) => shown(e) && e.getBoundingClientRect().right > wanted.width + 1 && !e.closest("[data-may-scroll]"))
      .slice(0, 3);
    faults.push(`${wanted.width} px: scrolls sideways, ${wide} px wide: ${widest.map(name).join("; ")}`);
  };

  /* a link that stands in a sentence may be as small as its line */
  const inText = (e) => {
    if (e.localName !== "a" || getComputedStyle(e).display !== "inline") return false;
    const beside = [...e.parentElement.childNodes].filter((n) => n !== e && n.textContent.trim() && n.localName !== "a");
    return beside.some((n) => n.nodeType === Node.TEXT_NODE);
  };
  const size = (e) => {
    const boxes = [e, ...(e.labels ?? [])].map((each) => each.getBoundingClientRect()).filter((box) => box.width > 1);
    const line = getComputedStyle(e).display === "inline" ? parseFloat(getComputedStyle(e.parentElement).lineHeight) || 0 : 0;
    const height = Math.max(...boxes.map((b) => b.bottom)) - Math.min(...boxes.map((b) => b.top));
    const width = Math.max(...boxes.map((b) => b.right)) - Math.min(...boxes.map((b) => b.left));
    return [width, Math.max(height, line)];
  };
  const targets = () => {
    for (const e of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
      if (!shown(e) || hidden(e) || inText(e)) continue;
      const plain = e.localName === "a" && getComputedStyle(e).display === "inline";
      const least = plain ? 24 : 44;
      const [width, height] = size(e);
      if (height < least - 0.5 || width < 24) {
        faults.push(`${wanted.width} px: a target of ${Math.round(width)}×${Math.round(height)} px, ${least} are the least: ${name(e)}`);
      }
    }
  };

  const headings = () => {
    const all = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(shown);
    const first = all.filter((h) => h.localName === "h1");
    if (first.length !== 1) faults.push(`${first.length} headings of the first level`);
    let last = 0;
    for (const heading of all) {
      const level = Number(heading.localName[1]);
      const jumps = level > last + 1 && !(last === 0 && heading.closest("[role=alert]"));
      if (jumps) faults.push(`a heading of level ${level} after one of level ${last}: ${name(heading)}`);
      last = Math.max(level, 1);
    }
  };

  overflow();
  targets();
  if (wanted.structure) {
    headings();
    if (!document.title.trim()) faults.push("no title");
    if (document.documentElement.lang !== wanted.language) faults.push(`lang is "${document.documentElement.lang}"`);
  }
  return faults;
}
