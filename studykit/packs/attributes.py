"""attributes.yaml → services and attributes with their cited values and history."""

from __future__ import annotations

from collections.abc import Mapping

from studykit.core.attribute import Attribute, Bound, Cited, Past, Service
from studykit.core.diagnostic import Diagnostic
from studykit.core.errors import nearest
from studykit.core.quantity import UNITS, Dimension, Quantity
from studykit.core.tree import Tree
from studykit.packs.fields import Fields

_SHEET_KEYS = ("authorities", "services", "attributes")
_ATTRIBUTE_KEYS = ("means", "dimension", "unit", "aliases", "area", "values", "scoped", "history", "counts")
_VALUE_KEYS = ("value", "from", "source", "why", "as_of", "scope", "authority", "exam", "remark")
_PAST_KEYS = ("bound", "value", "until", "source")


def read_services(sheet: Tree, file: str) -> tuple[tuple[Service, ...], tuple[Diagnostic, ...]]:
    """The ``services`` mapping: key → name and other names."""
    fields = Fields(file)
    fields.known(sheet, _SHEET_KEYS)
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
    authorities = _authorities(fields, sheet)
    attributes = []
    for name, tree in sheet.get("attributes").fields.items():
        attribute = _attribute(fields, name, tree, known, authorities)
        if attribute is not None:
            attributes.append(attribute)
    return tuple(attributes), tuple(fields.found)


def _authorities(fields: Fields, sheet: Tree) -> dict[str, tuple[str, str]]:
    """Source → the version that the pack was checked against, and when."""
    pinned = {}
    for source, tree in sheet.get("authorities").fields.items():
        fields.known(tree, ("version", "as_of"))
        pinned[source] = (fields.text(tree, "version"), fields.text(tree, "as_of"))
    return pinned


def _attribute(
    fields: Fields, name: str, tree: Tree, services: tuple[str, ...], authorities: Mapping[str, tuple[str, str]]
) -> Attribute | None:
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
        cited=_all_cited(fields, tree, Dimension(dimension), authorities),
        history=_history(fields, tree, Dimension(dimension)),
        counts=fields.texts(tree, "counts"),
    )


def _all_cited(
    fields: Fields, tree: Tree, dimension: Dimension, authorities: Mapping[str, tuple[str, str]]
) -> tuple[Cited, ...]:
    """The ordinary values, then those of a mode or variant."""
    cited = []
    for bound, value in tree.get("values").fields.items():
        if bound not in tuple(Bound):
            fields.wrong(f"Unknown bound '{bound}'.{nearest(bound, tuple(Bound))}", value)
            continue
        fields.known(value, _VALUE_KEYS)
        cited.append(_cited(fields, value, Bound(bound), dimension, authorities))
    for value in fields.rows(tree, "scoped"):
        fields.known(value, ("bound", *_VALUE_KEYS))
        bound, scope = fields.choice(value, "bound", tuple(Bound)), fields.text(value, "scope")
        if bound and scope:
            cited.append(_cited(fields, value, Bound(bound), dimension, authorities))
    return tuple(one for one in cited if one is not None)


def _cited(
    fields: Fields, value: Tree, bound: Bound, dimension: Dimension, authorities: Mapping[str, tuple[str, str]]
) -> Cited | None:
    quantity = _measured(fields, value, dimension)
    members = fields.texts(value, "from")
    pinned = [authorities.get(member.partition(" ")[0], ("", "")) for member in members]
    derived = "; ".join(_source_words(member, version) for member, (version, _) in zip(members, pinned, strict=True))
    source = value.get("source").text if members else fields.text(value, "source")
    if quantity is None or not (source or derived):
        return None
    exam = value.get("exam")
    return Cited(
        bound,
        quantity,
        source or derived,
        value.get("as_of").text or next((as_of for _, as_of in pinned if as_of), ""),
        value.get("scope").text,
        authority=bool(members) or value.get("authority").text == "true",
        members=members,
        why=value.get("why").text,
        exam=_in_dimension(fields, exam, dimension) if exam.text else None,
        remark=value.get("remark").text,
        line=value.line,
    )


def _source_words(member: str, version: str) -> str:
    source, _, place = member.partition(" ")
    return " ".join(word for word in (source, version, place) if word)


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
    if not at.text:
        fields.wrong("'value' is missing.", tree)
        return None
    return _in_dimension(fields, at, dimension)


def _in_dimension(fields: Fields, at: Tree, dimension: Dimension) -> Quantity | None:
    quantity = fields.quantity(at)
    if quantity is not None and quantity.dimension is not dimension:
        fields.wrong(f"{quantity} is {quantity.dimension}, not {dimension}.", at)
        return None
    return quantity
