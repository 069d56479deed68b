"""Cards → flashcards for other programs: how each is asked there, its deck, tags, links and pictures.

Anki shows one text again and again, where a session here draws a fresh question. So a limit is typed, what has gaps is
a text with gaps, a scenario is one proved question with the reason of each option, and the rest is turned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote

from studykit.core.card import Card, CardKind
from studykit.core.errors import UsageError
from studykit.core.flashcard import IN_ANKI, Basic, Body, Choice, Cloze, Flashcard, Form, Link, Part, Typing
from studykit.core.given import ANKI, Judged
from studykit.core.response import Choices
from studykit.core.source import SourceSpan
from studykit.workflows.given_leaving import given_body, given_form, texts_of, turned
from studykit.workflows.note_pictures import NotePictures
from studykit.workflows.report import unreported
from studykit.workflows.study import Study

FORM_OF: Mapping[CardKind, Form] = {
    CardKind.LIMIT: Form.TYPED,
    CardKind.SCENARIO: Form.CHOICE,
    CardKind.DEFINITION: Form.CLOZE,
    CardKind.BEHAVIOUR: Form.CHOICE,
    CardKind.SET: Form.CHOICE,
    CardKind.SEQUENCE: Form.CLOZE,
    CardKind.GIVEN: Form.CHOICE,
}
"""How a kind of card is asked unless the learner says otherwise; a card that cannot be asked so is turned."""
LINKS: Mapping[str, str] = {
    "none": "",
    "file": "{uri}",
    "vscode": "vscode://file{path}:{line}",
    "obsidian": "obsidian://open?path={path}",
}
"""Names of links → where a click on a source leads. ``{uri}``, ``{path}`` and ``{line}`` are those of the note."""
_PLACES = re.compile(r"\{(uri|path|note|line)\}")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_RUN = ("javascript:", "vbscript:", "data:")
"""Links that run something."""
_TYPED = 40
"""Characters of an answer that people will type."""
_TRIES = 6
"""Variants that are looked through for one that asks what the front asks."""
_GAP = "[…]"
_FIGURE = re.compile(r"\d+(?:[., ]\d+)*")
_STEP = re.compile(r"^(\d+\. )(.+)$")
_TOKEN = re.compile(r"\[(?:picture|sound): ([^\]\n]{1,200})\]")
FROM_ANKI = (".apkg", ".colpkg")
"""Endings of files whose cards live in Anki already."""


_LINE = re.compile(r"([^\s(“\"']+\.(?:md|markdown|txt)):\d+(?:-\d+)?", re.IGNORECASE)
"""Note and line, as reasons name them."""


def link_form(wish: str) -> str:
    """The form of a link by its name, or as the learner wrote it. Raises UsageError for what leads nowhere."""
    form = LINKS.get(wish or "file")
    if form is not None:
        return form
    scheme = _SCHEME.match(wish)
    runs = scheme is not None and scheme[0].lower() in _RUN
    if scheme is None or runs or not _PLACES.search(wish) or not wish.isprintable():
        raise UsageError(
            f"'{wish}' is no link. Known: {', '.join(LINKS)}; or write one with {{path}} and {{line}} in it, "
            "such as 'editor://open?file={path}&line={line}'."
        )
    return wish


@dataclass(slots=True)
class Maker:
    """Makes the flashcards of a study."""

    study: Study
    deck: str
    """Name of the outermost deck."""
    forms: Mapping[CardKind, Form]
    """Kinds of cards that are asked otherwise than usual."""
    link: str
    """Form of the links to notes."""
    left: Mapping[str, Form] = field(default_factory=dict)
    """Card → how it was asked when it left last. Anki cannot change that, so it is asked so again where it can be."""
    pictures: NotePictures = field(init=False)
    _services: dict[str, str] = field(init=False)
    _given: dict[str, Judged] = field(init=False)

    def __post_init__(self) -> None:
        self.pictures = NotePictures(self.study.library)
        self._services = self.study.library.pack.service_names
        self._given = dict(self.study.library.built.given.items())

    def make(self, card: Card) -> Flashcard:
        """The card as it leaves."""
        sources = card.sources
        return Flashcard(
            card.id,
            self._without_lines(self._body(card)),
            self._deck(card),
            tuple(dict.fromkeys(map(_tag, filter(None, self._tags(card))))),
            tuple(self._link(span) for span in sources),
            self._media(card),
        )

    def _tags(self, card: Card) -> Iterator[str]:
        yield from ("studykit", card.topic, card.area, str(card.kind))
        given = self._given.get(card.id)
        if given is not None and given.given.title and self.from_anki(card):
            yield f"{IN_ANKI}{given.given.title}"

    def from_anki(self, card: Card) -> bool:
        """Whether a card came out of Anki, where it still lives."""
        given = self._given.get(card.id)
        if given is not None and given.given.home == ANKI:
            return True
        return any(span.note.lower().endswith(FROM_ANKI) for span in card.sources)

    def _deck(self, card: Card) -> str:
        service = card.topic.partition(".")[0]
        outer = [part for part in self.deck.split("::") if part.strip()]
        return "::".join(map(_deck_name, (*outer, self._services.get(service, service))))

    def _body(self, card: Card) -> Body:
        given = self._given.get(card.id)
        usual = FORM_OF[card.kind] if given is None else given_form(given.given, FORM_OF[card.kind])
        wanted = self.forms.get(card.kind) or self.left.get(card.id) or usual
        made = None if given is None else given_body(given, wanted)
        if made is not None:
            return made
        if wanted is Form.CHOICE:
            made = self._choice(card) if given is None else None
        elif wanted is Form.TYPED:
            made = _typing(card)
        elif wanted is Form.CLOZE:
            made = _cloze(card)
        if made is None and given is not None:
            return turned(given.given, card.back)
        return made or Basic(card.front, card.back)

    def _choice(self, card: Card) -> Choice | None:
        """The card's first question that offers a choice; best one that asks what the card's front asks.

        A scenario's front is no question, so any is as good. A behaviour is turned where no question is about it alone:
        one that mixes it with others says nothing to somebody who sees it again and again.
        """
        first: Choice | None = None
        for variant in range(1 if card.kind is CardKind.SCENARIO else _TRIES):
            question = unreported(self.study.library, card, variant, self.study.reported)
            if question is None:
                break
            if isinstance(question.response, Choices):
                made = Choice(question.stem, question.response)
                if card.front.casefold() in question.stem.casefold():
                    return made
                first = first or made
        return None if card.kind is CardKind.BEHAVIOUR else first

    def _without_lines(self, body: Body) -> Body:
        """The texts with notes named, and no lines of them.

        A line moves with every edit above it, and what did not change is not to be updated; the source says the line.
        """
        if isinstance(body, Choice):
            options = (replace(one, reason=self._plain(one.reason), sources=()) for one in body.response.options)
            return replace(body, response=Choices(tuple(options)), back=self._plain(body.back))
        return replace(body, back=self._plain(body.back))

    def _plain(self, text: str) -> str:
        paths = self.study.library.paths
        return _LINE.sub(lambda found: found[1] if found[1] in paths else found[0], text) if text else text

    def _link(self, span: SourceSpan) -> Link:
        path = self.study.library.paths.get(span.note)
        if path is None or not self.link or self._shipped(path):
            return Link(str(span))
        places = {
            "uri": path.resolve().as_uri(),
            "path": quote(path.resolve().as_posix()),
            "note": quote(span.note),
            "line": str(span.line),
        }
        return Link(str(span), _PLACES.sub(lambda found: places[found[1]], self.link))

    def _shipped(self, path: Path) -> bool:
        """Whether a note came with the program: its place says nothing to anybody."""
        return path.is_relative_to(self.study.library.folder) and self.study.library.folder.is_relative_to(
            self.study.library.origin.places.content
        )

    def _media(self, card: Card) -> tuple[str, ...]:
        """Pictures of the notes beside its lines, and what its own text names of the pack's media."""
        given = self._given.get(card.id)
        texts = () if given is None else texts_of(given.given, card)
        named = dict.fromkeys(name for text in texts for name in _TOKEN.findall(text))
        own = self.study.library.folder / "media"
        for name in named:
            path = own / name
            if path.parent == own and path.is_file():
                self.pictures.files[name] = path
        found = (name for name in named if name in self.pictures.files)
        return tuple(dict.fromkeys((*found, *self.pictures.of(card.sources))))


