"""A line of Markdown, as people and their programs write it, and its words."""

from __future__ import annotations

import time

import pytest

from studykit.notes.markup import plain


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("`Vec<T>`, `__init__`, `**kwargs` and `\\.`", "Vec<T>, __init__, **kwargs and \\."),
        ("**`x` is** bold, ``a ` b`` too", "x is bold, a ` b too"),
        ("~~`a`~~ then `b` ![i](`c`.png) `d`", "then b d"),
        ("\\`no code\\` and a lone ` tick", "`no code` and a lone ` tick"),
        ("$x^*y^*$ and $\\{x\\}$ and **$a*b$**", "$x^*y^*$ and $\\{x\\}$ and $a*b$"),
        ("costs $5 and *not* $10", "costs $5 and not $10"),
        ("$connect *runs*, then $default", "$connect runs, then $default"),
    ],
)
def test_code_and_formulas_stay_as_they_are(line: str, words: str) -> None:
    assert plain(line) == words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("[[WAL|write-ahead log]], [[OSPF#Areas|areas]], [[Simple]]", "write-ahead log, areas, Simple"),
        ("[[Note#Head]] and [[#Head]]", "Note and Head"),
        ("a matrix[[0]]", "a matrix[[0]]"),
        ("![[pic 1.png]] text %%hidden%% more", "text more"),
        ("5 % and 6 % of %%", "5 % and 6 % of %%"),
        ("[!warning]- Mind this", "Mind this"),
        ("is VLAN 1 ^native", "is VLAN 1"),
        ("2 ^n", "2 ^n"),
        ("x ==big deal== y", "x big deal y"),
        ("a==b and c==d", "a==b and c==d"),
        ("a fact.[^1]", "a fact."),
        ("[^1]: Where it is said", "Where it is said"),
        ("[Foo](https://en.example/wiki/Foo_(bar)) ends", "Foo ends"),
        ("![cycle](<pics/krebs cycle (1).png>) ends", "ends"),
        ("[a](left(open) ends", "a ends"),
    ],
)
def test_what_note_programs_mark_is_not_said(line: str, words: str) -> None:
    assert plain(line) == words


@pytest.mark.parametrize("piece", ["`", "$a", "[[a|", "==", "%%", "[x]((", "`` ", "[^"])
def test_marks_that_never_end_hold_nothing_up(piece: str) -> None:
    start = time.perf_counter()
    plain(piece * 20_000)
    assert time.perf_counter() - start < 5
