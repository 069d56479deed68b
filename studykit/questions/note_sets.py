"""The sets of one note: closed lists beside their siblings, and tables of yes and no."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from studykit.core.claim import Claim, ClaimKind
from studykit.core.relation import Relation, RelationKind
from studykit.core.source import SourceSpan
from studykit.facts.form_conflicts import has
from studykit.questions.note_terms import is_name, shown_term, term_of
from studykit.questions.texts import clean, shown, slug, words

MEMBERS, OTHERS = 2, 2
"""Members and provable non-members of the smallest set that is asked."""
_OPTIONS = 5
_PLAIN = re.compile(r"(?:yes|no|true|false|(?:un|not )?supported|(?:not )?available)\b|[✓✔✅☑✗✘❌]", re.IGNORECASE)
"""Cells that say it plainly; a dash may mean that the question does not arise, an x one thing or the other."""
_COLON = re.compile(r":\s")
_NAME_WORDS = 5


@dataclass(frozen=True, slots=True)
class Named:
    """A member of a set, or a name that does not belong to it, and why."""

    name: str
    span: SourceSpan
    why: str


@dataclass(frozen=True, slots=True)
class NoteSet:
    """A list of a note with names that are not in it, or a row or column of a table of yes and no."""

    id: str
    asks: str
    """The question, without the number of answers."""
    title: str
    heading: str
    """Heading that it stands under."""
    members: tuple[Named, ...]
    others: tuple[Named, ...]

    @property
    def enough(self) -> bool:
        """True when a question of five options can be made."""
        return (
            len(self.members) >= MEMBERS
            and len(self.others) >= OTHERS
            and len(self.members) + len(self.others) >= _OPTIONS
        )


def kept_relations(relations: Sequence[Relation], claims: Sequence[Claim]) -> Iterator[Relation]:
    """What of a note's relations can be asked or may disagree; members only of lists that are closed and plain."""
    for one in relations:
        telling = one.kind is RelationKind.STEP or (one.kind is RelationKind.COMPARISON and has(one.value) is not None)
        if telling or (one.kind is RelationKind.DEFINITION and term_of(one) is not None):
            yield one
    for row in _runs(claims):
        for claim in row:
            yield Relation(RelationKind.MEMBER, _name_of(claim), claim.context.parents[-1], "", claim)


def _runs(claims: Sequence[Claim]) -> Iterator[list[Claim]]:
    """The lists of bullets that are names, with nothing else between, above or below them."""
    lists: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Claim]] = {}
    inner: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
    for claim in claims:
        context = claim.context
        if context.parents:
            lists.setdefault((context.headings, context.parents), []).append(claim)
            inner.update((context.headings, context.parents[:end]) for end in range(1, len(context.parents)))
    for key, row in lists.items():
        run = _run(row)
        if key not in inner and len(run) >= MEMBERS and all(map(_name_of, run)):
            yield run


def _run(row: Sequence[Claim]) -> list[Claim]:
    """The claims that follow each other as the first two do; a paragraph behind a list is none of it."""
    run = list(row[:2])
    stride = row[1].span.line - row[0].span.end if len(row) > 1 else 0
    if stride not in (1, 2):
        return []
    for claim in row[2:]:
        if claim.span.line - run[-1].span.end != stride:
            break
        run.append(claim)
    return run


def _name_of(claim: Claim) -> str:
    """The name that a whole bullet is, or that stands before its colon; empty for anything else."""
    text = claim.about if claim.kind is ClaimKind.DEFINITION else _COLON.split(claim.text, maxsplit=1)[0]
    name = shown_term(text)
    return name if is_name(name) and not name[0].isdigit() and not re.search(r"[,;]", name) else ""


def note_sets(relations: Sequence[Relation]) -> Iterator[NoteSet]:
    """The sets of one note: its closed lists beside their siblings, and its tables of yes and no."""
    yield from _list_sets(relations)
    yield from _table_sets([one for one in relations if one.kind is RelationKind.COMPARISON])


