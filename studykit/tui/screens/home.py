"""Today: what to do first, then how things stand."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.text import count, shortened
from studykit.tui.signs import plain, signs
from studykit.tui.widgets.choices import Choices, Marked
from studykit.tui.widgets.frame import Frame, words
from studykit.workflows.showing import Today
from studykit.workflows.study import Study

QUIZ = 10


class Home(Frame[None]):
    """The first screen; Enter starts what is due."""

    CSS_PATH = "home.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "start", "Start"),
        Binding("down,j", "move(1)", "Choose", key_display="↑↓"),
        Binding("up,k", "move(-1)", "Choose", show=False),
        Binding("r", "app.review", "Review", show=False),
        Binding("z", "app.quiz", "Quiz", show=False),
        Binding("q,escape", "app.quit_saved", "Quit", key_display="q"),
    ]
    place = "studykit › Today"
    hint = "Reading notes…"

    def __init__(self) -> None:
        super().__init__()
        self._study: Study | None = None
        self._waiting = False
        self._swapping = False

    def body(self) -> list[Widget]:
        """A title, the actions, and how things stand."""
        return [
            Static(words("Pass an exam from notes that you can check.", "bold"), id="title", markup=False),
            Choices([self._action("Start", "as soon as the notes are read")], name="actions"),
            Static(id="standing", markup=False, classes="gap"),
        ]

    def ready(self) -> None:
        """Takes the focus to the actions."""
        self.query_one(Choices).focus()

    def show(self, study: Study) -> None:
        """Draws the study, and starts it when Enter was pressed meanwhile."""
        self._study = study
        self.refresh_today()
        if self._waiting:
            self._waiting = False
            self.action_start()

    def reading(self, done: int, total: int) -> None:
        """Says how far the reading of notes is."""
        if self._study is None and self.query("#title"):
            self.status(f"Reading notes: {done:,} of {total:,}")

    def on_screen_resume(self) -> None:
        """Counts anew after a session."""
        self.refresh_today()

    def refresh_today(self) -> None:
        """Draws what is due now."""
        if self._study is None or not self.query("#title"):
            return  # nothing to draw yet, or nothing any more
        today, title = self._study.today(), self._study.library.pack.title
        self.place = "studykit › Welcome" if today.first_run else "studykit › Today"
        self.status(f"{title} · {today.due + today.new} to do")
        self.query_one("#title", Static).update(words(self._title(today), "bold"))
        actions = self.query_one(Choices)
        self._redraw_actions(actions, today)
        self.query_one("#standing", Static).update(self._standing(today))
        self.say(self._hint(today))

    def action_move(self, by: int) -> None:
        """Moves between the actions."""
        actions = self.query_one(Choices)
        actions.move(actions.cursor + by)

    async def on_choices_taken(self) -> None:
        """A double click is Enter."""
        self.action_start()

    def action_start(self) -> None:
        """Starts the chosen action; before the notes are read, as soon as they are."""
        if self._study is None:
            self._waiting = True
            self.say("Reading notes… The first question comes as soon as they are read.")
            return
        actions = self.query_one(Choices)
        self.app.call_later(self.app.run_action, "review" if actions.cursor == 0 else "quiz")

    def _redraw_actions(self, actions: Choices, today: Today) -> None:
        work = today.due + today.new
        first = f"{self._work(today)} · about {today.minutes} min" if work else self._nothing(today)
        lines = [
            self._action("Start now" if today.first_run else "Today's review", first),
            self._action("Quiz", f"{QUIZ} questions over everything"),
        ]
        if len(actions.children) != len(lines):
            cursor = 0 if work else 1
            fresh = Choices(lines, name="actions", cursor=cursor)
            if not self._swapping:  # a second redraw may come before the first is done
                self._swapping = True
                self.app.call_later(self._swap, actions, fresh)
        else:
            actions.draw(lines)

    async def _swap(self, old: Choices, fresh: Choices) -> None:
        if not self.query("#body"):
            return  # the learner left meanwhile
        await old.remove()
        await self.query_one("#body").mount(fresh, after=self.query_one("#title"))
        fresh.focus(scroll_visible=False)  # the title stays in sight, however slow the machine
        self._swapping = False
        self.refresh_today()

    @staticmethod
    def _work(today: Today) -> str:
        return " + ".join(
            text for text in (f"{today.due} due" * bool(today.due), f"{today.new} new" * bool(today.new)) if text
        )

    @staticmethod
    def _nothing(today: Today) -> str:
        return f"nothing is due. Next: {today.next_due}" if today.next_due else "nothing is due"

    @staticmethod
    def _title(today: Today) -> str:
        if today.first_run:
            return "Pass an exam from notes that you can check."
        return f"{count(today.answered, 'card')} answered today."

    def _standing(self, today: Today) -> Content:
        sign = signs()
        parts: list[Content] = []
        if today.notice:
            parts += [words(f"{sign.conflict} {today.notice}", "$warning"), Content("\n\n")]
        stock = f"{count(today.facts, 'fact')} · {count(today.domains, 'domain')} · {count(today.notes, 'note')}"
        parts.append(words(plain(f"{stock} · {count(today.cards, 'card')}\n")))
        if today.conflicts:
            text = f"{sign.conflict} Notes disagree in {count(today.conflicts, 'place')}: studykit conflicts\n"
            parts.append(words(text, "$warning"))
        problems = self._study.library.diagnostics if self._study else ()
        if problems:
            parts.append(
                words(
                    f"{sign.conflict} {count(len(problems), 'problem')} in content: studykit check\n",
                    "$warning",
                )
            )
            parts.append(words(f"  {shortened(str(problems[0]), 160)}\n", "$muted"))
        if today.first_run:
            parts.append(
                words(
                    "\nWorks without a network or an account. Your answers stay in one file on this computer. "
                    "Notes are only read, never changed.",
                    "$muted",
                )
            )
        return Content.assemble(*parts)

    @staticmethod
    def _hint(today: Today) -> str:
        if today.due + today.new:
            return "Enter starts. Every answer is saved at once."
        return "Enter starts a quiz. Answers count for your cards."

    @staticmethod
    def _action(title: str, detail: str) -> Marked:
        head, rest = words(f"{title:<18}", "bold"), words(plain(detail), "$muted")
        return words(f"{signs().action} ", "bold"), Content.assemble(head, rest)
