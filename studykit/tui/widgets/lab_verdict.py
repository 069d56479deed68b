"""What the rules say of a scenario: sentence, outcome, reasons, facts; each row wraps at the width that there is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.strip import Strip

from studykit.core.verdict import Decision
from studykit.tui.signs import plain, signs
from studykit.tui.widgets.fact_sheet import status_mark
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.hanging import lines_of
from studykit.tui.widgets.lab_signs import lab_signs
from studykit.tui.widgets.rows import Rows
from studykit.workflows.lab import Reason, Scene, Traced

_MARK = 2
_LEAST = 8
_NAME, _PART = re.compile(r"\S+"), re.compile(r"[._]")


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph: what stands before it, its words, and the fact that Enter opens."""

    mark: Content
    words: Content
    fact: str = ""
    """Empty where there is none."""


class LabVerdict(Rows):
    """The verdict in rows; ``fact`` is that of the row with the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.fact", "Open fact")]

    def __init__(self) -> None:
        super().__init__(0, self._row, name="verdict")
        self._said: tuple[Said, ...] = ()
        self._lines: list[tuple[Content, str]] = []
        self._width = 0

    @property
    def fact(self) -> str:
        """The fact of the row under the cursor; empty where there is none."""
        return self._lines[self.cursor][1] if self.cursor < len(self._lines) else ""

    def fill(self, said: Sequence[Said]) -> None:
        """Shows another verdict, from its first row."""
        self._said = tuple(said)
        self._wrap(0)

    def on_resize(self) -> None:
        """Wraps anew."""
        if self.room != self._width:
            self._wrap(self.cursor)

    def render_line(self, y: int) -> Strip:
        """One line; the cursor is shown while keys move it."""
        kept = self.cursor
        if not self.has_focus:
            self.cursor = -1
        try:
            return super().render_line(y)
        finally:
            self.cursor = kept

    def _wrap(self, cursor: int) -> None:
        self._width = self.room
        room = max(self._width, _LEAST)
        self._lines = [line for one in self._said for line in _wrapped(one, room)]
        self.show(len(self._lines), self._row, cursor)

    def _row(self, at: int, width: int) -> Content:
        del width
        return self._lines[at][0]


def told(scene: Scene, *, whole: bool) -> tuple[Said, ...]:
    """The paragraphs; ``whole`` with every step of the trace, else with what it rests on."""
    return tuple(_told(scene, whole=whole))


def summary(scene: Scene) -> Content:
    """The outcome with its sign, on one line."""
    sign, style = mark_of(scene)
    return Content.assemble((f"{sign} ", f"bold {style}"), words(scene.outcome, f"bold {style}"))


def mark_of(scene: Scene) -> tuple[str, str]:
    """Sign and colour of an outcome: wanted, another one, unknown."""
    if scene.verdict.decision is not Decision.DECIDED:
        return lab_signs().unknown, "$warning"
    return (signs().right, "$success") if scene.wanted else (signs().conflict, "$warning")


def _told(scene: Scene, *, whole: bool) -> Iterator[Said]:
    sign, style = mark_of(scene)
    yield Said(words(f"{sign} ", f"bold {style}"), words(scene.sentence, f"bold {style}"))
    yield _plain(scene.outcome, "$muted")
    for reason in scene.reasons:
        yield from _reason(reason, whole=whole)
    yield from _heading("Facts", scene.facts)
    for fact in scene.facts:
        shown = Content.assemble(words(f"{fact.id} = {fact.value}  "), status_mark(fact.status))
        yield Said(words(_dot(), "$muted"), shown, fact.id)
    yield from _heading("Worked out", scene.worked_out)
    for title, value in scene.worked_out:
        yield Said(words(_dot(), "$muted"), Content.assemble(words(f"{title}: ", "$muted"), words(value)))
    yield from _heading("Not set, so taken as", scene.assumed)
    for title, value in scene.assumed:
        yield Said(words(_dot(), "$muted"), Content.assemble(words(f"{title}: ", "$muted"), words(value)))


def _reason(reason: Reason, *, whole: bool) -> Iterator[Said]:
    yield Said(words(f"{signs().action} ", "bold $primary"), words(f"rule {reason.rule}", "bold"))
    if reason.because:
        yield _plain(reason.because)
    if whole:
        yield from (_step(step) for step in reason.trace)
    elif reason.trace:
        yield _plain(reason.trace[0].text, "$muted")
        leaves = {step.text: step for step in _leaves(reason.trace)}
        yield from (_plain(f"{text} = {step.value}", fact=_fact_of(step)) for text, step in leaves.items())


def _step(step: Traced) -> Said:
    indent = "  " * (step.depth + 1)
    shown = Content.assemble(words(step.text), words(f" = {step.value}", "bold"), words(f"  {step.origin}", "$muted"))
    return Said(Content(indent), shown, _fact_of(step))


def _leaves(trace: Sequence[Traced]) -> Iterator[Traced]:
    """The steps below which there is none."""
    for at, step in enumerate(trace):
        after = trace[at + 1].depth if at + 1 < len(trace) else 0
        if after <= step.depth and step.origin != "literal" and step.depth:
            yield step


def _fact_of(step: Traced) -> str:
    return step.text if step.origin == "fact" else ""


def _heading(title: str, below: Sequence[object]) -> Iterator[Said]:
    if below:
        yield Said(Content(""), words(title, "bold"))


def _plain(text: str, style: str = "", *, fact: str = "") -> Said:
    return Said(Content(" " * _MARK), words(plain(text), style), fact)


def _dot() -> str:
    return f"{signs().dot} "


def _wrapped(one: Said, room: int) -> list[tuple[Content, str]]:
    indent = one.mark.cell_length
    least = max(room - indent, _LEAST)
    lines = lines_of(_breakable(one.words, least), least)
    marks = [one.mark, *[Content(" " * indent)] * (len(lines) - 1)]
    return [(Content.assemble(mark, line), one.fact) for mark, line in zip(marks, lines, strict=True)]


def _breakable(content: Content, room: int) -> Content:
    """The same with long names broken where a part of them ends."""
    parts, since = [], 0
    for word in _NAME.finditer(content.plain):
        if word.end() - word.start() > room:
            ends = [found.end() for found in _PART.finditer(content.plain, word.start(), word.start() + room)]
            if ends:
                parts += [content[since : ends[-1]], Content("\n")]
                since = ends[-1]
    return Content("").join([*parts, content[since:]])
