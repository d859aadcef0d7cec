// Copies a link to the clipboard; where the browser can't, the button stays hidden and the address can be selected.
for (const box of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  const status = box.querySelector("[data-copied]");
  box.hidden = false;
  box.querySelector("button").addEventListener("click", async () => {
    await navigator.clipboard.writeText(box.dataset.copy);
    status.textContent = status.dataset.copied;
  });
}
