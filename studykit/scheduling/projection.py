"""The plan played through in expectation, day by day to the exam: its work, and recall on the day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from studykit.core.progress import Progress
from studykit.core.review import Rating
from studykit.core.settings import WEEK, Break
from studykit.scheduling import curve, worth
from studykit.scheduling.curve import DEFAULT, Parameters
from studykit.scheduling.plan import Planned, Ranked, Unseen, choose, price_now
from studykit.scheduling.price import ahead
from studykit.scheduling.prospect import Ahead, Terms
from studykit.scheduling.worth import USUAL, Costs

_PRICES = 6
"""Times at which the price of time is found anew on the way."""
_HALF = 0.5
_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class PlanDay:
    """The work of one study day, in expectation."""

    day: int
    reviews: int
    new: int
    minutes: float
    off: bool
    """A day of a break."""


@dataclass(frozen=True, slots=True)
class AreaPlan:
    """An area of the exam under the plan."""

    key: str
    cards: int
    begun: int
    """Cards that were answered at least once."""
    begun_then: int
    """On the day of the exam."""
    recall: float
    """Expected share of the area's cards that are known now; a card not begun counts as unknown."""
    recall_then: float
    """On the day of the exam."""


@dataclass(frozen=True, slots=True)
class ExamPlan:
    """What the days to the exam look like."""

    exam_day: int
    days: tuple[PlanDay, ...]
    """From today to the day before the exam (to the exam itself when that is today)."""
    recall: float
    """Expected share of the exam that is known now, by the areas' weights."""
    recall_then: float
    """On the day of the exam."""
    recall_idle: float
    """On the day of the exam, were nothing done any more."""
    areas: tuple[AreaPlan, ...]
    not_begun: int
    """Cards for which there is no time before the exam."""
    prices: tuple[float, ...]
    """Share of the exam that a second had to bring, for each day."""
    final: tuple[Planned, ...]
    """The cards as they are expected to be remembered on the day of the exam."""

    @property
    def minutes(self) -> float:
        """Of all days together."""
        return sum(day.minutes for day in self.days)

    @property
    def study_days(self) -> int:
        """Days that are no break."""
        return sum(not day.off for day in self.days)


