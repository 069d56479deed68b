"""A package of Anki is no file of questions, and says which verb reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from studykit.cli.verbs import run


@pytest.mark.parametrize("name", ["deck.apkg", "all.COLPKG"])
def test_the_verb_for_packages_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"PK")
    assert run(["import", str(tmp_path / name)]) == 2
    assert "is a package of Anki. To read it: studykit import anki" in capsys.readouterr().err
