"""From Anki: answers that were given there come back out of a file; looked at first, and brought in by Enter."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from studykit.core.progress import Progress
from studykit.tui.screens.fielded import Field, Fielded
from studykit.tui.widgets.ask import Ask
from studykit.workflows import from_anki_page as page
from studykit.workflows.from_anki_page import Brought, Found
from studykit.workflows.study import Study

_NAMES = "Enter names the file. It is only read."
_BRINGS = "Enter brings the answers back. The file is only read."
_STOPPED = "Enter looks through the file. It is only read."
_LOOKS = "There is nothing to bring. Enter looks again, f names another file."
_HALF_WAY = "Stopped. Either all answers came or none did: Enter looks."
_BRINGING = "It is being brought in. Esc stops it."
_LOOKING = "It is being looked through. Esc stops it."


class FromAnki(Fielded):
    """Where answers come from; below that what would come back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "bring", "Bring"),
        Binding("f", "name_file", "File"),
        Binding("s", "sync", "Sync with Anki"),
        Binding("escape,q", "leave", "Back"),
    ]
    place = "studykit › From Anki"
    hint = _NAMES

    def __init__(self, study: Study) -> None:
        super().__init__()
        self._study = study
        self._wish = page.Wish()
        self._found: Found | None = None
        """None while it is not known."""
        self._done: Brought | None = None
        """What was brought just now."""

    def ready(self) -> None:
        """Looks what there is."""
        super().ready()
        self._renew()

    def renewed(self, study: Study) -> None:
        """Content was read again: other cards may have answers there."""
        self._study = study
        if not self.doing("bring"):
            self._renew(keep=True)

    def fields(self) -> Sequence[Field]:
        """The file."""
        return (self._file(),)

    def _file(self) -> Field:
        return Field("path", "File", self._wish.path, typed=True, path=True, endings=page.ENDINGS, unset="none yet")

    def _renew(self, *, keep: bool = False) -> None:
        """Looks anew; ``keep`` what was said of what came."""
        self._found = None
        if not keep:
            self._done = None
        self.load(partial(self._look, self._wish), self._looked, "check")
        self._tell(())

    def _look(self, wish: page.Wish, progress: Progress) -> Found:
        return page.check(self._study, wish, progress)

    def _looked(self, found: Found) -> None:
        self._found = found
        self._tell(found.lines)

    def _tell(self, lines: Sequence[str]) -> None:
        """What was done, what can be done, and the key for that."""
        done = self._done
        _, self.hint = self._main()
        self.say_hint()
        self.call_later(self.renew_keys)
        self.tell_check((*(done.minded if done else ()), *lines), done.said if done else "")

    async def renew_keys(self) -> None:
        """Enter names a file, brings it in, or syncs."""
        await super().renew_keys()
        if not self.query_one(Ask).asking:
            self.main_key(self._main()[0])

    def _main(self) -> tuple[str, str]:
        """What Enter does now, in a word or two and in a sentence."""
        if not self._wish.path:
            return "Name a file", _NAMES
        if self._found is None:
            return ("Bring", _BRINGS) if self.doing("check") else ("Look", _STOPPED)
        return ("Bring", _BRINGS) if self._found.brings else ("Look again", _LOOKS)

    def action_name_file(self) -> None:
        """Asks which file."""
        self.ask(self._file())

    def action_sync(self) -> None:
        """To the Anki that runs here, without a file."""
        self.links.go("sync_anki")

    def typed_in(self, name: str, text: str) -> None:
        """Takes a path, and looks what is there."""
        del name
        self.refuse(_BRINGING if self.doing("bring") else "")
        self._wish = page.named(self._wish, text)
        self._renew()

    def action_bring(self) -> None:
        """Brings what was found, or finds out what there is."""
        if self.doing("bring"):
            self.say(_BRINGING, wrong=True)
        elif not self._wish.path:
            self.action_name_file()
        elif self.doing("check"):
            self.say(_LOOKING, wrong=True)
        elif self._found is None or not self._found.brings:
            self._renew(keep=True)
        else:
            self.change(partial(page.bring, self._study, self._wish), self._brought, "bring", self._study.refresh)

    def stop_loading(self) -> None:
        """Stops looking, or bringing."""
        bringing = self.doing("bring")
        super().stop_loading()
        self._found = None
        self._tell((f"! {_HALF_WAY}" if bringing else "Stopped.",))

    def _brought(self, done: Brought) -> None:
        self._done = done
        self.links.tell(done.said)
        self._renew(keep=True)
