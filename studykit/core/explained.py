"""A question's answers with the reason of each, in one form for screens, paper and files."""

from __future__ import annotations

from dataclasses import dataclass

from studykit.core.response import LETTERS, Choices, Matching, Ordering, Response
from studykit.core.source import SourceSpan
from studykit.core.text import printable


@dataclass(frozen=True, slots=True)
class Explained:
    """One answer, or one part of the answer, and why it is right or wrong."""

    label: str
    """What the learner would type for it: ``B``, ``A2``, ``900 s``."""
    text: str
    """What it says; empty where the label says it all."""
    right: bool
    reason: str
    sources: tuple[SourceSpan, ...] = ()

    @property
    def word(self) -> str:
        """``right`` or ``wrong``: never told by colour or place alone."""
        return "right" if self.right else "wrong"


def explained(response: Response) -> tuple[Explained, ...]:
    """Options as shown, lines in their right order, pairs as shown, or the quantity with its slips."""
    if isinstance(response, Choices):
        return tuple(
            Explained(letter, one.text, one.right, one.reason, one.sources)
            for letter, one in zip(LETTERS, response.options, strict=False)
        )
    if isinstance(response, Ordering):
        shown = zip(LETTERS, response.lines, strict=False)
        return tuple(
            Explained(letter, line.text, right=True, reason=line.reason, sources=line.sources)
            for letter, line in sorted(shown, key=lambda both: both[1].place)
        )
    if isinstance(response, Matching):
        return tuple(
            Explained(
                f"{letter}{pair.match + 1}",
                response.choices[pair.match],
                right=True,
                reason=pair.reason,
                sources=pair.sources,
            )
            for letter, pair in zip(LETTERS, response.pairs, strict=False)
        )
    slips = (Explained(str(slip.quantity), "", right=False, reason=slip.reason) for slip in response.slips)
    return (Explained(response.shown, "", right=True, reason=response.reason), *slips)


def form(response: Response) -> str:
    """``choice``, ``ordering``, ``matching`` or ``typed``."""
    if isinstance(response, Choices):
        return "choice"
    if isinstance(response, Ordering):
        return "ordering"
    return "matching" if isinstance(response, Matching) else "typed"


def lines(response: Response) -> tuple[tuple[str, str], ...]:
    """What stands below the stem by letter: options, lines to be ordered, or lines to be matched."""
    if isinstance(response, Choices):
        texts = [option.text for option in response.options]
    elif isinstance(response, Ordering):
        texts = [line.text for line in response.lines]
    elif isinstance(response, Matching):
        texts = [pair.text for pair in response.pairs]
    else:
        texts = []
    return tuple(zip(LETTERS, texts, strict=False))


def choices(response: Response) -> tuple[tuple[str, str], ...]:
    """What lines are matched with, by number; nothing where nothing is matched."""
    texts = response.choices if isinstance(response, Matching) else ()
    return tuple((str(number), text) for number, text in enumerate(texts, 1))


def clean(text: str) -> str:
    """The text as a file or a terminal can carry it: lines end in one way, and no character steers anything."""
    return printable(text.replace("\r\n", "\n").replace("\r", "\n"))