def _typing(card: Card) -> Typing | None:
    """The first line of the back is the answer, where people will type it."""
    answer, _, rest = card.back.partition("\n")
    return Typing(card.front, answer, rest) if 0 < len(answer) <= _TYPED and answer.strip() == answer else None


def _cloze(card: Card) -> Cloze | None:
    """A text with a gap and what fills it, or steps whose order is known by heart."""
    if card.kind is CardKind.SEQUENCE:
        return _steps(card)
    if card.front.count(_GAP) != 1:
        return None
    before, _, after = card.front.partition(_GAP)
    answer, _, rest = card.back.partition("\n")
    filled = _gap_in(rest, before, after)
    if filled:
        return Cloze(_parts(before, filled, after))
    return Cloze(_parts(before, answer, after), rest) if answer.strip() else None


def _gap_in(sentence: str, before: str, after: str) -> str:
    """What a sentence has where the front has its gap: the front may say before it where the sentence stands."""
    if not sentence.endswith(after):
        return ""
    begun = sentence[: len(sentence) - len(after)]
    if _FIGURE.fullmatch(begun):
        return begun  # nothing stands before it, as in a cell of a table
    for at in range(len(before)):
        if begun.startswith(before[at:]):
            return begun[len(before) - at :].strip()
    return ""


def _parts(*texts: str) -> tuple[Part, ...]:
    """Texts of which every second one is hidden."""
    return tuple(Part(text, hidden=at % 2 == 1) for at, text in enumerate(texts) if text)


def _steps(card: Card) -> Cloze | None:
    before, texts = f"{card.front}\n", []
    for line in card.back.split("\n"):
        step = _STEP.match(line)
        if step is None:
            return None
        texts += [f"{before}\n{step[1]}", step[2]]
        before = ""
    return Cloze(_parts(*texts))


def _tag(text: str) -> str:
    return re.sub(r"\s+", "_", text.strip())


def _deck_name(text: str) -> str:
    return re.sub(r":{2,}", ":", " ".join(text.split()))
