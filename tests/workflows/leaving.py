"""A study of a small pack and a note with pictures, out of which cards leave."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

from studykit.workflows.new_pack import write_pack
from studykit.workflows.open_library import open_library
from studykit.workflows.open_study import open_study
from studykit.workflows.places import Places
from studykit.workflows.study import Study
from tests.kept import places_of

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
PICTURE = b"\x89PNG\r\n\x1a\n of a loaf"
NOTE = """\
# Bread

## Words

- **Crumb**: the soft inside of a loaf
  ![a cut loaf](pictures/loaf.png)
- **Crust**: the hard outside

## Phases of a day

1. Mixing
2. Resting
3. Baking
4. Cooling
"""


def kitchen(tmp_path: Path, note: str = NOTE) -> tuple[Path, Path]:
    """The folders of the pack and of the notes."""
    pack, notes = tmp_path / "bread", tmp_path / "notes"
    write_pack(pack)
    (notes / "pictures").mkdir(parents=True)
    (notes / "pictures" / "loaf.png").write_bytes(PICTURE)
    (notes / "bread.md").write_text(note)
    return pack, notes


def opened(
    home: Path, pack: Path, *notes: Path, clock: Callable[[], datetime] = lambda: NOON
) -> AbstractContextManager[Study]:
    """A session over them, as the command line opens one."""
    places: Places = places_of(home)
    return open_study(places, open_library(places, str(pack), notes), clock)
