"""Five thousand texts made to hurt: exported, imported by Anki's own library, read back, and opened in a browser.

python -m tests.bench.anki_hostile
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

import anki.collection

from studykit.exchange.anki.check import flaws
from studykit.exchange.anki.guid import guid
from tests.exchange.hostile_texts import cards, huge, missing, texts
from tests.peers.hostile_cards import in_browser, taken
from tests.tui import browser

COUNT = 5000


def main() -> None:
    """Prints how many cards there were, and how many were lost, changed or ran."""
    given = cards([*texts(COUNT), *huge()])
    started = time.perf_counter()
    refused = sum(flaw.refused for flaw in flaws(given, ()))
    print(
        f"{len(given)} cards of hostile texts; the check took {time.perf_counter() - started:.1f} s, refuses {refused}"
    )
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        told = taken(anki.collection, Path(folder), given)
        lost = [card.id for card in given if guid(card.id) not in told]
        pages = [told[guid(card.id)] for card in given]
        changed = [card.id for card, page in zip(given, pages, strict=True) if missing(card, page.back_page.text)]
        print(f"Anki: {len(lost)} lost, {len(changed)} not read as written {changed[:3]}; {_since(started)}")
        if not browser.PROGRAM:
            return
        started = time.perf_counter()
        sides = [side for page in pages for side in (page.front, page.back)]
        read, ran, asked = asyncio.run(in_browser(Path(folder), sides))
        changed = [card.id for card, text in zip(given, read[1::2], strict=True) if missing(card, text)]
        print(
            f"browser: {ran} ran, {len(asked)} addresses asked, {len(changed)} not read as written; {_since(started)}"
        )


def _since(started: float) -> str:
    return f"{time.perf_counter() - started:.1f} s"


if __name__ == "__main__":
    main()
