"""Answers in words: how a note's text is shown, when two of them mean nearly the same, and which make fair company."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from studykit.core.source import SourceSpan
from studykit.core.text import printable
from studykit.questions.chance import Chance
from studykit.questions.wording import amount, content_of, stem_of

_KEPT = 1 << 14
_NEAR = 0.6
"""Share of the words of the shorter of two texts from which on they say nearly the same."""
_LENGTHS = 2.4
"""Options are at most so many times as long as the key, and the other way round."""
_LETTERS = 16
"""... but among short ones such a difference in letters is none."""
_CUED = 2
"""So many more words of the stem in the key than in every other option are a clue."""
_SMALL_WORDS = (
    "a an the of to in on at by for from with without and or nor as is are be was were it its this that these those "
    "which who whom when where what how than then so but if into onto over under up out has have had can may will "
    "would one each per"
)
_SMALL = frozenset(_SMALL_WORDS.split())
_ARTICLES = frozenset(("a", "an", "the"))
_BEHIND_NOUNS = frozenset(("of", "that", "which", "whose", "for", "from", "in", "between"))
"""Words behind a plural noun; behind a verb in -s something else stands."""
_WORD = re.compile(r"(?:[^\W_]|\$|[\u0900-\u0963\u0966-\u0e3e\u0e40-\u0e4e\u0e50-\u109f\u1780-\u17d3])+")
"""A word; the writings of South Asia set vowels as signs that are no letters by themselves."""
_SIGNS = {"++": " plus plus", "#": " sharp"}
_SIGNED = re.compile(r"(?<=\b[a-z])(?:\+\+|#)(?![\w+#])")
"""What belongs to the name of a language: one letter stands before it."""
_MARKED = re.compile(r"https?:|[{}<>|\\`“”\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]")
_ABSOLUTE = re.compile(
    r"\b(?:always|never|only|all|every|everything|everybody|none|must|nothing|nobody|impossible|completely)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Company:
    """A text that may stand beside the key, with the reason why it is wrong."""

    id: str
    text: str
    reason: str
    sources: tuple[SourceSpan, ...] = ()
    weight: int = 1
    """How much sooner than a text of weight 1 it is drawn."""
    means: str = ""
    """What it stands for, where that is more than the text: two that mean nearly the same do not stand together."""


def slug(text: str) -> str:
    """Words joined for an id; C++ and C# have two."""
    said = _SIGNED.sub(lambda found: _SIGNS[found[0]], text.lower())
    return "-".join(_WORD.findall(said))[:80]


def shown(text: str) -> str:
    """A note's text as an answer: one line, a capital at the start of a sentence, no full stop at the end."""
    line = as_noted(text)
    first = "".join(line.split(maxsplit=1)[:1]).rstrip(",;:")
    return line[:1].upper() + line[1:] if first.islower() and first.isalpha() else line


def as_noted(text: str) -> str:
    """The same with the first letter as it is: a command is not one with a large letter."""
    return " ".join(printable(text).split()).rstrip(".;:, ")


def clean(text: str) -> bool:
    """True for words that can be shown: no markup, address or sign that cannot be seen."""
    return not _MARKED.search(text) and text == printable(text) and "\n" not in text


@lru_cache(_KEPT)
def words(text: str) -> frozenset[str]:
    """The stems of a text's words, but for small ones."""
    found = (word for word in _WORD.findall(text.lower()) if word not in _SMALL)
    return frozenset(stem_of(word) or word for word in found)


def near(one: str, other: str) -> bool:
    """True when two texts say nearly the same, or one says what the other says and more."""
    first, second = words(one), words(other)
    least = min(len(first), len(second))
    return not least or len(first & second) >= _NEAR * least


@lru_cache(_KEPT)
def shape(text: str) -> str:
    """How a text is built, by its first words: options of one shape look alike."""
    first, second = [*text.lower().split(maxsplit=2), "", ""][:2]
    if first in _ARTICLES:
        return "article"
    if first in _SMALL:
        return "clause"
    plural = second in _BEHIND_NOUNS or not second
    return "verb" if first.isalpha() and first.endswith("s") and not first.endswith("ss") and not plural else "noun"


@lru_cache(_KEPT)
def absolute(text: str) -> bool:
    """True for a text with always, never, only and the like."""
    return bool(_ABSOLUTE.search(text))


def comparable(key: str, other: str) -> bool:
    """True when neither stands out beside the other: like length, both in words, no absolute in the wrong one only."""
    one, two = len(key), len(other)
    return (
        (max(one, two) <= _LENGTHS * min(one, two) or abs(one - two) < _LETTERS)
        and (amount(key) is None) is (amount(other) is None)
        and (absolute(key) or not absolute(other))
        and not near(key, other)
    )


def drawn(among: Iterable[Company], chance: Chance) -> list[Company]:
    """Texts in an order by chance, heavy ones sooner; the order of any two depends on them alone."""
    number = chance.numbers("company/")
    return sorted(among, key=lambda one: (number(one.id) // one.weight, one.id))


def company(key: str, stem: str, among: Sequence[Company], count: int, chance: Chance) -> list[Company]:
    """``count`` wrong texts for a key, or none when there are not enough that are fair.

    How many are longer than the key is drawn, so that the key's length says nothing; no two are nearly the same; and
    where the key repeats words of the stem, so does a wrong one.
    """
    order = drawn(among, chance)
    asked = content_of(stem)
    cued = len(content_of(key) & asked)
    chosen: list[Company] = []
    if cued:
        least = max(cued - _CUED + 1, 1)
        chosen += [one for one in order if len(content_of(one.text) & asked) >= least][:1]
        if not chosen:
            return []
    longer = chance.below("longer", count + 1)
    quota = {True: longer, False: count - longer}
    for one in chosen:
        quota[len(one.text) > len(key)] -= 1
    spare = []
    for one in order:
        if len(chosen) == count:
            break
        long = len(one.text) > len(key)
        if quota[long] <= 0:
            spare.append(one)
        elif _apart(one, chosen):
            chosen.append(one)
            quota[long] -= 1
    for one in spare:
        if len(chosen) < count and _apart(one, chosen):
            chosen.append(one)
    return chosen if len(chosen) == count else []


def _apart(one: Company, chosen: Iterable[Company]) -> bool:
    mine = one.means or one.text
    return not any(one.id == other.id or near(mine, other.means or other.text) for other in chosen)
