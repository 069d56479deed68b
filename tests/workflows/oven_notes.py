"""A learner's notes beside those of the pack about bread."""

from __future__ import annotations

from pathlib import Path

from studykit.workflows.desk import Desk
from studykit.workflows.new_pack import write_pack
from tests.kept import places_of

OTHER = "# The school oven\n- The oven has 5 shelves at most.\n"


def write_vault(folder: Path, mine: str) -> Path:
    """Two notes, one of them in a folder of its own."""
    (folder / "deep").mkdir(parents=True)
    (folder / "oven-a.md").write_text(mine)
    (folder / "deep" / "b.md").write_text(OTHER)
    return folder


def desk_with(home: Path, pack: Path, vault: Path) -> Desk:
    """The pack and the notes on one desk."""
    write_pack(pack)
    return Desk(places_of(home), str(pack), (vault,))
