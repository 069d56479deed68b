"""What a reader sees of HTML, by Python's own parser, and the markup in it."""

from __future__ import annotations

from html.parser import HTMLParser


class Page(HTMLParser):
    """Text with a line break for each ``<br>``, and each tag with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.odd: list[str] = []
        """Comments and declarations."""
        self._quiet = 0
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._quiet += tag in ("script", "style")
        if tag == "br":
            self.texts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._quiet -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._quiet:
            self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.odd.append(data)

    def handle_decl(self, decl: str) -> None:
        self.odd.append(decl)

    def handle_pi(self, data: str) -> None:
        self.odd.append(data)


def in_order(texts: list[str], page: str) -> str | None:
    """The first text that does not stand on the page behind the ones before it."""
    at = 0
    for text in texts:
        found = page.find(text, at)
        if found < 0:
            return text
        at = found + len(text)
    return None
