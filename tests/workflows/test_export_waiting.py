"""Cards that may still be there are not gone: the learner is to say which they are, or an error hides them."""

from __future__ import annotations

from pathlib import Path

import pytest

from studykit.cli.main import main
from studykit.core.review import Rating
from studykit.workflows.export import Leaving, check_anki, export_anki
from studykit.workflows.moved import waits
from studykit.workflows.showing import Showing
from tests.workflows.leaving import kitchen, opened

NOTE = """\
# Bread

- **Crumb**: the soft inside of a loaf, white or brown, with small holes
- **Crust**: the hard outside of a loaf, which the heat of the oven makes
"""
CRUMB = NOTE.splitlines()[2]
LIKE = "- **Crumb of a loaf**: what is inside, soft and full of holes"
"""So like the card that it may be it, and not so like that it must."""


@pytest.mark.parametrize("answered", [True, False])
def test_a_card_that_waits_is_neither_new_nor_gone(tmp_path: Path, answered: bool) -> None:
    """It may have a history here, or there: it left for Anki."""
    pack, notes = kitchen(tmp_path, NOTE)
    path, home = tmp_path / "deck.apkg", tmp_path / "home"
    with opened(home, pack, notes) as study:
        if answered:
            showing = Showing(study.cards["definition:crumb"], None, 1, 1)
            study.answer(showing, chosen="", rating=Rating.GOOD, duration=1)
        before = export_anki(study, Leaving(), path).written.new
        assert waits(study) == ()
    (notes / "bread.md").write_text(NOTE.replace(CRUMB, LIKE))
    with opened(home, pack, notes) as study:
        assert study.cards.waiting == {"definition:crumb"}
        (told,) = waits(study)
        assert "studykit reconcile" in told
        found = check_anki(study, Leaving()).written
        assert (found.new, found.updated, found.unchanged, found.removed) == (0, 0, before - 1, 0)


def test_the_command_says_what_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pack, notes = kitchen(tmp_path, NOTE)
    monkeypatch.setenv("STUDYKIT_HOME", str(tmp_path / "home"))
    wanted = ["export", "anki", str(tmp_path / "deck.apkg"), "--pack", str(pack), "--notes", str(notes)]
    assert main(wanted) == 0
    assert "reconcile" not in capsys.readouterr().err
    (notes / "bread.md").write_text(NOTE.replace(CRUMB, LIKE))
    assert main(wanted) == 0
    said = capsys.readouterr()
    assert "Edited notes may hold 1 card in other words" in said.err
    assert "gone here" not in said.out
    assert main(["reconcile", "--is", "definition:crumb-of-a-loaf", "new", *wanted[3:]]) == 0
    assert main(wanted) == 0
    said = capsys.readouterr()
    assert "reconcile" not in said.err
    assert "1 card of them is gone here" in said.out


BROKEN = "notes/bread.md", "bread/domains/oven.bake.yaml"


@pytest.mark.parametrize("broken", BROKEN)
def test_what_an_error_left_out_is_not_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], broken: str
) -> None:
    pack, notes = kitchen(tmp_path, NOTE)
    (notes / "other.md").write_text("# Milk\n\n- **Whey**: what is left of milk when the cheese is taken out\n")
    monkeypatch.setenv("STUDYKIT_HOME", str(tmp_path / "home"))
    wanted = ["export", "anki", str(tmp_path / "deck.apkg"), "--pack", str(pack), "--notes", str(notes)]
    assert main(wanted) == 0
    capsys.readouterr()
    file = tmp_path / broken
    whole = file.read_bytes()
    file.write_bytes(
        b"\x00\x00" + whole if broken.endswith(".md") else whole.replace(b"outcome: doughy", b"outcome: x")
    )
    assert main(wanted) == 2
    said = capsys.readouterr()
    assert "Errors left something out" in said.err
    assert ("0 updated" in said.out, "gone here" in said.out) == (True, False)
    file.write_bytes(whole)
    assert main(wanted) == 0
    said = capsys.readouterr()
    assert ("0 updated" in said.out, "Errors left" in said.err) == (True, False)


def test_what_another_file_lost_is_gone_whatever_errors_a_note_has(tmp_path: Path) -> None:
    pack, notes = kitchen(tmp_path, NOTE)
    (notes / "other.md").write_text("# Milk\n\n- **Whey**: what is left of milk when the cheese is taken out\n")
    with opened(tmp_path / "home", pack, notes) as study:
        export_anki(study, Leaving(), tmp_path / "deck.apkg")
    (notes / "other.md").write_bytes(b"\x00\x00")
    (notes / "bread.md").write_text(NOTE.replace(f"{CRUMB}\n", ""))
    with opened(tmp_path / "home", pack, notes) as study:
        assert check_anki(study, Leaving()).written.removed == 1


def test_the_cards_of_a_note_that_is_a_link_to_nowhere_wait(tmp_path: Path) -> None:
    pack, notes = kitchen(tmp_path, NOTE)
    path, home = tmp_path / "deck.apkg", tmp_path / "home"
    (notes / "other.md").write_text("- **Oven**: a hot box that bakes bread")
    with opened(home, pack, notes) as study:
        before = export_anki(study, Leaving(), path).written.new
    (notes / "bread.md").unlink()
    (notes / "bread.md").symlink_to(tmp_path / "drive-that-is-not-there" / "bread.md")
    with opened(home, pack, notes) as study:
        written = export_anki(study, Leaving(), path).written
        assert [one.file for one in study.library.diagnostics] == ["bread.md"]
    assert (written.removed, written.updated, written.unchanged) == (0, 0, before - 2)
