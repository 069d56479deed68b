"""What a package says, read by nothing of the program."""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path


def guids_in(package: Path) -> set[str]:
    """The guid of each note."""
    with zipfile.ZipFile(package) as packed, closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(packed.read("collection.anki2"))
        return {guid for (guid,) in db.execute("select guid from notes")}
