"""The domains of the lab, searched as one types, and practice in one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from studykit.core.card import CardKind
from studykit.core.progress import Progress
from studykit.core.text import count
from studykit.workflows.library import Library
from studykit.workflows.showing import Showing
from studykit.workflows.study import Study

_LOOKED_BACK = 200
"""Answers among which the domain practised last is looked for."""
_MEANINGS = 3
"""Known words that a misspelt one may mean."""
PRACTICE = 10
"""Questions of one practice."""


@dataclass(frozen=True, slots=True)
class DomainLine:
    """A family of scenarios, to be chosen."""

    id: str
    title: str
    area: str
    """Title of the exam's area."""
    inputs: int
    practised: bool
    """Whether it is the one practised last."""

    @property
    def size(self) -> str:
        """``13 settings``."""
        return count(self.inputs, "setting")


def domain_lines(study: Study, progress: Progress | None = None) -> tuple[DomainLine, ...]:
    """All domains by id, the one practised last before them."""
    last = _last_practised(study)
    names = sorted(study.library.judges(), key=lambda name: (name != last, name))
    areas = _areas(study.library)
    lines = []
    for at, name in enumerate(names, 1):
        domain = study.library.judges()[name].domain
        area = areas.get(domain.area, domain.area.capitalize())
        lines.append(DomainLine(name, domain.title, area, len(domain.inputs), name == last))
        if progress is not None:
            progress(at, len(names))
    return tuple(lines)


def found(lines: Sequence[DomainLine], query: str) -> tuple[DomainLine, ...]:
    """Those in which every word of a query is found, also as a part of a word.

    Where nothing is found, slips of the finger are forgiven.
    """
    wanted = query.lower().replace("_", " ").replace(".", " ").split()
    texts = {line.id: _text(line) for line in lines}
    exact = [line for line in lines if all(word in texts[line.id] for word in wanted)]
    if exact or not wanted:
        return tuple(sorted(exact, key=lambda line: not all(f" {word}" in texts[line.id] for word in wanted)))
    known = sorted({word for text in texts.values() for word in text.split()})
    meant = [get_close_matches(word, known, n=_MEANINGS) for word in wanted]
    return tuple(line for line in lines if all(any(f" {word} " in texts[line.id] for word in near) for near in meant))


def practice(study: Study, domain: str) -> tuple[Showing, ...]:
    """Questions of a domain, drawn as a quiz draws them; their answers are saved."""
    seed = study.clock().toordinal() * 1000 + study.store.counts(study.day).answers
    draw = study.draw(seed)
    quiz = study.library.quiz(count=PRACTICE, seed=seed, topic=domain, rank=draw.rank, hardness=draw.hardness)
    return study.showings(quiz.questions)


def _last_practised(study: Study) -> str:
    """The domain of the latest answer about a scenario; empty when there is none."""
    judges = study.library.judges()
    for review in study.store.last_reviews(_LOOKED_BACK):
        kind, _, rest = review.card.partition(":")
        name = rest.partition("/")[0]
        if kind == CardKind.SCENARIO and name in judges:
            return name
    return ""


def _areas(library: Library) -> dict[str, str]:
    return {area.key: area.title for one in reversed(library.pack.blueprints) for area in one.areas}


def _text(line: DomainLine) -> str:
    words = f"{line.id} {line.title} {line.area}".lower()
    return f" {words.replace('.', ' ').replace('_', ' ')} "
