"""Where the outcome turns while one setting moves: a line with marks and words, or the choices that turn it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from studykit.tui.signs import plain
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.lab_signs import lab_signs
from studykit.workflows.lab_turns import Part, Turns

_LEAST, _MOST = 8, 30
"""Columns of the line."""


def strip(turns: Turns, width: int) -> Content:
    """One row: ``10 s ━━━━┿━●━━━ 900 s   turns: to 359 s refused``."""
    if not turns.parts:
        return Content("")
    line = _line(turns, width) if turns.ranged else Content("")
    told = listing(turns)
    if not told:
        text = f"no turn found: {turns.now} throughout" if turns.now else ""
        return Content.assemble(line, words(text, "$muted")).truncate(width, ellipsis=True)
    told_first = Content.assemble(words("turns: ", "bold $warning"), words(plain(told), "$foreground"))
    return Content.assemble(line, told_first).truncate(width, ellipsis=True)


def listing(turns: Turns) -> str:
    """The other outcomes with the values that give them; empty when nothing turns it."""
    return " · ".join(_stretches(turns) if turns.ranged else _choices(turns))


def _stretches(turns: Turns) -> Iterator[str]:
    """The nearest turn upwards first, then downwards, then the rest."""
    here = next((at for at, part in enumerate(turns.parts) if part.here), None)
    if here is None:
        return
    after, before = turns.parts[here + 1 :], turns.parts[:here][::-1]
    others = [
        *((f"from {part.first}", part) for part in after),
        *((part.first if part.value is None else f"to {part.last}", part) for part in before),
    ]
    for where, part in others:
        if part.outcome != turns.now:
            alone = part.first == part.last and part.value is not None
            yield f"{f'at {part.first}' if alone else where} {part.outcome}"


def _choices(turns: Turns) -> Iterator[str]:
    for outcome in dict.fromkeys(part.outcome for part in turns.parts):
        if outcome != turns.now:
            values = [part.first for part in turns.parts if part.outcome == outcome]
            yield f"{outcome} with {', '.join(values)}"


def _line(turns: Turns, width: int) -> Content:
    stretches = [part for part in turns.parts if part.begins >= 0]
    if not stretches:
        return Content("")
    sign, columns = lab_signs(), max(_LEAST, min(_MOST, width // 3))
    letters = [sign.line] * columns
    for at in _turning(stretches, columns):
        letters[at] = sign.turning
    here = round(turns.at * (columns - 1)) if turns.at >= 0 else -1
    pieces: list[Content | tuple[str, str]] = [words(f"{turns.low} ", "$muted")]
    for at, letter in enumerate(letters):
        if at == here:
            pieces.append((sign.here, "bold $primary"))
        else:
            pieces.append((letter, "bold $warning" if letter == sign.turning else "$muted"))
    return Content.assemble(*pieces, words(f" {turns.high}   ", "$muted"))


def _turning(stretches: Sequence[Part], columns: int) -> Iterator[int]:
    """Columns at which one stretch ends and the next begins."""
    return (round((stretch.begins) * (columns - 1)) for stretch in stretches[1:])
