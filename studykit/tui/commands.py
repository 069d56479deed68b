"""What the palette offers: verbs with their keys, then facts, notes and domains by name, id or value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from studykit.core.source import SourceSpan
from studykit.tui.places import PLACES
from studykit.tui.themes import THEMES

if TYPE_CHECKING:
    from studykit.tui.acts import Acting
    from studykit.workflows.study import Study

_MOST = 40


@dataclass(frozen=True, slots=True)
class Command:
    """One row of the palette."""

    title: str
    run: Callable[[], object]
    key: str = ""
    detail: str = ""
    why_not: str = ""
    """Why it cannot be done now; empty when it can."""


_TITLES = {
    "today": "Today: what is due",
    "review": "Start today's review",
    "quiz": "Quiz over everything",
    "exam": "Mock exam: begin or go on",
    "lab": "Lab: open a domain",
    "export": "Export: Anki, CSV, GIFT, Moodle, QTI, HTML, JSON, Markdown",
    "from_anki": "Import reviews from Anki: a package",
    "sync_anki": "Sync with Anki: it runs on this computer",
    "facts": "Find a fact",
    "conflicts": "Settle conflicts, moved claims, reports",
    "diagnostics": "Show diagnostics: problems in content",
    "notes": "Notes: open, add, remove",
    "statistics": "Statistics: calendar, recall, load, readiness",
    "help": "Help: keys, signs and words",
    "plan": "Plan: exam date, minutes a day, days off",
    "settings": "Settings",
    "packs": "Switch pack",
}


def verbs(app: Acting) -> tuple[Command, ...]:
    """Everything that can be done, the usual first; what cannot be done now says why."""
    waiting = "" if app.study else "content is still being read"

    def verb(title: str, run: Callable[[], object], key: str = "", why_not: str = "") -> Command:
        return Command(title, run, key, why_not=why_not)

    places = [verb(_TITLES[one.name], partial(app.go, one.name), f"g {one.key}", waiting) for one in PLACES]
    grey = "NO_COLOR is set: every theme shows in greys" if app.no_color else ""
    themes = [
        Command(f"Theme: {_short(one.name)}", partial(app.set_look, "theme", one.name), detail=grey) for one in THEMES
    ]
    return (
        *places,
        verb("Undo the last answer or decision", app.action_undo_last, "", app.why_no_undo()),
        verb("Back up now", app.action_backup, "", waiting or app.why_no_desk()),
        verb("Fit the scheduler to my reviews", app.action_fit, "", waiting),
        verb("Share answers with another device: studykit sync FOLDER", app.action_about_sync),
        verb("Read content again", app.action_reread, "ctrl+r", app.why_no_reread()),
        *themes,
        verb("Signs: plain (+ x !)", partial(app.set_look, "signs", "plain")),
        verb("Signs: rich (✓ ✗ ▌)", partial(app.set_look, "signs", "rich")),
        verb("Change keys: keys.yaml", app.action_keys_file, "", app.why_no_desk()),
        verb("Messages of this session", app.action_messages),
        verb("Save a picture of the screen", app.action_picture),
        verb("About studykit", app.action_about),
        verb("Quit", app.action_quit_saved, "ctrl+q"),
    )


def found(app: Acting, text: str) -> Iterator[Command]:
    """Facts, domains and notes that a text names, best first."""
    study = app.study
    if study is None or not text:
        return
    wanted = text.casefold()
    domains = sorted(study.library.judges().items(), key=lambda one: not one[0].casefold().startswith(wanted))
    named = [
        Command(f"Lab: {name}", partial(app.open_lab, name, {}), detail=judge.domain.title)
        for name, judge in domains
        if wanted in f"{name} {judge.domain.title}".casefold()
    ]
    yield from named[:1]
    yield from _facts(app, study, text)
    yield from named[1:]
    for note in study.library.notes:
        if wanted in note.casefold():
            yield Command(f"Open note {note}", partial(app.open_note, SourceSpan.whole(note)))


def _facts(app: Acting, study: Study, text: str) -> Iterator[Command]:
    from studykit.workflows.fact_page import find

    for row in find(study.library, text, _MOST):
        yield Command(f"Fact: {row.id}", partial(app.open_fact, row.id), detail=row.value)


def _short(theme: str) -> str:
    return theme.removeprefix("studykit-").replace("-", " ")
