"""Figures of tables as cards: what is asked, and what has the gap when they leave."""

from __future__ import annotations

from pathlib import Path

from studykit.core.flashcard import Cloze, Flashcard
from studykit.workflows.export import Leaving, prepared
from tests.workflows.leaving import kitchen, opened

NOTE = """\
# Routing

| Protocol | Hello | Dead | Distance |
|----------|-------|------|----------|
| OSPF     | 10 s  | 40 s | 110      |
| EIGRP    | 5 s   | 15 s | 90       |

# Blood

| Value | Where | Min | Max |
|---|---|---|---|
| Potassium | serum | 3.5 mmol | 5.0 mmol |
"""


def shown(card: Flashcard) -> str:
    assert isinstance(card.body, Cloze)
    return "".join(f"<{part.text}>" if part.hidden else part.text for part in card.body.parts)


def test_each_cell_is_a_card_that_names_its_row_and_its_column(tmp_path: Path) -> None:
    pack, notes = kitchen(tmp_path, NOTE)
    with opened(tmp_path / "home", pack, notes) as study:
        fronts = {study.cards[card].front for card in study.cards if card.startswith("figure:")}
        assert fronts == {
            "OSPF, Hello: […] s",
            "OSPF, Dead: […] s",
            "OSPF, Distance: […]",
            "EIGRP, Hello: […] s",
            "EIGRP, Dead: […] s",
            "EIGRP, Distance: […]",
            "Potassium, serum, Min: […] mmol",
            "Potassium, serum, Max: […] mmol",
        }
        left = [card for card in prepared(study, Leaving()).cards if card.id.startswith("figure:")]
        assert {shown(card) for card in left} >= {"OSPF, Hello: <10> s", "Potassium, serum, Max: <5.0> mmol"}
