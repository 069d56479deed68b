"""What waits for a click or a script is known by the styles of its note type, and is no part of the front."""

from __future__ import annotations

import time

import pytest

from studykit.exchange.anki.hidden import Hidden, hidden_by
from studykit.exchange.anki.html import shown_of


@pytest.mark.parametrize(
    ("css", "template", "selectors"),
    [
        (".hidden { color: red; display : NONE }", "", {".hidden"}),
        ("#key, div.x,p{display:none!important}", "", {"#key", "div.x", "p"}),
        (".a{display:none}.a{display:block}", "", set()),
        (".a{display:block}.a{display:none}", "", {".a"}),
        (".card .a, .a:hover, .a > b, * {display:none}", "", set()),
        ("@media print { .a {display:none} } .b{display:none}", "", {".b"}),
        ("@import 'x'; .b{display:none}", "", {".b"}),
        ("/* .a{display:none} */ .b{/* } */display:none}", "", {".b"}),
        (".a{list-display:none}", "", set()),
        ("", "x<style type='a'>.a{display:none}</style><STYLE>.b{display:none}", {".a", ".b"}),
        ("}} .a{display:none} {", "", {".a"}),
        (".a{display:none", "", set()),
    ],
)
def test_styles_say_what_is_hidden(css: str, template: str, selectors: set[str]) -> None:
    assert hidden_by(css, template).selectors == selectors


@pytest.mark.parametrize("part", ["/*", "{", "}", ".a{", "<style>", ".a{display:none}", "display:none;", ","])
def test_no_style_takes_more_than_a_moment(part: str) -> None:
    begun = time.perf_counter()
    hidden_by(part * (200_000 // len(part)), part * (200_000 // len(part)))
    assert time.perf_counter() - begun < 5


def test_what_waits_is_told_apart_from_what_is_shown() -> None:
    html = (
        '<p>Q</p><div class="x hidden">se<b>cret</b><div>in</div><script>1</script></div><span id=key>k</span> rest'
        '<details class="hint">hint</details><div style="display:none">rubbish</div><p class=late>open'
    )
    shown, aside = shown_of(html, str, Hidden(frozenset((".hidden", "#key", "p.late"))))
    assert "".join(piece.text for piece in shown) == "Q\n\nrest"
    assert aside == ("secret\nin", "k", "hint", "open")


def test_without_styles_everything_is_shown() -> None:
    shown, aside = shown_of('<div class="hidden">a</div>', str, None)
    assert ("".join(piece.text for piece in shown), aside) == ("a", ())
