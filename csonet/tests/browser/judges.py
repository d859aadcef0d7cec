"""What outside judges say of a page that is open: axe-core, the window, the browser's console."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page, Response

WIDE, NARROW, NARROWEST = 1280, 360, 320
#: In frames, which are the editor's, axe does not look.
AXE = f"if (window === window.top) {{ {AXE_SCRIPT} }}"


class Console:
    """What the browser complains of while a page loads: scripts that fail, what the Content-Security-Policy stops."""

    def __init__(self, page: Page):
        self.said: list[str] = []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.said.append(f"console: {error}"))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.said.append(f"console: {message.text} ({message.location.get('url')})")

    def about(self, answer: Response) -> list[str]:
        """The complaints since the last question; that an error page has an error's status is none."""
        said, self.said = self.said, []
        expected = f"Failed to load resource: the server responded with a status of {answer.status}"
        return [line for line in said if not (expected in line and f"({answer.url})" in line)]


def axe(page: Page, **options: Any) -> list[str]:
    """What axe-core says, best practices included, one line for each rule."""
    if not page.evaluate("Boolean(window.axe)"):
        page.add_init_script(AXE)  # where this page goes next: to send half a megabyte each time takes longer
        page.evaluate(f"() => {{ {AXE} }}")
    # axe would load the style sheets a second time to read their media queries; the windows are changed here instead.
    violations = page.evaluate(
        "options => axe.run(document, options).then(found => found.violations)",
        {"preload": False, "resultTypes": ["violations"], **options},
    )
    return [
        f"axe {rule['id']}: {rule['help']} at {[node['target'] for node in rule['nodes']][:3]}" for rule in violations
    ]


def sideways(page: Page, width: int) -> list[str]:
    """Is the page wider than a window of this width?"""
    page.set_viewport_size({"width": width, "height": 900})
    excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{excess} px wider than a window of {width} px"] if excess > 0 else []


def looks(page: Page, *, dark: bool = True) -> list[str]:
    """axe in a wide and a narrow window and in the dark (colours alone), and the width at 360 and 320 pixels."""
    page.wait_for_function(EDITORS_STAND)
    page.set_viewport_size({"width": WIDE, "height": 900})
    said = sideways(page, WIDE) + axe(page)
    if dark:
        page.emulate_media(color_scheme="dark")
        said += [f"dark, {line}" for line in axe(page, runOnly=["color-contrast", "link-in-text-block"])]
        page.emulate_media(color_scheme="light")
    said += sideways(page, NARROWEST) + sideways(page, NARROW)
    return said + [f"narrow, {line}" for line in axe(page)]


#: Every textarea that the editor takes over has its editor.
EDITORS_STAND = """() => [...document.querySelectorAll("textarea[data-type=ckeditortype]")]
  .every((area) => window.CKEDITOR?.instances[area.id]?.status === "ready")"""
