"""What screens that explain an answer share: the verdict, every reason, the facts, the notes' lines and a drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from studykit.core.text import count
from studykit.tui.signs import plain, signs
from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.hanging import Row
from studykit.tui.widgets.keys import Keyed
from studykit.tui.widgets.page import Aside, Page
from studykit.tui.widgets.reasons import Reason, reasons, verdict

if TYPE_CHECKING:
    from studykit.core.progress import Progress
    from studykit.core.source import SourceSpan
    from studykit.workflows.explanation import Explanation, Ground, Line
    from studykit.workflows.showing import Showing
    from studykit.workflows.why import Why

_AROUND = 3
"""Lines of the note before and after the cited one."""
_PRACTICE = 5
"""Questions about the same thing."""
_INDENT = "     "


class Explained(Keyed):
    """Draws on a page why an answer is right or not; each figure leads to the line that says it."""

    DEFAULT_CSS = "Explained { display: none; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "note", "Open note"),
        Binding("w", "why", "Why"),
        Binding("t", "lab", "Try it"),
        Binding("p", "practise", "Another"),
        Binding("down,j", "line(1)", "Line", key_display="↑↓", show=False),
        Binding("up,k", "line(-1)", "Line", show=False),
        Binding("pagedown,ctrl+d", "scroll(1)", "Scroll", show=False),
        Binding("pageup,ctrl+u", "scroll(-1)", "Scroll", show=False),
        Binding("y", "copy", "Copy", show=False),
    ]

    def __init__(self, page: Page) -> None:
        super().__init__(id="explained")
        self._page = page
        self._explanation: Explanation | None = None
        self._chosen, self._nothing = "", ""
        self._parts: list[Reason] = []
        self._at = 0
        """Which of the cited lines ``o`` opens."""
        self._option = ""
        """The letter whose reason was gone to."""
        self._folded = False
        self.above: tuple[Row, ...] = ()
        """Rows before the verdict."""
        self._rows: dict[str, int] = {}
        """Letter, or number of a line → its row."""

    def show(self, explanation: Explanation, chosen: str, *, nothing: str = "", folded: bool = False) -> None:
        """Takes another answer, to be drawn; ``folded`` leaves the reasons for a key."""
        self._explanation, self._chosen, self._nothing = explanation, chosen, nothing
        self._at, self._option, self._folded = 0, "", folded
        self._parts = reasons(explanation.question, chosen)

    @property
    def span(self) -> SourceSpan | None:
        """The line that ``o`` opens; None when no note says this."""
        lines = self._lines
        return lines[self._at].span if lines else None

    @property
    def folded(self) -> bool:
        """True while the reasons wait for a key."""
        return self._folded

    def letter(self, letter: str) -> bool:
        """Goes to the reason of an option, and to the first line below it; False when there is none."""
        named = letter.upper()
        if self._explanation is None or not any(named in one.letters for one in self._parts):
            return False
        self._folded, self._option = False, named
        below = [at for at, row in self._line_rows() if row > self._row_of(named)]
        after = min((self._rows[one.letters] for one in self._parts if self._after(one, named)), default=10**6)
        self._at = next((at for at in below if self._rows[str(at)] < after), self._at)
        self.draw()
        self._page.in_sight(self._row_of(named))
        return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The lab only where there are rules to try."""
        if action == "lab":
            return self._explanation is not None and self._explanation.scenario is not None
        return super().check_action(action, parameters)

    def action_note(self) -> None:
        """Opens the note at the line."""
        if self.span is None:
            self._tell("No note says this; the source is named above.")
        elif isinstance(self.screen, Frame):
            self.screen.links.open_note(self.span)

    def action_why(self) -> None:
        """Shows every step of the rule that decides."""
        screen, explanation = self.screen, self._explanation
        if not isinstance(screen, Frame) or explanation is None or screen.links.study is None:
            return
        library = screen.links.study.library

        def work(_: Progress) -> Why:
            from studykit.workflows.why import why

            return why(library, explanation.question)

        screen.load(work, self._open_why, "why")

    def _open_why(self, found: Why) -> None:
        from studykit.tui.screens.why import WhyTree

        self.app.push_screen(WhyTree(found))

    def action_lab(self) -> None:
        """Opens the lab with the settings of the question."""
        scenario = self._explanation.scenario if self._explanation else None
        if scenario is not None and isinstance(self.screen, Frame):
            self.screen.links.open_lab(scenario.domain, scenario.settings)

    def action_practise(self) -> None:
        """Asks more about the same thing."""
        screen, explanation = self.screen, self._explanation
        if not isinstance(screen, Frame) or explanation is None or screen.links.study is None:
            return
        study, question = screen.links.study, explanation.question
        seed = study.fresh_seed()

        def made() -> tuple[Showing, ...]:
            from studykit.workflows.practice import practise_topic

            return practise_topic(study, question.topic, count=_PRACTICE, seed=seed)

        screen.links.practise(f"Practice › {question.topic}", made)

    def action_copy(self) -> None:
        """Copies the reasons."""
        if isinstance(self.screen, Frame):
            self.screen.links.copy("\n".join(line.plain for line in self._page.lines))

    def action_line(self, by: int) -> None:
        """Goes to the next cited line, or scrolls where there is none; unfolds what is folded."""
        if self._folded:
            self._folded = False
            self.draw()
            return
        to = self._at + by
        if not 0 <= to < len(self._lines):
            self._page.scroll_lines(by * 3)
            return
        self._at = to
        self.draw()
        self._page.in_sight(self._rows[str(to)])

    def action_scroll(self, by: int) -> None:
        """Scrolls long reasons."""
        self._page.scroll_pages(by * 0.8)

    @property
    def _lines(self) -> tuple[Line, ...]:
        return self._explanation.lines if self._explanation else ()

    def _tell(self, sentence: str) -> None:
        if isinstance(self.screen, Frame):
            self.screen.say(sentence, wrong=True)

    def _row_of(self, letter: str) -> int:
        return next((row for name, row in self._rows.items() if letter in name), 0)

    def _line_rows(self) -> list[tuple[int, int]]:
        return [(at, self._rows[str(at)]) for at in range(len(self._lines)) if str(at) in self._rows]

    def _after(self, one: Reason, letter: str) -> bool:
        return bool(one.letters) and self._rows.get(one.letters, 0) > self._row_of(letter)

    def draw(self, *, again: bool = False) -> None:
        """Draws the reasons, ``again`` from their beginning; the note and the drawing beside them."""
        explanation = self._explanation
        if explanation is None:
            return
        self._rows = {}
        head = verdict(explanation.question, self._chosen, self._nothing or "You did not know")
        rows = [*self.above, Row(Content(""), head), Row(Content(""), Content(""))]
        if self._folded:
            rows += [one.row for one in self._parts if one.states]
            rows.append(Row(Content(""), words("Reasons are folded. ↓ shows them.", "$muted")))
        else:
            rows += self._told(explanation, len(rows))
        draw = explanation.scenario.draw if explanation.scenario else None
        self._page.show(rows, Aside(tuple(self._around()), draw), again=again)

    def _told(self, explanation: Explanation, start: int) -> list[Row]:
        """The reasons, each with the facts and lines that it rests on."""
        rows: list[Row] = []
        stated = list(range(explanation.stated))
        last = max((at for at, one in enumerate(self._parts) if one.states), default=-1)
        told = set(stated)
        for number, one in enumerate(self._parts):
            self._rows[one.letters or f"part {number}"] = start + len(rows)
            row = self._marked(one, number)
            rows.append(row)
            mine = [at for at, line in enumerate(self._lines) if line.span in one.sources and at not in told]
            told.update(mine)
            if number == last:
                rows += [_ground(ground) for ground in explanation.grounds]
                mine = [*stated, *mine]
            for at in mine:
                self._rows[str(at)] = start + len(rows)
                line = self._lines[at]
                quoted = line.said in row.words.plain
                rows.append(_line(line, here=at == self._at, said="" if quoted else line.said))
        if explanation.more:
            text = f"The wrong answers rest on {count(explanation.more, 'further fact')}."
            rows.append(Row(Content(_INDENT), words(text, "$muted"), gap=True))
        return rows

    def _marked(self, one: Reason, number: int) -> Row:
        row = one.row
        here = bool(self._option) and self._option in one.letters
        mark = Content.assemble((f"{signs().cursor} " if here else "", "bold $primary"), row.mark)
        return Row(mark, row.words, gap=number > 0)

    def _around(self) -> list[Row]:
        """The note around the line that ``o`` opens."""
        if not self._lines:
            return []
        line = self._lines[self._at]
        span = line.span
        rows = [Row(Content(""), words(f"{span.note} › line {span.line}", "bold")), Row(Content(""), Content(""))]
        for number, text in line.around:
            if span.line - _AROUND <= number <= span.end + _AROUND:
                here = span.line <= number <= span.end
                style = "bold $primary" if here else "$muted"
                mark = words(f"{signs().here if here else ' '}{number:>4}  ", style)
                rows.append(Row(mark, words(text, style), whole=here))
        return rows


def _ground(ground: Ground) -> Row:
    sign = {"verified": signs().right, "agreed": "="}.get(ground.status, "~")
    said = [words(f"fact {ground.id} = {ground.value}", "$foreground"), words(f"   {sign} {ground.status}", "$muted")]
    if ground.was:
        said.append(words(f"\n{ground.was}", "$warning"))
    return Row(Content(_INDENT), Content.assemble(*said))


def _line(line: Line, *, here: bool, said: str) -> Row:
    """The line, with what it says where a reason does not quote it already."""
    mark = words(f"{_INDENT}{signs().action if here else ' '} ", "bold $primary")
    text = Content.assemble(words(f"{line.span}  ", "$primary"), words(said and f"{plain('“')}{said}{plain('”')}"))
    return Row(mark, text.stylize_before("bold") if here else text)
