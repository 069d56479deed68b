"""The pictures that belong to cards: those beside the lines that a card was made from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.core.source import SourceSpan

if TYPE_CHECKING:
    from studykit.workflows.library import Library

_DIGEST_BYTES = 8


@dataclass(slots=True)
class NotePictures:
    """Finds pictures; each note is read once."""

    library: Library
    files: dict[str, Path] = field(default_factory=dict)
    """Name that a picture has on cards → its file, of all that were found so far."""
    _lines: dict[str, Sequence[str]] = field(default_factory=dict)
    _names: dict[Path, str] = field(default_factory=dict)

    def of(self, sources: Iterable[SourceSpan]) -> tuple[str, ...]:
        """Names of the pictures in the lines of a card, and of those right below them."""
        found: dict[str, None] = {}
        for span in sources:
            path = self.library.paths.get(span.note)
            if path is not None and span.line:
                found.update(dict.fromkeys(self._in(span, path)))
        return tuple(found)

    def _in(self, span: SourceSpan, note: Path) -> Iterable[str]:
        from studykit.notes.pictures import named, picture

        root = self._root(note)
        for name in named(self._near(span, note)):
            path = picture(name, note, root)
            try:
                if path is not None:
                    yield self._name(path)
            except OSError:  # it went, or may not be read: the card leaves without it
                continue

    def _near(self, span: SourceSpan, note: Path) -> Sequence[str]:
        """The lines of the span, and lines after them that only show pictures."""
        from studykit.notes.pictures import only_pictures

        if span.note not in self._lines:
            try:
                self._lines[span.note] = note.read_text(encoding="utf-8", errors="replace").split("\n")
            except OSError:
                self._lines[span.note] = ()
        lines = self._lines[span.note]
        end = span.end
        while end < len(lines) and (not lines[end].strip() or only_pictures(lines[end])):
            end += 1
        return lines[span.line - 1 : end]

    def _root(self, note: Path) -> Path:
        """The folder that the learner named and the note is in; that of the note when a file was named."""
        roots = [path for path in (*self.library.origin.notes, self.library.folder) if path.is_dir()]
        inside = [root for root in roots if note.resolve().is_relative_to(root.resolve())]
        return max(inside, key=lambda root: len(root.parts), default=note.parent)

    def _name(self, path: Path) -> str:
        """A name by what the picture shows: the same for the same picture, in any folder and on any day."""
        if path not in self._names:
            digest = blake2b(path.read_bytes(), digest_size=_DIGEST_BYTES).hexdigest()
            self._names[path] = f"studykit-{digest}{path.suffix.lower()}"
            self.files[self._names[path]] = path
        return self._names[path]
