"""Facts, domains and definitions → cards, each with an id that is meaning and not text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from studykit.core.card import Card, CardKind
from studykit.core.claim import Claim, ClaimKind, Limit
from studykit.core.fact import Fact
from studykit.core.quantity import format_figure
from studykit.core.script import two_writings, weight
from studykit.facts.limits import measures_of
from studykit.questions.ground import Ground
from studykit.questions.reasons import lines_of
from studykit.questions.texts import slug
from studykit.questions.words import ask_value, source_words
from studykit.rules.domain import Domain, Template

_JOINT = re.compile(r"\s*(?:[:：–—-]+|とは[、，,]?|是指|指的是)\s*")
_ARTICLE = re.compile(r"^(?:an?|the)\s+", re.IGNORECASE)
_ANSWER = re.compile(r"^(?:a|ans|answer)\s*[:.)–—-]\s*", re.IGNORECASE)
_FIGURE_FIRST = re.compile(r"(?:[^\W\d]+\W+){0,2}\d")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*[,;:.]?(?:\s|$)")
"""What begins a sentence; a name in code, such as ``web[0].id``, keeps its small letter."""
_COMMA_AND_POINT = str.maketrans(",.", ".,")
"""Between the two ways in which people write decimals and thousands."""
_SHORT_CELL = 40
"""Characters of a cell that may name what stands behind it in its row."""
_SHORTEST = 20
"""Characters that a definition must have to be worth a card."""


def make_cards(ground: Ground, claims: Iterable[Claim], deck: str) -> tuple[Card, ...]:
    """One card a settled fact, a question template, and a definition, answer or figure of the notes."""
    asked = {limit.claim for fact in ground.facts.values() for limit in fact.claims}
    own: dict[str, list[Claim]] = {}
    for claim in claims:
        name = own_id(claim, has_limits=claim in asked)
        if name:
            own.setdefault(name, []).append(claim)
    facts = tuple(ground.facts.values())
    return (
        *(card for fact in facts if fact.declared for card in fact_cards(fact, ground.services, deck)),
        *scenario_cards(ground, deck),
        *(own_card(name, same, deck) for name, same in own.items()),
        *unrepeated(card for fact in facts if not fact.declared for card in fact_cards(fact, ground.services, deck)),
    )


def fact_cards(fact: Fact, services: Mapping[str, str], deck: str) -> Iterator[Card]:
    """The card of a settled fact; of an attribute that only notes have, the sentence with a gap."""
    if fact.settled and fact.declared:
        yield _fact_card(fact, services, deck)
    elif fact.settled:
        yield from _figure_card(fact, deck)


def scenario_cards(ground: Ground, deck: str) -> Iterator[Card]:
    """A card for each question template of the domains."""
    for name in sorted(ground.judges):
        domain = ground.judges[name].domain
        for template in domain.templates:
            yield _scenario_card(domain, template, deck)


def unrepeated(cards: Iterable[Card]) -> Iterator[Card]:
    """The cards whose id did not come before."""
    seen: set[str] = set()
    for card in cards:
        if card.id not in seen:
            seen.add(card.id)
            yield card


def _fact_card(fact: Fact, services: Mapping[str, str], deck: str) -> Card:
    attribute = fact.attribute
    back = f"{fact.quantity}\n{source_words(fact)}"
    if fact.history:
        past = fact.history[-1]
        back += f"\nIt was {past.quantity} until {past.until}; older notes say so."
    return Card(
        id=f"limit:{fact.id}",
        kind=CardKind.LIMIT,
        deck=deck,
        topic=attribute.service,
        area=attribute.area,
        front=ask_value(fact, services.get(attribute.service, attribute.service)),
        back=back,
        facts=(fact.id,),
        sources=lines_of(fact),
    )


def _scenario_card(domain: Domain, template: Template, deck: str) -> Card:
    outcomes = "\n".join(f"- {says}" for says in domain.outcomes.values())
    rules = "\n".join(f"{at}. {rule.because}" for at, rule in enumerate(domain.rules, 1))
    return Card(
        id=f"scenario:{domain.id}/{template.id}",
        kind=CardKind.SCENARIO,
        deck=deck,
        topic=domain.id,
        area=domain.area,
        front=f"{domain.title}: what decides the outcome, in which order?\nOutcomes:\n{outcomes}",
        back=rules,
        facts=domain.facts,
        sources=(),
    )


def own_card(name: str, same: Sequence[Claim], deck: str, area: str = "") -> Card:
    """The card of a term or question of the notes, with all the claims that have this id."""
    first = same[0]
    # the answers to one question in one note belong together; another note's only add its line
    parts = [claim for claim in same if claim.span.note == first.span.note]
    if first.kind is ClaimKind.DEFINITION:
        parts = parts[:1]
    return Card(
        id=name,
        kind=CardKind.DEFINITION,
        deck=deck,
        topic="definitions",
        area=area,
        front=_front(first),
        back="\n".join(dict.fromkeys(_back(claim) for claim in parts)),
        facts=(),
        sources=tuple(dict.fromkeys(claim.span for claim in same)),
        free=True,
    )


def _figure_card(fact: Fact, deck: str) -> Iterator[Card]:
    """The sentence of a figure with a gap in place of the figure."""
    claim = fact.claims[0].claim
    front = gapped(fact.claims[0])
    if front:
        yield Card(
            id=f"figure:{slug(f'{_above(claim)} {front}')}",
            kind=CardKind.DEFINITION,
            deck=deck,
            topic=fact.attribute.service,
            area="",
            front=f"{_above(claim)}: {front}" if _above(claim) else front,
            back=f"{fact.quantity}\n{claim.text}",
            facts=(fact.id,),
            sources=lines_of(fact),
            free=True,
        )


def gapped(limit: Limit) -> str:
    """The sentence without its figure; empty where the figure is not found in it again."""
    text, figure = limit.claim.text, format_figure(limit.quantity.figure)
    zeros = "0*" if "." in figure else "(?:[.]0+|,0{1,2})?"  # 5.0 and 5,0 are 5
    measures = measures_of(limit.claim)
    starts = {one.start for one in measures if limit.quantity in one.readings} or {one.start for one in measures}
    other = figure.translate(_COMMA_AND_POINT)
    for written in (figure, figure.replace(",", ""), figure.replace(",", " "), other):
        for found in re.finditer(rf"(?<![\d.,]){re.escape(written)}{zeros}(?![\d]|[.,]\d)", text):
            if found.start() in starts:
                return f"{text[: found.start()]}[…]{text[found.end() :]}"
    return ""


def _above(claim: Claim) -> str:
    """What a short bullet stands under, and what a cell of a table is about: its row and its column."""
    context = claim.context
    if context.label or context.column:
        between = (words for words in context.row if len(words) <= _SHORT_CELL)
        return ", ".join(dict.fromkeys(filter(None, (context.label, *between, context.column))))
    return (context.parents or context.headings or ("",))[-1].rstrip(": ")


def own_id(claim: Claim, *, has_limits: bool) -> str:
    """The id of a claim's card by its words; empty for a claim that makes none.

    ``Timeout: default 3 s`` has the form of a definition, but is asked as a limit.
    """
    if claim.kind is ClaimKind.DEFINITION and _is_worth(claim):
        if has_limits and _FIGURE_FIRST.match(_without_term(claim)):
            return ""
        name = slug(_ARTICLE.sub("", claim.about))
        if claim.context.column:
            name = slug(f"{name} {claim.context.column}") if name else ""
    elif claim.kind is ClaimKind.ANSWER:
        name = slug(claim.about)
    else:
        return ""
    return f"{claim.kind}:{name}" if name else ""


def _is_worth(claim: Claim) -> bool:
    """Whether a definition says enough; a word and its translation, or the cell of a list of words, always does."""
    short = weight(claim.text) < _SHORTEST
    return not short or bool(claim.context.column) or two_writings(claim.about, _without_term(claim))


def _front(claim: Claim) -> str:
    if claim.kind is ClaimKind.ANSWER:
        return claim.about
    if claim.context.column:
        first = claim.context.header[0]
        return f"{claim.about}: {claim.context.column}?   ({first})"
    above = claim.context.headings[-1:]
    return f"{claim.about.rstrip(':： ')}: what is it?" + (
        f"   ({above[0]})" if above and above[0] != claim.about else ""
    )


def _back(claim: Claim) -> str:
    if claim.kind is ClaimKind.DEFINITION:
        shorter = _without_term(claim)
        as_it_is = claim.context.column or two_writings(claim.about, shorter)
        if as_it_is or begins_with_code(claim, len(claim.text) - len(shorter)):
            return shorter
        return shorter[:1].upper() + shorter[1:] if _WORD.match(shorter) else shorter
    return _ANSWER.sub("", claim.text)


def begins_with_code(claim: Claim, at: int) -> bool:
    """Whether code begins at an offset of a claim; it keeps its small letter."""
    return any(first == at for first, _ in claim.code)


def _without_term(claim: Claim) -> str:
    if claim.context.column:
        return claim.text
    rest = claim.text.removeprefix(claim.about)
    found = _JOINT.match(rest)
    return rest[found.end() :] if found and len(rest) < len(claim.text) else claim.text
