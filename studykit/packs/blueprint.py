"""blueprint.yaml and blueprints/*.yaml → an exam's areas, weights and format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from studykit.core.diagnostic import Diagnostic
from studykit.core.errors import nearest
from studykit.core.pack import Area, Blueprint, Draws, MultipleShare, ResponseForm
from studykit.core.tree import Tree
from studykit.packs.fields import Fields

_KEYS = ("exam", "title", "areas", "questions", "scored", "minutes", "passing", "source", "as_of")
_MORE_KEYS = ("responses", "multiple", "remark")
_AREA_KEYS = ("key", "title", "weight", "draws")
_DRAWS_KEYS = ("areas", "topics")
_MULTIPLE_KEYS = ("least", "most", "source")
_WHOLE = 100
_LEAST_SCORE, _MOST_SCORE = 100, 1000
_MOST_QUESTIONS, _MOST_MINUTES = 1000, 1440


@dataclass(slots=True)
class Topics:
    """What the areas of an exam can draw."""

    names: tuple[str, ...]
    """Services, attributes, behaviours and domains of the pack."""
    areas: tuple[str, ...] = ()
    """Areas of the pack's own exam; empty while that is being read."""

    def has(self, topic: str) -> bool:
        """True when a topic is one of them or begins one."""
        if topic.endswith("*"):
            return any(name.startswith(topic[:-1]) for name in self.names)
        return any(f"{name}.".startswith(f"{topic}.") for name in self.names)


def read_blueprint(
    tree: Tree, file: str, topics: Topics | None = None
) -> tuple[Blueprint | None, tuple[Diagnostic, ...]]:
    """The blueprint, or None with diagnostics when it cannot be trusted.

    Weights must be per cent and add up to 100. An area that does not say what it draws draws the cards of its key.
    """
    fields = Fields(file)
    fields.known(tree, (*_KEYS, *_MORE_KEYS))
    own = tuple(member.get("key").text for member in tree.get("areas").items)
    known = topics or Topics(())
    areas = tuple(_area(fields, member, known, known.areas or own) for member in fields.rows(tree, "areas"))
    _check_areas(fields, tree, areas)
    blueprint = Blueprint(
        exam=fields.text(tree, "exam"),
        title=fields.text(tree, "title"),
        areas=areas,
        questions=_between(fields, tree, "questions", 1, _MOST_QUESTIONS),
        scored=fields.figure(tree, "scored"),
        minutes=_between(fields, tree, "minutes", 1, _MOST_MINUTES),
        passing=_between(fields, tree, "passing", _LEAST_SCORE, _MOST_SCORE),
        source=fields.text(tree, "source"),
        as_of=fields.text(tree, "as_of"),
        responses=_responses(fields, tree),
        multiple=_multiple(fields, tree),
        remark=" ".join(tree.get("remark").text.split()),
    )
    if blueprint.scored > blueprint.questions > 0:
        fields.wrong("There are fewer questions than scored ones.", tree.get("scored"))
    return (None if fields.found else blueprint), tuple(fields.found)


def _check_areas(fields: Fields, tree: Tree, areas: tuple[Area, ...]) -> None:
    keys = [area.key for area in areas]
    for member in tree.get("areas").items:
        key = member.get("key").text
        if key and keys.count(key) > 1:
            fields.wrong(f"There are two areas '{key}'.", member.get("key"))
            break
    if sum(area.weight for area in areas) != _WHOLE:
        fields.wrong("The weights of the areas must add up to 100.", tree.get("areas"))


def _area(fields: Fields, tree: Tree, topics: Topics, areas: tuple[str, ...]) -> Area:
    fields.known(tree, _AREA_KEYS)
    key = fields.text(tree, "key")
    draws = _draws(fields, tree.get("draws"), topics, areas) if "draws" in tree else Draws(areas=(key,))
    return Area(key, fields.text(tree, "title"), fields.figure(tree, "weight"), draws)


def _draws(fields: Fields, tree: Tree, topics: Topics, areas: tuple[str, ...]) -> Draws:
    if not tree.fields:
        fields.wrong("'draws' must hold 'areas' or 'topics', each a list.", tree)
    fields.known(tree, _DRAWS_KEYS)
    for key in _DRAWS_KEYS:
        if key in tree and not tree.get(key).items:
            fields.wrong(f"'{key}' must be a list.", tree.get(key))
    for member in tree.get("areas").items:
        fields.one_of(member, areas, "area of the pack's own exam")
    for member in tree.get("topics").items:
        if not topics.has(member.text):
            near = nearest(member.text, _beginnings(topics.names))
            fields.wrong(f"No service, domain or attribute of the pack begins with '{member.text}'.{near}", member)
    return Draws(fields.texts(tree, "areas"), fields.texts(tree, "topics"))


def _beginnings(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for name in names for part in (name, name.split(".")[0])))


def _responses(fields: Fields, tree: Tree) -> tuple[ResponseForm, ...]:
    if "responses" not in tree:
        return (ResponseForm.CHOICE, ResponseForm.MULTIPLE)
    members = tree.get("responses").items
    if not members:
        fields.wrong("'responses' must be a list.", tree.get("responses"))
    forms = [fields.one_of(member, tuple(ResponseForm), "form of answer") for member in members]
    return tuple(dict.fromkeys(ResponseForm(form) for form in forms if form))


def _multiple(fields: Fields, tree: Tree) -> MultipleShare | None:
    if "multiple" not in tree:
        return None
    share = tree.get("multiple")
    fields.known(share, _MULTIPLE_KEYS)
    least, most = (_between(fields, share, key, 0, _WHOLE) for key in ("least", "most"))
    if least > most:
        fields.wrong("'least' is more than 'most'.", share.get("least"))
    return MultipleShare(least, most, fields.text(share, "source"))


def _between(fields: Fields, tree: Tree, key: str, least: int, most: int) -> int:
    before = len(fields.found)
    figure = fields.figure(tree, key)
    if len(fields.found) == before and not least <= figure <= most:
        fields.wrong(f"'{key}' must be {least:,} to {most:,}, not {figure:,}.", tree.get(key))
    return figure
