"""The published content models of QTI, put together from where a package quotes them.

IMS publishes a DTD of QTI 1.2 and an XSD of QTI 2.1; no package that can be had brings the files. Pyslet, a reader of
both, quotes them element by element in its docstrings. They are read from there when tests run; nothing is copied here.

The DTD is whole for what is written. Of the XSD, what is not quoted is added: names of simple types, which elements
are paragraphs, expressions and rules, and three elements of tests. It knows no element that is not written.
"""

from __future__ import annotations

import ast
import re
import textwrap
import warnings
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

_DECLARED = re.compile(r"<!(ELEMENT|ATTLIST) +([a-z]\w+)\s[^>]*>")
_FRAGMENT = re.compile(r"<xsd:(group|attributeGroup|simpleType|complexType) name=\"([^\"]+)\".*?</xsd:\1>", re.DOTALL)


def quoted(room: str) -> Iterator[str]:
    """Every docstring of one of Pyslet's rooms."""
    for path in sorted(Path(str(distribution("pyslet").locate_file(f"pyslet/{room}"))).glob("*.py")):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it was written for older Pythons
            tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.Module):
                yield ast.get_docstring(node) or ""


def dtd_of_qti12() -> str:
    """The DTD of QTI 1.2, with what was mistyped in quoting it put right."""
    found = {(one[1], one[2]): one[0] for text in quoted("qtiv1") for one in _DECLARED.finditer(text)}
    for name in ("item", "itemmetadata"):  # the commas were left out
        text = found["ELEMENT", name]
        found["ELEMENT", name] = re.sub(r"([?*+)])\s+(?=[\w(])", r"\1 , ", text)
    joined = "\n".join(found.values())
    return joined.replace("%I_Title;", "title CDATA #IMPLIED").replace("::", "").replace('#REQUIRED"', "#REQUIRED")


def _named(words: str) -> list[str]:
    return words.split()


_TYPES = {
    "boolean.Type": "xsd:boolean",
    "integer.Type": "xsd:integer",
    "float.Type": "xsd:double",
    "string.Type": "xsd:string",
    "string256.Type": "xsd:string",
    "styleclass.Type": "xsd:NCName",
    "uri.Type": "xsd:anyURI",
}
_EXPRESSIONS = _named("and or match gte lte member index multiple sum variable correct baseValue testVariables")
_BLOCKS = ["p", "pre"]
_GROUPS = {
    "expression.ElementGroup": _EXPRESSIONS,
    "flowStatic.ElementGroup": _BLOCKS,
    "block.ElementGroup": [*_BLOCKS, "choiceInteraction", "orderInteraction", "matchInteraction"],
    "responseRule.ElementGroup": ["responseCondition", "setOutcomeValue"],
    "sectionPart.ElementGroup": ["assessmentItemRef"],
    "lookupTable.ElementGroup": [],  # not written
}
_SAME_ATTRIBUTES = {
    "blockInteraction": ["interaction"],
    "inlineInteraction": ["interaction"],
    "textEntryInteraction": ["inlineInteraction", "stringInteraction"],
    "simpleChoice": ["choice"],
    "responseDeclaration": ["variableDeclaration"],
    "correctResponse": ["defaultValue"],
}
_SAME_CONTENT = {"correctResponse": "defaultValue", "gte": "lte"}
_MIXED = {"p", "pre", "simpleChoice", "simpleAssociableChoice", "modalFeedback"}
_TEXTS = {"baseValue", "value"}
_ADDED = {
    "p": '<xsd:sequence><xsd:element ref="textEntryInteraction" minOccurs="0" maxOccurs="unbounded"/></xsd:sequence>',
    "pre": "",
    "itemSessionControl": '<xsd:attribute name="maxAttempts" type="integer.Type"/>'
    '<xsd:attribute name="showFeedback" type="boolean.Type"/>',
    "testVariables": '<xsd:attribute name="variableIdentifier" type="identifier.Type" use="required"/>',
    "outcomeProcessing": '<xsd:sequence><xsd:element ref="setOutcomeValue" maxOccurs="unbounded"/></xsd:sequence>',
}
_ELEMENTS = _named("""
assessmentItem responseDeclaration correctResponse value outcomeDeclaration defaultValue itemBody simpleChoice
choiceInteraction orderInteraction matchInteraction simpleMatchSet simpleAssociableChoice textEntryInteraction
responseProcessing responseCondition responseIf responseElseIf responseElse setOutcomeValue modalFeedback
assessmentTest testPart assessmentSection assessmentItemRef
""")


