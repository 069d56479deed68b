"""behaviours.yaml → behaviours: questions, the answers that notes give, and which holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from studykit.core.behaviour import Behaviour, Choice, Turn
from studykit.core.diagnostic import Diagnostic
from studykit.core.errors import nearest
from studykit.core.tree import Tree
from studykit.packs.fields import Fields

_KEYS = ("asks", "area", "about", "unless", "choices", "right", "source", "as_of", "turns", "subjects")
_CHOICE_KEYS = ("says", "cues")
_TURN_KEYS = ("choice", "until", "scope", "source")
_SUBJECT_KEYS = ("names", "right")


def read_behaviours(
    sheet: Tree, file: str, services: Iterable[str]
) -> tuple[tuple[Behaviour, ...], tuple[Diagnostic, ...]]:
    """The ``behaviours`` mapping: ``service.key`` → question, choices, the right ones and earlier ones.

    A behaviour with ``subjects`` is one question for each of them: ``service.key.subject``.
    """
    fields = Fields(file)
    fields.known(sheet, ("behaviours",))
    known = tuple(services)
    made = [
        behaviour
        for name, tree in sheet.get("behaviours").fields.items()
        for behaviour in _behaviours(fields, name, tree, known)
    ]
    return tuple(made), tuple(fields.found)


def _behaviours(fields: Fields, name: str, tree: Tree, services: tuple[str, ...]) -> Iterator[Behaviour]:
    service, dot, key = name.partition(".")
    if not dot or not key:
        fields.wrong(f"'{name}' must be written as service.behaviour.", tree)
        return
    if service not in services:
        fields.wrong(f"Unknown service '{service}' of '{name}'.{nearest(service, services)}", tree)
        return
    fields.known(tree, _KEYS)
    choices = tuple(_choices(fields, tree))
    asks = fields.text(tree, "asks")
    if not asks or len(choices) < 2:  # noqa: PLR2004 - it takes two to disagree
        fields.wrong(f"'{name}' needs a question and two choices or more.", tree)
        return
    base = Behaviour(
        service=service,
        key=key,
        asks=asks,
        about=fields.texts(tree, "about"),
        unless=fields.texts(tree, "unless"),
        choices=choices,
        right=_right(fields, tree, choices),
        source=tree.get("source").text,
        as_of=tree.get("as_of").text,
        turns=tuple(_turns(fields, tree, choices)),
        area=tree.get("area").text,
    )
    if not base.about:
        fields.wrong(f"'about' of '{name}' is missing: words by which its claims are found.", tree)
        return
    if "subjects" in tree:
        yield from _each(fields, base, tree)
    else:
        yield base


def _choices(fields: Fields, tree: Tree) -> Iterator[Choice]:
    for key, choice in tree.get("choices").fields.items():
        fields.known(choice, _CHOICE_KEYS)
        says, cues = fields.text(choice, "says"), fields.texts(choice, "cues")
        if says:
            yield Choice(key, says, cues)


def _right(fields: Fields, tree: Tree, choices: tuple[Choice, ...]) -> tuple[str, ...]:
    known = tuple(choice.key for choice in choices)
    stated = tree.get("right").items or ((tree.get("right"),) if tree.get("right").text else ())
    return tuple(one.text for one in stated if fields.one_of(one, known, "choice"))


def _turns(fields: Fields, tree: Tree, choices: tuple[Choice, ...]) -> Iterator[Turn]:
    known = tuple(choice.key for choice in choices)
    for turn in fields.rows(tree, "turns"):
        fields.known(turn, _TURN_KEYS)
        choice = fields.one_of(turn.get("choice"), known, "choice")
        until, scope = turn.get("until").text, turn.get("scope").text
        if choice and bool(until) == bool(scope):
            fields.wrong("A turn has either 'until' (it held until then) or 'scope' (what it holds of).", turn)
        elif choice:
            yield Turn(choice, until, scope, turn.get("source").text)


def _each(fields: Fields, base: Behaviour, tree: Tree) -> Iterator[Behaviour]:
    for key, subject in tree.get("subjects").fields.items():
        fields.known(subject, _SUBJECT_KEYS)
        names = fields.texts(subject, "names") or (key,)
        yield Behaviour(
            service=base.service,
            key=f"{base.key}.{key}",
            asks=base.asks.replace("{subject}", names[0]),
            about=base.about,
            unless=base.unless,
            choices=tuple(Choice(one.key, one.says.replace("{subject}", names[0]), one.cues) for one in base.choices),
            right=_right(fields, subject, base.choices),
            source=base.source,
            as_of=base.as_of,
            turns=base.turns,
            subject=tuple(name.lower() for name in names),
            area=base.area,
        )
