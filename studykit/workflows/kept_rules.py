"""The rules of a pack, kept until its files or the values that they rest on change: not with every note."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from studykit.core.diagnostic import Diagnostic, Severity
from studykit.core.pack import Pack
from studykit.core.quantity import Quantity
from studykit.workflows import cache
from studykit.workflows.codec import CodecError
from studykit.workflows.kept import Reader, Writer
from studykit.workflows.kept_parts import KeptRow

_PREFIX = "rules-"
_ESCAPE = re.compile(r"\\[xuUN\n]")
"""What may write a letter of a name in YAML without writing it."""
_NAME = re.compile(r"[\w@.]+")


@dataclass(frozen=True, slots=True)
class KeptRules:
    """Where the rules are, and what was wrong with the files that they come from."""

    path: Path
    diagnostics: tuple[Diagnostic, ...]


def keep_rules(folder: Path, pack: Pack, sheets: str, values: Mapping[str, Quantity], kept: Path) -> KeptRules:
    """The rules of the pack in ``folder``, made anew when they are not in the cache ``kept``.

    ``sheets`` is the key of the pack's files; ``values`` are what its rules may cite. Rules without a problem do not
    change with a value that no domain file names; a problem may be about any of them, such as one that is not settled.
    """
    named = _key(sheets, {name: values[name] for name in _named(folder, values)})
    whole = _key(f"{sheets} all", values)
    found = _read(kept / f"{_PREFIX}{named}.db") or _read(kept / f"{_PREFIX}{whole}.db")
    if found is not None:
        return found
    path = cache.place(kept, whole, _PREFIX)
    _write(folder, pack, values, path)
    made = KeptRules(path, tuple(KeptRow(Reader(path.resolve(), cache.rules_codec()), "diagnostic")))
    if made.diagnostics:
        return made
    sound = path.with_name(f"{_PREFIX}{named}.db")
    path.replace(sound)
    return replace(made, path=sound)


def _key(sheets: str, values: Mapping[str, Quantity]) -> str:
    said = "\n".join(f"{name} {quantity.base} {quantity.unit.name}" for name, quantity in sorted(values.items()))
    return hashlib.sha256(f"{sheets}\n{said}".encode()).hexdigest()[:32]


def _named(folder: Path, values: Mapping[str, Quantity]) -> Iterator[str]:
    """The values whose name stands in some domain file, as it is or behind an escape that hides it."""
    from studykit.packs.files import domain_files, pack_content

    text = b"\n".join(map(pack_content, domain_files(folder))).decode("utf-8", "replace")
    hidden = _ESCAPE.search(text) is not None
    there = {word.strip(".") for word in _NAME.findall(text)}
    return (name for name in values if hidden or name in there)


def _read(path: Path) -> KeptRules | None:
    if not path.is_file():
        return None
    try:
        reader = Reader(path.resolve(), cache.rules_codec())
        reader.one("end")
        return KeptRules(path, tuple(KeptRow(reader, "diagnostic")))
    except CodecError:
        return None


def _write(folder: Path, pack: Pack, values: Mapping[str, Quantity], path: Path) -> None:
    from studykit.packs.reader import read_domains
    from studykit.rules.check import check_examples
    from studykit.rules.engine import Judge
    from studykit.rules.load import load_domain

    writer = Writer(path, cache.rules_codec())
    try:
        sources, problems = read_domains(folder)
        _add(writer, problems)
        for source in sources:
            domain, problems = load_domain(source, pack.attributes, values)
            doubts = () if domain is None else tuple(check_examples(Judge(domain, values), source.file))
            _add(writer, (*problems, *doubts))
            if domain is not None and not any(one.severity is Severity.ERROR for one in doubts):
                writer.add("domain", replace(domain, examples=()), domain.id, domain.title)
        writer.add("end", 1)
    except BaseException:
        writer.give_up()
        raise
    writer.close()


def _add(writer: Writer, problems: Sequence[Diagnostic]) -> None:
    for one in problems:
        writer.add("diagnostic", one)
