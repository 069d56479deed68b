"""Terminals that cannot show signs get plain ones."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from studykit.tui.signs import PLAIN, RICH, plain, signs
from tests.tui.looking import text
from tests.tui.stage import app, card, loaded, question, staged


def test_plain_signs_are_ascii_and_right_differs_from_wrong() -> None:
    assert all(sign.isascii() for sign in dataclasses.astuple(PLAIN))
    assert PLAIN.right != PLAIN.wrong


@pytest.mark.parametrize("term", ["linux", "dumb"])
def test_a_bare_terminal_gets_plain_signs(term: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", term)
    assert signs() is PLAIN
    assert plain("a › b · 1–4 … ‹ c ›").isascii()


def test_a_locale_without_utf8_gets_plain_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr("locale.getpreferredencoding", lambda **_: "ISO-8859-1")
    assert signs() is PLAIN


@pytest.mark.parametrize("named", [{"LC_ALL": "C"}, {"LANG": "POSIX"}, {"LANG": "C", "LC_CTYPE": "C.UTF-8"}], ids=str)
def test_the_locale_c_gets_plain_signs_though_python_says_utf8_of_it(
    named: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr("locale.getpreferredencoding", lambda **_: "UTF-8")
    assert signs() is RICH
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    assert signs() is PLAIN


def test_other_terminals_keep_the_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setattr("locale.getpreferredencoding", lambda **_: "UTF-8")
    assert signs() is RICH
    assert plain("a › b") == "a › b"


async def test_the_frame_of_every_screen_is_ascii_on_a_bare_terminal(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "linux")
    asked = question("limit:one", "Plain words?", (("first", False), ("second", True)))
    shown = app(staged(home, (card("limit:one"), asked)))
    async with shown.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        for keys in ((), ("enter",), ("question_mark",), ("escape",), ("b", "enter"), ("enter",)):
            await pilot.press(*keys)
            await pilot.pause()
            assert text(shown).isascii(), text(shown)
