"""Sixteen notes in as many styles, annotated by somebody who had not seen the reader: a floor under what it reads.

The vocabulary was extended while these notes were in sight, so the figures are no blind ones any more.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from studykit.facts.record import limit_record
from studykit.notes.files import NoteFile
from studykit.packs.reader import read_pack
from studykit.workflows.read_notes import Reading
from tests.blind.scoring import Names, read_found, read_wanted, score

HERE = Path(__file__).parent
PACK = HERE.parents[1] / "content" / "aws-serverless"


@pytest.mark.parametrize(("mode", "least"), [("value", 0.92), ("lenient", 0.88), ("strict", 0.79)])
def test_notes_of_many_styles_are_read(mode: str, least: float) -> None:
    reading = Reading(read_pack(PACK)[0])
    notes = [NoteFile(path.name, path, path.read_text("utf-8")) for path in sorted(HERE.glob("b*.md"))]
    found = read_found(limit_record(limit) for note in notes for limit in reading.read([note]).limits)
    assert score(read_wanted(HERE / "gold.yaml"), found, mode, Names(HERE / "attributes.yaml")).f1 >= least
