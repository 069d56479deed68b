"""A study session → lists of cards behind a figure: the answers of a day, the cards of a band of recall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studykit.core.card import Card
from studykit.core.progress import Progress
from studykit.core.review import Rating
from studykit.core.source import SourceSpan
from studykit.core.text import count, shortened
from studykit.scheduling.past import turns
from studykit.workflows.statistics_page import Band
from studykit.workflows.stats import USUAL_DAYS, fact_asked, watched
from studykit.workflows.stats_drawn import date_words

if TYPE_CHECKING:
    from studykit.workflows.study import Study

MOST = 1000
"""Cards of a band that are listed."""
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class CardRow:
    """One row: an answer, or a card with its answers."""

    text: str
    """What the card asks, on one line."""
    figures: str
    """``09:14  12 s  good``, ``3 of 5 right``."""
    right: bool
    """Whether the answer was, or all of them were."""
    fact: str
    """The fact that the card asks; empty when it asks none, or several."""
    sources: tuple[SourceSpan, ...]
    """Where its answer stands; empty when the card is gone."""


@dataclass(frozen=True, slots=True)
class CardRowsPage:
    """A list and what it is of."""

    head: str
    rows: tuple[CardRow, ...]
    none: str
    """Why there are no rows, when there are none."""


def answers_of_day(study: Study, day: int) -> CardRowsPage:
    """The answers of a study day, oldest first."""
    from studykit.store.figures import Figures

    found = Figures(study.store.engine, study.store.learner, study.device).of_day(day)
    rows = []
    for one in found:
        rating = Rating(one.rating)
        clock = f"{one.minute // 60:02}:{one.minute % 60:02}"
        spent = f"{round(one.milliseconds / 1000)} s"
        figures = f"{clock}  {spent:>5}  {rating.name.lower():<5}"
        rows.append(_row(study, one.card, figures, right=rating is not Rating.AGAIN))
    right = sum(one.right for one in rows)
    head = f"{date_words(day)}: {count(len(rows), 'answer')}, {right:,} right"
    return CardRowsPage(head, tuple(rows), f"Nothing was answered on {date_words(day)}.")


def cards_of_band(study: Study, band: Band, progress: Progress | None = None) -> CardRowsPage:
    """The cards whose answers of the statistics' period belong to a band, those forgotten most often first."""
    from studykit.store.figures import Figures

    figures = Figures(study.store.engine, study.store.learner, study.device)
    first = study.day - USUAL_DAYS + 1
    answers = figures.answers(first)
    if progress is not None:
        answers = watched(answers, sum(figures.counts().values()), progress)
    sums: dict[str, tuple[int, int]] = {}
    for one in turns(answers, study.model.parameters):
        inside = band.least <= one.expected < band.most or (band.most == 1 and one.expected == 1)
        if one.judged and one.day >= first and inside:
            asked, right = sums.get(one.card, (0, 0))
            sums[one.card] = (asked + 1, right + one.right)
    worst = sorted(sums, key=lambda card: (sums[card][1] - sums[card][0], card))[:MOST]
    rows = []
    for card in worst:
        asked, right = sums[card]
        rows.append(_row(study, card, f"{f'{right} of {asked}':>8} right", right=right == asked))
    predicted = "all answers" if band.name == "all" else f"answers predicted at {band.name}"
    listed = f"the {MOST:,} forgotten most of {len(sums):,} cards" if len(sums) > MOST else count(len(sums), "card")
    return CardRowsPage(f"{listed}: {predicted}", tuple(rows), "No card has such an answer any more.")


def _row(study: Study, name: str, figures: str, *, right: bool) -> CardRow:
    card: Card | None = study.cards.get(name)
    if card is None:
        return CardRow(f"{name} (no longer in the content)", figures, right, "", ())
    return CardRow(shortened(card.front, _LONGEST), figures, right, fact_asked(card), card.sources)
