"""Random edits of notes: how many cards keep their identity, how many are joined with a wrong one.

    python -m tests.bench.identity [EDITS] [SEED]

Every edit is made to the real notes of the pack (and to the seed notes where they lie beside the project). Each line
of a note carries the numbers of the original lines that it came from, so that what a card should have become is
known without looking at its words.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from pathlib import Path

from studykit.core.card import Card
from studykit.core.identity import Anchor
from studykit.facts.base import Said, build_facts
from studykit.facts.identity import match
from studykit.facts.limits import read_limits
from studykit.facts.vocabulary import Vocabulary
from studykit.notes.reader import read_note
from studykit.packs.reader import read_pack
from studykit.questions.cards import make_cards
from studykit.questions.ground import Ground
from studykit.workflows.reconcile import anchor_of
from tests.bench.note_edits import CARDED, EDITS, FIRM, Line, Notes

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
PACK = ROOT / "content" / "aws-serverless"


def load() -> Notes:
    """The notes of the pack and, where they are, the seeds."""
    paths = [*sorted((PACK / "notes").glob("*.md")), *(sorted(SEEDS.glob("*.txt")) if SEEDS.is_dir() else ())]
    number = 0
    notes: Notes = {}
    for path in paths:
        lines = []
        for text in path.read_text("utf-8").split("\n"):
            number += 1
            lines.append(Line(text, frozenset((number,))))
        notes[path.name] = lines
    return notes


class Reader:
    """Notes → free-form cards, with the origins of the lines that each stands on."""

    def __init__(self) -> None:
        self._pack, _ = read_pack(PACK)
        self._vocabulary = Vocabulary(self._pack.services, self._pack.attributes)
        self._read: dict[tuple[str, str], object] = {}

    def cards(self, notes: Notes) -> list[tuple[Card, frozenset[int]]]:
        """The free-form cards of notes."""
        claims, limits = [], []
        for name, lines in notes.items():
            text = "\n".join(line.text for line in lines)
            read, figures = self._note(name, text)
            claims += read
            limits += figures
        base = build_facts(Said(limits), self._pack.attributes)
        made = make_cards(Ground(base.facts, {}, {}), claims, "Notes")
        return [(card, _origins(card, notes)) for card in made if card.free]

    def _note(self, name: str, text: str):  # type: ignore[no-untyped-def] # noqa: ANN202 - a private pair
        key = (name, text)
        if key not in self._read:
            claims, _ = read_note(text, name)
            self._read[key] = (claims, read_limits(claims, self._vocabulary)[0])
        return self._read[key]


def _origins(card: Card, notes: Notes) -> frozenset[int]:
    return frozenset(
        number
        for span in card.sources
        for line in notes[span.note][span.line - 1 : span.end]
        for number in line.origins
    )


def main(words: list[str]) -> None:
    """Prints, for each kind of edit, what became of the cards that it touched."""
    edits = int(words[0]) if words else 900
    chance = random.Random(int(words[1]) if len(words) > 1 else 7)
    reader, notes = Reader(), load()
    before = reader.cards(notes)
    known = [anchor_of(card) for card, _ in before]
    origins = {card.id: lines for card, lines in before}
    CARDED.update(number for lines in origins.values() for number in lines)
    print(f"{len(notes)} notes, {len(before)} free-form cards, {edits} edits")
    total: dict[str, Counter[str]] = {kind: Counter() for kind in EDITS}
    kinds = list(EDITS)
    for number in range(edits):
        kind = kinds[number % len(kinds)]
        edited = EDITS[kind](notes, chance)
        if edited is not None:
            _judge(reader.cards(edited[0]), known, origins, edited[1], total[kind])
    print(f"{'edit':16} {'touched':>8} {'kept':>8} {'unsure':>8} {'lost':>6} {'wrong':>6}")
    for kind, row in total.items():
        _print(kind, row)
    _print("firm edits", sum((total[kind] for kind in FIRM), Counter()))
    _print("all edits", sum(total.values(), Counter()))


def _judge(
    after: list[tuple[Card, frozenset[int]]],
    known: list[Anchor],
    origins: dict[str, frozenset[int]],
    touched: frozenset[int],
    row: Counter[str],
) -> None:
    """Counts what became of the known cards on lines that the edit touched, and every wrong joint."""
    matching = match([anchor_of(card) for card, _ in after], known)
    lines_of = {card.id: lines for card, lines in after}
    heir = {known_id: draft for draft, known_id in matching.kept.items()}
    asked = {one.card for unsure in matching.unsure for one in unsure.candidates}
    for known_id, draft in heir.items():
        row["joined"] += 1
        row["wrong"] += not lines_of[draft] & origins[known_id]
    for known_id, lines in origins.items():
        if not lines & touched or not any(
            there & lines and _form(name) == _form(known_id) for name, there in after_ids(after)
        ):
            continue  # untouched, or nothing is left of it in this form
        row["kept"] += known_id in heir
        row["unsure"] += known_id not in heir and known_id in asked
        row["lost"] += known_id not in heir and known_id not in asked


def after_ids(after: list[tuple[Card, frozenset[int]]]) -> list[tuple[str, frozenset[int]]]:
    """The cards after an edit by id, with their origins."""
    return [(card.id, lines) for card, lines in after]


def _form(name: str) -> str:
    return name.partition(":")[0]


def _print(kind: str, row: Counter[str]) -> None:
    touched = row["kept"] + row["unsure"] + row["lost"]
    share = f"{row['kept'] / touched:8.1%}" if touched else "       -"
    wrong = f"{row['wrong'] / row['joined']:6.3%}" if row["joined"] else "     -"
    print(f"{kind:16} {touched:8} {share} {row['unsure']:8} {row['lost']:6} {wrong}")


if __name__ == "__main__":
    main(sys.argv[1:])
