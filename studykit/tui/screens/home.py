"""Today: what to do first, then how things stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.attempt import Left
from studykit.core.text import count, shortened
from studykit.tui.signs import plain, signs
from studykit.tui.sittings import time_text
from studykit.tui.widgets.choices import Choices, Marked
from studykit.tui.widgets.frame import Frame, words
from studykit.workflows.showing import Today, exam_words
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
        Binding("e", "app.exam", "Mock exam", show=False),
        Binding("g", "places", "Go to", show=False),
        Binding("q,escape", "app.quit_saved", "Quit", key_display="q"),
    ]
    place = "studykit › Today"
    hint = "Reading notes…"

    def __init__(self) -> None:
        super().__init__()
        self._study: Study | None = None
        self._left: Left | None = None
        self._unfinished: Callable[[Study], Left | None] = lambda _: None
        self._actions = ["review"]
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

    def show(self, study: Study, unfinished: Callable[[Study], Left | None]) -> None:
        """Draws the study, and starts it when Enter was pressed meanwhile."""
        self._study, self._unfinished = study, unfinished
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
        self._left = self._unfinished(self._study)
        self.place = "studykit › Welcome" if today.first_run else "studykit › Today"
        self.status(" · ".join((title, *exam_words(today), f"{today.due + today.new} to do")))
        self.query_one("#title", Static).update(words(self._title(today), "bold"))
        actions = self.query_one(Choices)
        self._redraw_actions(actions, today)
        self.query_one("#standing", Static).update(self._standing(today))
        self.say("Enter goes on with the exam." if self._left else self._hint(today))

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
        self.app.call_later(self.app.run_action, self._actions[self.query_one(Choices).cursor])

    def action_places(self) -> None:
        """Says where one can go."""
        self.say("Go to: r Review  z Quiz  e Mock exam.")

    def _redraw_actions(self, actions: Choices, today: Today) -> None:
        named = self._named(today)
        lines = [self._action(label, detail) for _, label, detail in named]
        names = [name for name, _, _ in named]
        if names != self._actions or len(actions.children) != len(lines):
            work = today.due + today.new
            cursor = 0 if work or self._left else names.index("quiz")
            self._actions = names
            fresh = Choices(lines, name="actions", cursor=cursor)
            if not self._swapping:  # a second redraw may come before the first is done
                self._swapping = True
                self.app.call_later(self._swap, actions, fresh)
        else:
            actions.draw(lines)

    def _named(self, today: Today) -> list[tuple[str, str, str]]:
        """The actions with their labels; an exam that was left comes first."""
        work, left = today.due + today.new, self._left
        first = f"{self._work(today)} · about {today.minutes} min" if work else self._nothing(today)
        named = [
            ("review", "Start now" if today.first_run else "Today's review", first),
            ("quiz", "Quiz", f"{QUIZ} questions over everything"),
        ]
        if left is None:
            return [*named, ("exam", "Mock exam", self._format())]
        rest = "" if left.left_if_kept is None else f" · {time_text(left.left_if_kept)} left"
        detail = f"{left.exam} · question {left.position + 1} of {left.total}{rest}"
        return [("exam", "Go on with exam", detail), *named]

    def _format(self) -> str:
        own = self._study.library.pack.blueprint if self._study else None
        return f"{own.exam} · {own.questions} questions · {own.minutes} min" if own else "this pack names no exam"

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
