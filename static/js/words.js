// Counts the words of a statement while it is written, by the rule of events/statements/counting.py; the server's figure is the one that counts.
const SIGN = /[\u3005\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{323af}]/gu;
const BETWEEN = /[\t-\r \x85\xa0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u2800\u3000\u3164\uffa0\ufeff\u2013-\u2015\u2026]+/u;
const HEADING = /^#{1,6} /;
const NOTE = /^\[\^[^\]\s]{1,10}\]:/;
const MARK = /\[\^[^\]\s]{1,10}\]/g;

const wordsIn = (text) => (text.match(SIGN) || []).length
  + text.replace(SIGN, " ").split(BETWEEN).filter((part) => /[\p{L}\p{N}]/u.test(part)).length;

export function count(text, headings, notes, free = Infinity) {
  let total = 0;
  let leftOut = 0;
  for (const line of text.split("\n")) {
    const isNote = NOTE.test(line);
    const found = wordsIn((isNote ? line.replace(NOTE, "") : line).replace(MARK, ""));
    if (isNote ? notes : headings || !HEADING.test(line)) total += found;
    else leftOut += found;
  }
  return total + Math.max(0, leftOut - free);
}

if (typeof document !== "undefined") {
  const numbers = new Intl.NumberFormat(document.documentElement.lang);
  for (const box of document.querySelectorAll("[data-words-for]")) {
    const input = document.getElementById(box.dataset.wordsFor);
    const { limit, cover, free, headings, notes } = box.dataset;
    const show = () => {
      const found = count(input.value, headings === "yes", notes === "yes", Number(free)) + Number(cover);
      box.querySelector("bdi").textContent = `${numbers.format(found)} / ${numbers.format(limit)}`;
      box.querySelector("[data-too-long]").hidden = found <= limit;
    };
    input.addEventListener("input", show);
    show();
  }
}
