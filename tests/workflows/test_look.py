"""How the app looks is kept on the device: what was typed comes back, and junk never stops a start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, fields
from pathlib import Path

import pytest

from studykit.core.errors import StudykitError, UsageError
from studykit.core.look import THEMES, Look
from studykit.workflows.look import FILE, LOOKS, read_look, set_look, shown_look

OTHERS = {
    "theme": "contrast-light",
    "signs": "plain",
    "letters_answer": "yes",
    "fold_right": "yes",
    "vim": "no",
    "bell": "yes",
}


def test_everything_about_the_look_can_be_set() -> None:
    assert {one.name for one in fields(Look)} == LOOKS.keys() == OTHERS.keys()


def test_a_home_without_a_file_looks_as_usual(tmp_path: Path) -> None:
    assert read_look(tmp_path / "none") == Look()


def test_what_was_set_comes_back_and_can_be_taken_back(tmp_path: Path) -> None:
    home = tmp_path / "new"
    for name, text in OTHERS.items():
        set_look(home, name, text)
    found = read_look(home)
    assert found == Look("studykit-contrast-light", "plain", letters_answer=True, fold_right=True, vim=False, bell=True)
    for name in OTHERS:
        set_look(home, name, None)
    assert read_look(home) == Look()


@pytest.mark.parametrize("name", LOOKS)
def test_what_is_shown_can_be_typed_again(name: str) -> None:
    ((_, text, means),) = shown_look(Look(), name)
    assert LOOKS[name].read(text) == asdict(Look())[name]
    assert means


@pytest.mark.parametrize("name", [*THEMES, "dark", "Light", "contrast-dark"])
def test_a_theme_is_named_whole_or_without_its_first_word(tmp_path: Path, name: str) -> None:
    assert set_look(tmp_path, "theme", name).theme.endswith(name.casefold())


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("theme", "pink", "theme: 'pink' is none of studykit-dark, studykit-light,"),
        ("bell", "loud", "bell: 'loud' is neither yes nor no."),
        ("them", "dark", "Did you mean 'theme'?"),
    ],
)
def test_a_wrong_value_says_the_range_and_changes_nothing(tmp_path: Path, name: str, text: str, says: str) -> None:
    set_look(tmp_path, "theme", "light")
    with pytest.raises(UsageError) as problem:
        set_look(tmp_path, name, text)
    assert says in str(problem.value)
    assert read_look(tmp_path) == Look(theme="studykit-light")


JUNK = [b"", b"\xff\x00", b"[1]", b"null", b"{", b'{"theme": []}', b'{"theme": 7, "vim": "no"}', b"[" * 70_000]


@pytest.mark.parametrize("junk", JUNK)
def test_junk_in_the_file_is_the_usual_look_and_can_be_set_over(tmp_path: Path, junk: bytes) -> None:
    (tmp_path / FILE).write_bytes(junk)
    assert read_look(tmp_path) == Look()
    assert set_look(tmp_path, "bell", "yes") == Look(bell=True)


def test_what_a_newer_studykit_wrote_stays_in_the_file(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"shape": "round", "theme": "studykit-light"}')
    assert set_look(tmp_path, "theme", "dark") == Look()
    assert json.loads((tmp_path / FILE).read_text()) == {"shape": "round", "theme": "studykit-dark"}


def test_a_pipe_in_its_place_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / FILE)
    assert read_look(tmp_path) == Look()
    with pytest.raises(StudykitError):
        set_look(tmp_path, "bell", "yes")


def test_the_look_is_read_before_any_library_is_imported() -> None:
    rooms = {"sqlalchemy", "alembic", "yaml", "markdown_it", "rapidfuzz", "fsrs", "textual"}
    seen = f"import sys, studykit.workflows.look; print(sorted({rooms} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