def xsd_of_qti21() -> str:
    """An XSD of those parts of QTI 2.1 that are written: the quoted groups, and elements that are made of them."""
    groups = {one[2]: one[0] for text in quoted("qtiv2") for one in _FRAGMENT.finditer(text)}
    groups |= {
        f"{name}.AttrGroup": _attributes(f"{name}.AttrGroup", [f"{one}.AttrGroup" for one in same])
        for name, same in _SAME_ATTRIBUTES.items()
    }
    groups |= {name: _choice(name, of) for name, of in _GROUPS.items()}
    groups |= {name: f'<xsd:simpleType name="{name}"><xsd:restriction base="{base}"/></xsd:simpleType>'
               for name, base in _TYPES.items()}  # fmt: skip
    names = [*_ELEMENTS, *_EXPRESSIONS, *_ADDED]
    elements = {name: _element(name, groups) for name in dict.fromkeys(names)}
    kept = _needed("".join(elements.values()), groups)
    joined = textwrap.dedent("\n".join([*elements.values(), *kept]))
    written = re.sub(r'<xsd:attribute\s+ref="xml:lang"/>', "", joined)
    written = re.sub(r'<xsd:element\s+ref="(\w+)"[^>]*/>', lambda one: one[0] if one[1] in elements else "", written)
    space = "http://www.imsglobal.org/xsd/imsqti_v2p1"
    head = f'<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns="{space}" targetNamespace="{space}"'
    return f'{head} elementFormDefault="qualified">{written}</xsd:schema>'


def _needed(text: str, groups: dict[str, str]) -> list[str]:
    """The groups that a text refers to, and those that they refer to."""
    kept: dict[str, str] = {}
    waiting = [text]
    while waiting:
        for name in re.findall(r'(?:ref|type|itemType)="(\w+\.\w+)"', waiting.pop()):
            if name not in kept:
                kept[name] = groups[name]
                waiting.append(groups[name])
    return list(kept.values())


def _attributes(name: str, same: list[str]) -> str:
    inside = "".join(f'<xsd:attributeGroup ref="{one}"/>' for one in same)
    return f'<xsd:attributeGroup name="{name}">{inside}</xsd:attributeGroup>'


def _choice(name: str, of: list[str]) -> str:
    inside = "".join(f'<xsd:element ref="{one}"/>' for one in of)
    return f'<xsd:group name="{name}"><xsd:choice>{inside}</xsd:choice></xsd:group>'


def _element(name: str, groups: dict[str, str]) -> str:
    """An element from the groups that bear its name."""
    content, attributes = f"{_SAME_CONTENT.get(name, name)}.ContentGroup", f"{name}.AttrGroup"
    inside = f'<xsd:group ref="{content}"/>' if content in groups else ""
    also = f'<xsd:attributeGroup ref="{attributes}"/>' if attributes in groups else ""
    schema = ""
    if name.startswith("assessment") and name in {"assessmentItem", "assessmentTest"}:
        schema = '<xsd:anyAttribute namespace="##other" processContents="skip"/>'
    if name in _TEXTS:
        shape = f'<xsd:simpleContent><xsd:extension base="xsd:string">{also}</xsd:extension></xsd:simpleContent>'
    else:
        shape = f"{inside}{_ADDED.get(name, '')}{also}{schema}"
    mixed = ' mixed="true"' if name in _MIXED else ""
    return f'<xsd:element name="{name}"><xsd:complexType{mixed}>{shape}</xsd:complexType></xsd:element>'
