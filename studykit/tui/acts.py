"""What the palette does that no screen is made for: undo, back up, fit, a picture, about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from studykit import __version__
from studykit.core.errors import StudykitError
from studykit.core.progress import Progress
from studykit.core.text import count
from studykit.tui.linked import Linked
from studykit.tui.loading import Work
from studykit.tui.widgets.frame import Frame

_ABOUT = """\
studykit {version}

Study for an exam from notes that you can check.

Facts show their sources, rules decide and say why, questions are proved, and reviews lead up to the exam.
It works offline, without an account and without a language model.

MIT licence. Notes are only read, never changed."""


class Acting(Linked):
    """Each act is a row of ``tui.commands``."""

    def action_quit_saved(self) -> None:
        """Quits; every answer is saved already."""
        self.exit(0)

    def why_no_undo(self) -> str:
        """Why nothing can be taken back now; empty when something can."""
        return "" if self.study is not None and self.study.store.last_reviews(1) else "nothing was answered yet"

    def why_no_desk(self) -> str:
        """Why there is no file to copy; empty when there is one."""
        return "" if self.desk is not None and not self.desk.places.address else "answers are not in a file here"

    def action_palette(self) -> None:
        """Offers everything that can be done."""
        from studykit.tui.commands import found, verbs
        from studykit.tui.screens.palette import Palette

        if self.sealed():
            return
        self.push_screen(Palette(partial(verbs, self), partial(found, self)), lambda one: one.run() if one else None)

    def action_undo_last(self) -> None:
        """Takes back the last answer."""
        if self.study is None:
            return
        try:
            showing = self.study.undo()
        except StudykitError as problem:
            self.tell(str(problem))
            return
        self.tell("Nothing to take back." if showing is None else "Undone: the card is due again.")

    def _working(self, title: str, doing: str, work: Work[str], done: Callable[[], None] | None = None) -> Frame[None]:
        from studykit.tui.screens.working import Working

        return Working(title, doing, work, done)

    def action_backup(self) -> None:
        """Copies the learner's file."""
        if self.desk is None:
            return
        path = self.desk.places.database

        def back_up(_: Progress) -> str:
            from studykit.workflows.backup import make_backup

            return f"A checked copy is kept: {make_backup(path)}"

        self.lay(self._working("Back up", "Copying your answers…", back_up))

    def action_fit(self) -> None:
        """Fits the scheduler to the learner's answers."""
        study = self.study
        if study is None:
            return

        def fit(progress: Progress) -> str:
            from studykit.workflows.fit import try_fit
            from studykit.workflows.fit_words import fit_words

            return "\n\n".join(fit_words(try_fit(study.store, study.clock(), keep=True, progress=progress)))

        self.lay(self._working("Fit", "Fitting the scheduler to your answers…", fit, study.refresh))

    def action_about_sync(self) -> None:
        """Says how answers come to another device."""
        text = (
            "Devices share answers through a folder that both see, such as one in a cloud service.\n\n"
            "On each device:  studykit sync FOLDER\n\nNothing is lost and nothing is counted twice."
        )
        self.push_screen(self.notice("Share answers", text, "Enter goes back.", "Back"))

    def action_keys_file(self) -> None:
        """Writes the file in which keys are changed."""
        from studykit.tui.keymap import usual
        from studykit.workflows.keys import write_keys

        if self.desk is not None:
            try:
                path = write_keys(self.desk.places.home, usual())
            except StudykitError as problem:
                self.tell(str(problem))
            else:
                self.tell(f"Change your keys in {path}; they hold from the next start.")

    def action_picture(self) -> None:
        """Saves the screen as a picture."""
        folder = self.desk.places.home if self.desk is not None else Path.cwd()
        name = f"studykit-{datetime.now(UTC):%Y%m%d-%H%M%S}.svg"
        try:
            self.tell(f"Saved {self.save_screenshot(name, str(folder))}")
        except OSError as problem:
            self.tell(f"Not saved: {problem.strerror}.")

    def action_about(self) -> None:
        """Says what this is."""
        study, text = self.study, _ABOUT.format(version=__version__)
        if study is not None:
            facts, cards = count(len(study.library.base.facts), "fact"), count(len(study.cards), "card")
            text += f"\n\n{study.library.pack.title}: {facts}, {cards}."
        self.push_screen(self.notice("About", text, "Enter goes back.", "Back"))
