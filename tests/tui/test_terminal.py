"""The app in a real terminal: started, answered, left, killed, and started again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.kept import kept
from tests.tui.terminal import Terminal

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed: left out")
QUESTION = "Choose A–D, then Enter."
MINE = """\
# My oven

- The baking time in the oven is at most 90 minutes.
- The baking time in the oven is at most 80 minutes.
"""
EDITOR = """\
#!/bin/sh
for last; do :; done
echo "- The oven has 4 shelves at most, says my editor." >> "$last"
echo "edited $*" >> "$HOME/edited"
"""

Open = Callable[..., Terminal]


@pytest.fixture
def terminal(home: Path) -> Iterator[Open]:
    """Opens terminals that end with the test."""
    opened: list[Terminal] = []

    def make(**about: str) -> Terminal:
        opened.append(Terminal(f"studykit-{os.getpid()}-{home.name}-{len(opened)}", home, **about))  # type: ignore[arg-type]
        return opened[-1]

    yield make
    for one in opened:
        one.end()


def test_the_first_question_is_one_key_away_and_its_answer_is_there_the_next_time(terminal: Open, home: Path) -> None:
    shown = terminal()
    shown.start()
    shown.wait_for("Start now", "Enter starts.")
    shown.press("Enter")
    shown.wait_for(QUESTION)
    assert shown.keys == 1
    shown.press("a")
    shown.wait_for("A is chosen. Enter answers.")
    shown.press("Enter")
    assert "Counts as" in shown.wait_for("Saved.")
    shown.press("q")
    shown.wait_for("studykit › Today")
    shown.press("q")
    assert "LEFT 0" in shown.left()
    with kept(home) as store:
        assert len(store.reviews()) == 1
    shown.start()
    assert "Welcome" not in shown.wait_for("1 card answered today.")


def test_an_exam_goes_on_after_the_program_was_killed(terminal: Open, home: Path) -> None:
    shown = terminal()
    shown.start()
    shown.wait_for("Start now", "Enter starts.")
    shown.press("g")
    shown.wait_for("e Exam")
    shown.press("e")
    shown.wait_for("Enter begins")
    shown.press("Enter")
    at = 1
    while "( ) A" not in shown.wait_for(f"{at} of 65", "0 answered"):  # the day's paper may begin with one of several
        shown.press("Right")
        at += 1
    shown.press("a")
    shown.press("Right")
    shown.wait_for(f"{at + 1} of 65")
    pane = int(shown.told("pane_pid"))
    found = subprocess.run(["pgrep", "-P", str(pane)], capture_output=True, text=True, check=True)
    os.kill(int(found.stdout.split()[0]), signal.SIGKILL)
    shown.wait_for("LEFT 137")
    shown = terminal()  # nothing could put the other one in order again
    shown.start()
    shown.wait_for("Go on with", "of 65")
    shown.press("Enter")
    shown.wait_for("1 of 65 answers are saved.")
    shown.press("Enter")
    shown.wait_for("of 65", "1 answered")


def test_every_way_out_leaves_the_terminal_as_it_was(terminal: Open) -> None:
    shown = terminal()
    for key in ("C-c", "C-q", "q"):
        shown.start()
        shown.wait_for("Start now", "Enter starts.")
        assert shown.told("alternate_on") == "1"
        shown.press(key)
        assert "LEFT 0" in shown.left()
        assert "Traceback" not in shown.screen()
        assert [shown.told(one) for one in ("alternate_on", "mouse_any_flag", "cursor_flag")] == ["0", "0", "1"]
        modes = shown.shell("stty -a")
        assert not {"-echo", "-icanon", "-isig", "-opost"}.intersection(modes.replace(";", " ").split())


def test_a_question_is_left_by_esc_alone_as_by_q(terminal: Open) -> None:
    shown = terminal()
    shown.start()
    shown.wait_for("Start now", "Enter starts.")
    for key in ("Escape", "q"):
        shown.press("Enter")
        shown.wait_for(QUESTION)
        shown.press(key)
        shown.wait_for("Start now", but=QUESTION)


@pytest.mark.parametrize("term", ["screen", "tmux-256color", "xterm", "linux"])
def test_every_kind_of_terminal_shows_a_question(terminal: Open, term: str) -> None:
    shown = terminal(TERM=term)
    shown.start()
    shown.wait_for("Start now", "Enter starts.")
    shown.press("Enter")
    seen = shown.wait_for("Choose A", "then Enter.")
    assert ("⏎ Answer" in seen) == (term != "linux")
    assert ("Enter Answer" in seen) == (term == "linux")
    shown.press("C-c")
    assert "LEFT 0" in shown.left()


def test_where_only_plain_letters_can_be_shown_the_signs_are_plain(terminal: Open) -> None:
    shown = terminal(LC_ALL="C")
    shown.start()
    assert shown.wait_for("Enter Start", "Start now", "Enter starts.").isascii()
    shown.press("g")
    assert shown.wait_for("t Today").isascii()


def test_mouse_paste_and_sizes(terminal: Open) -> None:
    shown = terminal()
    shown.start()
    shown.wait_for("Start now", "Enter starts.")
    shown.click("g Go to")
    shown.wait_for("f Facts")
    shown.press("f")
    shown.wait_for("studykit › Facts", "apigateway")
    shown.press("/")
    shown.wait_for("Leave the field")
    shown.paste("x[/b]\t" + "y" * 4_995)
    shown.wait_for("yyyy")
    for columns, height, words in ((120, 36, "studykit › Facts"), (40, 12, "Facts"), (28, 9, "needs 32×12")):
        shown.resize(columns, height)
        shown.wait_for(words)
    shown.resize(80, 24)
    shown.wait_for("studykit › Facts", "yyyy")
    shown.press("Escape")
    shown.wait_for("studykit › Facts", but="yyyy")
    shown.press("C-c")
    assert "LEFT 0" in shown.left()


def test_own_notes_are_added_edited_and_read_again(terminal: Open, home: Path) -> None:
    notes = home / "aws"
    notes.mkdir()
    (notes / "mine.md").write_text(MINE)
    editor = home / "editor.sh"
    editor.write_text(EDITOR)
    editor.chmod(0o755)
    shown = terminal(EDITOR=str(editor), VISUAL="")
    shown.start()
    shown.wait_for("Start now", "Enter starts.")
    shown.press("g")
    shown.wait_for("n Notes")
    shown.press("n")
    shown.wait_for("studykit › Notes")
    shown.press("+")
    shown.wait_for("Folder or file")
    shown.type("aws")
    shown.wait_for("~/aws")
    shown.press("Enter")
    shown.wait_for("2 claims", "Your notes are on the desk.")
    assert shown.keys == len("gn+") + len("aws") + len(["Enter"])
    shown.press("Down")
    shown.press("Enter")
    shown.wait_for("studykit › Notes", "mine.md", but="Reading")
    shown.press("Down")
    shown.press("E")
    edited = home / "edited"
    shown.wait_until(lambda _: edited.exists() and "mine.md" in edited.read_text(), "the editor")
    shown.wait_for("studykit › Notes")
    assert shown.told("alternate_on") == "1"
    shown.press("C-q")
    assert "LEFT 0" in shown.left()
