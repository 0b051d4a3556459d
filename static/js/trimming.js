// A page that is open all day holds a page's worth of messages; what went is fetched again by scrolling up.
export function trim(messages) {
  const gone = messages.all().slice(0, -60);
  if (!messages.isAtEnd || gone.length < 60) return;
  gone.forEach((li) => li.remove());
  const [{ dataset }] = messages.all();
  if (dataset.on) dataset.day = dataset.on;
  messages.toEnd();
  messages.watchTop();
}
