// Small comforts for forms: how many characters are used, no second sending by a double click, no leaving by mistake.
const numbers = new Intl.NumberFormat(document.documentElement.lang);

for (const hint of document.querySelectorAll("[data-count-for]")) {
  const input = document.getElementById(hint.dataset.countFor);
  if (!input || input.maxLength < 1) continue;
  hint.append(" ");
  const used = hint.appendChild(document.createElement("bdi"));
  const show = () => { used.textContent = `${numbers.format(input.value.length)} / ${numbers.format(input.maxLength)}`; };
  input.addEventListener("input", show);
  show();
}

for (const form of document.querySelectorAll('form[method="post"]')) {
  let sent = 0;
  form.addEventListener("submit", (event) => {
    if (event.timeStamp - sent < 3000 && sent) event.preventDefault();
    else sent = event.timeStamp;
  });
}

for (const form of document.querySelectorAll("form[data-guard]")) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}
