"""What a learner set: read from the store, checked, changed by name."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from studykit.core.errors import UsageError, nearest
from studykit.core.settings import Fit, Settings
from studykit.workflows import setting_texts as texts

if TYPE_CHECKING:
    from studykit.store.study_store import StudyStore

_PARAMETERS = 21


@dataclass(frozen=True, slots=True)
class Setting:
    """How one setting is read from a learner's text, kept as JSON, and shown."""

    means: str
    read: Callable[[str], Any]
    """Text → value. Raises UsageError."""
    show: Callable[[Any], str]
    keep: Callable[[Any], Any] = lambda value: value
    """Value → what JSON holds."""
    load: Callable[[Any], Any] = lambda kept: kept
    """What JSON holds → value. Raises ValueError, TypeError or KeyError for junk."""


SETTINGS: Mapping[str, Setting] = {
    "retention": Setting(
        "recall at which a card comes back; a plan for an exam decides by itself", *texts.share(0.7, 0.99)
    ),
    "new_a_day": Setting("new cards a day", *texts.whole(0, 9999)),
    "reviews_a_day": Setting("reviews a day at most", *texts.whole(0, 99_999)),
    "learning_steps": Setting("waits of a new card before it counts in days", *texts.steps()),
    "relearning_steps": Setting("waits of a card that was forgotten", *texts.steps()),
    "longest": Setting("days that an interval may have", *texts.whole(1, 36_500)),
    "rollover": Setting("hour at which a study day begins", *texts.whole(0, 23)),
    "easy_days": Setting("share of the usual work on each day of the week", *texts.week()),
    "breaks": Setting("days without study, planned ahead", *texts.breaks()),
    "leech_lapses": Setting("lapses that make a card a leech; 0: none is", *texts.whole(0, 99)),
    "suspend_leeches": Setting("whether a leech is suspended", *texts.yes_no()),
    "siblings_apart": Setting("whether cards about one thing come on different days", *texts.yes_no()),
    "hard_seconds": Setting("a right answer that took longer counts as hard; 0: never", *texts.whole(0, 3600)),
    "exam": Setting("exam that you prepare for, as 'studykit exam list' names it", *texts.name()),
    "exam_day": Setting("day of the exam; none: without a plan", *texts.day()),
    "minutes": Setting("minutes a day, for the plan", *texts.whole(1, 1440)),
}
"""Those that a learner sets by name; ``fit`` and ``cohort`` have verbs of their own."""


def _fit(kept: Any) -> Fit | None:
    if kept is None:
        return None
    parameters = tuple(float(one) for one in kept["parameters"])
    if len(parameters) != _PARAMETERS:
        raise ValueError("parameters")
    from studykit.scheduling.memory import Model

    Model(parameters)  # raises ValueError for some that the scheduler does not take
    return Fit(parameters, int(kept["reviews"]), float(kept["before"]), float(kept["after"]))


def _fit_kept(fit: Fit | None) -> Any:
    if fit is None:
        return None
    return {
        "parameters": list(fit.parameters),
        "reviews": fit.reviews,
        "before": fit.before,
        "after": fit.after,
    }


_OTHERS: Mapping[str, Setting] = {
    "fit": Setting("parameters of the scheduler", lambda _: None, str, _fit_kept, _fit),
    "cohort": Setting("group whose teacher may see your results", *texts.name()),
}
_ALL = {**SETTINGS, **_OTHERS}
_FIELDS = {one.name for one in fields(Settings)}


def read_settings(store: StudyStore) -> Settings:
    """The settings that hold; what is not understood (of a newer studykit, of another device) has its usual value."""
    return settings_of(store.settings())


def settings_of(kept: Mapping[str, str]) -> Settings:
    """Settings of JSON texts by name."""
    found: dict[str, Any] = {}
    for name, text in kept.items():
        if name in _FIELDS:
            try:
                found[name] = _ALL[name].load(json.loads(text))
            except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
                continue
    return replace(Settings(), **found)


def kept(name: str, value: Any) -> str:
    """The JSON text of a setting's value."""
    return json.dumps(_ALL[name].keep(value))


def change(store: StudyStore, name: str, value: Any, at: datetime) -> None:
    """Keeps a new value of a setting; ``at`` is aware."""
    store.set_settings({name: kept(name, value)}, at)


def change_all(store: StudyStore, values: Mapping[str, Any], at: datetime) -> None:
    """Keeps several values in one transaction."""
    store.set_settings({name: kept(name, value) for name, value in values.items()}, at)


def set_by_name(store: StudyStore, name: str, text: str | None, at: datetime) -> None:
    """Keeps what a learner typed for a setting; None: its usual value. Raises UsageError."""
    known = _known(name)
    try:
        value = getattr(Settings(), known) if text is None else SETTINGS[known].read(text.strip())
    except UsageError as problem:
        raise UsageError(f"{known}: {problem}") from None
    change(store, known, value, at)


def shown(settings: Settings, name: str = "") -> tuple[tuple[str, str, str], ...]:
    """Name, value as text, and meaning of each setting, or of one. Raises UsageError for an unknown one."""
    names = (_known(name),) if name else tuple(SETTINGS)
    return tuple((one, SETTINGS[one].show(getattr(settings, one)), SETTINGS[one].means) for one in names)


def _known(name: str) -> str:
    known = name.replace("-", "_").casefold()
    if known not in SETTINGS:
        raise UsageError(f"There is no setting '{name}'.{nearest(known, SETTINGS)} See: studykit settings")
    return known
