// A button that copies a field's text; without scripts it is not there, and the text is selected by hand.

export function offerCopying(button) {
  const field = document.getElementById(button.dataset.copy);
  const said = button.parentElement.querySelector("[data-copied]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    const copied = await copy(field.value);
    said.textContent = copied ? button.dataset.said : "";
  });
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return document.execCommand("copy"); // of what is selected: the page came without HTTPS, as in a hall's network
  }
}
