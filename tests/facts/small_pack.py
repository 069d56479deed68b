"""A small invented pack, so that these tests hold for any field."""

from __future__ import annotations

from studykit.core.attribute import Attribute, Bound, Cited, Past, Service
from studykit.core.claim import Limit
from studykit.core.quantity import UNITS, parse_quantity
from studykit.facts.limits import read_limits
from studykit.facts.vocabulary import Vocabulary
from studykit.notes.reader import read_note

SERVICES = (
    Service("fn", "Functions", ("function",)),
    Service("queue", "Queues", ("queue",)),
)


def attribute(
    name: str,
    unit: str,
    aliases: tuple[str, ...] = (),
    cited: tuple[tuple[str, str], ...] = (),
    history: tuple[tuple[str, str, str], ...] = (),
) -> Attribute:
    service, key = name.split(".")
    return Attribute(
        service=service,
        key=key,
        means=key.replace("_", " "),
        dimension=UNITS[unit].dimension,
        unit=UNITS[unit],
        aliases=aliases,
        cited=tuple(Cited(Bound(bound), parse_quantity(value), "a page", "2026") for bound, value in cited),
        history=tuple(Past(Bound(bound), parse_quantity(value), until, "a page") for bound, value, until in history),
    )


ATTRIBUTES = (
    attribute("fn.timeout", "s", ("run time",), (("max", "900 s"), ("default", "3 s")), (("max", "5 min", "2018"),)),
    attribute("fn.memory", "MB", ("ram",), (("min", "128 MB"), ("max", "10,240 MB"))),
    attribute(
        "fn.storage",
        "MB",
        ("tmp",),
        (("default", "512 MB"), ("max", "10,240 MB")),
        (("max", "512 MB", "2022"),),
    ),
    attribute("fn.layers", "", ("layer",), (("max", "5"),)),
    attribute("fn.retries", "", ("retry attempts",), (("exact", "2"),)),
    attribute("fn.concurrency", "", (), (("default", "1,000"),)),
    attribute("queue.visibility_timeout", "s", ("visibility",), (("max", "12 h"),)),
    attribute("queue.throughput", "/s", (), ()),
    attribute("queue.payload", "KB", (), ()),
)

VOCABULARY = Vocabulary(SERVICES, ATTRIBUTES)


def limits_of(**notes: str) -> tuple[Limit, ...]:
    """The limits of notes that are given as name and text."""
    claims = [claim for name, text in notes.items() for claim in read_note(text, name)[0]]
    return read_limits(claims, VOCABULARY)[0]
