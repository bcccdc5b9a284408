// What is being written is kept on this device until it is sent, and forgotten when a page says that nobody is signed in here any more.
const PREFIX = "draft/";
const FIELDS = "textarea, input:not([type=hidden]), input[type=hidden]:not([name=csrf], [name=key])";

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

export function keep(form) {
  if (!storage) return;
  const name = form.dataset.draft;
  const before = stored(name);
  for (const field of form.querySelectorAll(FIELDS)) if (!field.value && before[field.name]) field.value = before[field.name];
  const save = () => {
    const now = [...form.querySelectorAll(FIELDS)].map((field) => [field.name, field.value]);
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
