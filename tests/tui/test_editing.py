"""The learner's own editor, at the line."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.app import App

from studykit.tui.editing import command, edit

NOTE = Path("/notes/a b.md")


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("vi", ["vi", "+31", "/notes/a b.md"]),
        ("/usr/bin/nvim -R", ["/usr/bin/nvim", "-R", "+31", "/notes/a b.md"]),
        ("emacs -nw", ["emacs", "-nw", "+31", "/notes/a b.md"]),
        ("nano", ["nano", "+31", "/notes/a b.md"]),
        ("hx", ["hx", "/notes/a b.md:31"]),
        ("code", ["code", "--wait", "-g", "/notes/a b.md:31"]),
        ("code -w", ["code", "-w", "-g", "/notes/a b.md:31"]),
        ("gedit", ["gedit", "/notes/a b.md"]),
        ("'half", ["'half", "/notes/a b.md"]),
    ],
)
def test_each_editor_is_told_the_line_in_its_own_way(wanted: str, words: list[str]) -> None:
    assert command({"EDITOR": wanted}, NOTE, 31) == words
    assert command({"VISUAL": wanted, "EDITOR": "ed"}, NOTE, 31) == words


def test_without_a_line_the_file_is_opened() -> None:
    assert command({"EDITOR": "vi"}, NOTE, 0) == ["vi", "/notes/a b.md"]


def test_a_name_is_never_taken_for_an_option() -> None:
    assert command({"EDITOR": "vi"}, Path("-c.md"), 1)[-1].startswith("/")


@pytest.mark.parametrize("environment", [{}, {"EDITOR": " "}])
def test_no_editor_is_no_command(environment: dict[str, str]) -> None:
    assert command(environment, NOTE, 1) == []


class Suspending(App[None]):
    """An app that can be suspended without a terminal."""

    suspended = 0

    @contextmanager
    def suspend(self) -> Iterator[None]:
        self.suspended += 1
        yield


def script(folder: Path, code: int) -> str:
    path = folder / "editor"
    path.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{folder}/called"\nexit {code}\n')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def editing(app: App[Any], monkeypatch: pytest.MonkeyPatch, editor: str) -> str:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", editor)
    return edit(app, NOTE, 31)


def test_the_app_waits_for_the_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = Suspending()
    assert editing(app, monkeypatch, script(tmp_path, 0)) == ""
    assert app.suspended == 1
    assert (tmp_path / "called").read_text() == "/notes/a b.md\n"


def test_what_goes_wrong_is_a_sentence_that_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = Suspending()
    assert "export EDITOR=nano" in editing(app, monkeypatch, "")
    assert "ended with code 3." in editing(app, monkeypatch, script(tmp_path, 3))
    assert "cannot be started" in editing(app, monkeypatch, str(tmp_path / "no-such-editor"))


async def test_where_the_app_cannot_step_aside_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    app: App[None] = App()
    async with app.run_test():
        assert "no room for an editor" in editing(app, monkeypatch, "vi")
