"""Flashcards → the fields of their Anki notes: HTML that shows the texts as they are.

No markup, media, formula, gap or template can arise from a text. Control characters are shown as their pictures.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from studykit.core.flashcard import Basic, Choice, Cloze, Flashcard, Link, Typing

_PICTURES = (
    {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)}
    | {0x7F: 0x2421}
    | dict.fromkeys((*range(0x80, 0xA0), *range(0xD800, 0xE000)), 0xFFFD)
)
"""What Anki drops or no file can hold, as signs that can be seen."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_SOUNDS = frozenset({".mp3", ".ogg", ".oga", ".opus", ".wav", ".flac", ".m4a", ".aac", ".3gp", ".spx"})
_RUN = frozenset(
    {"about", "blob", "chrome", "content", "data", "filesystem", "intent", "javascript", "qrc", "shell", "vbscript"}
)
"""Schemes of addresses that run or start something, and do not show a note; so do Windows' own."""
_FILES = re.compile(r"file:///[^?#]+\.(md|markdown|txt|pdf)(#.*)?", re.IGNORECASE | re.DOTALL)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):[^\x00-\x20]+", re.IGNORECASE)
_BY_PLACE = (
    "the above",
    "the below",
    "of these\n",
    "of these.\n",
    "of those\n",
    "of those.\n",
    "of these options",
    "of these answers",
)
_BY_LETTER = re.compile(r"[A-J] (?:and|or|&) [A-J]\b")
_NAMED = re.compile(r"\b(option|answer|statement)s? (?-i:[A-J])\b", re.IGNORECASE)
"""Options that speak of others so stay where they are."""


def fields_of(card: Flashcard) -> tuple[str, ...]:
    """HTML of each field, in the order of the fields of its note type."""
    return (*_FIELDS[type(card.body)](card), _sources(card.sources), shown(card.id))


def shown(text: str, media: Collection[str] = ()) -> str:
    """Plain text as HTML that shows it as it is, with the pictures and sounds that it mentions."""
    if media and "[" in text:
        return "".join(_with_media(text, media))
    return _verbatim(text)


