// Speed for those who type all day. Every door works without this file.

// Ctrl+Enter sends the form one is in.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest?.("form[data-quick]");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[data-first]") ?? undefined);
});

// A table of letters: Enter goes to the next cell, and from the last one to a new row. Shift+Enter breaks a line.
const table = document.querySelector("[data-letters]");

if (table) {
  const rows = table.querySelector("tbody");
  const blank = document.getElementById("blank-letter");
  const total = document.getElementById("id_l-TOTAL_FORMS");
  const most = Number(table.dataset.most);
  const cells = (row) => [...row.querySelectorAll("input:not([type=hidden], [type=radio]), textarea")];

  const addRow = () => {
    const count = Number(total.value);
    if (count >= most) return null;
    const copy = document.createElement("template");
    copy.innerHTML = blank.innerHTML.replaceAll("__prefix__", count);
    const row = copy.content.querySelector("tr");
    row.firstElementChild.textContent = (count + 1).toLocaleString(document.documentElement.lang === "en" ? "en" : "fa");
    rows.append(row);
    total.value = count + 1;
    window.htmx?.process(row);
    return row;
  };

  table.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const row = event.target.closest("tbody tr");
    if (!row || event.target.type === "radio") return;
    event.preventDefault();
    const here = cells(row), at = here.indexOf(event.target);
    const next = here[at + 1] ?? cells(row.nextElementSibling ?? addRow() ?? row)[0];
    next.focus();
  });

  const more = document.querySelector("[data-more]");
  more?.addEventListener("click", (event) => {
    const row = addRow();
    if (!row) return;
    event.preventDefault();
    cells(row)[0].focus();
  });
}
