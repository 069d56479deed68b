"""Every setting as a row: those of study, of the look of this device, and where the learner's files are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studykit.core.errors import UsageError
from studykit.core.look import SIGNS, THEMES, Look
from studykit.core.settings import Settings
from studykit.core.text import count
from studykit.workflows.look import LOOKS, shown_look
from studykit.workflows.settings import SETTINGS, Setting, set_by_name, shown

if TYPE_CHECKING:
    from studykit.workflows.desk import Desk
    from studykit.workflows.study import Study

STUDY, LOOK, FILES = "Study", "Look", "Files"
_TITLES: Mapping[str, str] = {
    "retention": "Recall wanted",
    "new_a_day": "New cards a day",
    "reviews_a_day": "Reviews a day",
    "learning_steps": "Learning steps",
    "relearning_steps": "Relearning steps",
    "longest": "Longest interval",
    "rollover": "Day begins at hour",
    "easy_days": "Easy days",
    "breaks": "Days off",
    "leech_lapses": "Lapses of a leech",
    "suspend_leeches": "Suspend leeches",
    "siblings_apart": "Keep siblings apart",
    "hard_seconds": "Slow counts as hard",
    "exam": "Exam",
    "exam_day": "Exam date",
    "minutes": "Minutes a day",
    "theme": "Theme",
    "signs": "Signs",
    "letters_answer": "Letter answers at once",
    "fold_right": "Fold reasons when right",
    "vim": "Vim letters",
    "bell": "Bell",
}
_STEPS: Mapping[str, float] = {
    "retention": 0.01,
    "new_a_day": 1,
    "reviews_a_day": 10,
    "longest": 30,
    "rollover": 1,
    "leech_lapses": 1,
    "hard_seconds": 5,
    "minutes": 5,
}
_CHOICES: Mapping[str, Sequence[str]] = {"theme": THEMES, "signs": SIGNS}
_AHEAD = 30
"""Days until an exam whose date is not set yet."""


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting as it stands."""

    name: str
    group: str
    title: str
    value: str
    usual: str
    means: str

    @property
    def changed(self) -> bool:
        """Whether it has another value than usual."""
        return self.value != self.usual

    @property
    def fixed(self) -> bool:
        """Whether it is only shown: where files are is not set here."""
        return self.group == FILES


def rows(study: Study, look: Look, desk: Desk | None) -> tuple[SettingRow, ...]:
    """All rows, group by group."""
    usual = {name: text for name, text, _ in shown(Settings())}
    studying = (
        SettingRow(name, STUDY, _TITLES[name], text, usual[name], means) for name, text, means in shown(study.settings)
    )
    plainly = {name: text for name, text, _ in shown_look(Look())}
    looking = (
        SettingRow(name, LOOK, _TITLES[name], text, plainly[name], means) for name, text, means in shown_look(look)
    )
    files = (SettingRow(title, FILES, title, text, text, means) for title, text, means in _files(study, desk))
    return (*studying, *looking, *files)


def matching(found: Sequence[SettingRow], query: str) -> tuple[SettingRow, ...]:
    """The rows in which every word of a query is found."""
    wanted = query.casefold().split()
    return tuple(
        row
        for row in found
        if all(word in f"{row.group} {row.title} {row.name} {row.value} {row.means}".casefold() for word in wanted)
    )


def turned(study: Study, row: SettingRow, by: int) -> str:
    """The text of the next or the previous value. Raises UsageError where there is none, or it has to be typed."""
    names = _names(study, row.name)
    if names:
        at = names.index(row.value) if row.value in names else -1
        return names[(at + by) % len(names)]
    setting = _setting(row)
    value = setting.read(row.value)
    if row.name == "exam_day":
        return _day(study, value, by)
    if row.name not in _STEPS:
        raise UsageError(f"{row.title} is typed. Press Enter.")
    text = _stepped(value, by * _STEPS[row.name])
    setting.read(text)
    return text


def check(row: SettingRow, text: str) -> None:
    """Raises UsageError that says the range when a text is no value of a setting."""
    _setting(row).read(text.strip())


def set_study(study: Study, name: str, text: str | None) -> None:
    """Keeps a setting of study and reads it anew; None is the usual value. Raises UsageError and StoreError."""
    set_by_name(study.store, name, text, study.clock())
    study.refresh()


def _names(study: Study, name: str) -> Sequence[str]:
    if name == "exam":
        return ("none", *(one.exam for one in study.library.pack.blueprints))
    if name in SETTINGS and isinstance(getattr(Settings(), name), bool):
        return ("no", "yes")
    if name in LOOKS and isinstance(asdict(Look())[name], bool):
        return ("no", "yes")
    return _CHOICES.get(name, ())


def _setting(row: SettingRow) -> Setting:
    table = SETTINGS if row.group == STUDY else LOOKS
    if row.name not in table:
        raise UsageError(f"{row.title} is shown here, and not set.")
    return table[row.name]


def _stepped(value: Any, by: float) -> str:
    """A share moves by its step; a number to the next multiple of it."""
    if isinstance(value, float):
        return f"{round(value + by, 4):g}"
    size = abs(int(by))
    below = value - value % size
    if by > 0:
        return str(below + size)
    return str(below if value % size else value - size)


def _day(study: Study, value: int | None, by: int) -> str:
    day = study.day + _AHEAD if value is None else max(value + by, study.day)
    return date.fromordinal(day).isoformat()


def _files(study: Study, desk: Desk | None) -> Sequence[tuple[str, str, str]]:
    show: Callable[[Path], str] = _short
    file = study.store.path
    found = [("Learner file", "a shared database" if file is None else show(file), "answers, settings and marks")]
    if desk is not None:
        notes = ", ".join(show(path) for path in desk.notes) or "none of your own"
        found += [
            ("Pack", desk.pack, "switched with g k"),
            ("Notes", notes, "read beside the pack, never written; added with g n"),
        ]
    if file is not None:
        found.append(("Backups", _backups(file), "checked copies of the learner file; : Back up now"))
    if desk is not None:
        found.append(("Log", show(desk.places.log), "reports of what went wrong inside the program"))
    return found


def _backups(file: Path) -> str:
    from studykit.store.backup import backups, folder

    found = backups(file)
    return f"{count(len(found), 'copy', 'copies')} in {_short(folder(file))}" if found else "none yet"


def _short(path: Path) -> str:
    """With ``~`` for the home of the account."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)
