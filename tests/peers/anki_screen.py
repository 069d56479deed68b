"""A browser that shows sides of cards as Anki's programs do."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.tui.browser import Browser

SIDE = """
((html, name) => {
  document.body.className = name;
  const qa = document.getElementById("qa");
  qa.innerHTML = html;
  for (const old of qa.querySelectorAll("script")) {
    const script = document.createElement("script");
    script.textContent = old.textContent;
    old.replaceWith(script);
  }
})
"""
"""As Anki's reviewer shows a side: in the page that showed the one before, with its scripts run."""
ROWS = """
[...document.querySelectorAll(".sk li")].map((row) => ({
  text: (row.querySelector("b") || row).firstChild.textContent,
  chosen: row.classList.contains("chosen"),
  checked: row.getAttribute("aria-checked"),
  told: row.querySelector("b") && getComputedStyle(row.querySelector("b"), "::before").content.slice(1, -1),
}))
"""
_PATIENCE = 60.0


@dataclass
class Screen:
    """A browser that shows sides of cards."""

    browser: Browser
    folder: Path
    numbers: Iterator[int] = field(default_factory=itertools.count)

    async def run(self, code: str) -> Any:
        """What some code comes to on the page."""
        answer = await self.browser.tell("Runtime.evaluate", expression=code, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    async def page(self, html: str, css: str, name: str = "card card1", above: str = "") -> None:
        """Opens a page of its own."""
        path = self.folder / "page.html"
        head = '<meta charset=utf-8><meta name=viewport content="width=device-width">'
        top = f'<!doctype html><html class="{above}">{head}'
        path.write_text(f'{top}<style>{css}</style><body class="{name}"><div id=qa>{html}</div>', encoding="utf-8")
        number = next(self.numbers)
        await self.browser.tell("Page.navigate", url=f"{path.as_uri()}?{number}")
        while await self.run("document.readyState + location.search") != f"complete?{number}":
            pass

    async def remembers(self) -> None:
        """Waits until what one page keeps for the session is known to the next: a browser that starts may lose it."""
        known = None
        async with asyncio.timeout(_PATIENCE):
            while known != "yes":
                await self.page("", "")
                await self.run("sessionStorage.setItem('kept', 'yes')")
                await self.page("", "")
                known = await self.run("sessionStorage.getItem('kept')")

    async def kept(self, name: str) -> None:
        """Waits, on a page of its own, until the browser knows what the page before keeps for the session."""
        await self.page("", "")
        async with asyncio.timeout(_PATIENCE):
            while await self.run(f"sessionStorage.getItem({json.dumps(name)})") is None:
                pass

    async def side(self, html: str, name: str = "card card1") -> None:
        """Shows a side in the page that is there."""
        await self.run(f"{SIDE}({json.dumps(html)}, {json.dumps(name)})")

    async def click(self, at: int) -> None:
        """Clicks on an option as a mouse does."""
        where = await self.run(
            f"(() => {{ const row = document.querySelectorAll('.asked li')[{at}]; row.scrollIntoView();"
            "const box = row.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            await self.browser.tell(
                "Input.dispatchMouseEvent", type=kind, x=where[0], y=where[1], button="left", clickCount=1
            )

    async def rows(self) -> list[dict[str, Any]]:
        """The options from above."""
        found: list[dict[str, Any]] = await self.run(ROWS)
        return found

    async def result(self) -> str:
        """What the back says of the choice."""
        return str(await self.run("(document.querySelector('.result') || {textContent: ''}).textContent"))

    async def wide(self, width: int, theme: str = "") -> None:
        """Makes the window so wide."""
        await self.browser.tell(
            "Emulation.setDeviceMetricsOverride", width=width, height=700, deviceScaleFactor=1, mobile=width < 500
        )
        await self.browser.tell(
            "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme or "light"}]
        )
