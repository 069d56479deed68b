"""From Anki: answers that were given there come back; looked at first, and brought in by Enter."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from studykit.core.errors import UsageError
from studykit.tui.loading import Progress
from studykit.tui.screens.fielded import Field, Fielded
from studykit.tui.widgets.ask import Ask
from studykit.workflows import from_anki_page as page
from studykit.workflows.from_anki_page import Brought, Found
from studykit.workflows.study import Study

_NAMES = "Enter names the file. It is only read."
_BRINGS = "Enter brings the answers back. The file is only read."
_SYNCS = "Enter syncs. So far Anki was only asked."
_LOOKS = "There is nothing to bring. Enter looks again."
_BRINGING = "It is being brought in."
_LOOKING = "It is being looked through."


class FromAnki(Fielded):
    """Where answers come from; below that what would come back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "bring", "Bring"),
        Binding("f", "name_file", "File"),
        Binding("escape,q", "leave", "Back"),
    ]
    place = "studykit › From Anki"
    hint = _NAMES

    def __init__(self, study: Study, way: str = "") -> None:
        super().__init__()
        self._study = study
        self._wish = page.first_wish(way)
        self._found: Found | None = None
        """None while it is not known."""
        self._done: Brought | None = None
        """What was brought just now."""

    def ready(self) -> None:
        """Looks what there is."""
        super().ready()
        self._renew()

    def fields(self) -> Sequence[Field]:
        """The way, and the file where it is one."""
        way = Field("way", "From", page.title_of(self._wish.way))
        return (way, self._file()) if self._wish.packed else (way,)

    def _file(self) -> Field:
        return Field("path", "File", self._wish.path, typed=True, path=True, unset="none yet")

    def _renew(self, *, keep: bool = False) -> None:
        """Looks anew; ``keep`` what was said of what came."""
        self._found = None
        if not keep:
            self._done = None
        self._tell(())
        self.load(partial(self._look, self._wish), self._looked, "check")

    def _look(self, wish: page.Wish, progress: Progress) -> Found:
        return page.check(self._study, wish, progress)

    def _looked(self, found: Found) -> None:
        self._found = found
        self._tell(found.lines)

    def _tell(self, lines: Sequence[str]) -> None:
        """What was done, what can be done, and the key for that."""
        done = self._done
        _, self.hint = self._main()
        if not self.query_one(Ask).asking:
            self.say(self.hint)
        self.call_later(self.renew_keys)
        self.tell_check((*(done.minded if done else ()), *lines), done.said if done else "")

    async def renew_keys(self) -> None:
        """Enter names a file, brings it in, or syncs."""
        await super().renew_keys()
        if not self.query_one(Ask).asking:
            self.main_key(self._main()[0])

    def _main(self) -> tuple[str, str]:
        """What Enter does now, in a word or two and in a sentence."""
        if self._wish.packed and not self._wish.path:
            return "Name a file", _NAMES
        if self._found is not None and not self._found.brings:
            return "Look again", _LOOKS
        return ("Bring", _BRINGS) if self._wish.packed else ("Sync", _SYNCS)

    def turned(self, name: str, by: int) -> None:
        """The other way."""
        del name
        if self.doing("bring"):
            self.say(_BRINGING, wrong=True)
            return
        self._wish = page.turned(self._wish, by)
        self.fit()
        self._renew()

    def action_name_file(self) -> None:
        """Asks which file."""
        self.ask(self._file())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is a file to name where answers come out of one."""
        if action == "name_file":
            return self._wish.packed
        return super().check_action(action, parameters)

    def typed_in(self, name: str, text: str) -> None:
        """Takes a path, and looks what is there."""
        del name
        if self.doing("bring"):
            raise UsageError(_BRINGING)
        self._wish = page.named(self._wish, text)
        self._renew()

    def action_bring(self) -> None:
        """Brings what was found, or finds out what there is."""
        if self.doing("bring"):
            self.say(_BRINGING, wrong=True)
        elif self._wish.packed and not self._wish.path:
            self.action_name_file()
        elif self.doing("check"):
            self.say(_LOOKING, wrong=True)
        elif self._found is None or not self._found.brings:
            self._renew(keep=True)
        else:
            self.load(partial(page.bring, self._study, self._wish), self._brought, "bring")

    def _brought(self, done: Brought) -> None:
        self._done = done
        self._study.refresh()
        self.links.tell(done.said)
        self._renew(keep=True)
