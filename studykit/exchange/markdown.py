"""Questions as Markdown (CommonMark with the tables and check boxes that most readers know).

Answers ``inline``: right options are ticked, and each has its reason below, a form that others read as a quiz, too.
``end``: all answers are below, each folded away. ``none``: questions only. An ordering is a list, and an ordered list
as its answer; a matching is a table of lines and one of choices, and its answer a table of both; a typed answer says
what is to be typed.

Texts come through as they are: what Markdown would read as its own is escaped, blanks that it would swallow are
written as entities, and line breaks are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from studykit.core.explained import Explained, choices, clean, explained, lines
from studykit.core.question import Question
from studykit.core.response import Choices, Matching, Ordering

_MARKS = re.compile(r"([\\`*_\[\]<|~#$^]|&(?=[#A-Za-z]))")
_BEGINS = re.compile(r"^([ \t]*)(?:([-+=:>])|(\d{1,9})([.)]))", re.MULTILINE)
"""What makes a list, a heading or a table only at the beginning of a line."""
_EDGES = re.compile(r"^[ \t]+|[ \t]+$", re.MULTILINE)
_ANSWERS = ("inline", "end", "none")


def write_markdown(questions: Sequence[Question], title: str, answers: str = "end") -> str:
    """The questions with a heading each; ``answers`` is ``inline``, ``end`` or ``none``."""
    if answers not in _ANSWERS:
        raise ValueError(answers)
    blocks = [f"# {escaped(' '.join(title.split()))}"]
    for number, question in enumerate(questions, 1):
        blocks += [f"## Question {number}", escaped(question.stem), *_asked(question, ticked=answers == "inline")]
        if answers == "inline":
            blocks += _answer(question, inline=True)
    if answers == "end":
        blocks.append("## Answers")
        for number, question in enumerate(questions, 1):
            blocks += [f"<details><summary>Answer {number}</summary>", *_answer(question), "</details>"]
    return "\n\n".join(blocks) + "\n"


def escaped(text: str, indent: str = "") -> str:
    """Text that Markdown shows as it is; lines after the first begin with ``indent``."""
    marked = _MARKS.sub(r"\\\1", clean(text).strip())
    begun = _BEGINS.sub(lambda found: f"{found[1]}{found[3] or ''}\\{found[2] or found[4]}", marked)
    kept = _EDGES.sub(lambda found: "".join(f"&#{ord(blank)};" for blank in found[0]), begun)
    return kept.replace("\n", f"\\\n{indent}")


def _asked(question: Question, *, ticked: bool) -> Iterator[str]:
    """What stands below the stem."""
    response = question.response
    if isinstance(response, Matching):
        yield _table(("", "Line"), lines(response))
        yield _table(("", "Choice"), choices(response))
    elif isinstance(response, Choices):
        boxes = ["[x]" if option.right and ticked else "[ ]" for option in response.options]
        shown = zip(boxes, explained(response), strict=True)
        yield "\n".join(_box(box, one, ticked=ticked) for box, one in shown)
    elif isinstance(response, Ordering):
        yield "\n".join(f"- **{letter}** {escaped(text, '  ')}" for letter, text in lines(response))
    if not ticked and not isinstance(response, Choices):
        yield f"Answer: {escaped(response.asks)}"


def _box(box: str, one: Explained, *, ticked: bool) -> str:
    """A ticked box says that it is right, so that the line is the option and the one below its reason."""
    if ticked:
        return f"- {box} {escaped(one.text, '  ')}\n  - {escaped(_why(one), '    ')}"
    return f"- {box} **{one.label}** {escaped(one.text, '  ')}"


def _answer(question: Question, *, inline: bool = False) -> Iterator[str]:
    """The right answer, the reason of each, and the lines of notes that say so."""
    response, shown = question.response, explained(question.response)
    if isinstance(response, Choices):
        if not inline:  # inline, the options are ticked and have their reasons
            yield f"**{response.shown}**"
            yield "\n".join(f"- **{one.label}** {_reason(one, '  ')}" for one in shown)
    elif isinstance(response, Ordering):
        yield "**Right order**"
        yield "\n".join(_placed(f"{place}. ", one) for place, one in enumerate(shown, 1))
    elif isinstance(response, Matching):
        yield f"**{response.shown}**"
        rows = [(one.label, pair.text, one.text, one.reason) for one, pair in zip(shown, response.pairs, strict=True)]
        yield _table(("", "Line", "Choice", "Reason"), rows)
    else:
        yield f"**{escaped(response.shown)}**"
        yield "\n".join(f"- **{escaped(one.label)}** {_reason(one, '  ')}" for one in shown)
    if question.sources:
        yield f"See {escaped(', '.join(str(span) for span in question.sources))}"


def _placed(place: str, one: Explained) -> str:
    indent = " " * len(place)
    return f"{place}**{one.label}** {escaped(one.text, indent)}\n{indent}- {_reason(one, indent + '  ')}"


def _reason(one: Explained, indent: str) -> str:
    return f"{one.word}: {escaped(_why(one), indent)}"


def _why(one: Explained) -> str:
    where = f" ({', '.join(str(span) for span in one.sources)})" if one.sources else ""
    return f"{one.reason}{where}"


def _table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; line breaks in its cells are marks, because its rows are lines."""
    written = [heading, ["---"] * len(heading), *([_cell(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in written)


def _cell(text: str) -> str:
    return escaped(text).replace("\\\n", "<br>")
