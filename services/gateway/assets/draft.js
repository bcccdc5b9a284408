// What is being written is kept on this device until it is sent, and forgotten when a page says that nobody is signed in here any more.
const PREFIX = "draft/";
const FIELDS = "textarea, input:not([type=hidden]), input[type=hidden]:not([name=csrf], [name=key], [name=nonce])";

// some in-app browsers have no storage, and say so by an error
const storage = (() => {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
})();

// what is kept; what is damaged is as good as nothing
const stored = (name) => {
  try {
    return Object(JSON.parse(storage.getItem(PREFIX + name)));
  } catch {
    return {};
  }
};

// a radio or a checkbox is one of several fields of its name
const isChoice = (field) => field.type === "radio" || field.type === "checkbox";
const nameOf = (field) => (isChoice(field) ? `${field.name}=${field.value}` : field.name);
const isFilled = (field) => (isChoice(field) ? field.checked && field.value : field.type !== "hidden" && field.value);

export function keep(form) {
  if (!storage) return;
  const name = form.dataset.draft;
  const before = stored(name);
  const fields = [...form.querySelectorAll(FIELDS)];
  const whole = "draftWhole" in form.dataset; // as a ballot is: a draft is not mixed into what the page brings along
  if (!whole || !fields.some(isFilled)) {
    for (const field of fields) {
      if (isChoice(field)) field.checked = before[nameOf(field)] ?? field.checked;
      else if (!field.value && before[field.name]) field.value = before[field.name];
    }
  }
  const save = () => {
    const now = fields.map((field) => [nameOf(field), isChoice(field) ? field.checked : field.value]);
    storage.setItem(PREFIX + name, JSON.stringify({ ...stored(name), ...Object.fromEntries(now) }));
  };
  form.addEventListener("input", save);
  form.addEventListener("submit", save);
}

export function forget(name) {
  storage?.removeItem(PREFIX + name);
}

export function forgetAll() {
  for (const name of Object.keys(storage ?? {})) if (name.startsWith(PREFIX)) storage.removeItem(name);
}
