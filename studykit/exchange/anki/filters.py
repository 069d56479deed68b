"""What the filters of Anki's templates make of a field; none takes longer than the text is long."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape

from studykit.core.text import unescaped

_ENDS = {"<style": re.compile("</style>", re.IGNORECASE), "<script": re.compile("</script>", re.IGNORECASE)}
_COMMENT_END = re.compile("-->")
_TAG_END = re.compile(">")
_FORMULA = re.compile(r"\\[(\[]")
_FORMULA_END = re.compile(r"\\[)\]]")


def stripped(html: str) -> str:
    """Without comments, scripts, styles and tags, as Anki strips it; entities stay."""
    if "<" not in html:
        return html
    return "".join(_outside(html))


def _outside(html: str) -> Iterator[str]:
    at, absent = 0, set[re.Pattern[str]]()
    while (start := html.find("<", at)) >= 0:
        yield html[at:start]
        end = _end(html, start, absent)
        if end < 0:
            at = start
            break
        at = end
    yield html[at:]


def _end(html: str, start: int, absent: set[re.Pattern[str]]) -> int:
    """Where what begins here ends; -1 when nothing ends any more. ``absent`` keeps what is nowhere further on."""
    wanted = [_TAG_END]
    if html.startswith("<!--", start):
        wanted = [_COMMENT_END, _TAG_END]
    else:
        inside = next((end for name, end in _ENDS.items() if html[start : start + len(name)].lower() == name), None)
        wanted = [inside, _TAG_END] if inside else wanted
    for end in wanted:
        if end not in absent:
            found = end.search(html, start)
            if found:
                return found.end()
            absent.add(end)
    return -1


def plain_formulas(html: str) -> str:
    r"""Without markup in what stands between ``\(`` and ``\)``."""
    if "\\" not in html:
        return html
    parts, at = [], 0
    while (start := _FORMULA.search(html, at)) and (end := _FORMULA_END.search(html, start.end())):
        parts += [html[at : start.start()], stripped(html[start.start() : end.end()])]
        at = end.end()
    return "".join((*parts, html[at:]))


def hinted(name: str, text: str) -> str:
    """What is shown on a click."""
    return f'<details class="hint"><summary>{escape(name)}</summary>{text}</details>' if text.strip() else text


def _ruby(written: Callable[[str, str], str]) -> Callable[[str], str]:
    """``base[reading]`` rewritten, as for Japanese."""

    def rewritten(text: str) -> str:
        text = text.replace("&nbsp;", " ")
        parts, at, closes, breaks = [], 0, -1, -1
        while (opens := text.find("[", at + 1)) >= 0:
            closes = text.find("]", opens + 2) if closes < opens + 2 else closes
            breaks = (text.find("\n", opens) if breaks < opens else breaks) % (len(text) + 1)  # none: the end
            if closes < 0:
                break
            start = max(text.rfind(" ", at, opens) + 1, text.rfind(">", at, opens) + 1, at)
            if start == opens or breaks < closes:
                parts.append(text[at:opens])
                at = opens
                continue
            base, reading = text[start:opens], text[opens + 1 : closes]
            spaced = start > at and text[start - 1] == " "
            sound = reading.startswith("sound:")
            parts.append(text[at : closes + 1] if sound else text[at : start - spaced] + written(base, reading))
            at = closes + 1
        return "".join((*parts, text[at:]))

    return rewritten


FILTERS: Mapping[str, Callable[[str], str]] = {
    "text": lambda text: unescaped(stripped(text)).replace("\u00a0", " "),
    "furigana": _ruby(lambda base, reading: f"<ruby><rb>{base}</rb><rt>{reading}</rt></ruby>"),
    "kanji": _ruby(lambda base, _: base),
    "kana": _ruby(lambda _, reading: reading),
}
"""Of other filters, add-ons know; without them Anki shows the text as it is."""
