"""The claims of a conflict as rows, and what speaks for one of them."""

from __future__ import annotations

from textual.content import Content

from studykit.core.fact import ClaimStanding
from studykit.tui.signs import signs
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.hanging import Row
from studykit.tui.widgets.section import Stop
from studykit.workflows.conflict_page import ConflictPage, Settled

SHORT = 24
"""Letters up to which a value has a column, or a place in a question, of its own."""
_YEAR = 6
_STYLES = {
    ClaimStanding.HOLDS: "$success",
    ClaimStanding.OUTDATED: "$muted",
    ClaimStanding.MISTAKEN: "$error",
    ClaimStanding.SCOPED: "$primary",
}


def claim_rows(page: ConflictPage) -> list[Stop]:
    """A row for each claim; lines that say the same share the number of the first."""
    says = max((len(line.says) for line in page.claims if len(line.says) < SHORT), default=0)
    places = max(len(str(line.span)) for line in page.claims) if page.claims else 0
    year = _YEAR if any(line.date for line in page.claims) else 0
    made, before = [], 0
    for line in page.claims:
        mark = words(f"{line.number}  " if line.number != before else "   ", "bold $primary")
        before = line.number
        told = words(f"{line.says:<{says}}  ", "bold")
        place = words(f"{line.span!s:<{places}}  {line.date[:4]:<{year}}", "$muted")
        standing = _standing(line.standing) if page.settled is not Settled.NOBODY else Content("")
        text = Content.assemble(told, place, standing, words(f'"{line.words}"'))
        made.append(Stop(Row(mark, text), line))
    return made


def _standing(standing: ClaimStanding) -> Content:
    sign = {ClaimStanding.HOLDS: signs().right, ClaimStanding.MISTAKEN: signs().wrong}.get(standing, "~")
    return words(f"{sign} {standing}  ", _STYLES.get(standing, "$warning"))


def said(page: ConflictPage) -> str:
    """What speaks for a claim, or who settled it."""
    if page.settled is Settled.YOU:
        return f"{page.reason} u takes it back."
    if page.settled is Settled.NOTES:
        return f"{page.reason} You may say otherwise."
    if page.settled is Settled.SOURCE:
        return page.reason
    if not page.suggested:
        return f"{page.reason} No suggestion: nothing speaks for one of them."
    others = dict.fromkeys(line.says for line in page.claims if line.number != page.suggested)
    kept = ""
    if page.wrong_options and others:
        kept = f' Choosing {page.suggested} keeps "{next(iter(others))}" as a wrong option in questions.'
    return f"Suggested: {page.suggested}. {page.why}{kept}"
