// The Jalali date field: digits arrange themselves, and a small month opens beside them.
const english = document.documentElement.lang === "en";
const months = english
  ? ["Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar", "Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand"]
  : ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"];
const days = english
  ? ["Saturday", "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
  : ["شنبه", "یکشنبه", "دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه"];
const words = english
  ? { open: "Calendar", choose: "Choose a day", earlier: "Previous month", later: "Next month", friday: "holiday" }
  : { open: "تقویم", choose: "انتخاب روز", earlier: "ماه پیش", later: "ماه بعد", friday: "تعطیل" };

const latin = (text) => text.replace(/[۰-۹]/g, (d) => d.charCodeAt(0) - 0x6F0).replace(/[٠-٩]/g, (d) => d.charCodeAt(0) - 0x660);
const local = (text) => english ? String(text) : String(text).replace(/[0-9]/g, (d) => "۰۱۲۳۴۵۶۷۸۹"[d]);

// Leap years of the official calendar follow 33-year rounds between 1178 and 1633.
const leap = (year) => [1, 5, 9, 13, 17, 22, 26, 30].includes(year % 33);
export const monthLength = (year, month) => month <= 6 ? 31 : month <= 11 || leap(year) ? 30 : 29;

// 1 Farvardin 1400 was a Sunday; weekdays count from Saturday.
export function weekday(year, month, day) {
  let count = 1;
  for (let y = 1400; y < year; y++) count += leap(y) ? 366 : 365;
  for (let y = year; y < 1400; y++) count -= leap(y) ? 366 : 365;
  for (let m = 1; m < month; m++) count += monthLength(year, m);
  return (((count + day - 1) % 7) + 7) % 7;
}

function today() {
  const parts = new Intl.DateTimeFormat("en-u-ca-persian-nu-latn", { timeZone: "Asia/Tehran", year: "numeric", month: "numeric", day: "numeric" }).formatToParts(new Date());
  return ["year", "month", "day"].map((type) => parseInt(parts.find((part) => part.type === type).value, 10));
}

export function read(text) {
  const found = latin(text.trim()).match(/^(1[2-5]\d\d)\D?(\d{1,2})\D?(\d{1,2})$/);
  if (!found) return null;
  const [year, month, day] = found.slice(1).map(Number);
  return month >= 1 && month <= 12 && day >= 1 && day <= monthLength(year, month) ? [year, month, day] : null;
}

const two = (n) => String(n).padStart(2, "0");
const write = ([year, month, day]) => local(`${year}/${two(month)}/${two(day)}`);

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

class Month {
  constructor(input) {
    this.input = input;
    this.opener = make("button", { type: "button", class: "button secondary", "aria-haspopup": "dialog", "aria-expanded": "false" }, words.open);
    const box = make("div", { class: "jalali" });
    input.replaceWith(box);
    box.append(input, this.opener);
    this.box = box;
    input.addEventListener("change", () => this.tidy());
    this.opener.addEventListener("click", () => this.panel ? this.close() : this.open());
    box.addEventListener("keydown", (event) => { if (event.key === "Escape" && this.panel) { event.stopPropagation(); this.close(); } });
    box.addEventListener("focusout", (event) => { if (this.panel && event.relatedTarget && !box.contains(event.relatedTarget)) this.close(false); });
  }

  tidy() {
    const date = read(this.input.value);
    if (date) this.input.value = write(date);
  }

  open() {
    this.at = read(this.input.value) ?? today();
    this.panel = make("div", { class: "month", role: "dialog", "aria-label": words.choose });
    this.box.append(this.panel);
    this.opener.setAttribute("aria-expanded", "true");
    this.draw();
  }

  close(back = true) {
    this.panel.remove();
    this.panel = null;
    this.opener.setAttribute("aria-expanded", "false");
    if (back) this.opener.focus();
  }

  choose(day) {
    this.input.value = write([this.at[0], this.at[1], day]);
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    this.close();
  }

  turn(step, focus = true) {
    let [year, month, day] = this.at;
    month += step;
    if (month < 1) { month = 12; year -= 1; }
    if (month > 12) { month = 1; year += 1; }
    this.at = [year, month, Math.min(day, monthLength(year, month))];
    this.draw(focus);
  }

  move(step) {
    const [year, month, day] = this.at;
    const length = monthLength(year, month);
    if (day + step < 1) { this.turn(-1); this.at[2] = Math.max(1, monthLength(this.at[0], this.at[1]) + day + step); this.draw(); }
    else if (day + step > length) { this.at[2] = 1; this.turn(1); this.at[2] = day + step - length; this.draw(); }
    else { this.at[2] = day + step; this.draw(); }
  }

  draw(focus = true) {
    const [year, month, day] = this.at;
    const chosen = read(this.input.value);
    const now = today();
    const same = (date, d) => date && date[0] === year && date[1] === month && date[2] === d;
    const earlier = make("button", { type: "button", class: "button quiet" }, words.earlier);
    const later = make("button", { type: "button", class: "button quiet" }, words.later);
    earlier.addEventListener("click", () => { this.turn(-1, false); this.panel.querySelector("header button").focus(); });
    later.addEventListener("click", () => { this.turn(1, false); this.panel.querySelector("header button:last-child").focus(); });
    const title = make("span", { "aria-live": "polite" }, `${months[month - 1]} ${local(year)}`);
    const names = make("tr", {}, ...days.map((name, i) => make("th", { scope: "col", abbr: name, class: i === 6 ? "friday" : "" }, english ? name.slice(0, 2) : name[0])));
    const body = make("tbody");
    let row = make("tr", {}, ...Array.from({ length: weekday(year, month, 1) }, () => make("td")));
    for (let d = 1; d <= monthLength(year, month); d++) {
      const w = weekday(year, month, d);
      const friday = w === 6 ? `, ${words.friday}` : "";
      const button = make("button", {
        type: "button", tabindex: d === day ? "0" : "-1", "aria-pressed": same(chosen, d) ? "true" : "false",
        "aria-label": `${days[w]} ${local(d)} ${months[month - 1]} ${local(year)}${friday}`, class: same(now, d) ? "today" : "",
      }, local(d));
      button.addEventListener("click", () => this.choose(d));
      row.append(make("td", { class: w === 6 ? "friday" : "" }, button));
      if (w === 6) { body.append(row); row = make("tr"); }
    }
    if (row.children.length) body.append(row);
    const grid = make("table", {}, make("thead", {}, names), body);
    grid.addEventListener("keydown", (event) => this.key(event));
    this.panel.replaceChildren(make("header", {}, earlier, title, later), grid);
    if (focus) this.panel.querySelector('button[tabindex="0"]').focus();
  }

  key(event) {
    const side = document.documentElement.dir === "rtl" ? -1 : 1;
    const steps = { ArrowRight: side, ArrowLeft: -side, ArrowDown: 7, ArrowUp: -7 };
    if (event.key in steps) this.move(steps[event.key]);
    else if (event.key === "PageUp") this.turn(-1);
    else if (event.key === "PageDown") this.turn(1);
    else return;
    event.preventDefault();
  }
}

const dress = (root) => root.querySelectorAll("input[data-jalali]:not(.jalali > input)").forEach((input) => new Month(input));
dress(document);
document.body.addEventListener("htmx:load", ({ detail }) => dress(detail.elt));
