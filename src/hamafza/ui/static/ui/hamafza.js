// Small comforts. Every page works without this file.
const words = document.documentElement.lang === "en"
  ? { close: "Close", find: "Search this list" }
  : { close: "بستن", find: "جست‌وجو در این فهرست" };

// Toasts: news of an answer, in one polite region.
const toasts = document.getElementById("toasts");

function finish(toast) {
  if (toast.querySelector("button")) return;
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = toasts.dataset.close || words.close;
  close.addEventListener("click", () => toast.remove());
  toast.append(close);
}

function tell(text, tone = "plain") {
  if (!toasts || !text) return;
  const toast = document.createElement("div");
  toast.className = `toast ${tone}`;
  toast.dataset.toast = "";
  const line = document.createElement("p");
  line.textContent = text;
  toast.append(line);
  toasts.append(toast);
}

if (toasts) {
  toasts.querySelectorAll("[data-toast]").forEach(finish);
  new MutationObserver(() => toasts.querySelectorAll("[data-toast]").forEach(finish)).observe(toasts, { childList: true, subtree: true });
  document.body.addEventListener("toast", ({ detail }) => tell(detail.text ?? detail.value, detail.tone));
  document.body.addEventListener("htmx:sendError", () => tell(toasts.dataset.lost, "late"));
  document.body.addEventListener("htmx:timeout", () => tell(toasts.dataset.lost, "late"));
  document.body.addEventListener("htmx:responseError", () => tell(toasts.dataset.refused, "late"));
}

// Ctrl K goes to the search; j and k move among rows, Enter opens.
const typing = (target) => target.closest?.("input, textarea, select, [contenteditable], dialog");

function moveRow(step) {
  const rows = [...document.querySelectorAll("[data-rows] > .row")];
  if (!rows.length) return;
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[Math.min(rows.length - 1, Math.max(0, here + step))];
  (row.querySelector(".row-title a") ?? row.querySelector("a, button") ?? row).focus();
  row.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.code === "KeyK") {
    const search = document.querySelector("[data-search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  } else if (event.key === "Escape") {
    const open = document.querySelector("details[data-closes][open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  } else if (!event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target)) {
    if (event.code === "KeyJ") moveRow(1);
    if (event.code === "KeyK") moveRow(-1);
  }
});

// A menu closes when one clicks elsewhere.
document.addEventListener("click", (event) => {
  document.querySelectorAll("details[data-closes][open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  if (event.target.closest("[data-print]")) window.print();
});

// Ask before what cannot be undone (htmx asks by itself with hx-confirm).
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
}, true);

// A form goes once. The buttons wake again if the answer never comes or the page returns from history.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get" || form.matches("[hx-post], [hx-put], [hx-delete]")) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => rest(form), 12000);
});

function rest(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
}
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(rest));

// On a phone a search that asks for nothing yet folds into one line, so that the list itself is seen first.
function foldSearch(form) {
  const asked = [...new URLSearchParams(location.search)].some(([name, value]) => value && !["view", "page"].includes(name));
  if (asked || form.querySelector(".form-errors") || form.querySelectorAll(".field").length < 2) return;
  const fold = document.createElement("details"), summary = document.createElement("summary"), body = document.createElement("div");
  fold.className = "fold bare";
  summary.textContent = words.find;
  body.append(...form.childNodes);
  fold.append(summary, body);
  form.append(fold);
}
if (window.matchMedia("(max-width: 40rem)").matches) document.querySelectorAll("main form.stack[role=search]").forEach(foldSearch);

// The page one is on can be seen in a long menu.
const current = document.querySelector(".side [aria-current]"), side = document.querySelector(".side");
if (current && side && current.offsetTop + current.offsetHeight > side.clientHeight) side.scrollTop = current.offsetTop - side.clientHeight / 2;

// Where one was is where one goes on: whoever sends a form by keys and comes back to the same page stays in its row or
// card. The place takes the focus, not a button in it, so that a second Enter does nothing.
const PLACES = "main :is(.row, tr, .card)";

function settle(place) {
  if (!place) return;
  if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
  place.focus();
}

let byKeys = false;
document.addEventListener("keydown", () => { byKeys = true; }, true);
document.addEventListener("pointerdown", () => { byKeys = false; }, true);
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !byKeys || event.target.method === "get") return;
  const at = [...document.querySelectorAll(PLACES)].indexOf(event.target.closest(PLACES));
  if (at >= 0) sessionStorage.setItem("left", JSON.stringify([location.pathname + location.search, at]));
});

function back() {
  const [page, at] = JSON.parse(sessionStorage.getItem("left") ?? "[]");
  sessionStorage.removeItem("left");
  if (page === location.pathname + location.search && !location.hash) settle(document.querySelectorAll(PLACES)[at]);
}

// A part that is exchanged under somebody's fingers keeps her place too: her button, or the part when that is gone.
let held = null;
document.body.addEventListener("htmx:beforeRequest", ({ detail: { target } }) => {
  held = target?.id && target.contains(document.activeElement) ? [document.activeElement.id, target.id] : null;
});
document.body.addEventListener("htmx:afterSettle", () => {
  if (held && document.activeElement === document.body) {
    const here = document.getElementById(held[0]);
    here ? here.focus() : settle(document.getElementById(held[1]));
  }
  held = null;
});

// What must be put right is read first.
const wrong = document.querySelector("[data-focus]");
if (wrong) { sessionStorage.removeItem("left"); wrong.focus(); } else if (!document.querySelector("[autofocus]")) back();
