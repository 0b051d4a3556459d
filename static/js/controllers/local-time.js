// <time datetime="…Z"> in the reader's own zone and language. Deadlines are not for this: they name their zone on the server.
// The page's language, as they speak it where the reader is: en-GB for en.
const { lang } = document.documentElement;
const language = navigator.languages.find((one) => one.startsWith(lang)) || lang;
const clock = { hour: "numeric", minute: "2-digit" };
const date = { day: "numeric", month: "short" };
const shapes = {
  time: clock,
  day: { weekday: "long", ...date },
  short: { ...date, ...clock },
  old: { ...date, year: "numeric" },
  full: { dateStyle: "full", timeStyle: "long" },
};
const formats = {};

function format(shape, when) {
  formats[shape] ??= new Intl.DateTimeFormat(language, shapes[shape]);
  return formats[shape].format(when);
}

function daysAgo(when) {
  const midnight = (day) => new Date(day).setHours(0, 0, 0, 0);
  return Math.round((midnight(Date.now()) - midnight(when)) / 86400000);
}

function today(days) {
  const word = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-days, "day");
  return word[0].toLocaleUpperCase(language) + word.slice(1);
}

export function dayWord(when) {
  const days = daysAgo(when);
  if (days === 0 || days === 1) return today(days);
  return format(days < 300 ? "day" : "old", when);
}

function short(when) {
  const days = daysAgo(when);
  if (days === 0) return format("time", when);
  if (days === 1) return `${today(1)} ${format("time", when)}`;
  return format(days < 300 ? "short" : "old", when);
}

export function connect(time) {
  const when = new Date(time.dateTime);
  if (isNaN(when)) return;
  const shape = time.dataset.format;
  time.textContent = shape in shapes ? format(shape, when) : short(when);
  time.title = format("full", when);
}
