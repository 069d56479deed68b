"""The terms of notes that can be asked, as they are shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from studykit.core.relation import Relation, RelationKind
from studykit.core.source import SourceSpan
from studykit.questions.cards import begins_with_code, own_id
from studykit.questions.texts import as_noted, clean, shown, words

_TERM = 60
_TERM_WORDS = 5
_MEANING = (14, 160)
_MEANING_WORDS = 3
_GERUND_WORDS = 2
_NO_TERM_WORDS = (
    "with without if when how what why where which who exactly example examples exemple exemples eg ie e.g i.e note "
    "notes notice tip tips warning important remember in on for by to from after before not no never always can cannot "
    "could should must may use using create set add get see each all some any this that these those there it they you "
    "we your our only also then else otherwise more less and or but so because question answer true false yes ok "
    "default todo etc goal reason result solution problem advantage advantages disadvantage disadvantages pro pros con "
    "cons summary best avoid through via over under between at as into during while once instead"
)
_NO_TERM = frozenset(_NO_TERM_WORDS.split())
"""Words with which no term begins; most are no terms by themselves either."""
_SENTENCE = re.compile(
    r"[.!?;:](?:\s|$)|[!?;:]|\b(?:is|are|was|were|can|cannot|has|have|does|do|not|will|means)\b", re.IGNORECASE
)
_FLAG = re.compile(r"\s--?[a-zA-Z]")
"""What only a command has."""
_GERUND = re.compile(r"[a-z]+ing\b")
_FIGURE_FIRST = re.compile(r"(?:[^\W\d]+\W+){0,2}\d")
_LIMIT = re.compile(r"\b(?:at most|at least|up to|default|minimum|maximum|max|min)\b", re.IGNORECASE)
_NO_MEANING = re.compile(
    r"(?:if|when|can|should|must|use|see|because|but|also|and|or|not|no|yes|same|e\.?g|for example|i\.?e)\b",
    re.IGNORECASE,
)
"""How advice, conditions and remarks begin that stand where a meaning would."""
_WORDLIKE = re.compile(r"(?=.*[^\W\d_])[^\W_]{2,}")


@dataclass(frozen=True, slots=True)
class Term:
    """A term and what a note says that it means, both as they are shown."""

    id: str
    """``definition:`` and the words of the term."""
    term: str
    meaning: str
    above: str
    """Heading that it stands under; empty when it is the term itself."""
    place: tuple[str, tuple[str, ...], tuple[str, ...]]
    """Note, headings and the lines above it in a list."""
    span: SourceSpan
    code: bool = False
    """Whether the term is code or a cell, which keep their small letters."""

    @property
    def title(self) -> str:
        """The term as an answer."""
        return self.term if self.code else shown(self.term)


def terms(relations: Iterable[Relation]) -> Iterator[Term]:
    """The definitions that can be asked."""
    for one in relations:
        if one.kind is RelationKind.DEFINITION:
            made = term_of(one)
            if made:
                yield made


def term_of(one: Relation) -> Term | None:
    """The term of a definition; None for one that cannot be asked."""
    claim = one.claim
    name = own_id(claim, has_limits=True)
    if not name or len(one.value) > 2 * _MEANING[1]:
        return None
    term, meaning = shown_term(one.subject), shown(one.value)
    if begins_with_code(claim, len(claim.text) - len(one.value)):
        meaning = as_noted(one.value)
    if not is_term(term) or not _is_meaning(meaning):
        return None
    place = (claim.span.note, claim.context.headings, claim.context.parents)
    above = _above(claim.context.headings, term)
    code = begins_with_code(claim, 0) or bool(claim.context.column) or _FLAG.search(term) is not None
    return Term(name, term, meaning, above, place, claim.span, code=code)


def _above(headings: Sequence[str], term: str) -> str:
    """The nearest heading that says where the term belongs; a lone word does so less than the note's title."""
    told = [head.rstrip(": ?") for head in reversed(headings) if len(head.split()) > 1]
    told += [head.partition(":")[0] for head in headings[:1]]
    fine = (head for head in told if words(head) - words(term) and clean(head) and not _SENTENCE.search(head))
    return next(fine, "")


def _is_meaning(text: str) -> bool:
    """True for a few words on one line that are no figure and no question."""
    low, high = _MEANING
    return (
        low <= len(text) <= high
        and len(text.split()) >= _MEANING_WORDS
        and clean(text)
        and "?" not in text
        and not _FIGURE_FIRST.match(text)
        and not _NO_MEANING.match(text)
        and not (_LIMIT.search(text) and re.search(r"\d", text))
    )


def shown_term(text: str) -> str:
    """A term on one line, without an article and signs around it."""
    return re.sub(r"^(?:an?|the)\s+", "", " ".join(text.split()).strip(" .,:;\"'()"), flags=re.IGNORECASE)


def is_term(text: str) -> bool:
    """True for the name of a thing: few words, no sentence, no advice."""
    first = "".join(text.lower().split(maxsplit=1)[:1]).strip(",.'\"()")
    gerund = len(text.split()) > _GERUND_WORDS and _GERUND.match(text)
    return is_name(text) and first not in _NO_TERM and not gerund


def is_name(text: str) -> bool:
    """True for a few words that are no sentence."""
    return (
        0 < len(text.split()) <= _TERM_WORDS
        and len(text) <= _TERM
        and clean(text)
        and _WORDLIKE.search(text) is not None
        and not _SENTENCE.search(text)
        and text.count("(") == text.count(")")
    )
