"""Show me around: four screens, about a minute; each says one thing that matters."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from studykit.tui.signs import plain, signs
from studykit.tui.widgets.frame import Frame, words

_PAGES: tuple[tuple[str, str], ...] = (
    (
        "A question is proved",
        """\
Each question is worked out from facts and rules, so its key holds.
After your answer, each option says why it is right or wrong.

  {wrong} Not right. You chose A; the answer is B.
  {right} B  It comes back into view while it is still being worked on.
       60 s < 6 × 60 s = 360 s         rule visibility-too-short

A letter chooses, Enter answers, s says that you don't know.""",
    ),
    (
        "Every number leads to its line",
        """\
Verdict, rule, fact, claim, line of a note: each is one key further.

  o   opens the note at the line      w    shows every step
  t   tries the question in the lab   Esc  goes back

  {here}{right} 31  - set it to 6 times the function timeout

Notes that disagree are shown as conflicts; you decide which holds.""",
    ),
    (
        "Cards come back in time",
        """\
An answer says when its card comes back: in minutes, days or months.

  1 Again  10 min     2 Hard  2 d   {action} 3 Good  4 d     4 Easy  9 d

With an exam date, the plan chooses what brings the most until then.
Today shows what is due, how ready you are, and where it is weakest.""",
    ),
    (
        "Four keys lead everywhere",
        """\
  g    go to a place: facts, conflicts, notes, statistics, plan …
  :    do anything, found by its name
  ?    the keys of the screen that you are on
  Esc  back; u takes back what you did

Every answer is saved at once, so any way out is safe.""",
    ),
)


class Tour(Frame[None]):
    """Enter goes on; the last page leads back."""

    CSS_PATH = "tour.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,right,l,space", "turn(1)", "Next"),
        Binding("left,h", "turn(-1)", "Back a page", key_display="←"),
        Binding("escape,q", "leave", "Leave"),
    ]
    place = "studykit › Show me around"

    def __init__(self) -> None:
        super().__init__()
        self._at = 0

    def body(self) -> list[Widget]:
        """A heading and a text."""
        return [Static(id="heading", markup=False), Static(id="text", markup=False)]

    def ready(self) -> None:
        """Shows the first page."""
        self._draw()

    def action_turn(self, by: int) -> None:
        """Another page; past the last one, back to where it began."""
        if self._at + by == len(_PAGES):
            self.dismiss()
            return
        self._at = max(self._at + by, 0)
        self._draw()

    def action_leave(self) -> None:
        """Goes back."""
        self.dismiss()

    def _draw(self) -> None:
        title, text = _PAGES[self._at]
        sign = signs()
        filled = text.format(right=sign.right, wrong=sign.wrong, here=sign.here, action=sign.action)
        self.query_one("#heading", Static).update(words(title, "bold"))
        self.query_one("#text", Static).update(words(plain(filled)))
        self.status(f"{self._at + 1} of {len(_PAGES)}")
        last = self._at == len(_PAGES) - 1
        self.hint = "Enter begins." if last else "Enter shows the next one. Esc leaves."
        self.say(self.hint)
        self.main_key("Done" if last else "Next")
