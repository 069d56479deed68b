"""Ten thousand flashcards with forty thousand answers as an Anki package, beside genanki's without any history.

Run with ``make bench``. Both begin with the same flashcards and write the same fields; each figure is the best of
several, taken in turn, each in a process of its own. Exit 2: a goal was missed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.anki_cards import ANSWERS, CARDS, PRESET, flashcards, histories
from tests.bench.peak import peak_megabytes
from tests.bench.scale import Row

ROUNDS = 3
TIMES = 3
"""Packages that a process writes."""
_NOW = 1_795_000_000
_MISSED = 2


def main() -> int:
    """Makes the cards, measures, and prints a row a goal."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "cards.jsonl"
        count = _real_cards(file)
        print(f"{CARDS:,} cards made of {count:,} of the pack, {CARDS * ANSWERS:,} answers")
        found: dict[str, list[dict[str, float]]] = {"ours": [], "bare": [], "genanki": []}
        for _ in range(ROUNDS):
            for name, rows in found.items():
                rows.append(_child(name, file))
        best = {name: min(row["seconds"] for row in rows) for name, rows in found.items()}
        size = {name: rows[0]["bytes"] for name, rows in found.items()}
        same = len({row["digest"] for row in found["ours"]}) == 1
        aside = f"{best['ours'] * 1000:.0f} ms, genanki {best['genanki'] * 1000:.0f} ms"
        sizes = f"{size['ours'] / 1e6:.2f} MB, genanki {size['genanki'] / 1e6:.2f} MB"
        goals = [
            Row("time with history, against genanki without", best["ours"] / best["genanki"], 0.8, "x", aside),
            Row("time without history", best["bare"] / best["genanki"], 0.8, "x", f"{best['bare'] * 1000:.0f} ms"),
            Row("size with history, against genanki without", size["ours"] / size["genanki"], 0.35, "x", sizes),
            Row("memory of the whole process", max(row["peak"] for row in found["ours"]), 150, "MB"),
            Row("packages that differ from one another", 0 if same else 1, 0, ""),
        ]
        for goal in goals:
            print(goal)
    return 0 if all(goal.met for goal in goals) else _MISSED


def _real_cards(file: Path) -> int:
    """Writes the flashcards of the pack that is shipped."""
    from studykit.exchange.cards.json import write_cards
    from studykit.workflows.flashcards import Maker
    from studykit.workflows.open_library import open_library
    from studykit.workflows.open_study import open_study
    from tests.kept import places_of

    places = places_of(file.parent / "home")
    library = open_library(places, "aws-serverless", ())
    with open_study(places, library, lambda: datetime.now(UTC)) as study:
        maker = Maker(study, "AWS", {}, "")
        made = [maker.make(card) for card in library.cards]
    file.write_text(write_cards(made))
    return len(made)


def _child(name: str, file: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.anki_export", name, str(file)], check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _measured(name: str, file: Path) -> dict[str, float]:
    from hashlib import sha256

    package = file.with_name(f"{name}.apkg")
    write = {"ours": _ours, "bare": _bare, "genanki": _genanki}[name](file, package)
    took = []
    for _ in range(TIMES):
        started = time.perf_counter()
        write()
        took.append(time.perf_counter() - started)
    content = package.read_bytes()
    digest = int.from_bytes(sha256(content).digest()[:6])
    return {"seconds": min(took), "bytes": len(content), "digest": digest, "peak": peak_megabytes()}


def _ours(file: Path, package: Path) -> Callable[[], object]:
    from studykit.exchange.anki.package import write_package

    cards = flashcards(file.read_text().splitlines())
    history = histories(cards)
    return lambda: write_package(cards, package, previous={}, now=_NOW, history=history, preset=PRESET)


def _bare(file: Path, package: Path) -> Callable[[], object]:
    from studykit.exchange.anki.package import write_package

    cards = flashcards(file.read_text().splitlines())
    return lambda: write_package(cards, package, previous={}, now=_NOW)


def _genanki(file: Path, package: Path) -> Callable[[], object]:
    import genanki  # type: ignore[import-untyped]

    from studykit.exchange.anki.guid import guid
    from studykit.exchange.anki.notes import fields_of
    from studykit.exchange.anki.types import NOTE_TYPES

    cards = flashcards(file.read_text().splitlines())
    warnings.simplefilter("ignore")  # it warns of markup that it does not know

    def write() -> None:
        models = {
            form: genanki.Model(
                kind.id,
                kind.name,
                fields=[{"name": name} for name in kind.fields],
                templates=[{"name": "Card 1", "qfmt": kind.front, "afmt": kind.back}],
                css=kind.css,
                model_type=genanki.Model.CLOZE if kind.cloze else genanki.Model.FRONT_BACK,
            )
            for form, kind in NOTE_TYPES.items()
        }
        decks: dict[str, genanki.Deck] = {}
        for card in cards:
            deck = decks.setdefault(card.deck, genanki.Deck(len(decks) + 1_000_000, card.deck))
            note = genanki.Note(models[card.form], list(fields_of(card)), tags=list(card.tags), guid=guid(card.id))
            deck.add_note(note)
        genanki.Package(list(decks.values())).write_to_file(str(package), timestamp=float(_NOW))

    return write


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(_measured(sys.argv[1], Path(sys.argv[2]))))
    else:
        raise SystemExit(main())
