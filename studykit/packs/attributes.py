"""attributes.yaml → services and attributes with their cited values and history."""

from __future__ import annotations

from studykit.core.attribute import Attribute, Bound, Cited, Past, Service
from studykit.core.diagnostic import Diagnostic
from studykit.core.errors import nearest
from studykit.core.quantity import UNITS, Dimension, Quantity
from studykit.core.tree import Tree
from studykit.packs.fields import Fields

_ATTRIBUTE_KEYS = ("means", "dimension", "unit", "aliases", "area", "values", "history")
_VALUE_KEYS = ("value", "source", "as_of", "scope", "authority")
_PAST_KEYS = ("bound", "value", "until", "source")


def read_services(sheet: Tree, file: str) -> tuple[tuple[Service, ...], tuple[Diagnostic, ...]]:
    """The ``services`` mapping: key → name and other names."""
    fields = Fields(file)
    fields.known(sheet, ("services", "attributes"))
    services = []
    for key, tree in sheet.get("services").fields.items():
        fields.known(tree, ("name", "aliases"))
        aliases = tuple(alias.lower() for alias in fields.texts(tree, "aliases"))
        services.append(Service(key, fields.text(tree, "name") or key, aliases))
    return tuple(services), tuple(fields.found)


def read_attributes(
    sheet: Tree, file: str, services: tuple[Service, ...]
) -> tuple[tuple[Attribute, ...], tuple[Diagnostic, ...]]:
    """The ``attributes`` mapping: ``service.key`` → what it measures, its values and history.

    An attribute with a broken part that it cannot do without is left out, with a diagnostic.
    """
    fields = Fields(file)
    known = tuple(service.key for service in services)
    attributes = []
    for name, tree in sheet.get("attributes").fields.items():
        attribute = _attribute(fields, name, tree, known)
        if attribute is not None:
            attributes.append(attribute)
    return tuple(attributes), tuple(fields.found)


def _attribute(fields: Fields, name: str, tree: Tree, services: tuple[str, ...]) -> Attribute | None:
    service, dot, key = name.partition(".")
    if not dot or not key:
        fields.wrong(f"'{name}' must be written as service.attribute.", tree)
        return None
    if service not in services:
        fields.wrong(f"Unknown service '{service}' of '{name}'.{nearest(service, services)}", tree)
        return None
    fields.known(tree, _ATTRIBUTE_KEYS)
    dimension = fields.choice(tree, "dimension", tuple(Dimension))
    unit = UNITS.get(tree.get("unit").text)
    if unit is None:
        text = tree.get("unit").text
        fields.wrong(f"Unknown unit '{text}'.{nearest(text, UNITS)}", tree.get("unit"))
    if not dimension or unit is None:
        return None
    if unit.dimension is not Dimension(dimension):
        fields.wrong(f"The unit '{unit.name}' does not measure {dimension}.", tree.get("unit"))
        return None
    return Attribute(
        service=service,
        key=key,
        means=fields.text(tree, "means") or key.replace("_", " "),
        dimension=Dimension(dimension),
        unit=unit,
        aliases=tuple(alias.lower() for alias in fields.texts(tree, "aliases")),
        area=tree.get("area").text,
        cited=_cited(fields, tree, Dimension(dimension)),
        history=_history(fields, tree, Dimension(dimension)),
    )


def _cited(fields: Fields, tree: Tree, dimension: Dimension) -> tuple[Cited, ...]:
    cited = []
    for bound, value in tree.get("values").fields.items():
        if bound not in tuple(Bound):
            fields.wrong(f"Unknown bound '{bound}'.{nearest(bound, tuple(Bound))}", value)
            continue
        fields.known(value, _VALUE_KEYS)
        quantity = _measured(fields, value, dimension)
        source = fields.text(value, "source")
        if quantity is not None and source:
            scope, as_of = value.get("scope").text, value.get("as_of").text
            authority = value.get("authority").text == "true"
            cited.append(Cited(Bound(bound), quantity, source, as_of, scope, authority))
    return tuple(cited)


def _history(fields: Fields, tree: Tree, dimension: Dimension) -> tuple[Past, ...]:
    history = []
    for member in fields.rows(tree, "history"):
        fields.known(member, _PAST_KEYS)
        bound = fields.choice(member, "bound", tuple(Bound))
        quantity = _measured(fields, member, dimension)
        until, source = fields.text(member, "until"), fields.text(member, "source")
        if bound and quantity is not None:
            history.append(Past(Bound(bound), quantity, until, source))
    return tuple(history)


def _measured(fields: Fields, tree: Tree, dimension: Dimension) -> Quantity | None:
    at = tree.get("value")
    quantity = fields.quantity(at) if at.text else None
    if not at.text:
        fields.wrong("'value' is missing.", tree)
    if quantity is not None and quantity.dimension is not dimension:
        fields.wrong(f"{quantity} is {quantity.dimension}, not {dimension}.", at)
        return None
    return quantity
