"""Flashcards of every form for tests of files that carry them, with any text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from studykit.core.flashcard import Basic, Body, Choice, Cloze, Flashcard, History, Link, Part, Typing
from studykit.core.response import Choices, Option
from studykit.core.review import MemoryState, Rating, Review
from studykit.core.source import SourceSpan
from tests.exchange.asked import HOSTILE

_AT = datetime(2026, 3, 1, 8, 30, 0, 123456, tzinfo=UTC)
_DAY = _AT.toordinal()

CARDS = (
    Flashcard("oven.heat", Basic("How hot?", "250 °C"), "Kitchen::oven"),
    Flashcard(
        "oven.rest",
        Cloze((Part("Dough rests "), Part("24 h", hidden=True), Part(" at "), Part("4 °C", hidden=True)), "In a box."),
        "Kitchen::dough",
        ("studykit", "dough::rest"),
        (Link("dough.md:3", "file:///notes/dough.md#rest"), Link("bread book")),
    ),
    Flashcard(
        "oven.pans",
        Choice(
            "Which pan? Choose ONE.\n[picture: pans.png]",
            Choices(
                (
                    Option("iron", right=True, reason="It holds heat.", sources=(SourceSpan("pans.md", 3, 4),)),
                    Option("glass", right=False, reason="It breaks.", sources=(SourceSpan("pans & pots.md", 7, 7),)),
                    Option("paper", right=False, reason=""),
                )
            ),
            "See the picture.",
        ),
        "Kitchen::pans",
        ("studykit",),
        (Link("pans.md:3", "https://kitchen.example/pans?a=1&b=2"),),
        ("pans.png", "hiss.mp3"),
    ),
    Flashcard("oven.name", Typing("Name of the stone?", "cordierite", "Line 1\nline 2"), "", ("studykit",), gone=True),
)

ODD = (
    *HOSTILE,
    "=1+1",
    "-x",
    "'=x",
    "@SUM(A1)",
    "\t=x",
    "{{c1::a::b}}",
    "}}",
    "{{",
    "::",
    "A) x\nB) y",
    "wrong: x [a:3]",
    "a <b>",
    "a <http://x>",
    "#x",
    "# x\n\n---\n- [ ] y\n- [x] z",
    "==x==",
    "<!-- x -->",
    "-->",
    "\\( x",
    "[sound:x.mp3]",
    "[latex]",
    "![](x)",
    "[a](<b>)",
    "`a`",
    "```\nx\n```",
    "\u200b\u200d\u2028\u2029",
    ",;\t|",
    '"""',
    "studykit::removed",
)

texts = st.lists(st.sampled_from(ODD) | st.text(max_size=8), max_size=3).map("".join)
some_texts = texts.map(lambda text: text if text.strip() else f"x{text}")
_words = st.from_regex(r"[^\s\x00-\x1f\ud800-\udfff]{1,8}", fullmatch=True).filter(
    lambda tag: tag.split() == [tag] and tag != "studykit::removed"
)
_names = st.from_regex(r"[A-Za-z0-9 ,.'()=+é-]{1,12}\.(png|mp3)", fullmatch=True)
spans = st.builds(
    lambda note, line, more: SourceSpan(note, line, line + more),
    texts,
    st.integers(0, 9),
    st.integers(0, 3),
)


@st.composite
def _options(draw: st.DrawFn) -> Choices:
    right = draw(st.sets(st.sampled_from((0, 1, 9)), min_size=1))
    odd = draw(st.lists(texts, min_size=2, max_size=3))
    cited = draw(st.lists(spans, max_size=2).map(tuple))
    return Choices(
        tuple(
            Option(odd[at % len(odd)], at in right, odd[-1 - at % 2], cited if at % 2 else ())
            for at in range(max(right) + 1)
        )
    )


_parts = st.lists(st.builds(Part, some_texts, st.booleans()), max_size=4).map(
    lambda parts: (*parts, Part("hidden", hidden=True))
)
bodies: st.SearchStrategy[Body] = st.one_of(
    st.builds(Basic, texts, texts),
    st.builds(Typing, texts, texts, texts),
    st.builds(Cloze, _parts, texts),
    st.builds(Choice, texts, _options(), texts),
)
flashcards: st.SearchStrategy[Flashcard] = st.builds(
    Flashcard,
    some_texts,
    bodies,
    texts,
    st.lists(_words, max_size=3).map(tuple),
    st.lists(st.builds(Link, texts, texts), max_size=2).map(tuple),
    st.lists(_names, max_size=2).map(tuple),
    st.booleans(),
)
decks = st.lists(flashcards, max_size=3, unique_by=lambda card: card.id)


def review(card: str, at: int, rating: Rating = Rating.GOOD) -> Review:
    return Review(
        id=f"{card}{at}".encode().hex()[:32],
        card=card,
        at=_AT + timedelta(days=at, microseconds=at),
        offset=60,
        day=_DAY + at,
        rating=rating,
        duration=4200,
        variant=at,
        chosen="B",
        interval=86_400 * (at + 1),
        scheduler="fsrs 6",
        device="laptop",
    )


def history(card: str) -> History:
    last = _AT + timedelta(days=3)
    memory = MemoryState(3.1262371, 5.28, last, _DAY + 3, last, _DAY + 7, None, relearning=False, reps=2, lapses=1)
    return History(memory, (review(card, 0), review(card, 3, Rating.AGAIN)), suspended=True)
