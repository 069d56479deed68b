"""Which screen asks for the value of a setting that is not typed on one row."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.app import App

from studykit.core.errors import UsageError
from studykit.tui.screens.lab_choose import LabChoose
from studykit.tui.screens.lab_members import LabMembers
from studykit.tui.screens.lab_text import LabText
from studykit.workflows.lab import Kind, Setting

if TYPE_CHECKING:
    from studykit.workflows.lab_bench import Bench
    from studykit.workflows.lab_turns import Part

Do = Callable[[Callable[["Bench"], object]], object]
"""Makes a change and shows what comes of it."""


def ask(app: App[Any], bench: Bench, setting: Setting, do: Do) -> None:
    """Shows the screen; what it gives is set."""
    if setting.kind is Kind.MEMBERS:
        _ask_members(app, setting, do)
    elif setting.kind is Kind.TEXT:
        _ask_text(app, bench, setting, do)
    else:
        _ask_choice(app, bench, setting, do)


def _ask_choice(app: App[Any], bench: Bench, setting: Setting, do: Do) -> None:
    settings, name = bench.settings, setting.name

    def chosen(part: Part | None) -> None:
        if part is not None:
            do(lambda bench: bench.set(name, part.value))

    app.push_screen(LabChoose(setting, lambda: bench.turns(settings, name)), chosen)


def _ask_members(app: App[Any], setting: Setting, do: Do) -> None:
    def listed(members: tuple[str, ...] | None) -> None:
        if members is not None:
            do(lambda bench: bench.set(setting.name, members))

    app.push_screen(LabMembers(setting), listed)


def _ask_text(app: App[Any], bench: Bench, setting: Setting, do: Do) -> None:
    name = setting.name

    def written(text: str | None) -> None:
        if text is not None:
            do(lambda bench: bench.type(name, text))

    def wrong(text: str) -> str:
        try:
            bench.would(name, text)
        except UsageError as problem:
            return str(problem)
        return ""

    app.push_screen(LabText(setting, wrong), written)
