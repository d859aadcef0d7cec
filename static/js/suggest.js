// <form data-suggest="URL"> or <input data-suggest="URL">: while one types, the fragment that URL answers stands in
// [data-suggestions], or the titles of its JSON as options. Without a script the same list comes when the form is sent.
function option({ title, language }) {
  return Object.assign(document.createElement("option"), { value: title, lang: language });
}

function setUp(element) {
  const form = element.form || element;
  const input = element.form ? element : element.querySelector("input:not([type=hidden])");
  const place = (form.parentElement || document).querySelector("[data-suggestions]") || document.querySelector("[data-suggestions]");
  if (!input || !place) return;
  let timer;
  let running;

  async function look() {
    running?.abort();
    const text = input.value.trim();
    if (text.length < (place.localName === "datalist" ? 2 : 3)) return place.replaceChildren();
    running = new AbortController();
    const query = new URLSearchParams({ [input.name]: text });
    try {
      const answer = await fetch(`${element.dataset.suggest}?${query}`, { signal: running.signal });
      if (!answer.ok || answer.redirected) return;
      if (place.localName === "datalist") place.replaceChildren(...(await answer.json()).suggestions.map(option));
      else place.innerHTML = await answer.text();
    } catch (error) {
      if (error.name !== "AbortError") place.replaceChildren();
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 300);
  });
}

for (const element of document.querySelectorAll("[data-suggest]")) setUp(element);
