// A session's end is told half an hour before it comes, also on a page that has been open all the time.
const BEFORE = 30 * 60 * 1000;

export function warn(notice) {
  const wait = Number(notice.dataset.ends) * 1000 - BEFORE - Date.now();
  setTimeout(() => { notice.hidden = false; }, Math.max(wait, 0));
}
