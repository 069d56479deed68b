"""The rules of a pack, kept until its files or the values that they rest on change: not with every note."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from studykit.core.diagnostic import Diagnostic, Severity
from studykit.core.pack import Pack
from studykit.core.quantity import Quantity
from studykit.workflows import cache
from studykit.workflows.codec import CodecError
from studykit.workflows.kept import KeptRow, Reader, Writer

_PREFIX = "rules-"


@dataclass(frozen=True, slots=True)
class KeptRules:
    """Where the rules are, and what was wrong with the files that they come from."""

    path: Path
    diagnostics: tuple[Diagnostic, ...]


def keep_rules(folder: Path, pack: Pack, sheets: str, values: Mapping[str, Quantity], kept: Path) -> KeptRules:
    """The rules of the pack in ``folder``, made anew when they are not in the cache ``kept``.

    ``sheets`` is the key of the pack's files; ``values`` are what its rules may cite.
    """
    said = "\n".join(f"{name} {quantity.base} {quantity.unit.name}" for name, quantity in sorted(values.items()))
    key = hashlib.sha256(f"{sheets}\n{said}".encode()).hexdigest()[:32]
    path = kept / f"{_PREFIX}{key}.db"
    found = _read(path)
    if found is not None:
        return found
    path = cache.place(kept, key, _PREFIX)
    _write(folder, pack, values, path)
    return KeptRules(path, tuple(KeptRow(Reader(path.resolve(), cache.rules_codec()), "diagnostic")))


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
