// A long list of boxes can be looked through: what has not the word is folded away, what is chosen stays.
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const numbers = new Intl.NumberFormat(document.documentElement.lang);

for (const list of document.querySelectorAll("[data-find]")) {
  const bar = document.createElement("p");
  const label = bar.appendChild(document.createElement("label"));
  const input = document.createElement("input");
  const shown = document.createElement("output");
  bar.className = "choice-groups__find";
  input.type = "search";
  input.dir = "auto";
  input.autocomplete = "off";
  label.append(list.dataset.find, " ", input);
  bar.append(shown);
  list.prepend(bar);

  const groups = [...list.querySelectorAll("details")];
  const rows = [...list.querySelectorAll(".check")].map((row) => {
    const group = row.closest("details");
    const words = `${row.textContent} ${group?.querySelector("summary").textContent ?? ""}`;
    return { row, group, box: row.querySelector("input"), words: folded(words) };
  });

  const look = () => {
    const word = folded(input.value.trim());
    const met = rows.filter((one) => word && one.words.includes(word));
    const kept = rows.filter((one) => !word || one.box.checked || met.includes(one));
    for (const one of rows) one.row.hidden = !kept.includes(one);
    for (const group of groups) {
      group.hidden = !kept.some((one) => one.group === group);
      group.open = (word ? kept : rows).some((one) => one.group === group && (word || one.box.checked));
    }
    shown.textContent = word ? numbers.format(met.length) : "";
  };
  input.addEventListener("input", (event) => { event.stopPropagation(); look(); });
  input.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
}
