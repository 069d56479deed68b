"""What both QTI writers share: safe texts, identifiers, XML, and the IMS content package around them."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import category
from xml.etree.ElementTree import Element, indent, tostring  # only written with, never read with

from studykit.core.explained import Explained
from studykit.core.question import Question
from studykit.core.text import shortened

PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
MANIFEST = "imsmanifest.xml"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_TITLE = 80
_NOT_XML = "\ufffe\uffff"
_UNNAMED = "Questions"


@dataclass(frozen=True, slots=True)
class Resource:
    """A file of the package, as the manifest names it."""

    identifier: str
    kind: str
    """Such as ``imsqti_item_xmlv2p1``."""
    path: str
    needs: tuple[str, ...] = ()
    """Identifiers of the resources that it refers to."""


def clean(text: str) -> str:
    """The text without what XML cannot carry; marks of direction stay.

    Line breaks become line feeds: a reader makes them so anyway, and here it can be seen.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if lines.isprintable():
        return lines
    return "".join(one for one in lines if one in "\n\t" or (category(one) not in ("Cc", "Cs") and one not in _NOT_XML))


def element(name: str, /, *inside: Element | str, **attributes: str) -> Element:
    """An element with texts and elements in it, all of them made safe."""
    made = Element(name, {key: " ".join(clean(value).split()) for key, value in attributes.items()})
    for one in inside:
        if isinstance(one, Element):
            made.append(one)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + clean(one)
        else:
            made.text = (made.text or "") + clean(one)
    return made


def document(root: Element) -> bytes:
    """A file of XML; elements that hold only elements stand on lines of their own."""
    indent(root, " ")
    written: str = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'.encode()


def titled(text: str) -> str:
    """One line that names a question or a quiz; never empty, because readers want a name."""
    return shortened(clean(text), _TITLE) or _UNNAMED


def because(told: Explained) -> str:
    """The reason of an answer, with the lines of notes that say so."""
    where = ", ".join(str(source) for source in told.sources)
    return f"{told.reason} ({where})" if where else told.reason


def named(questions: Iterable[Question]) -> tuple[str, ...]:
    """An identifier a question: the same for the same variant in every package, and used once in this one.

    It is a hash, because ids of cards may hold anything and names in QTI have at most 32 plain letters.
    """
    used: dict[str, int] = {}
    names = []
    for question in questions:
        name = "q" + _hash(f"{question.variant} {question.id}")
        used[name] = used.get(name, 0) + 1
        names.append(name if used[name] == 1 else f"{name}_{used[name]}")
    return tuple(names)


def named_all(letter: str, names: Sequence[str]) -> str:
    """An identifier for something that holds all of these."""
    return letter + _hash(" ".join(names))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:20]


def manifest(identifier: str, schema: tuple[str, str], resources: Iterable[Resource]) -> bytes:
    """What is in the package; ``schema`` is the name and the version of its kind."""
    listed = [
        element(
            "resource",
            element("file", href=one.path),
            *(element("dependency", identifierref=need) for need in one.needs),
            identifier=one.identifier,
            type=one.kind,
            href=one.path,
        )
        for one in resources
    ]
    said = element("metadata", element("schema", schema[0]), element("schemaversion", schema[1]))
    whole = element("manifest", said, element("organizations"), element("resources", *listed), identifier=identifier)
    whole.set("xmlns", PACKAGE)
    whole.set("xmlns:xsi", INSTANCE)
    whole.set("xsi:schemaLocation", f"{PACKAGE} {PACKAGE}.xsd")
    return document(whole)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files in a zip whose bytes depend on nothing else.

    They are stored as they are: deflate gives other bytes with another build of zlib, and Pythons bring several.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as package:
        for path in sorted(files):
            part = zipfile.ZipInfo(path, _ZIP_DATE)
            part.create_system = _UNIX  # the same bytes on every system
            part.external_attr = 0o644 << 16
            package.writestr(part, files[path])
    return written.getvalue()
