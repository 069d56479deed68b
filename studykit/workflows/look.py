"""How the app looks on this device: kept as a small file in the home folder, changed by name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from studykit.core.errors import StudykitError, UsageError, nearest
from studykit.core.look import SIGNS, THEMES, Look
from studykit.workflows import setting_texts as texts
from studykit.workflows.settings import Setting

FILE = "look.json"
_MOST_BYTES = 64_000

LOOKS: Mapping[str, Setting] = {
    "theme": Setting("colours of the app", *texts.choice(THEMES, "studykit-")),
    "signs": Setting("signs of the app; plain: + and x for a terminal that shows no others", *texts.choice(SIGNS)),
    "letters_answer": Setting("whether a letter answers at once, without a second look", *texts.yes_no()),
    "fold_right": Setting("whether the reasons of a right answer are folded", *texts.yes_no()),
    "vim": Setting("whether h, j, k and l move", *texts.yes_no()),
    "bell": Setting("whether the bell rings at wrong input", *texts.yes_no()),
}
"""What is set on this device only, by name."""


def read_look(home: Path) -> Look:
    """How the app looks; what is missing, unknown or junk in the file has its usual value."""
    found: dict[str, Any] = {}
    for name, kept in _kept(home / FILE).items():
        if name in LOOKS:
            try:
                found[name] = LOOKS[name].load(kept)
            except (ValueError, TypeError):
                continue
    return replace(Look(), **found)


def set_look(home: Path, name: str, text: str | None) -> Look:
    """Keeps what a learner typed; None: its usual value. What others wrote in the file stays.

    Raises UsageError for an unknown name or a wrong value, StudykitError when it cannot be written; the file is whole
    at any time.
    """
    from studykit.exchange.whole_file import write_whole

    known = known_look(name)
    kept = _kept(home / FILE)
    if text is None:
        kept.pop(known, None)
    else:
        try:
            kept[known] = LOOKS[known].keep(LOOKS[known].read(text.strip()))
        except UsageError as problem:
            raise UsageError(f"{known}: {problem}") from None
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise StudykitError(f"'{home}' cannot be made: {problem.strerror}.") from problem
    write_whole(home / FILE, f"{json.dumps(kept, indent=1)}\n".encode())
    return read_look(home)


def known_look(name: str) -> str:
    """The name as it is kept. Raises UsageError that suggests the nearest one."""
    known = name.replace("-", "_").casefold()
    if known not in LOOKS:
        raise UsageError(f"There is no setting '{name}'.{nearest(known, LOOKS)} See: studykit settings")
    return known


def shown_look(look: Look, name: str = "") -> tuple[tuple[str, str, str], ...]:
    """Name, value as text, and meaning of each, or of one. Raises UsageError for an unknown one."""
    values = asdict(look)
    names = (known_look(name),) if name else tuple(LOOKS)
    return tuple((one, LOOKS[one].show(values[one]), LOOKS[one].means) for one in names)


def _kept(path: Path) -> dict[str, Any]:
    """The file's object; empty where there is none, and where it is something else."""
    try:
        if not path.is_file():
            return {}
        with path.open("rb") as file:
            found = json.loads(file.read(_MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