def plain(text: str) -> str:
    """The text that a card shows: composed as Anki itself composes it, and each control character a picture."""
    if not text.isprintable() and _CONTROL.search(text):
        text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_PICTURES)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _verbatim(text: str) -> str:
    return (
        plain(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
        .replace("[", "&#91;")  # [sound:…] and [latex] would be played and drawn
        .replace("\\", "&#92;")  # a backslash and a bracket would begin a formula
        .replace("{", "&#123;")
        .replace("}", "&#125;")
        .replace("\u0338", "&#824;")  # behind a mark, Anki would compose it with the end of that
        .replace("\n", "<br>")
    )


def _with_media(text: str, media: Collection[str]) -> Iterator[str]:
    """The text in pieces; a file that it mentions stands where it is mentioned."""
    names = sorted(media, key=len, reverse=True)
    mention = re.compile(rf"\[(picture|sound): ({'|'.join(map(re.escape, names))})\]")
    at = 0
    for found in mention.finditer(text):
        yield _verbatim(text[at : found.start()])
        yield _sound(found[2]) if found[1] == "sound" else _picture(found[2])
        at = found.end()
    yield _verbatim(text[at:])


def _picture(name: str) -> str:
    """Anki writes such names into addresses, where a sign that stands as a number would become another one."""
    quoted = _named(name)
    for sign, code in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        quoted = quoted.replace(sign, code)
    return f'<img src="{quoted}" alt="{_verbatim(_named(name))}">'


def _sound(name: str) -> str:
    return f"[sound:{_verbatim(_named(name)).replace(']', '&#93;')}]"


def _named(name: str) -> str:
    return plain(name).replace("\n", " ")


def _basic(card: Flashcard) -> tuple[str, ...]:
    assert isinstance(card.body, Basic)
    return shown(card.body.front, card.media), _back(card, card.body.back, card.body.front)


def _typed(card: Flashcard) -> tuple[str, ...]:
    assert isinstance(card.body, Typing)
    body = card.body
    return shown(body.front, card.media), _verbatim(body.answer), _back(card, body.back, body.front)


def _cloze(card: Flashcard) -> tuple[str, ...]:
    """All gaps have one number, so that they are one card; what would end a gap or begin a hint stands as its code."""
    assert isinstance(card.body, Cloze)
    quiet = [name for name in card.media if "{{" not in name and "}}" not in name]
    parts = ((part.hidden, shown(part.text, quiet)) for part in card.body.parts)
    text = "".join(_gap(html) if hidden else html for hidden, html in parts)
    return text, _back(card, card.body.back, *(part.text for part in card.body.parts))


def _gap(html: str) -> str:
    quiet = html.replace(":", "&#58;").replace("[sound&#58;", "[sound:")
    return f"{{{{c1::{quiet}}}}}"


def _choice(card: Flashcard) -> tuple[str, ...]:
    """Options without and with what is said about them, so that a front never holds its answer."""
    assert isinstance(card.body, Choice)
    options, media = card.body.response.options, card.media
    texts = [shown(option.text, media) for option in options]
    asked = "".join(f"<li>{text}</li>" for text in texts)
    told = []
    for option, text in zip(options, texts, strict=True):
        where = f" <i>({_verbatim(', '.join(map(str, option.sources)))})</i>" if option.sources else ""
        reason = f"<p>{shown(option.reason, media)}{where}</p>" if option.reason or where else ""
        told.append(f'<li class="{"right" if option.right else "wrong"}"><b>{text}</b>{reason}</li>')
    order = ' data-order="kept"' if _in_order([option.text for option in options]) else ""
    said = (card.body.stem, *(option.text for option in options), *(option.reason for option in options))
    return (
        shown(card.body.stem, media),
        f'<ol data-choose="{len(card.body.response.positions)}"{order}>{asked}</ol>',
        f"<ol>{''.join(told)}</ol>",
        _back(card, card.body.back, *said),
    )


def _in_order(options: Sequence[str]) -> bool:
    said = "".join(f"{option}\n" for option in options)
    low = said.lower()
    if any(words in low for words in _BY_PLACE) or _BY_LETTER.search(said):
        return True
    return any(word in low for word in ("option", "answer", "statement")) and bool(_NAMED.search(said))


_LED = re.compile(r'href="([A-Za-z][A-Za-z0-9+.-]*):')
_FIELDS: Mapping[type, Callable[[Flashcard], tuple[str, ...]]] = {
    Basic: _basic,
    Cloze: _cloze,
    Choice: _choice,
    Typing: _typed,
}


def _back(card: Flashcard, back: str, *said: str) -> str:
    """What stands below the answer; files that no text mentions come last."""
    html = shown(back, card.media)
    if not card.media:
        return html
    below = "".join(_file(name) for name in card.media if not _mentioned(name, (back, *said)))
    return f"{html}<br>{below}" if html and below else html + below


def _mentioned(name: str, texts: Iterable[str]) -> bool:
    marks = (f"[picture: {name}]", f"[sound: {name}]")
    return any(mark in text for text in texts for mark in marks)


def _file(name: str) -> str:
    return _sound(name) if PurePosixPath(name).suffix.lower() in _SOUNDS else _picture(name)


def leads(source: str) -> str:
    """What of the field of sources counts as said: which kinds of links it has.

    Lines move with every edit above them and notes are renamed. That is no change of a card, or one new line at the top
    of a note would update all of its cards.
    """
    return " ".join(sorted(set(_LED.findall(source))))


def _sources(links: Sequence[Link]) -> str:
    return "<br>".join(map(_link, links))


def _link(link: Link) -> str:
    """A link where its address is one that may be opened; else the address can be read."""
    text = _verbatim(link.text or link.url)
    if not link.url:
        return text
    if _opens(link.url):
        return f'<a href="{_verbatim(link.url)}">{text}</a>'
    return f"{text} ({_verbatim(link.url)})" if link.text else text


def _opens(url: str) -> bool:
    found = _SCHEME.fullmatch(url)
    if not found or found[1].lower() == "file":
        return _FILES.fullmatch(url) is not None
    return found[1].lower() not in _RUN and not found[1].lower().startswith(("ms-", "search"))
