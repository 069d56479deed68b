"""A page of plots and tables: self-contained, light and dark, printed well, nothing in it runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from studykit.core.text import printable
from studykit.exchange.html_style import STYLE

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_PLOTS = """\
:root { --shade: #0550ae }
@media (prefers-color-scheme: dark) { :root { --shade: #8ab8ff } }
main { max-width: 52rem }
.figure { font-size: 2.2rem; font-weight: 700; line-height: 1.2 }
svg { display: block; width: 100%; height: auto; margin: .6rem 0; font: 13px system-ui, sans-serif }
svg path { fill: none; stroke-width: 1.5 }
.ink { fill: var(--text) } .faint { fill: var(--faint) } .line { stroke: var(--line) }
.main { stroke: var(--link) } .dot, .bar { fill: var(--link) }
.ring { fill: var(--ground); stroke: var(--link); stroke-width: 2.5 }
.warn { stroke: var(--wrong); stroke-width: 2 } svg .wide { stroke-width: 3 }
.shade0 { fill: var(--line); opacity: .5 } .shade1, .shade2, .shade3, .shade4 { fill: var(--shade) }
.shade1 { opacity: .35 } .shade2 { opacity: .55 } .shade3 { opacity: .8 }
table { border-collapse: collapse; width: 100%; font-size: .9rem }
th, td { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
@media print { :root { --shade: #000 } section { break-inside: avoid } }
"""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page."""

    title: str
    figure: str
    """What is printed large; empty: nothing is."""
    sentences: tuple[str, ...]
    plot: str
    """SVG of ``drawing.svg``; empty: none."""
    table: tuple[tuple[str, ...], ...]
    """The same figures; the first row names the columns. Empty: none."""


def write_report(title: str, about: str, sections: Sequence[Section]) -> str:
    """The page."""
    return "".join(f"{line}\n" for line in _page(title, about, sections))


def _page(title: str, about: str, sections: Sequence[Section]) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_safe(title)}</title>\n<style>\n{STYLE}{_PLOTS}</style>\n</head>\n<body>\n<main>"
    yield f'<header>\n<h1 dir="auto">{_safe(title)}</h1>\n<p class="about">{_safe(about)}</p>\n</header>'
    for one in sections:
        yield from _section(one)
    yield "</main>\n</body>\n</html>"


def _section(one: Section) -> Iterator[str]:
    yield f"<section>\n<h2>{_safe(one.title)}</h2>"
    if one.figure:
        yield f'<p class="figure">{_safe(one.figure)}</p>'
    for sentence in one.sentences:
        yield f"<p>{_safe(sentence)}</p>"
    if one.plot:
        yield one.plot
    if one.table:
        yield "<details><summary>The figures</summary>\n<table>"
        for at, row in enumerate(one.table):
            cell = "td" if at else "th"
            yield f"<tr>{''.join(f'<{cell}>{_safe(text)}</{cell}>' for text in row)}</tr>"
        yield "</table></details>"
    yield "</section>"


def _safe(text: str) -> str:
    return escape(printable(text))
