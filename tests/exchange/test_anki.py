from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from studykit.core.card import Card, CardKind
from studykit.core.errors import StudykitError
from studykit.exchange.anki import guid, write_package

CARD = Card("limit:oven.heat.max", CardKind.LIMIT, "Ovens", "oven", "baking", "Q", "A", (), ())
OTHER = replace(CARD, id="limit:oven.size.max", front="Q2")


def test_unchanged_cards_give_the_same_bytes_at_any_later_time(tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    first = write_package([CARD, OTHER], path, deck="Ovens", previous={}, now=1000)
    written = path.read_bytes()
    again = write_package([OTHER, CARD], path, deck="Ovens", previous=first.contents, now=9999)
    assert path.read_bytes() == written
    assert (again.new, again.changed, again.unchanged, again.removed) == (0, 0, 2, 0)


def test_only_what_changed_gets_a_new_time(tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    first = write_package([CARD, OTHER], path, deck="Ovens", previous={}, now=1000)
    second = write_package([replace(CARD, back="A!")], path, deck="Ovens", previous=first.contents, now=2000)
    assert (second.new, second.changed, second.unchanged, second.removed) == (0, 1, 0, 1)
    assert second.contents[CARD.id][1] == 2000


def test_identity_is_the_card_and_not_its_text() -> None:
    assert guid(CARD.id) == guid(replace(CARD, front="other").id)
    assert guid(CARD.id) != guid(OTHER.id)


def test_a_file_that_cannot_be_written_is_one_sentence_and_the_old_one_stays(tmp_path: Path) -> None:
    with pytest.raises(StudykitError, match="cannot be written"):
        write_package([CARD], tmp_path / "no" / "deck.apkg", deck="Ovens", previous={}, now=1)
    folder = tmp_path / "deck.apkg"
    folder.mkdir()
    with pytest.raises(StudykitError, match="cannot be written"):
        write_package([CARD], folder, deck="Ovens", previous={}, now=1)
    assert [path.name for path in tmp_path.iterdir()] == ["deck.apkg"]


def test_an_empty_deck_name_is_replaced(tmp_path: Path) -> None:
    assert write_package([CARD], tmp_path / "d.apkg", deck=" ", previous={}, now=1).new == 1
