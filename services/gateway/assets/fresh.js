// A part of the page as the server draws it now, morphed in. htmx asks for one at a time, and of those that come meanwhile
// once more when it is done: so nothing older is ever drawn over something newer.
import htmx from "htmx.org";

// A page that has no such part is another, mostly the one for signing in again: then what is there stays.
document.addEventListener("htmx:before:swap", (event) => {
  if (!event.detail.tasks.some((task) => task.fragment.childElementCount)) event.preventDefault();
});

let status = 0;
document.addEventListener("htmx:after:request", (event) => { status = event.detail.ctx.response.status; });

// Answers the status of the answer; 0 when there was none.
export async function morph(address, id) {
  status = 0;
  await htmx.ajax("GET", address, { target: `#${id}`, select: `#${id}`, swap: "outerMorph" });
  return status;
}
