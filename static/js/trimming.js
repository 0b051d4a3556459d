// A page that is open all day holds a page's worth of messages; what went is fetched again by scrolling up.
export function trim(messages) {
  const gone = messages.all().slice(0, -60);
  if (!messages.isAtEnd || gone.length < 60) return;
  const { day } = gone.findLast((li) => li.dataset.day)?.dataset || {};
  gone.forEach((li) => li.remove());
  const [first] = messages.all();
  if (day) first.dataset.day ||= day;
  messages.toEnd();
  messages.watchTop();
}
