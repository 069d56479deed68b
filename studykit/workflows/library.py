"""A pack and notes, opened for study: facts, rules, cards and the lines they come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.core.card import Card
from studykit.core.claim import Claim, Limit
from studykit.core.diagnostic import Diagnostic
from studykit.core.errors import UsageError, nearest
from studykit.core.pack import Pack
from studykit.core.question import Question
from studykit.core.source import SourceSpan
from studykit.facts.base import FactBase
from studykit.workflows import cache
from studykit.workflows.authority import authority_files, open_extracts
from studykit.workflows.build import Built, build, load_judge, service_names
from studykit.workflows.places import Places, pack_folder

if TYPE_CHECKING:
    from studykit.notes.files import NoteFile
    from studykit.questions.ground import Ground
    from studykit.questions.quiz import Quiz
    from studykit.rules.engine import Judge


@dataclass(slots=True)
class Library:
    """Everything that content says. Rules are compiled when they are first asked for."""

    built: Built
    diagnostics: tuple[Diagnostic, ...]
    """Problems of finding notes, then of reading them and the pack."""
    paths: Mapping[str, Path]
    """Where each note is."""
    _judges: dict[str, Judge] = field(default_factory=dict)

    @property
    def pack(self) -> Pack:
        """The pack without its notes."""
        return self.built.pack

    @property
    def notes(self) -> tuple[str, ...]:
        """Names of the notes that were read."""
        return self.built.notes

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Everything that the notes say."""
        return self.built.claims

    @property
    def limits(self) -> tuple[Limit, ...]:
        """The claims that are limits."""
        return self.built.limits

    @property
    def base(self) -> FactBase:
        """Facts and conflicts."""
        return self.built.base

    @property
    def cards(self) -> tuple[Card, ...]:
        """What can be scheduled."""
        return self.built.cards

    def judges(self) -> Mapping[str, Judge]:
        """The rules of every domain, by domain id."""
        if not self._judges:
            for source in self.pack.domains:
                judge, _ = load_judge(self.pack, source, self.base.facts)
                if judge is not None:
                    self._judges[judge.domain.id] = judge
        return self._judges

    def judge(self, domain: str) -> Judge:
        """The rules of one domain. Raises UsageError that suggests the nearest one."""
        judges = self.judges()
        if domain not in judges:
            raise UsageError(f"There is no domain '{domain}'.{nearest(domain, judges)} See: studykit domains")
        return judges[domain]

    def ground(self) -> Ground:
        """What questions are made from."""
        from studykit.questions.ground import Ground

        return Ground(self.base.facts, self.judges(), service_names(self.pack))

    def question(self, card: Card, variant: int) -> Question | None:
        """A verified question of a card; None when none can be proved."""
        from studykit.questions.quiz import make_question

        return make_question(card, self.ground(), variant)

    def quiz(self, *, count: int, seed: int, topic: str = "", kind: str = "") -> Quiz:
        """A set of verified questions; the same seed gives the same set."""
        from studykit.questions.quiz import make_quiz

        return make_quiz(self.cards, self.ground(), count=count, seed=seed, topic=topic, kind=kind)

    def excerpt(self, span: SourceSpan, around: int) -> tuple[tuple[int, str], ...]:
        """The lines of a note around a span, with their numbers; empty when the note is gone."""
        path = self.paths.get(span.note)
        if path is None:
            return ()
        from studykit.core.errors import ContentError
        from studykit.notes.files import find_notes

        try:
            notes, _ = find_notes((path,))
        except ContentError:
            return ()
        lines = notes[0].text.split("\n") if notes else []
        first, last = max(span.line - around, 1), min(span.end + around, len(lines))
        return tuple((number, lines[number - 1]) for number in range(first, last + 1))


def open_library(places: Places, pack: str, notes: Sequence[Path]) -> Library:
    """The pack with its own notes, and the learner's notes beside them; from the cache when nothing changed.

    Raises ContentError when there is no such pack, or nothing to read in ``notes``.
    """
    from studykit.packs.files import pack_files

    folder = pack_folder(places, pack)
    found, diagnostics = _notes(folder, notes)
    contents = [(str(path.relative_to(folder)), path.read_bytes()) for path in pack_files(folder)]
    contents += [(note.name, note.text.encode("utf-8", "replace")) for note in found]
    contents += [(path.name, path.read_bytes()) for path in authority_files(places)]
    key = cache.content_key(contents)
    built = cache.load(places.cache, key)
    if built is None:
        pinned, problems = open_extracts(places)
        built = build(folder, found, pinned)
        built = replace(built, diagnostics=(*problems, *built.diagnostics))
        cache.save(places.cache, key, built)
    paths = {note.name: note.path for note in found}
    return Library(built, (*diagnostics, *built.diagnostics), paths)


def _notes(folder: Path, notes: Sequence[Path]) -> tuple[tuple[NoteFile, ...], tuple[Diagnostic, ...]]:
    from studykit.notes.files import find_notes

    own = folder / "notes"
    has_notes = own.is_dir() and any(own.iterdir())
    return find_notes((*((own,) if has_notes else ()), *notes)) if has_notes or notes else ((), ())
