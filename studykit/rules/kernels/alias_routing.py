"""Which code of a function answers: $LATEST, one published version, or two that share the calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from studykit.core.quantity import Figure, format_figure, whole
from studykit.core.sight import Part, Parts
from studykit.core.verdict import Moment
from studykit.rules.kernel import Base, Kernel, Run
from studykit.rules.types import COUNT, PERCENT, RATIO, TEXT, choice, many

LATEST = "$LATEST"
LATEST_PUBLISHED = "$LATEST.PUBLISHED"
"""The newest published version; a name that functions on managed instances have."""
PROBLEMS = ("none", "alias_of_alias", "latest_shares", "too_many_versions", "same_version_twice", "no_such_version")


@dataclass(frozen=True, slots=True)
class _Share:
    """One code and its part of the calls."""

    code: str
    percent: Figure

    @property
    def name(self) -> str:
        """As people say it."""
        return self.code if self.code.startswith(LATEST) else f"version {self.code}"

    @property
    def amount(self) -> str:
        """``90 %``."""
        return f"{format_figure(self.percent)} %"


def alias_routing(
    *,
    qualifier: str,
    most_versions: Figure,
    version: Figure | None,
    points_at: Sequence[str] | None,
    weight: Figure | None,
    published: Sequence[Figure] | None,
    requests: Figure | None,
) -> Run:
    """The codes that answer calls with a qualifier, each with its share; ``weight`` (0 to 1) is that of the second.

    ``problem`` says why the service refuses such an alias, or knows no such version. What is shared by a weight that
    nobody set stays unknown, as does everything when nobody said which version is meant.
    """
    known = None if published is None else {format(one) for one in published}
    if qualifier in ("unqualified", "latest"):
        targets = [LATEST]
    elif qualifier == "version":
        targets = [] if version is None else [format(version)]
    else:
        targets = [one.strip() for one in points_at or ()]
    problem = _problem(targets, most_versions, known)
    if problem != "none":
        return Run(_gives("nothing", problem), (Moment(None, _REFUSED[problem]),))
    if not targets:
        return Run(dict.fromkeys(KERNEL.gives))
    if len(targets) > 1 and weight is None:
        return Run(_gives(None))
    second = whole(Fraction(100 * (weight or 0))) if len(targets) > 1 else 0
    shares = (_Share(targets[0], whole(Fraction(100) - second)), *(_Share(one, second) for one in targets[1:]))
    return _answer(shares, requests)


_REFUSED = {
    "alias_of_alias": "An alias names versions by number, and never another alias.",
    "latest_shares": "The unpublished copy can change at any moment, so it cannot share an alias with a version.",
    "too_many_versions": "The alias names more versions than it can hold.",
    "same_version_twice": "The alias names one version twice.",
    "no_such_version": "Nobody published a version of that number.",
}


def _problem(targets: list[str], most: Figure, known: set[str] | None) -> str:
    numbers = [one for one in targets if one not in (LATEST, LATEST_PUBLISHED)]
    if any(not (one.isascii() and one.isdigit()) for one in numbers):
        return "alias_of_alias"
    if len(targets) > most:
        return "too_many_versions"
    if len(targets) > 1 and len(numbers) < len(targets):
        return "latest_shares"
    if len(set(targets)) < len(targets):
        return "same_version_twice"
    return "no_such_version" if known is not None and not known.issuperset(numbers) else "none"


def _answer(shares: tuple[_Share, ...], requests: Figure | None) -> Run:
    """What runs; a share of nothing is left out of what is said."""
    running = tuple(one for one in shares if one.percent)
    moments = [Moment(None, f"{one.amount} of the calls run {one.name}.") for one in running]
    gives = _gives("two_versions" if len(running) > 1 else "latest" if running[0].code == LATEST else "one_version")
    second = shares[1].percent if len(shares) > 1 else 0
    gives |= {
        "shares": ", ".join(f"{one.amount} {one.name}" for one in running),
        "second_share": second,
        "first_share": shares[0].percent,
    }
    if requests is not None:
        gives["second_requests"] = whole(requests * Fraction(second) / 100)
        if len(running) > 1:
            moments.append(Moment(None, "Chance decides for each call anew, so a caller meets both versions."))
    return Run(gives, tuple(moments))


def show_shares(**given: Base) -> Parts | None:
    """The shares of two versions; None where one code runs alone."""
    gives = alias_routing(**given).gives
    if gives["runs"] != "two_versions":
        return None
    shares = zip(given["points_at"], (gives["first_share"], gives["second_share"]), strict=True)
    rows = [_Share(code.strip(), percent) for code, percent in shares]
    return Parts(tuple(Part(one.name, one.percent, one.amount) for one in rows), most=100)


def _gives(runs: str | None, problem: str = "none") -> dict[str, object]:
    empty = dict.fromkeys(("shares", "first_share", "second_share", "second_requests"))
    return {"runs": runs, "problem": problem, **empty}


KERNEL = Kernel(
    run=alias_routing,
    takes={
        "qualifier": choice("unqualified", "latest", "version", "alias"),
        "most_versions": COUNT,
        "version": COUNT,
        "points_at": many(TEXT),
        "weight": RATIO,
        "published": many(COUNT),
        "requests": COUNT,
    },
    gives={
        "runs": choice("latest", "one_version", "two_versions", "nothing"),
        "problem": choice(*PROBLEMS),
        "shares": TEXT,
        "first_share": PERCENT,
        "second_share": PERCENT,
        "second_requests": COUNT,
    },
    optional=("version", "points_at", "weight", "published", "requests"),
    shows=show_shares,
)
