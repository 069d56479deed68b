from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.exchange.anki.html import Piece, pieces_of, text_of

MADE = [
    ("plain", "plain"),
    ("a<br>b<br/>c", "a\nb\nc"),
    ("a<div>b</div>c", "a\nb\nc"),
    ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
    ("<p>a</p><p>b</p>", "a\n\nb"),
    ("a  \n\t b", "a b"),
    ("<b>a</b><i> b</i> c", "a b c"),
    ("&lt;b&gt; &amp;amp; &quot;x&quot; &#65;", '<b> &amp; "x" A'),
    ("if x:&nbsp;<br>&nbsp;&nbsp;return 1", "if x:\n  return 1"),
    ("<pre>def f():\n    return 1\n</pre>after", "def f():\n    return 1\n\nafter"),
    ("<pre><code>a\r\n  b</code></pre>", "a\n  b"),
    ("use <code>ls -l</code> there", "use ls -l there"),
    ("<ul><li>one</li><li>two</li></ul>", "• one\n• two"),
    ("x<ol start=3><li>c<li>d</ol>y", "x\n\n3. c\n4. d\n\ny"),
    ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "• a\n  • b\n• c"),
    ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td></td><td>3</td></tr></table>", "a | b\n1 | | 3"),
    ("<table><tr><th><p>a</p></th><th><p>b</p></th></tr><tr><td><div>1</div></td><td></td><td><p>3</p></td></tr></table>c",
     "a | b\n1 | | 3\n\nc"),
    ("x<table><tr><td><p>a</p><p>b</p></td><td><ul><li>c</li></ul></td></tr></table>", "x\n\na\n\nb | • c"),
    ("<ol type=A><li>a</li><li>b</li></ol><ol style='list-style-type: lower-roman' start=4><li>c<li>d</ol>",
     "A. a\nB. b\n\niv. c\nv. d"),
    ("<ol type=a start=26><li>a<li>b</ol><ol type=I start=40><li>c</ol>", "z. a\n27. b\n\n40. c"),
    ("x<sup>2</sup>, 10<sup>-3</sup>, e<sup>ax</sup>, H<sub>2</sub>O, v<sub>max</sub>, a<sup></sup>",
     "x², 10⁻³, e^(ax), H₂O, v_(max), a"),
    ("<a href='https://a.b/c'>here</a>, <a href='#x'>there</a>, <a href='https://a.b'>https://a.b</a>",
     "here (https://a.b/c), there, https://a.b"),
    ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字", "漢(かん)字"),
    (r"\(x^{2}\) and \[a \lt b\] and [latex]\alpha[/latex] and [$]y[/$]",
     r"\(x^{2}\) and \[a \lt b\] and [latex]\alpha[/latex] and [$]y[/$]"),
    ('<anki-mathjax>a &lt; b</anki-mathjax>, <anki-mathjax block="true">c</anki-mathjax>', r"\(a < b\), \[c\]"),
    ("<img src='a%20b.png'> <img src=\"c.svg\" alt=x>", "[picture: a b.png] [picture: c.svg]"),
    ("<img src='data:image/png;base64,AAAA' alt='a cat'><img src='data:x'>", "[picture: a cat][picture]"),
    ("<img src='https://a.b/c%20d.png'>", "[picture: https://a.b/c d.png]"),
    ("say [sound:a b.mp3]", "say [sound: a b.mp3]"),
    ("<audio controls><source src='x.ogg'></audio>", "[sound: x.ogg]"),
    ("[anki:play:q:0]x[[type:Back]]", "x"),
    ("<style>.a{}</style><script>alert('</b>')</script>x<title>t</title>", "x"),
    ("a<div style='display: none'>b<b>c</b></div>d", "ad"),
    ("<span style='display:none'>a<br><img src=x.png></span>b", "b"),
    ("a<!-- b -->c<![CDATA[d]]>e", "ace"),
    ("<b>unclosed <i>soup</b></span></td> rest", "unclosed soup rest"),
    ("a\x00b\x07c\ud800d", "abcd"),
    ("<li>lonely", "• lonely"),
    ("<h1>T</h1>x<hr>y", "T\n\nx\n\ny"),
    ("a<sup>b<script>c", "a^b"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "text"), MADE)
def test_html_becomes_the_text_that_it_shows(html: str, text: str) -> None:
    assert text_of(html) == text


def test_pictures_and_sounds_get_the_names_that_they_are_kept_by() -> None:
    asked: list[str] = []

    def named(name: str) -> str:
        asked.append(name)
        return f"n{len(asked)}"

    html = "<img src='caf%C3%A9.png'>[sound:a&amp;b.mp3]<img src='//far/x.png'><noscript><img src=no.png></noscript>"
    assert text_of(html, named) == "[picture: n1][sound: n2][picture: //far/x.png]"
    assert asked == ["café.png", "a&b.mp3"]


def test_gaps_are_told_apart() -> None:
    html = "A <span class='cloze'>b<br><b>c</b> <span class=cloze>d</span></span> e <span class='x cloze'>f</span>"
    html += "<span class=cloze-inactive>g</span>"
    gaps: dict[int, str] = {}
    for piece in pieces_of(html):
        gaps[piece.gap] = gaps.get(piece.gap, "") + piece.text
    assert gaps == {0: "A  e g", 1: "b\nc d", 2: "f"}
    assert pieces_of("<span class=cloze>x</span>") == (Piece("x", 1),)


MANY = 20_000
HOSTILE = (
    *("<", "<a ", "<!--", "<!", "<?", "</", "&", "&#", "<![", '<a x="', "<div>", "<svg>", "</svg>", "<sup>x", "<br>"),
    *("<a href=//x>y", "<span class=cloze>x", "[sound:", "[anki:play:", "[[type:", "<script>", " \n", "<ul><li>x"),
    *("<pre>  ", "<b title=' ", "<p style='display  ", "&#9999999999;", "\u00a0", "<x a = b "),
)


@pytest.mark.parametrize("part", HOSTILE)
def test_no_text_takes_more_than_a_moment(part: str) -> None:
    """Each took a parser minutes, or was more than it could bear."""
    assert text_of(f"before {part * MANY}").startswith("before")
    assert text_of(f"<pre>x{part * MANY}y</pre>").startswith("x")


def test_numbers_that_are_no_letters_are_shown_as_such() -> None:
    assert text_of("a&#" + "9" * 5000 + ";b") == "a\ufffdb"


@given(st.text(alphabet="<>/abulio pretd&;=\"' \n!-[]", max_size=60))
def test_any_soup_is_read(html: str) -> None:
    text = text_of(html)
    assert text == text.strip()
    assert "\n\n\n" not in text


@given(st.text(alphabet=st.characters(exclude_categories=["C"], exclude_characters="["), max_size=60))
def test_text_without_markup_stays(text: str) -> None:
    from html import escape

    shown = text_of(escape(text))
    assert "".join(shown.split()) == "".join(text.replace("\u00ad", "").split())
