"""What the styles of a note type hide: elements that a browser shows only when a script or a click says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_LONGEST = 200_000
"""Letters of styles; what is longer styles no card."""
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_STYLE, _STYLE_END = re.compile(r"<style\b[^>]{0,200}>", re.IGNORECASE), re.compile("</style", re.IGNORECASE)
_DISPLAY = re.compile(r"(?:\A|;)\s*+display\s*+:\s*+([a-z-]{1,40})", re.IGNORECASE)
_SELECTOR = re.compile(r"([a-zA-Z][\w-]*+)?(?:([.#])([\w-]++))?")


@dataclass(frozen=True, slots=True)
class Hidden:
    """The elements that styles hide."""

    selectors: frozenset[str] = frozenset()
    """``.name``, ``#name``, ``tag`` and the first two behind a tag."""

    def hides(self, tag: str, told: Mapping[str, str]) -> bool:
        """Whether an element with these attributes is hidden."""
        if not self.selectors:
            return False
        names = [f".{name}" for name in told.get("class", "").split()] + [f"#{told.get('id', '')}"]
        return tag in self.selectors or any(one in self.selectors for name in names for one in (name, tag + name))


def hidden_by(css: str, template: str) -> Hidden:
    """What the styles of a note type and those in a template hide; of several rules for the same the last holds.

    Rules for elements within others and for single screens (``@media``) are passed over.
    """
    found: dict[str, bool] = {}
    for selectors, told in _rules(_COMMENT.sub("", "\n".join((css, *_styles(template)))[:_LONGEST])):
        shown = _DISPLAY.findall(told)
        if not shown:
            continue
        for selector in selectors.split(","):
            one = selector.strip()
            if one and _SELECTOR.fullmatch(one):
                tag, sign, name = re.split(r"([.#])", one, maxsplit=1) if re.search(r"[.#]", one) else (one, "", "")
                found[tag.lower() + sign + name] = shown[-1].lower() == "none"
    return Hidden(frozenset(selector for selector, hidden in found.items() if hidden))


def _styles(template: str) -> Iterator[str]:
    at = 0
    while (begin := _STYLE.search(template, at)) is not None:
        end = _STYLE_END.search(template, begin.end())
        yield template[begin.end() : end.start() if end is not None else len(template)]
        at = end.end() if end is not None else len(template)


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """(selectors, what is said of them) of the rules that stand in no other."""
    depth = at = begun = 0
    selectors = ""
    for brace in re.finditer(r"[{}]", css):
        if brace[0] == "{":
            if not depth:
                selectors, begun = css[at : brace.start()].rpartition(";")[2], brace.end()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                if not selectors.strip().startswith("@"):
                    yield selectors, css[begun : brace.start()]
                at = brace.end()
        else:
            at = brace.end()
