"""The page of one fact: its value and history, every claim, what settles it, and what depends on it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from textual.containers import Vertical
from textual.content import Content

from studykit.core.fact import ClaimStanding, Status
from studykit.core.source import SourceSpan
from studykit.core.text import count, shortened
from studykit.drawing.history import history
from studykit.tui.signs import plain, signs
from studykit.tui.widgets.drawn import Picture
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.hanging import Hanging, Row
from studykit.tui.widgets.section import Section, Shown, Stop
from studykit.workflows.fact_page import FactView, Line
from studykit.workflows.fact_used import CardUse, DomainUse, Used

_CLAIMS, _GROUP = 60, 6
"""Claims, and rows of each group of what depends on it, that are shown before one asks for more."""
_WORDS = 300
"""Letters of a claim that are shown; the note has all of it."""
_VALUE, _PLACE = 14, 30
"""Columns that values and places of claims are lined up in, at most."""
_NARROW = 60


@dataclass(frozen=True, slots=True)
class ToNote:
    """Enter opens the note."""

    span: SourceSpan


@dataclass(frozen=True, slots=True)
class ToDomain:
    """Enter opens the lab."""

    domain: str


@dataclass(frozen=True, slots=True)
class ToCard:
    """Enter asks the card."""

    card: str
    front: str


@dataclass(frozen=True, slots=True)
class ToConflict:
    """Enter settles the fact."""


@dataclass(frozen=True, slots=True)
class ToMore:
    """Enter shows every row."""


def status_mark(status: str, *, whole: bool = False) -> Content:
    """Sign and first word of a status: ``✓ verified``; ``whole`` for all its words. Colour only repeats them."""
    sign, style = {
        Status.AGREED: ("=", "$success"),
        Status.VERIFIED: (signs().right, "$success"),
        Status.OUTDATED_CLAIM: ("~", "$warning"),
        Status.MISTAKEN_CLAIM: (signs().wrong, "$error"),
        Status.CONFLICT: (signs().conflict, "$warning"),
    }[Status(status)]
    return words(f"{sign} {status if whole else status.partition(' ')[0]}", style)


def _standing_mark(standing: ClaimStanding) -> tuple[str, str]:
    return {
        ClaimStanding.HOLDS: (signs().right, "$success"),
        ClaimStanding.OUTDATED: ("~", "$warning"),
        ClaimStanding.MISTAKEN: (signs().wrong, "$error"),
        ClaimStanding.SCOPED: (signs().dot, "$muted"),
        ClaimStanding.OPEN: (signs().conflict, "$warning"),
    }[standing]


class FactSheet(Vertical):
    """Three regions, read from top to bottom; ↑↓ goes on from one to the next."""

    DEFAULT_CSS = """
    FactSheet, FactSheet #parts, FactSheet #said { height: auto; }
    FactSheet { padding-right: 1; }
    FactSheet #history { margin-top: 1; }
    .-short FactSheet Section, .-short FactSheet #history { margin-top: 0; }
    """

    def __init__(self) -> None:
        self.head = Hanging(name="head")
        self.picture = Picture(name="history")
        self.claims, self.settled, self.used = Section("claims"), Section("settled"), Section("used")
        parts = Vertical(Vertical(self.claims, self.settled, id="said"), self.used, id="parts")
        super().__init__(self.head, self.picture, parts, id="sheet")
        self.view: FactView | None = None
        self._used: Used | None = None
        self._all = False

    @property
    def sections(self) -> tuple[Section, ...]:
        """The regions in reading order."""
        return self.claims, self.settled, self.used

    def show(self, view: FactView) -> None:
        """Shows a fact; what depends on it comes later."""
        same = self.view is not None and self.view.id == view.id
        self.view, self._used, self._all = view, self._used if same else None, self._all and same
        if not same:
            for section in self.sections:
                section.cursor = 0
        self.query_one("#parts").display = True
        self.head.show(_head(view))
        was = [(one.value, one.until) for one in view.was]
        now = view.value
        self.picture.show((lambda width, bare: history(was, now, width, bare)) if was else None)
        self._draw()

    def show_missing(self, sentence: str) -> None:
        """Says why there is no fact to show."""
        self.head.show([Row(Content(""), words(sentence))])
        self.query_one("#parts").display = False

    def show_used(self, used: Used) -> None:
        """Shows what depends on the fact."""
        self._used = used
        self._draw()

    def show_all(self) -> None:
        """Leaves no row out any more."""
        self._all = True
        self._draw()

    def on_resize(self) -> None:
        """Lines claims up anew."""
        if self.view is not None:
            self.claims.show(*self._claims(self.view))

    def on_section_left(self, event: Section.Left) -> None:
        """The cursor goes on in the next region."""
        event.stop()
        at = self.sections.index(event.section) + event.by
        if 0 <= at < len(self.sections):
            self.sections[at].put(0 if event.by > 0 else -1)
            self.sections[at].focus(scroll_visible=False)
        elif event.by < 0 and (outer := next(iter(self.ancestors), None)) is not None:
            outer_scroll = getattr(outer, "scroll_home", None)
            if outer_scroll is not None:
                outer_scroll(animate=False)

    def _draw(self) -> None:
        view = self.view
        if view is not None:
            self.claims.show(*self._claims(view))
            self.settled.show(words("Settled by"), _settled(view))
            self.used.show(*self._uses())

    def _claims(self, view: FactView) -> tuple[Content, list[Shown]]:
        if not view.claims:
            return words("Claims"), [_note("No note says it yet.")]
        shown = view.claims if self._all else view.claims[:_CLAIMS]
        width = self.claims.size.width or _NARROW
        rows: list[Shown] = [Stop(_claim(line, shown, width), ToNote(line.span)) for line in shown]
        return words(f"Claims  {len(view.claims):,}"), rows + _more(len(view.claims) - len(shown), "claim")

    def _uses(self) -> tuple[Content, list[Shown]]:
        used = self._used
        if used is None:
            return words("Used by"), [_note("Looking through rules and cards…")]
        rows: list[Shown] = []
        for group in (self._domains(used), self._cards(used), self._wrong(used)):
            rows += group
        return words(plain(f"Used by  {used.summary}")), rows or [_note("Nothing depends on it yet.")]

    def _domains(self, used: Used) -> list[Shown]:
        shown = used.domains if self._all else used.domains[:_GROUP]
        rows: list[Shown] = []
        for one in shown:
            rows.append(Stop(_domain(one), ToDomain(one.id)))
            if self._all:
                rows += [
                    Stop(Row(Content("    rule "), _rule(rule.rule, rule.because)), ToDomain(one.id))
                    for rule in used.rules
                    if rule.domain == one.id
                ]
        return rows + _more(len(used.domains) - len(shown), "domain")

    def _cards(self, used: Used) -> list[Shown]:
        alike = Counter(one.front for one in used.cards)  # the templates of a domain are cards with one front
        first = {one.front: one for one in reversed(used.cards)}
        fronts = list(alike) if self._all else list(alike)[:_GROUP]
        rows: list[Shown] = [Stop(_card(first[one], alike[one]), ToCard(first[one].id, one)) for one in fronts]
        return rows + _more(alike.total() - sum(alike[one] for one in fronts), "card")

    def _wrong(self, used: Used) -> list[Shown]:
        shown = used.wrong if self._all else used.wrong[:_GROUP]
        rows: list[Shown] = []
        for one in shown:
            said = Content.assemble(words(one.value), words(f"  {one.why}", "$muted"))
            row = Row(words("wrong   ", "$muted"), said)
            rows.append(Stop(row, ToNote(one.sources[0])) if one.sources else row)
        return rows + _more(len(used.wrong) - len(shown), "wrong answer")


def _head(view: FactView) -> list[Row]:
    """Title and values, each row under the other."""
    nothing = Content("")
    rows = [Row(nothing, words(view.title, "bold"))]
    mark = status_mark(view.status, whole=True)
    if not view.settled:
        said = words("   The notes disagree: c settles it.")
        return [*rows, Row(nothing, Content.assemble(mark, said))]
    if view.behaviour:
        rows.append(Row(nothing, words(view.value)))
        return [*rows, Row(nothing, mark)]
    parts = [f"exam {view.exam}", f"today {view.value}", f"scope {view.scope or 'any'}", f"bound {view.bound}"]
    rows.append(Row(nothing, Content.assemble(mark, words(plain(f"   {' · '.join(parts)}")))))
    if view.exam != view.value:
        text = f"It changed lately: exams of the day may still ask for {view.exam}."
        rows.append(Row(words(f"{signs().conflict} ", "$warning"), words(text)))
    return rows


def _claim(line: Line, beside: tuple[Line, ...], width: int) -> Row:
    sign, style = _standing_mark(line.standing)
    values = min(max(len(one.value) for one in beside), _VALUE)
    places = min(max(len(str(one.span)) for one in beside), _PLACE)
    value, place = f"{shortened(line.value, _VALUE):<{values}}", str(line.span)
    said = words(f'"{shortened(line.words, _WORDS)}"')
    remark = words(f"  {line.remark}", style) if line.remark else Content("")
    if width < _NARROW:
        head = Content.assemble(words(place, "$primary"), "\n", said, remark)
        return Row(Content.assemble(words(f"{sign} ", style), words(f"{value}  ")), head)
    front = Content.assemble(words(f"{sign} ", style), words(f"{value}  "), words(f"{place:<{places}}  ", "$primary"))
    return Row(front, Content.assemble(said, remark))


def _settled(view: FactView) -> list[Shown]:
    said = Content.assemble(
        words(view.settled_by),
        words(f"  (without it: {view.otherwise})", "$muted") if view.otherwise else "",
    )
    row = Row(Content(""), said)
    if not view.settled:
        go = words(f"{signs().action} Settle it: read both sides and say which holds", "bold")
        return [row, Stop(Row(Content(""), go), ToConflict())]
    first: Shown = row if view.source is None else Stop(row, ToNote(view.source))
    labels = max((len(label) for label, _ in view.remarks), default=0)
    beside = (Row(words(f"{label:<{labels}}  ", "$muted"), words(text, "$muted")) for label, text in view.remarks)
    return [first, *beside]


def _domain(one: DomainUse) -> Row:
    rules = f"  {count(one.rules, 'rule')}" if one.rules else ""
    return Row(words("domain  ", "$muted"), Content.assemble(words(one.id), words(f"  {one.title}{rules}", "$muted")))


def _rule(name: str, because: str) -> Content:
    return Content.assemble(words(name), words(f"  {because}", "$muted"))


def _card(one: CardUse, times: int) -> Row:
    several = words(f"  {count(times, 'card')}", "$muted") if times > 1 else Content("")
    return Row(words("card    ", "$muted"), Content.assemble(words(shortened(one.front, _WORDS)), several))


def _note(text: str) -> Row:
    return Row(Content(""), words(plain(text), "$muted"))


def _more(hidden: int, noun: str) -> list[Shown]:
    if hidden <= 0:
        return []
    return [
        Stop(Row(Content(""), words(plain(f"… {count(hidden, f'more {noun}')}: Enter shows all"), "$muted")), ToMore())
    ]