def project(
    seen: Sequence[Planned],
    unseen: Sequence[Unseen],
    *,
    day: int,
    exam_day: int,
    seconds: float,
    costs: Costs = USUAL,
    parameters: Parameters = DEFAULT,
    breaks: Sequence[Break] = (),
    skipped: Collection[int] = (),
    first: float | None = None,
    week: Sequence[float] = (1.0,) * WEEK,
    prices: Sequence[float] = (),
    progress: Progress | None = None,
) -> ExamPlan:
    """The plan from ``day`` on at ``seconds`` a day; ``first``: seconds that are left of ``day`` (default: all).

    ``week``: share of the seconds on Monday to Sunday.

    On ``skipped`` days nothing is done, and the plan does not know it before. ``prices``: those of another plan for the
    same days, so that both differ by nothing else. ``progress`` is told how many of how many days are done.
    """
    terms = Terms(tuple(parameters), costs)
    cards = {card.card: card for card in seen if card.weight > 0}
    waiting = {card.card: card for card in unseen if card.weight > 0}
    total, run = max(exam_day - day, 1), _Run(cards, waiting, terms, prices)
    off = [at for at in range(day, day + total) if any(at in one for one in breaks)]
    days: list[PlanDay] = []
    for number, at in enumerate(range(day, day + total)):
        have = first if first is not None and at == day else seconds * week[(at - 1) % WEEK]
        if at in off or at in skipped:
            days.append(PlanDay(at, 0, 0, 0.0, at in off))
            run.rest()
        else:
            run.reprice = number % max(total // _PRICES, 1) == 0
            days.append(run.day(at, ahead(at, exam_day, have, seconds * sum(week) / WEEK, breaks), have))
        if progress is not None:
            progress(number + 1, total)
    return _told(seen, unseen, run, (day, exam_day), tuple(days))


class _Run:
    """The cards on the way."""

    def __init__(
        self, cards: dict[str, Planned], waiting: dict[str, Unseen], terms: Terms, prices: Sequence[float]
    ) -> None:
        self.cards, self.waiting, self.terms, self.given = cards, waiting, terms, prices
        self.prices: list[float] = []
        self.reprice = True
        self._right = _HALF

    def day(self, day: int, days: Ahead, seconds: float) -> PlanDay:
        """One day's work, done."""
        seen, unseen = tuple(self.cards.values()), tuple(self.waiting.values())
        price = self._price(seen, unseen, day, days)
        chosen: list[Ranked] = []
        if seconds > 0:
            chosen = choose(seen, unseen, day=day, days=days, seconds=seconds, terms=self.terms, price=price)
        new = sum(self._do(one, day, days.left) for one in chosen)
        return PlanDay(day, len(chosen) - new, new, sum(one.seconds for one in chosen) / _MINUTE, off=False)

    def rest(self) -> None:
        """A day without work."""
        known = (*self.given[len(self.prices) :], *self.prices[-1:])
        self.prices.append(known[0] if known else 0.0)

    def _price(self, seen: Sequence[Planned], unseen: Sequence[Unseen], day: int, days: Ahead) -> float:
        number = len(self.prices)
        if number < len(self.given):
            price = self.given[number]
        elif self.reprice or not self.prices or not self.prices[-1]:
            price = price_now(seen, unseen, day, days, self.terms)
        else:
            price = self.prices[-1]
        self.prices.append(price)
        return price

    def _do(self, one: Ranked, day: int, left: int) -> bool:
        """Does a card; whether it was new."""
        fresh = self.waiting.pop(one.card, None)
        if fresh is None:
            self.cards[one.card] = self._reviewed(self.cards[one.card], day, left)
            return False
        self._right += self.terms.costs.first_right  # of many cards just this share is right at first sight
        right, wrong = worth.first_states(self.terms.parameters)
        stability, difficulty = right if self._right >= 1.0 else wrong
        self._right -= self._right >= 1.0
        self.cards[one.card] = Planned(fresh.card, fresh.area, fresh.weight, stability, difficulty, day)
        return True

    def _reviewed(self, card: Planned, day: int, left: int) -> Planned:
        """After a review: the state from which recall on the day is what both outcomes have on average."""
        w = self.terms.parameters
        kept = curve.recall(day - card.day, card.stability, w)
        known = curve.stability_after(card.stability, card.difficulty, kept, Rating.GOOD, w)
        lost = curve.stability_after(card.stability, card.difficulty, kept, Rating.AGAIN, w)
        lost = curve.same_day(lost, Rating.GOOD, w)
        horizon = max(left, 1)
        then = kept * curve.recall(horizon, known, w) + (1.0 - kept) * curve.recall(horizon, lost, w)
        harder = curve.difficulty_after(card.difficulty, Rating.AGAIN, w)
        difficulty = kept * card.difficulty + (1.0 - kept) * harder
        return replace(card, stability=horizon / curve.days_until(then, 1.0, w), difficulty=difficulty, day=day)


def expected(cards: Sequence[Planned], day: int, parameters: Parameters) -> float:
    """Share of the exam that is known on a day."""
    recall = worth.moves(tuple(parameters)).recall
    return sum(card.weight * recall(max(day - card.day, 0), card.stability) for card in cards)


def _told(
    seen: Sequence[Planned], unseen: Sequence[Unseen], run: _Run, span: tuple[int, int], days: tuple[PlanDay, ...]
) -> ExamPlan:
    (day, exam_day), w = span, run.terms.parameters
    final = tuple(run.cards.values())
    now = [card for card in seen if card.weight > 0]
    shares: dict[str, float] = {}
    sizes: Counter[str] = Counter()
    for area, weight in [(one.area, one.weight) for one in seen] + [(one.area, one.weight) for one in unseen]:
        if weight > 0:
            shares[area] = shares.get(area, 0.0) + weight
            sizes[area] += 1
    return ExamPlan(
        exam_day=exam_day,
        days=days,
        recall=expected(now, day, w),
        recall_then=expected(final, exam_day, w),
        recall_idle=expected(now, exam_day, w),
        areas=tuple(
            AreaPlan(
                key=key,
                cards=sizes[key],
                begun=sum(card.area == key for card in now),
                begun_then=sum(card.area == key for card in final),
                recall=expected([card for card in now if card.area == key], day, w) / share,
                recall_then=expected([card for card in final if card.area == key], exam_day, w) / share,
            )
            for key, share in shares.items()
        ),
        not_begun=len(run.waiting),
        prices=tuple(run.prices),
        final=final,
    )
