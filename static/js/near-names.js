// Shows organizations with a near name while a name is typed; without it the same list comes on submit.
const form = document.querySelector("form[data-suggest]");
const place = document.querySelector("[data-suggestions]");
const input = form && form.elements.namedItem("name");

let timer;
let running;

async function look() {
  if (running) running.abort();
  const name = input.value.trim();
  if (name.length < 3) {
    place.replaceChildren();
    return;
  }
  running = new AbortController();
  try {
    const answer = await fetch(`${form.dataset.suggest}?name=${encodeURIComponent(name)}`, { signal: running.signal });
    if (answer.ok && !answer.redirected) place.innerHTML = await answer.text();
  } catch (error) {
    if (error.name !== "AbortError") place.replaceChildren();
  }
}

if (input && place) {
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 300);
  });
}
