"""Anki's own library finds the files that our fields mention, and plays none of them too early."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from studykit.core.flashcard import Cloze, Flashcard, Part
from studykit.exchange.anki.notes import fields_of, shown

collection = pytest.importorskip("anki.collection", reason="Anki's library is not installed: the peer test is left out")

NAMES = ("a.png", "b c.png", "é ü.png", "it's.png", "p#q.png", "q&a.png", "{{y}}.png", "loud.mp3", "a & b.mp3")


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Any]:
    opened = collection.Collection(str(tmp_path / "anki.anki2"))
    for name in NAMES:
        assert opened.media.write_data(name, b"x") == name
    yield opened
    opened.close()


def test_no_file_is_missing_and_none_is_left_over(anki: Any) -> None:
    for name in NAMES:
        note = anki.new_note(anki.models.by_name("Basic"))
        kind = "sound" if name.endswith(".mp3") else "picture"
        note["Front"] = shown(f"[{kind}: {name}]", [name])
        anki.add_note(note, 1)
        card = note.cards()[0]
        assert [tag.filename for tag in card.question_av_tags()] == ([name] if kind == "sound" else [])
        assert "&%23" not in anki.media.escape_media_filenames(card.question())
    found = anki.media.check()
    assert (list(found.missing), list(found.unused)) == ([], [])


def test_a_sound_in_a_gap_is_heard_with_the_answer(anki: Any) -> None:
    parts = (Part("Hear "), Part("[sound: loud.mp3] and [picture: a.png]: it", hidden=True), Part("."))
    note = anki.new_note(anki.models.by_name("Cloze"))
    note["Text"] = fields_of(Flashcard("a", Cloze(parts), "d", media=NAMES))[0]
    anki.add_note(note, 1)
    (card,) = note.cards()
    assert not card.question_av_tags()
    assert [tag.filename for tag in card.answer_av_tags()] == ["loud.mp3"]
    assert '<img src="a.png" alt="a.png">&#58; it' in card.answer()
