"""Flashcards as Markdown that people read and edit; ``docs/cards.md`` shows it.

A deck is a heading, a card one below it with its id. Gaps are ``==marked==``, right options ticked. Where a card cannot
be given back by its text alone (control characters, odd links), a comment holds it as JSON; that holds as long as the
text is what it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from studykit.core.diagnostic import Diagnostic, error
from studykit.core.errors import UsageError
from studykit.core.explained import clean
from studykit.core.flashcard import Basic, Body, Choice, Cloze, Flashcard, Link, Part, Typing
from studykit.core.response import Option
from studykit.core.text import shortened, unescaped
from studykit.exchange.cards.cells import cited, some_right, span_text, with_gap
from studykit.exchange.cards.json import card_line, read_card
from studykit.exchange.markdown import escaped

FIRST = "<!-- studykit cards -->"
"""First line of a file."""
_ANSWER, _TYPED, _MORE = "**Answer**", "**Answer to type**", "**More**"
_LABELS = (_ANSWER, _TYPED, _MORE)
_EXACT = re.compile(r"<!-- exact: (.*) -->")
_OPTION = re.compile(r"- \[([ xX])\] ?(.*)")
_REASON = re.compile(r"  - (.*)")
_FACT = re.compile(r"- (Tags|Source|File|Removed):[ \t]*(.*)")
_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\(<([^<>]*)>\)", re.DOTALL)
_GAP = re.compile(r"(?<!\\)==(.+?)(?<!\\)==", re.DOTALL)
_RUN = re.compile(r"={2,}")
_WRITTEN = re.compile(r"\\(\n|[!-/:-@\[-`{-~])|&#?\w{1,31};")
_BEGIN, _END = "\ue000", "\ue001"
_SHOWN = 60


@dataclass(slots=True)
class _Read:
    """A card as it stands in a file."""

    line: int
    deck: str
    name: str
    lines: list[str] = field(default_factory=list)
    exact: str = ""


def write_cards(cards: Iterable[Flashcard]) -> str:
    """The cards in order, under the names of their decks."""
    blocks = [FIRST]
    deck: str | None = None
    for card in cards:
        if card.deck != deck:
            blocks.append(f"# {_line(card.deck)}".rstrip())
            deck = card.deck
        blocks.append(f"## {_line(card.id)}")
        blocks += _blocks(card)
        if not _is_carried(card):
            blocks.append(f"<!-- exact: {_commented(card)} -->")
    return "\n\n".join(blocks) + "\n"


def read_cards(text: str, file: str) -> tuple[tuple[Flashcard, ...], tuple[Diagnostic, ...]]:
    """The cards of a file in order; headings below which there is no card are told."""
    found: dict[str, Flashcard] = {}
    problems: list[Diagnostic] = []
    for part in _parts(text):
        try:
            card = _card(part)
        except UsageError as problem:
            problems.append(error(str(problem), file, part.line))
            continue
        if card.id in found:
            says = f"A card '{shortened(card.id, _SHOWN)}' is further up already."
            problems.append(error(says, file, part.line))
        found.setdefault(card.id, card)
    return tuple(found.values()), tuple(problems)


def _commented(card: Flashcard) -> str:
    """The card as JSON that cannot end the comment it stands in."""
    return card_line(card).replace("--", r"-\u002d").replace(">", r"\u003e")


def _line(text: str) -> str:
    return escaped(_flat(text))


def _flat(text: str) -> str:
    return " ".join(clean(text).split("\n"))


def _paragraphs(text: str) -> str:
    return escaped(text).replace("\\\n\\\n", "\n\n")


def _blocks(card: Flashcard) -> Iterator[str]:
    yield from filter(None, _asked(card.body))
    facts = [f"- Source: {_linked(link)}" for link in card.sources]
    facts += [f"- File: {_line(name)}" for name in card.media]
    if card.tags:
        facts.append(f"- Tags: {_line(' '.join(card.tags))}")
    if card.gone:
        facts.append("- Removed: yes")
    if facts:
        yield "\n".join(facts)


def _asked(body: Body) -> Iterator[str]:
    if isinstance(body, Basic):
        yield from (_paragraphs(body.front), _ANSWER, _paragraphs(body.back))
        return
    if isinstance(body, Typing):
        yield from (_paragraphs(body.front), _TYPED, _paragraphs(body.answer))
    elif isinstance(body, Cloze):
        marked = "".join(f"{_BEGIN}{part.text}{_END}" if part.hidden else part.text for part in body.parts)
        text = _RUN.sub(lambda run: "\\=" * len(run[0]), _paragraphs(marked))
        yield text.replace(_BEGIN, "==").replace(_END, "==")
    else:
        yield _paragraphs(body.stem)
        yield "\n".join(map(_option, body.response.options))
    if body.back:
        yield from (_MORE, _paragraphs(body.back))


def _option(option: Option) -> str:
    line = f"- [{'x' if option.right else ' '}] {escaped(option.text, '  ')}"
    reason = " ".join(filter(None, [option.reason, *map(span_text, option.sources)]))
    return f"{line}\n  - {escaped(reason, '    ')}" if reason else line


def _linked(link: Link) -> str:
    return f"[{_line(link.text)}](<{_flat(link.url)}>)" if link.url else _line(link.text)


def _is_carried(card: Flashcard) -> bool:
    """Whether the text of a card gives it back."""
    lines = "\n\n".join((f"# {_line(card.deck)}", f"## {_line(card.id)}", *_blocks(card)))
    try:
        return [_card(part) for part in _parts(lines)] == [card]
    except UsageError:
        return False


def _parts(text: str) -> Iterator[_Read]:
    """What stands below each heading of a card."""
    deck = ""
    part: _Read | None = None
    for number, line in enumerate(text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n"), 1):
        mark, _, heading = line.partition(" ")
        exact = _EXACT.fullmatch(line)
        if mark in ("#", "##"):
            if part is not None:
                yield part
            name = _plain(heading.strip(" \t"))
            deck = name if mark == "#" else deck
            part = _Read(number, deck, name) if mark == "##" else None
        elif part is not None and exact:
            part.exact = exact[1]
        elif part is not None:
            part.lines.append(line)
    if part is not None:
        yield part


def _card(part: _Read) -> Flashcard:
    """The card as it was written when its text is what it was, or as its text says it. Raises UsageError."""
    if part.exact:
        try:
            card = read_card(part.exact)
        except UsageError:
            card = None
        if card is not None and _same(card, part):
            return card
    if not part.name.strip():
        raise UsageError("This heading has no id of a card.")
    facts = [found for line in part.lines if (found := _FACT.fullmatch(line))]
    said = {name: [found[2] for found in facts if found[1] == name] for name in ("Tags", "Source", "File", "Removed")}
    return Flashcard(
        part.name,
        _body([line for line in part.lines if not _FACT.fullmatch(line)]),
        part.deck,
        tuple(tag for line in said["Tags"] for tag in _plain(line).split()),
        tuple(map(_link, said["Source"])),
        tuple(map(_plain, said["File"])),
        gone=bool(said["Removed"]),
    )


def _same(card: Flashcard, part: _Read) -> bool:
    """Whether a card would be written as it stands there."""
    written = "\n\n".join(_blocks(card)).split("\n")
    there = (_plain(_line(card.deck)), _plain(_line(card.id)))
    return (part.deck, part.name) == there and list(filter(None, written)) == list(filter(None, part.lines))


def _body(lines: Sequence[str]) -> Body:
    """What the lines below a heading ask. Raises UsageError."""
    sections: dict[str, list[str]] = {"": []}
    options: list[tuple[str, list[str], list[str]]] = []
    name = ""
    for line in lines:
        option = _OPTION.fullmatch(line)
        if option and not name:
            options.append((option[1], [option[2]], []))
        elif line.strip() in _LABELS:
            name = line.strip()
            sections[name] = []
        elif options and not name:
            _below(line, options[-1])
        else:
            sections[name].append(line)
    return _made({name: "\n".join(found).strip("\n") for name, found in sections.items()}, options)


def _below(line: str, option: tuple[str, list[str], list[str]]) -> None:
    """A reason, or what goes on with the text of an option or of its reason."""
    _, text, reason = option
    begun = _REASON.fullmatch(line)
    if begun and not reason:
        reason.append(begun[1])
    elif line.strip():
        (reason or text).append(line.strip(" "))


def _made(sections: dict[str, str], options: Sequence[tuple[str, list[str], list[str]]]) -> Body:
    asked, back = sections[""], _plain(sections.get(_MORE, ""))
    if options:
        return Choice(_plain(asked), some_right(tuple(_chosen(*option) for option in options)), back)
    if _TYPED in sections:
        return Typing(_plain(asked), _plain(sections[_TYPED]), back)
    if _ANSWER in sections:
        return Basic(_plain(asked), _plain(sections[_ANSWER]))
    pieces = _GAP.split(asked)
    if len(pieces) == 1:
        raise UsageError(f"This card has no answer: write {_ANSWER}, a ==gap== or options with boxes.")
    return Cloze(with_gap(Part(_plain(piece), hidden=at % 2 == 1) for at, piece in enumerate(pieces) if piece), back)


def _chosen(mark: str, text: Sequence[str], reason: Sequence[str]) -> Option:
    why, spans = cited(_plain("\n".join(reason)))
    return Option(_plain("\n".join(text)), mark != " ", why, spans)


def _link(line: str) -> Link:
    found = _LINK.fullmatch(line)
    return Link(_plain(found[1]), found[2]) if found else Link(_plain(line))


def _plain(text: str) -> str:
    """The text that Markdown shows: what ``escaped`` wrote comes back."""
    return _WRITTEN.sub(lambda found: found[1] or unescaped(found[0]), text)
