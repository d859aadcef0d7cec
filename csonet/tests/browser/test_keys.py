"""By keys alone: every control is reached, none holds the focus, and one always sees where it is."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from csonet.tests.browser.pages import ASKED_NOW, CARD, GROUP, PUMP, QUIZ_DESK, SEAT, TOPIC, Address, find

pytestmark = pytest.mark.browser

WALKS: list[tuple[str, Address]] = [
    ("", "/{}/"),
    ("", "/{}/practices/"),
    ("", ("/{}/practices/", CARD, "")),
    ("", "/{}/accounts/signup/"),
    ("", PUMP),
    ("", "/{}/news/archive/"),
    ("", SEAT),
    ("", "/{}/certificates/"),
    ("", GROUP),
    ("author", TOPIC),
    ("author", ASKED_NOW),
    ("author", GROUP + "new/"),
    ("moderator", GROUP + "queue/"),
    ("moderator", GROUP + "members/"),
    ("moderator", TOPIC + "acts/"),
    ("moderator", ASKED_NOW + "closing/"),
    ("author", "/{}/practices/new/"),
    ("author", "/{}/projects/new/"),
    ("author", (PUMP, "#offers a", "")),
    ("author", "/{}/dashboard/"),
    ("author", QUIZ_DESK),
    ("author", (QUIZ_DESK, "#questions li .meta a", "?rule=full")),
    ("branch", "/admin/content/case/"),
    ("branch", ("/admin/content/case/", "#result_list tbody a", "")),
]
#: Numbers every control that the Tab key should reach, and notes how it looks without the focus. Of radio buttons
#: of one name the browser offers one; what the editor offers by Alt+F10 has no place in the order.
COUNT = """() => {
  window.look = (element) => [element, element.closest("label"), element.parentElement].filter(Boolean).map((one) => {
    const style = getComputedStyle(one);
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow].join() ;
  }).join("|");
  const radios = new Set(), all = [];
  const candidates = "a[href], button, input, select, textarea, summary, iframe, [tabindex], [contenteditable=true]";
  for (const element of document.querySelectorAll(candidates)) {
    if (element.tabIndex < 0 || element.disabled || element.type === "hidden" || element.closest("[inert]")) continue;
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.type === "radio") {
      const group = `${element.form?.action} ${element.name}`;
      if (radios.has(group)) continue;
      radios.add(group);
      element.dataset.group = group;
    }
    element.dataset.stop = all.length;
    all.push([element.outerHTML.slice(0, 120), window.look(element)]);
  }
  return all;
}"""
#: Where the focus is: its number, how it looks, and whether something lies over it.
WHERE = """() => {
  let element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  if (element.type === "radio" && !element.dataset.stop) {
    const group = `${element.form?.action} ${element.name}`;
    const first = [...document.querySelectorAll("[data-group]")].find((one) => one.dataset.group === group);
    if (first) element.dataset.stop = first.dataset.stop;
  }
  const inner = element.contentDocument?.activeElement;
  const shown = inner && getComputedStyle(inner);
  if (inner) return { stop: element.dataset.stop, covered: false, text: "",
    html: `in a frame: ${inner.outerHTML.slice(0, 120)}`,
    look: shown.outlineStyle === "none" || shown.outlineWidth === "0px" ? window.look(element) : "inside" };
  const box = element.getClientRects()[0] || { left: 0, top: 0, width: 0, height: 0 };
  const over = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
  const covered = Boolean(over) && !element.contains(over) && !over.contains(element)
    && !(element.labels && [...element.labels].some((label) => label.contains(over) || over.contains(label)));
  return { stop: element.dataset.stop ?? "", look: window.look(element), covered,
           html: element.outerHTML.slice(0, 120), text: element.textContent.trim() };
}"""


#: At most so many stops lie in frames and in the editors.
ELSEWHERE = 120


def walk(page: Page) -> tuple[list[dict[str, Any]], list[str]]:
    """Presses Tab from the top until the focus leaves the page: the stops, and what was wrong on the way."""
    controls = page.evaluate(COUNT)
    stops: list[dict[str, Any]] = []
    wrong = []
    for _press in range(len(controls) + ELSEWHERE):
        page.keyboard.press("Tab")
        stop = page.evaluate(WHERE)
        if stop is None or (stops and stop["html"] == stops[0]["html"]):
            break
        stops.append(stop)
        if stop["stop"] and controls[int(stop["stop"])][1] == stop["look"]:
            wrong.append(f"no sign of the focus: {stop['html']}")
        if stop["covered"]:
            wrong.append(f"covered: {stop['html']}")
    else:
        wrong.append("the focus does not leave the page")
    reached = {stop["stop"] for stop in stops}
    wrong += [f"not reached: {html}" for number, (html, _look) in enumerate(controls) if str(number) not in reached]
    return stops, wrong


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("who", ["", "author", "moderator", "branch"])
def test_the_tab_key_reaches_every_control(open_page: Any, who: str, width: int) -> None:
    page = open_page(who=who, width=width)
    said = {}
    for address in [address for walker, address in WALKS if walker == who]:
        page.goto(find(page, address, "en"))
        page.wait_for_load_state("networkidle")
        stops, wrong = walk(page)
        assert len(stops) > 10
        if "skip" not in stops[0]["text"].lower():
            wrong.append(f"the first stop is no skip link: {stops[0]['html']}")
        if wrong:
            said[page.url] = wrong
    assert said == {}


def test_the_skip_link_leads_past_the_header(open_page: Any) -> None:
    page = open_page()
    page.goto("/en/practices/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
