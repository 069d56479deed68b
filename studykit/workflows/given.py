"""Given questions → cards, for those that no fact contradicts; checked anew whenever content is built."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from studykit.core.card import Card, CardKind
from studykit.core.diagnostic import warning
from studykit.core.explained import explained
from studykit.core.fact import BehaviourFact, Fact
from studykit.core.given import Given, Judged, Verdict, Words
from studykit.core.pack import Pack
from studykit.core.source import SourceSpan
from studykit.workflows.kept import Writer

_TAKEN = "The card '{}' is made of the notes or facts that are here, so this question of the same id is left out."


def keep_given(pack: Pack, to: Writer) -> None:
    """Keeps the pack's given questions with what the facts say of them, and a card for each that may be asked."""
    if not pack.given:
        return
    facts = {fact.id: fact for fact in to.again("declared")}
    behaviours = {fact.id: fact for fact in to.again("behaviour")}
    taken = to.names("card")
    for given in pack.given:
        if given.id in taken:
            to.add("diagnostic", warning(_TAKEN.format(given.id), given.file, given.line))
    judged = tuple(judge_given(pack, facts, behaviours, (one for one in pack.given if one.id not in taken)))
    for one in judged:
        to.add("given", one, one.given.id)
    for card in given_cards(judged, pack, facts, behaviours):
        to.add("card", card, card.id, [str(card.kind), card.free])


def judge_given(
    pack: Pack, facts: Mapping[str, Fact], behaviours: Mapping[str, BehaviourFact], given: Iterable[Given]
) -> Iterator[Judged]:
    """What the facts say of the key of each question, in order."""
    from studykit.facts.keys import Keys

    keys = Keys(pack, facts, behaviours)
    return (keys.judge(one) for one in given)


def given_cards(
    judged: Iterable[Judged], pack: Pack, facts: Mapping[str, Fact], behaviours: Mapping[str, BehaviourFact]
) -> Iterator[Card]:
    """A card for each question that is neither held back nor contradicted."""
    for one in judged:
        if not one.given.held and one.verdict is not Verdict.CONTRADICTED:
            yield _card(one, pack, facts, behaviours)


def _card(one: Judged, pack: Pack, facts: Mapping[str, Fact], behaviours: Mapping[str, BehaviourFact]) -> Card:
    given = one.given
    turned = isinstance(given.response, Words)
    topic, area = pack.key, ""
    for name in one.facts[:1]:
        topic = name.partition(".")[0]
        area = facts[name].attribute.area if name in facts else behaviours[name].behaviour.area
    return Card(
        given.id,
        CardKind.DEFINITION if turned else CardKind.GIVEN,
        pack.title,
        topic,
        area,
        given.stem,
        "\n".join(part for part in (_right(given), given.feedback, one.reason) if part),
        one.facts,
        (SourceSpan(given.file, given.line, given.end),),
    )


def _right(given: Given) -> str:
    """The right answers for people."""
    response = given.response
    if isinstance(response, Words):
        return " or ".join(response.accepted)
    right = [one for one in explained(response) if one.right]
    return "; ".join(one.text or one.label for one in right)
