"""What screens ask of the app: to open others, to copy, to tell, to read again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from studykit.core.look import Look

if TYPE_CHECKING:
    from studykit.core.source import SourceSpan
    from studykit.core.verdict import Value
    from studykit.tui.widgets.frame import Frame
    from studykit.workflows.desk import Desk
    from studykit.workflows.showing import Showing
    from studykit.workflows.study import Study


class Links(Protocol):
    """The app has this shape; tests may give another."""

    study: Study | None
    """None until content is read."""

    @property
    def look(self) -> Look:
        """How it looks and behaves on this device."""

    @property
    def desk(self) -> Desk | None:
        """Where content comes from; None in an app over a study that was given."""

    def lay(self, screen: Frame[Any], back: Callable[[Any], None] | None = None) -> None:
        """Shows a screen over the one that is shown; ``back`` is told what it gives when it is left."""

    def open_note(self, span: SourceSpan) -> None:
        """The reader at a line of a note."""

    def open_fact(self, fact: str) -> None:
        """The page of a fact."""

    def open_lab(self, domain: str, settings: Mapping[str, Value]) -> None:
        """The lab with a scenario."""

    def open_conflicts(self, fact: str = "") -> None:
        """The conflicts, at that of a fact."""

    def open_content(self, pack: str, notes: tuple[Path, ...]) -> None:
        """Reads another pack or other notes, keeps them for the next start, and goes to Today."""

    def practise(self, title: str, showings: Callable[[], Iterable[Showing]]) -> None:
        """A session over these, made in a thread; then the screen that asked for it again."""

    def go(self, place: str) -> None:
        """Goes to a place of ``tui/places.py``."""

    def copy(self, text: str) -> None:
        """Puts a text on the clipboard of the terminal."""

    def tell(self, text: str) -> None:
        """Shows a message for some seconds; it is kept among the messages."""

    def reread(self) -> None:
        """Reads content again."""

    def reopen(self, desk: Desk) -> None:
        """Reads from another desk; the screens stay."""

    def set_look(self, name: str, text: str | None) -> None:
        """Keeps how it looks and shows it at once; None is the usual value. Raises UsageError."""
