"""HTML of somebody's Anki cards → plain text that says the same: lists, tables, code, formulas, pictures and sounds."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from studykit.exchange.anki.hidden import Hidden
from studykit.exchange.strange_html import tokens
from studykit.exchange.text_flow import Flow, Piece, tidy

__all__ = ["Named", "Piece", "pieces_of", "shown_of", "text_of"]

Named = Callable[[str], str]
"""Name of a picture or a sound in the package → the name under which it is kept here."""
_Told = Mapping[str, str]

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead",
    "tr", "ul",
))  # fmt: skip
_APART = frozenset(("blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p", "pre", "table", "ul"))
"""Blocks with an empty line around them; lists in lists have none."""
_SKIPPED = frozenset(("head", "noscript", "rp", "script", "select", "style", "svg", "template", "textarea", "title"))
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_KEEPING = frozenset(("pre", "listing", "xmp"))
_GATHERED = frozenset(("a", "rt", "sup", "sub", "anki-mathjax"))
_SOUND = re.compile(r"\[sound:([^\]\n]{1,300})\]")
_NOISE = re.compile(r"\[anki:play:[^\]]{0,60}\]|\[\[type:[^\]]{0,300}\]\]")
_FAR = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,6}")
_HIDDEN = re.compile(r"display\s*+:\s*+none", re.IGNORECASE)
_HINT = "hint"
"""The class of what Anki shows on a click."""
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*+:\s*+(?:upper|lower)-(?:alpha|latin|roman)", re.IGNORECASE)
_NUMBERED = {"upper-alpha": "A", "upper-latin": "A", "lower-alpha": "a", "lower-latin": "a"} | {
    "upper-roman": "I",
    "lower-roman": "i",
}
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LAST_ROMAN = 39
_RAISED = dict(zip("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", strict=True))
_LOWERED = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))
_SHIFTED = {"sup": (_RAISED, "^"), "sub": (_LOWERED, "_")}
_DEEPEST = 12
"""Lists in lists that are set in, and links or raised signs in one another; deeper ones are taken as they come."""


def text_of(html: str, named: Named = str) -> str:
    """What a browser would show, as plain text; ``[picture: NAME]`` and ``[sound: NAME]`` where there is one."""
    return tidy("".join(piece.text for piece in pieces_of(html, named)))


def pieces_of(html: str, named: Named = str) -> tuple[Piece, ...]:
    """The same text in pieces, so that the gaps of a cloze card are told apart from the rest."""
    return shown_of(html, named, None)[0]


def shown_of(html: str, named: Named, hidden: Hidden | None) -> tuple[tuple[Piece, ...], tuple[str, ...]]:
    """What is shown at once, and the texts that wait for a click or a script; without ``hidden`` nothing waits."""
    reader = _Reader(named, hidden)
    for token in tokens(_NOISE.sub("", html)):
        if isinstance(token, str):
            reader.text(token)
        elif token.ends:
            reader.end(token.name)
        else:
            reader.begin(token.name, token.told)
    return reader.pieces(), tuple(filter(None, reader.aside))


@dataclass(slots=True)
class _Listed:
    """A list that is open."""

    ordered: bool
    number: int = 1
    sign: str = "1"
    """How its points are numbered: ``1``, ``A``, ``a``, ``I`` or ``i``."""


@dataclass(slots=True)
class _Gathered:
    """A part of the text that is put down as a whole, once it is known."""

    tag: str
    told: _Told
    texts: list[str] = field(default_factory=list)


class _Reader:
    def __init__(self, named: Named, hidden: Hidden | None = None) -> None:
        self._named, self._hidden = named, hidden
        self._flow = Flow()
        self.aside: list[str] = []
        """Texts that are not shown at once."""
        self._inner: _Reader | None = None
        """What reads the one that is open."""
        self._skipped, self._depth = "", 0
        """The element that is open and not shown, and how many of its name are open since."""
        self._lists: list[_Listed] = []
        self._keeping = self._gaps = self._open_gaps = self._cells = 0
        self._begun = -1
        """How much was said when the cell of a table began that has no text yet."""
        self._spans: list[bool] = []
        """Of the open spans, which are gaps."""
        self._gathered: list[_Gathered] = []
        self._opened: dict[str, Callable[[_Told], None]] = {
            "br": lambda _: self._flow.end_line(),
            "img": self._picture,
            **dict.fromkeys(("audio", "video", "source", "embed"), self._sound),
            **dict.fromkeys(("ul", "ol"), self._list),
            "li": self._point,
            "tr": self._row,
            **dict.fromkeys(("td", "th"), self._cell),
            "span": self._span,
        }

    def pieces(self) -> tuple[Piece, ...]:
        self._put_aside()
        while self._gathered:
            self._put_down()
        return tuple(self._flow.pieces)

    def begin(self, tag: str, told: _Told) -> None:
        if self._skipped:
            self._depth += tag == self._skipped
            if self._inner is not None:
                self._inner.begin(tag, told)
        elif tag not in _VOID and (tag in _SKIPPED or _HIDDEN.search(told.get("style", ""))):
            self._skipped, self._depth = tag, 1
        elif self._hidden is not None and tag not in _VOID and _waits(self._hidden, tag, told):
            self._skipped, self._depth, self._inner = tag, 1, _Reader(self._named)
        else:
            self._open(tag, told)

    def end(self, tag: str) -> None:
        if not self._skipped:
            self._shut(tag)
            return
        self._depth -= tag == self._skipped
        if not self._depth:
            self._skipped = ""
            self._put_aside()
        elif self._inner is not None:
            self._inner.end(tag)

    def text(self, text: str) -> None:
        if not self._skipped:
            self._say(_SOUND.sub(lambda found: self._file("sound", found[1]), text))
        elif self._inner is not None:
            self._inner.text(text)

    def _put_aside(self) -> None:
        if self._inner is not None:
            self.aside.append(tidy("".join(piece.text for piece in self._inner.pieces())))
        self._inner = None

    def _open(self, tag: str, told: _Told) -> None:
        if tag in _BLOCKS:
            self._line(2 if tag in _APART and not self._lists else 1)
        if tag in _KEEPING:
            self._keep(1)
        elif tag in _GATHERED and len(self._gathered) < _DEEPEST:
            self._gathered.append(_Gathered(tag, told))
        elif tag in self._opened:
            self._opened[tag]({**told, "": tag})

    def _shut(self, tag: str) -> None:
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag in ("td", "th"):
            self._flow.stay()
            self._begun = -1
        if tag in _BLOCKS:
            self._line(2 if tag in _APART and not self._lists else 1)
        if tag in _KEEPING:
            self._keep(-1)
        elif tag == "span" and self._spans:
            self._open_gaps -= self._spans.pop()
            self._flow.gap = self._gaps if self._open_gaps else 0
        elif any(one.tag == tag for one in self._gathered):
            while self._put_down() != tag:
                pass

    def _say(self, text: str) -> None:
        if self._gathered:
            self._gathered[-1].texts.append(text)
        else:
            self._flow.say(text)

    def _line(self, lines: int) -> None:
        if self._gathered:
            self._gathered[-1].texts.append(" ")
        elif self._begun != len(self._flow.pieces):
            self._flow.begin_line(lines)

    def _keep(self, more: int) -> None:
        self._keeping = max(self._keeping + more, 0)
        self._flow.keeping = self._keeping > 0

    def _put_down(self) -> str:
        """Says the innermost gathered part and gives its tag."""
        part = self._gathered.pop()
        text = "".join(part.texts)
        said, url = text.strip(), part.told.get("href", "").strip()
        if part.tag in _SHIFTED:
            text = _shifted(said, *_SHIFTED[part.tag])
        elif part.tag == "rt":
            text = f"({said})" if said else ""
        elif part.tag == "anki-mathjax":
            text = f"\\({said}\\)" if part.told.get("block", "false") == "false" else f"\\[{said}\\]"
        elif _FAR.match(url) and url != said:
            text = f"{text} ({url})" if said else url
        self._say(text)
        return part.tag

    def _list(self, told: _Told) -> None:
        start, sign = told.get("start", ""), told.get("type", "1")
        style = _LIST_STYLE.search(told.get("style", ""))
        sign = _NUMBERED[style[0].rpartition(":")[2].strip().lower()] if style is not None else sign
        self._lists.append(_Listed(told[""] == "ol", int(start) if _NUMBER.fullmatch(start) else 1, sign))

    def _point(self, _: _Told) -> None:
        here = self._lists[-1] if self._lists else _Listed(ordered=False)
        mark = f"{_numbered(here.number, here.sign)}. " if here.ordered else "• "
        self._flow.write("  " * min(max(len(self._lists) - 1, 0), _DEEPEST) + mark)
        here.number += 1

    def _row(self, _: _Told) -> None:
        self._cells, self._begun = 0, -1

    def _cell(self, _: _Told) -> None:
        if self._cells:
            self._flow.stay()
            self._say(" | ")
        self._cells += 1
        self._begun = len(self._flow.pieces)

    def _span(self, told: _Told) -> None:
        gap = "cloze" in told.get("class", "").split()
        self._gaps += gap and not self._open_gaps
        self._open_gaps += gap
        self._spans.append(gap)
        self._flow.gap = self._gaps if self._open_gaps else 0

    def _picture(self, told: _Told) -> None:
        source, said = told.get("src", "").strip(), told.get("alt", "").strip()
        if source and not source.lower().startswith("data:"):
            self._say(self._file("picture", unquote(source)))
        else:
            self._say(f"[picture: {said}]" if said else "[picture]")

    def _sound(self, told: _Told) -> None:
        source = told.get("src", "").strip()
        if source:
            self._say(self._file("sound", unquote(source)))

    def _file(self, kind: str, name: str) -> str:
        return f"[{kind}: {name if _FAR.match(name) else self._named(name)}]"


def _waits(hidden: Hidden, tag: str, told: _Told) -> bool:
    """Whether an element is shown only when somebody asks for it."""
    return (tag == "details" and told.get("class") == _HINT) or hidden.hides(tag, told)


def _numbered(number: int, sign: str) -> str:
    """The number of a point as its list writes it."""
    if sign in ("A", "a") and 0 < number <= len(_ALPHABET):
        written = _ALPHABET[number - 1]
    elif sign in ("I", "i") and 0 < number <= _LAST_ROMAN:
        written = ""
        for value, letters in _ROMAN:
            written, number = written + letters * (number // value), number % value
    else:
        return str(number)
    return written if sign.isupper() else written.lower()


def _shifted(text: str, signs: dict[str, str], mark: str) -> str:
    """``2`` as ``²``, ``n+1`` as ``ⁿ⁺¹``, ``max`` as ``^(max)``."""
    if all(letter in signs for letter in text):
        return "".join(signs[letter] for letter in text)
    return f"{mark}({text})" if len(text) > 1 else mark + text
