"""What leaves is never written over what is kept or read, whatever the path looks like."""

from __future__ import annotations

from pathlib import Path

import pytest

from studykit.core.errors import UsageError
from studykit.workflows.own_files import refuse_own
from tests.workflows.leaving import kitchen, opened


def test_a_note_and_the_home_are_refused_by_any_way(tmp_path: Path) -> None:
    pack, notes = kitchen(tmp_path)
    home = tmp_path / "home"
    (tmp_path / "link.md").symlink_to(notes / "bread.md")
    (tmp_path / "way").symlink_to(home)
    with opened(home, pack, notes) as study:
        for path in (tmp_path / "link.md", tmp_path / "way" / "learner.db", notes / ".." / "notes" / "bread.md"):
            with pytest.raises(UsageError, match="Name another one"):
                refuse_own(study.library, path)


@pytest.mark.parametrize("name", ["~nobody-has-this-name/deck.apkg", "~nobody-has-this-name"])
def test_the_folder_of_a_user_whom_nobody_knows_is_a_name_like_others(tmp_path: Path, name: str) -> None:
    with opened(tmp_path / "home", *kitchen(tmp_path)) as study:
        refuse_own(study.library, Path(name))


def test_a_loop_of_links_is_a_path_like_others(tmp_path: Path) -> None:
    loop = tmp_path / "loop.apkg"
    loop.symlink_to(loop.name)
    with opened(tmp_path / "home", *kitchen(tmp_path)) as study:
        refuse_own(study.library, loop)


def test_a_line_alone_is_no_name_for_a_file(tmp_path: Path) -> None:
    with opened(tmp_path / "home", *kitchen(tmp_path)) as study, pytest.raises(UsageError, match="'-' is no name"):
        refuse_own(study.library, Path("-"))


def test_a_loop_of_links_among_the_notes_is_in_nobodys_way(tmp_path: Path) -> None:
    pack, notes = kitchen(tmp_path)
    (notes / "loop.md").symlink_to("loop.md")
    with opened(tmp_path / "home", pack, notes) as study:
        refuse_own(study.library, tmp_path / "deck.apkg")
