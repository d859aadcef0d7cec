// Forms with data-autosave keep themselves: on the server while there is a connection, in this browser while there is none.
const EVERY = 20000;

function setUp(form) {
  const words = form.dataset;
  const line = form.querySelector("[data-save-state]") || form.appendChild(document.createElement("p"));
  line.className = "save-state";
  line.setAttribute("role", "status");
  const store = () => `csonet:${words.owner || ""}:${location.pathname}`; // a draft gets its own address when it is first saved
  let saved = read();
  let busy = false;
  let leaving = false;

  function data() {
    for (const editor of Object.values(window.CKEDITOR?.instances || {})) editor.updateElement();
    const all = new FormData(form);
    for (const [name, value] of [...all]) if (value instanceof File) all.delete(name);
    return all;
  }

  function read() {
    const own = [...data()].filter(([name]) => !["csrfmiddlewaretoken", "version", "seen", "key"].includes(name));
    return JSON.stringify(own);
  }

  const say = (text, moment) => {
    const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(moment || new Date());
    line.textContent = (text || "{time}").replace("{time}", time);
  };
  const keep = (text) => { try { localStorage.setItem(store(), text); } catch { /* full or forbidden: the page still has it */ } };
  const forget = () => { try { localStorage.removeItem(store()); } catch { /* forbidden: there is nothing to forget */ } };

  function accept(answer) {
    for (const [name, value] of [["version", answer.version], ["seen", answer.saved_at]]) {
      const input = form.elements.namedItem(name);
      if (input && value !== undefined) input.value = value;
    }
    if (answer.edit_url) history.replaceState(null, "", answer.edit_url);
    say(words.textSaved, answer.saved_at && new Date(answer.saved_at));
  }

  async function save(keepalive = false) {
    const now = read();
    if (busy || leaving || now === saved) return;
    busy = true;
    keep(now);
    try {
      const answer = await fetch(words.autosave, { method: "POST", body: data(), keepalive, headers: { Accept: "application/json" } });
      if (answer.ok && !answer.redirected) {
        saved = now;
        forget();
        if (answer.status === 200) accept(await answer.json());
      } else {
        const problem = answer.headers.get("content-type")?.includes("json") ? (await answer.json()).error : "";
        say(problem || ([401, 403].includes(answer.status) ? words.textSignedOut : words.textUnsaved));
      }
    } catch {
      say(words.textUnsaved);
    } finally {
      busy = false;
    }
  }

  function fill(entries) {
    const names = new Map();
    for (const [name, value] of entries) names.set(name, [...(names.get(name) || []), value]);
    for (const control of form.elements) {
      if (!control.name || ["hidden", "file", "submit", "button"].includes(control.type)) continue;
      const values = names.get(control.name) || [];
      if (["checkbox", "radio"].includes(control.type)) control.checked = values.includes(control.value);
      else if (control.multiple && control.options) for (const option of control.options) option.selected = values.includes(option.value);
      else control.value = values.shift() ?? "";
      window.CKEDITOR?.instances[control.id]?.setData(control.value);
    }
  }

  function offer() {
    let kept = null;
    try { kept = localStorage.getItem(store()); } catch { return; }
    if (!kept || kept === saved || !words.textRestore) return;
    const box = document.createElement("div");
    box.className = "notice notice--warn";
    box.setAttribute("role", "status");
    const body = box.appendChild(document.createElement("div"));
    body.className = "notice__body";
    body.appendChild(document.createElement("p")).textContent = words.textKept;
    const row = body.appendChild(document.createElement("p"));
    row.className = "cluster";
    for (const [kind, text, act] of [["primary", words.textRestore, () => fill(JSON.parse(kept))], ["plain", words.textDiscard, forget]]) {
      const button = row.appendChild(document.createElement("button"));
      button.type = "button";
      button.className = `button button--${kind}`;
      button.textContent = text;
      button.addEventListener("click", () => { act(); box.remove(); });
    }
    form.before(box);
  }

  offer();
  setInterval(save, EVERY);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(true); });
  form.addEventListener("submit", (event) => { if (event.defaultPrevented) return; leaving = true; if (navigator.onLine) forget(); else keep(read()); });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => { if (!leaving && read() !== saved) event.preventDefault(); });
}

for (const form of document.querySelectorAll("form[data-autosave]")) setUp(form);
