"""blueprint.yaml → the exam's areas, weights and format."""

from __future__ import annotations

from studykit.core.diagnostic import Diagnostic
from studykit.core.pack import Area, Blueprint
from studykit.core.tree import Tree
from studykit.packs.fields import Fields

_KEYS = ("exam", "title", "areas", "questions", "scored", "minutes", "passing", "source", "as_of")
_WHOLE = 100


def read_blueprint(tree: Tree, file: str) -> tuple[Blueprint | None, tuple[Diagnostic, ...]]:
    """The blueprint, or None with diagnostics when it cannot be trusted.

    Weights must be per cent and add up to 100.
    """
    fields = Fields(file)
    fields.known(tree, _KEYS)
    areas = tuple(_area(fields, member) for member in fields.rows(tree, "areas"))
    if sum(area.weight for area in areas) != _WHOLE:
        fields.wrong("The weights of the areas must add up to 100.", tree.get("areas"))
    blueprint = Blueprint(
        exam=fields.text(tree, "exam"),
        title=fields.text(tree, "title"),
        areas=areas,
        questions=fields.figure(tree, "questions"),
        scored=fields.figure(tree, "scored"),
        minutes=fields.figure(tree, "minutes"),
        passing=fields.figure(tree, "passing"),
        source=fields.text(tree, "source"),
        as_of=fields.text(tree, "as_of"),
    )
    return (None if fields.found else blueprint), tuple(fields.found)


def _area(fields: Fields, tree: Tree) -> Area:
    fields.known(tree, ("key", "title", "weight"))
    return Area(fields.text(tree, "key"), fields.text(tree, "title"), fields.figure(tree, "weight"))
