"""Somebody's HTML → tags and text, in time that grows with its length only, whatever is wrong with it.

``html.parser`` takes minutes for some texts of a hundred thousand letters, and fails at others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from studykit.core.text import unescaped

_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/>]{0,60}+)((?:[^>"']|"[^"]*+"|'[^']*+')*+)>""")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++)))?""")
_RAW = frozenset(("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"))
"""Elements in which tags are text."""
_UNCLOSED = 20
"""Tags without an end that are looked at closely; of more, the sign ``<`` is text."""


@dataclass(frozen=True, slots=True)
class Tag:
    """The beginning or the end of an element."""

    name: str
    ends: bool
    told: Mapping[str, str]
    """Attributes; the first of a name holds."""


def tokens(text: str) -> Iterator[Tag | str]:
    """The tags of a page and the text between them, with its entities read."""
    at = unclosed = 0
    said: list[str] = []
    while (sign := text.find("<", at)) >= 0:
        said.append(text[at:sign])
        after = _passed(text, sign)
        if after is not None:
            at = after
            continue
        found = _TAG.match(text, sign) if unclosed < _UNCLOSED else None
        if found is None:
            unclosed += text[sign + 1 : sign + 2].isalpha() or text.startswith("</", sign)
            said.append("<")
            at = sign + 1
            continue
        yield unescaped("".join(said))
        said.clear()
        tag = Tag(found[2].lower(), bool(found[1]), _attributes(found[3]))
        yield tag
        at = found.end()
        if tag.name in _RAW and not tag.ends:
            end = _raw_end(text, at, tag.name)
            yield text[at:end]
            at = end
    said.append(text[at:])
    yield unescaped("".join(said))


def _passed(text: str, sign: int) -> int | None:
    """Where a comment or a declaration ends; None for anything else."""
    if text.startswith("<!--", sign):
        end = text.find("-->", sign + 2)
        return len(text) if end < 0 else end + 3
    if text.startswith(("<!", "<?"), sign):
        end = text.find(">", sign)
        return len(text) if end < 0 else end + 1
    return None


def _raw_end(text: str, at: int, name: str) -> int:
    found = re.compile(f"</{name}", re.IGNORECASE).search(text, at)
    return len(text) if found is None else found.start()


def _attributes(text: str) -> dict[str, str]:
    told: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(text):
        told.setdefault(name.lower(), unescaped("".join(values)))
    return told
