"""Cards of hostile texts as Anki's own library has them after an import, and as a browser reads them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studykit.core.flashcard import Flashcard
from studykit.exchange.anki.package import write_package
from tests.exchange.read_html import Page
from tests.tui import browser

AGAIN = "again.apkg"
"""What Anki exports of them."""
FRAGMENT = 100
"""Cards that the browser is given at once."""
_SHOW = """
window.ran = 0;
for (const name of ["alert", "confirm", "prompt", "open"]) window[name] = () => { window.ran++; return null; };
document.body.innerHTML = "<div id=qa></div>";
const shows = (html) => {
  const qa = document.getElementById("qa");
  qa.hidden = html.length > 100000;
  qa.innerHTML = html.replaceAll("<br>", "<br>\\n");
  for (const old of qa.querySelectorAll("script")) {
    const script = document.createElement("script");
    for (const one of old.attributes) script.setAttribute(one.name, one.value);
    script.textContent = old.textContent;
    old.replaceWith(script);
  }
  for (const one of qa.querySelectorAll("style, script")) one.remove();
  return qa.textContent;
};
"""
"""As Anki's reviewer puts a card on its page: scripts of a card run. What is long is read, and not laid out."""


@dataclass(frozen=True)
class Told:
    """A card as it lies in Anki, with both sides as Anki renders them."""

    fields: list[str]
    front: str
    back: str
    front_page: Page
    back_page: Page
    sounds: int


def taken(collection: Any, folder: Path, given: Sequence[Flashcard]) -> dict[str, Told]:
    """The cards by guid, after Anki (its module ``anki.collection``) has imported our package and exported it again."""
    package = folder / "hostile.apkg"
    written = write_package(given, package, previous={}, now=1_800_000_000)
    assert written.new == len(given)
    anki = collection.Collection(str(folder / "anki.anki2"))
    try:
        merging = collection.ImportAnkiPackageOptions(merge_notetypes=True)
        request = collection.ImportAnkiPackageRequest(package_path=str(package), options=merging)
        assert len(anki.import_anki_package(request).log.new) == len(given)
        assert anki.note_count() == anki.card_count() == len(given)
        assert not anki.get_empty_cards().notes
        options = collection.ExportAnkiPackageOptions(legacy=False)
        anki.export_anki_package(out_path=str(folder / AGAIN), options=options, limit=None)
        return dict(_told(anki.get_card(number)) for number in anki.find_cards(""))
    finally:
        anki.close()


def _told(card: Any) -> tuple[str, Told]:
    note, sides = card.note(), card.render_output()
    front, back = sides.question_text, sides.answer_text
    sounds = len(sides.question_av_tags) + len(sides.answer_av_tags)
    return note.guid, Told(note.fields, front, back, Page(front), Page(back), sounds)


async def in_browser(folder: Path, pages: Sequence[str]) -> tuple[list[str], int, list[str]]:
    """The text of each page as a browser reads it, how often something ran, and what the pages asked for."""
    read: list[str] = []
    async with browser.opened(folder) as page:
        await page.tell("Runtime.evaluate", expression=_SHOW)
        for at in range(0, len(pages), FRAGMENT):
            part = json.dumps(pages[at : at + FRAGMENT])
            answer = await page.tell("Runtime.evaluate", expression=f"{part}.map(shows)", returnByValue=True)
            read += answer["result"]["value"]
        await asyncio.sleep(0.3)  # what a picture that does not load would run, runs later
        answer = await page.tell("Runtime.evaluate", expression="window.ran", returnByValue=True)
        return read, answer["result"]["value"], [url for url in page.asked if url != "about:blank"]
