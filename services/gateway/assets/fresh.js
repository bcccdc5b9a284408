// A part of the page as the server draws it now, morphed in. htmx asks for one at a time, and of those that come meanwhile
// once more when it is done: so nothing older is ever drawn over something newer.
import htmx from "htmx.org";

// A page that has no such part is another, mostly the one for signing in again: then what is there stays.
document.addEventListener("htmx:before:swap", (event) => {
  if (!event.detail.tasks.some((task) => task.fragment.childElementCount)) event.preventDefault();
});

export function morph(address, id) {
  return htmx.ajax("GET", address, { target: `#${id}`, select: `#${id}`, swap: "outerMorph" });
}