def _list_sets(relations: Sequence[Relation]) -> Iterator[NoteSet]:
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], dict[str, Claim]] = {}
    for one in relations:
        if one.kind is RelationKind.MEMBER:
            context = one.claim.context
            found.setdefault((context.headings, context.parents), {}).setdefault(one.subject, one.claim)
    lists = [(next(iter(row.values())), {name: claim.span for name, claim in row.items()}) for row in found.values()]
    for first, members in lists:
        title = titled(first)
        if not clean(title) or _ends_question(title):
            continue
        others = [
            Named(name, span, f"{span} lists it under “{titled(other)}”.")
            for other, names in lists
            if other is not first and _siblings(first, other)
            for name, span in names.items()
            if not any(words(name) & words(member) for member in members)
        ]
        heading = first.context.headings[-1:]
        short = len(title.split()) < _NAME_WORDS and heading and clean(heading[0]) and heading[0] != title
        label = f"{heading[0]}: {title}" if short else title
        yield NoteSet(
            _set_id(first, title),
            f"Which of these do your notes list under “{label}”?",
            title,
            heading[0] if heading else "",
            tuple(Named(name, span, f"{span} lists it under “{title}”.") for name, span in members.items()),
            _once(others),
        )


def titled(claim: Claim) -> str:
    """The line above a bullet, without a question mark and what stands in brackets."""
    return shown(re.split(r"\?|\s\(", claim.context.parents[-1], maxsplit=1)[0])


def _ends_question(title: str) -> bool:
    return any(sign in title for sign in "?!.")


def _siblings(one: Claim, other: Claim) -> bool:
    """True for lists of one kind side by side: their titles begin alike, or share a line above them."""
    first, second = one.context, other.context
    if first.headings[:-1] != second.headings[:-1] or first.parents[:-1] != second.parents[:-1]:
        return False
    heads = [re.findall(r"\w+", context.parents[-1].lower())[:1] for context in (first, second)]
    mine, theirs = words(first.parents[-1]), words(second.parents[-1])
    if mine == theirs:
        return False
    alike = 3 * len(mine & theirs) >= len(mine | theirs)
    return heads[0] == heads[1] or alike or (bool(first.parents[:-1]) and first.headings == second.headings)


def _table_sets(cells: Sequence[Relation]) -> Iterator[NoteSet]:
    """For each column of a table its rows with a yes and with a no, and for each row its columns."""
    for headings, same in groupby(cells, key=lambda one: one.claim.context.headings):
        table = [one for one in same if clean(one.subject) and clean(one.topic)]
        heading = shown(_told(headings))
        if not heading or not clean(heading) or _ends_question(heading):
            continue
        for name, members in _filed(table, "subject").items():
            yield _table_set(heading, name, [(one.topic, one) for one in members])
        for name, members in _filed(table, "topic").items():
            yield _table_set(heading, name, [(one.subject, one) for one in members])


def _told(headings: Sequence[str]) -> str:
    """The heading that says what a table compares: a lone word such as Comparison does not."""
    if not headings:
        return ""
    return headings[-1] if len(headings[-1].split()) > 1 else headings[0]


def _filed(table: Iterable[Relation], by: str) -> dict[str, list[Relation]]:
    filed: dict[str, list[Relation]] = {}
    for one in table:
        filed.setdefault(getattr(one, by), []).append(one)
    return filed


def _table_set(heading: str, about: str, cells: Sequence[tuple[str, Relation]]) -> NoteSet:
    said: dict[bool, list[Named]] = {True: [], False: []}
    count = Counter(name for name, _ in cells)
    for name, cell in cells:
        yes = has(cell.value) if _PLAIN.match(cell.value.strip()) else None
        if yes is not None and count[name] == 1 and len(name.split()) <= 2 * _NAME_WORDS:
            why = f"{cell.span}: the table says “{shown(cell.value).lower()}” for “{about}” and “{name}”."
            said[yes].append(Named(shown(name), cell.span, why))
    asks = f"In the comparison “{heading}”, which of these have a yes for “{about}”?"
    name = f"set:{slug(heading)}/{slug(about)}"
    return NoteSet(name, asks, about, cells[0][1].claim.context.headings[-1], tuple(said[True]), tuple(said[False]))


def _set_id(first: Claim, title: str) -> str:
    heading = slug(first.context.headings[-1]) if first.context.headings else ""
    return f"set:{heading}/{slug(title)}"


def _once(names: Iterable[Named]) -> tuple[Named, ...]:
    return tuple({one.name.lower(): one for one in names}.values())


def joined(one: NoteSet, other: NoteSet) -> NoteSet:
    """What two notes say of one set; names that one lists and the other leaves out are in none."""
    members, others = (*one.members, *other.members), (*one.others, *other.others)
    left = tuple(name for name in others if not any(words(name.name) & words(member.name) for member in members))
    if "yes for" in one.asks:
        said = {name.name.lower() for name in members}
        left = tuple(name for name in others if name.name.lower() not in said)
        denied = {name.name.lower() for name in others}
        members = tuple(name for name in members if name.name.lower() not in denied)
    return NoteSet(one.id, one.asks, one.title, one.heading, _once(members), _once(left))
