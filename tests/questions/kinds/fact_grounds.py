"""An invented pack of two services and what notes say about it, so that the kinds hold for any field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from studykit.core.attribute import Attribute, Cited, Service
from studykit.core.quantity import parse_quantity
from studykit.core.question import Question
from studykit.facts.base import Said, build_facts
from studykit.facts.limits import read_limits
from studykit.facts.vocabulary import Vocabulary
from studykit.notes.reader import read_note
from studykit.questions.cards import make_cards
from studykit.questions.chance import Chance
from studykit.questions.ground import Ground
from studykit.questions.kinds import KINDS
from tests.facts.small_pack import attribute

FACT_KINDS = ("limit", "boundary", "typed", "cloze", "comparison", "sequence", "matching")
SERVICES = (Service("kiln", "Kilns", ("kiln", "kilns")), Service("loom", "Looms", ("loom", "looms")))
ATTRIBUTES = (
    attribute("kiln.firing", "s", ("firing time",), (("min", "1 s"), ("max", "900 s"), ("default", "3 s"))),
    attribute("kiln.cooling", "s", ("cooling time",), (("max", "300 s"), ("default", "40 s"))),
    attribute("kiln.glazing", "s", (), (("max", "2 h"),)),
    attribute("kiln.drying", "s", (), (("max", "25 min"), ("default", "60 s")), (("max", "45 min", "2018"),)),
    attribute("kiln.venting", "s", (), (("max", "120 s"), ("default", "10 s"))),
    attribute("kiln.chamber", "MB", (), (("min", "64 MB"), ("max", "2,048 MB"), ("increment", "64 MB"))),
    attribute("kiln.shelves", "", ("shelf",), (("max", "5"),)),
    attribute("kiln.doors", "", (), (("max", "12"), ("default", "2"))),
    attribute("kiln.bricks", "", (), (("max", "70"),)),
    attribute("kiln.tiles", "", (), (("max", "262,143"),)),
    attribute("kiln.error", "code", (), (("exact", "429"),)),
    attribute("loom.weaving", "min", (), (("max", "30 min"), ("default", "5 min"))),
    attribute("loom.pattern", "KB", (), (("max", "256 KB"),)),
    attribute("loom.spool", "KB", (), (("max", "64 KB"),)),
    attribute("loom.warp", "KB", (), (("max", "16 KB"),)),
    attribute("loom.weft", "KB", (), (("max", "1 MB"),)),
    attribute("loom.price_of_yarn", "USD", (), (("exact", "0.0000166667 USD"),)),
    attribute("loom.threads_a_second", "/s", (), (("max", "40/s"),)),
)
NOTES = {
    "mine.md": (
        "# Kilns\n- The firing time of a kiln is at most 900 seconds, whatever the load.\n"
        "- Kiln drying: at most 45 minutes for each batch\n- The cooling time of a kiln is at most 500 seconds.\n"
    )
}


def ground_of(changed: Mapping[str, str] = {}, notes: Mapping[str, str] = NOTES) -> Ground:
    """The pack with some values changed (fact id → value), and what notes say."""
    attributes = tuple(_changed(one, changed) for one in ATTRIBUTES)
    vocabulary = Vocabulary(SERVICES, attributes)
    claims = [claim for name, text in notes.items() for claim in read_note(text, name)[0]]
    base = build_facts(Said(read_limits(claims, vocabulary)[0]), attributes)
    return Ground(base.facts, {}, {one.key: one.name for one in SERVICES})


def _changed(one: Attribute, changed: Mapping[str, str]) -> Attribute:
    return replace(one, cited=tuple(_with(cited, changed.get(f"{one.id}.{cited.bound}")) for cited in one.cited))


def _with(cited: Cited, value: str | None) -> Cited:
    return cited if value is None else replace(cited, quantity=parse_quantity(value))


@cache
def small() -> Ground:
    """The pack as it is."""
    return ground_of()


def asked(ground: Ground, kind: str, variants: int = 6, only: str = "") -> Iterator[Question]:
    """What a kind asks of the cards of a ground, or of one fact."""
    for question in tried(ground, kind, variants, only).values():
        if question is not None:
            yield question


def tried(ground: Ground, kind: str, variants: int, only: str = "") -> Mapping[tuple[str, int], Question | None]:
    """The same by card and variant, with None where a draw gives nothing."""
    cards = [card for card in make_cards(ground, [], "Deck") if not only or card.facts == (only,)]
    made = KINDS[kind]
    return {
        (card.id, variant): made.ask(card, ground, Chance(f"{card.id}/{variant}"))
        for card in cards
        if made.fits(card, ground)
        for variant in range(variants)
    }
