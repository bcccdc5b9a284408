// Makes ballots quicker to fill in; each can be filled in without.

// how many options are marked
export function countMarks(group) {
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const tell = () => {
    const marks = group.querySelectorAll("input:checked").length;
    group.querySelector("[data-marked]").textContent = group.dataset.said.replace("{marks}", number.format(marks));
  };
  group.addEventListener("change", tell);
  tell();
}

// ranks by tapping in the order of preference: a button gives an option the next rank, or takes its rank back
export function rank(group) {
  const said = group.dataset;
  const rows = [...group.querySelectorAll(".rank")].map((row) => {
    const button = document.createElement("button");
    const field = row.querySelector("input");
    button.type = "button";
    button.className = "govuk-button govuk-button--secondary button--small";
    button.setAttribute("aria-describedby", `${field.id}-label`);
    field.parentElement.append(button);
    return { field, button, name: row.querySelector("label").lastChild.textContent.trim() };
  });
  const rankOf = (row) => Number(row.field.value) || 0;
  const next = () => Math.max(...rows.map(rankOf)) + 1;

  const show = () => {
    for (const row of rows) row.button.textContent = row.field.value ? said.saidTake : said.saidGive.replace("{rank}", next());
  };

  // what stood behind it moves up, unless something else shares its rank
  const take = (row) => {
    const was = rankOf(row);
    row.field.value = "";
    if (was && !rows.some((each) => rankOf(each) === was)) {
      for (const each of rows) if (rankOf(each) > was) each.field.value = String(rankOf(each) - 1);
    }
  };

  const press = (row) => {
    if (row.field.value) take(row);
    else row.field.value = String(next());
    const sentence = row.field.value ? said.saidGiven : said.saidTaken;
    group.querySelector("[data-ranked]").textContent = sentence.replace("{option}", row.name).replace("{rank}", row.field.value);
    row.field.dispatchEvent(new Event("input", { bubbles: true })); // so that the draft and the buttons follow
  };

  for (const row of rows) row.button.addEventListener("click", () => press(row));
  group.addEventListener("input", show);
  show();
}
