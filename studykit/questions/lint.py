"""The gate of quality: what is poor about one question, by the rules of item writing that exam boards keep.

Figures of a whole set are in ``figures``, what clashes within a set in ``together``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from studykit.core.question import Question
from studykit.core.response import Choices, Matching, Ordering, Typed, number_word
from studykit.questions.wording import amount, content_of, span

SCENARIO_KINDS = frozenset(("scenario", "timeline", "repair", "choose", "select"))
"""Kinds whose stem tells a situation."""
WORDS = (35, 60)
"""How many words the stem of a scenario has."""
_LONGER = 1.5
"""A key so many times as long as the longest wrong option stands out."""
_LETTERS = 15
"""... if it is also so many letters longer: among short terms a length says nothing."""
_CHOICE = 20
"""Letters at the end of a stem in which ``Choose TWO.`` stands."""
_CUED = 2
"""So many more words of the stem in the key than in any wrong option are a clue."""

WHY: Mapping[str, str] = {
    "empty text": "The stem or an answer is empty.",
    "control character": "The stem or an answer has a character that cannot be seen.",
    "unfilled place": "A place in braces was not filled.",
    "repeated text": "Two answers read alike.",
    "no closing question": "The stem does not end with a question.",
    "several questions": "The stem asks more than one question.",
    "number not asked": "The stem does not say how many answers to choose, or says another number.",
    "small not": "NOT or EXCEPT in the closing question is not in capitals.",
    "short stem": "The stem of a scenario has fewer than 35 words.",
    "long stem": "The stem of a scenario has more than 60 words.",
    "mixed options": "The options are not of one kind: some are quantities, or quantities of different dimensions.",
    "uneven start": "Some options begin with a capital letter and some do not.",
    "uneven end": "Some options end with a full stop and some do not.",
    "overlapping ranges": "Two options are ranges that share a value.",
    "not ascending": "The options are quantities that do not stand in ascending order.",
    "option about options": "An option speaks of other options: all, none or two of them.",
    "absolute": "Most wrong options have words such as always or never, and the key has none.",
    "clue word": "The key repeats words of the stem that no wrong option repeats.",
    "key in stem": "The stem shows the key.",
    "long key": "The key is much longer than every wrong option.",
    "told order": "A line says where in the order it belongs.",
    "one match": "Every line has the same match.",
    "tolerance not told": "The stem does not say how far off an answer may be.",
    "right slip": "A value that is foreseen as a slip would be right.",
}
"""Flaw → what is wrong, in one sentence."""

_HIDDEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]")
_PLACE = re.compile(r"(?<![/$!.\w\"'])\{\w+\}(?!/)")
_ASKED = re.compile(r"\S\?(?=\s|$)")
_CHOOSE = re.compile(r" Choose ([A-Z]+)\.$")
_SENTENCE = re.compile(r".*(?:[.!?]\s|\n)(.*)", re.DOTALL)
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")
_ASKING = re.compile(
    r"(?:[a-z]{2,5} )?(?:which|what|how|who|whom|when|where|why|is|are|do|does|did|can|has|have)\b", re.IGNORECASE
)
_SMALL_NOT = re.compile(
    r"^\W*\w+(?:(?!\b(?:that|who|whose|which|where|when|if|because)\b).)*?(?:\bnot\b|n't\b)|\bexcept\b"
)
"""In the question itself; a clause such as ``that does not exist`` only says what is meant."""
# If a single wrong option with such a word were a flaw, the word would stand in keys three times as often as in wrong
# options of the questions that pass, and be a clue itself; so the set is watched (``figures``), and here the majority.
_ABSOLUTE = re.compile(
    r"\b(?:always|never|only|all|every|everything|everybody|none|must|nothing|nobody|impossible|completely)\b",
    re.IGNORECASE,
)
_ABOUT_OPTIONS = re.compile(
    r"(?:all|none|any|both|two|neither)(?: of)?(?: these| them| those)?(?: the)?(?: (?:options|answers|statements))?"
    r"|.*\b(?:all|none|any|both|neither)(?: of)? the (?:above|options|answers)\b.*"
    r"|(?:only |both |neither )?[a-f](?:, [a-f])*,? (?:and|or|nor) [a-f](?: only)?",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"\d+[.)]\s|\(?[a-z]\)\s|(?:first|firstly|then|next|after that|finally|last|lastly)(?:,| (?:it|the|a|an|this)\b)",
    re.IGNORECASE,
)


def flaws(question: Question) -> tuple[str, ...]:
    """Names of the flaws of a question; none for a fair one."""
    found = [*_text_flaws(question), *_stem_flaws(question)]
    response = question.response
    if isinstance(response, Choices):
        found += _choice_flaws(question, response)
    elif isinstance(response, Ordering):
        # no line is wrong there, so a small letter, as commands have it, tells nothing
        found += [flaw for flaw in _line_flaws([line.text for line in response.lines]) if flaw != "uneven start"]
        found += ["told order"] * any(_PLACED.match(line.text) for line in response.lines)
    elif isinstance(response, Matching):
        found += _matching_flaws(response)
    else:
        found += _typed_flaws(question, response)
    return tuple(found)


def why(flaw: str) -> str:
    """What is wrong, in one sentence. Raises KeyError for a name that ``flaws`` never gives."""
    return WHY[flaw]


def texts(question: Question) -> tuple[str, ...]:
    """Every answer that is shown beside the stem."""
    response = question.response
    if isinstance(response, Choices):
        return tuple(option.text for option in response.options)
    if isinstance(response, Ordering):
        return tuple(line.text for line in response.lines)
    if isinstance(response, Matching):
        return (*(pair.text for pair in response.pairs), *response.choices)
    return ()


def _text_flaws(question: Question) -> list[str]:
    """Empty, repeated, unseen or unfilled text."""
    shown = texts(question)
    everything = "\n".join((question.stem, *shown))
    found = ["empty text"] * (not question.stem.strip() or not all(map(str.strip, shown)))
    plain = everything.replace("\n", " ").isprintable()
    found += ["control character"] * (not plain and bool(_HIDDEN.search(everything)))
    found += ["unfilled place"] * bool("{" in everything and _PLACE.search(everything))
    return found + ["repeated text"] * (len({text.strip().casefold() for text in shown}) < len(shown))


def _stem_flaws(question: Question) -> list[str]:
    stem = question.stem
    told = _CHOOSE.search(stem, max(0, len(stem) - _CHOICE)) if stem.endswith(".") else None
    body = stem[: told.start()] if told else stem
    found = _closing_flaws(body, by_letters=not isinstance(question.response, (Ordering, Matching)))
    if stem.count("?") > 1 and len(_ASKED.findall(stem)) > 1:
        found.append("several questions")
    if isinstance(question.response, Choices):
        wanted = number_word(len(question.response.positions))
        found += ["number not asked"] * ((told[1] if told else number_word(1)) != wanted)
    if question.kind in SCENARIO_KINDS:
        words = len(stem.split())
        found += ["short stem"] * (words < WORDS[0]) + ["long stem"] * (words > WORDS[1])
    return found


def _closing_flaws(body: str, *, by_letters: bool) -> list[str]:
    """A stem ends with its question; what is put in order or matched may be told to instead."""
    if not body.endswith("?"):
        told = not by_letters and body.endswith((".", ":"))
        return ["no closing question"] * (not told)
    return ["small not"] * (("not" in body or "n't" in body or "except" in body) and _negative(body))


def _negative(body: str) -> bool:
    """True when the question itself, and nothing that it quotes or speaks of, is a negative one in small letters."""
    sentence = _SENTENCE.match(body)
    parts = _QUOTED.sub("", sentence[1] if sentence else body).split(": ")
    asking = [part for part in parts if _ASKING.match(part)] or parts
    return any(_SMALL_NOT.search(part) for part in asking)


def _choice_flaws(question: Question, response: Choices) -> list[str]:
    right = [option.text for option in response.options if option.right]
    wrong = [option.text for option in response.options if not option.right]
    shown = [option.text for option in response.options]
    amounts = [amount(text) for text in shown]
    dimensions = {one[0] if one else None for one in amounts}
    found = ["mixed options"] * (len(dimensions) > 1)
    if len(dimensions) == 1 and None not in dimensions:
        bases = [one[1] for one in amounts if one]
        found += ["not ascending"] * any(one >= other for one, other in pairwise(bases))
        return found + ["key in stem"] * (question.kind not in SCENARIO_KINDS and _named(question.stem, right, wrong))
    found += _line_flaws(shown)
    found += ["option about options"] * any(map(_about_options, shown))
    found += ["absolute"] * (2 * sum(map(absolute, wrong)) > len(wrong) and not any(map(absolute, right)))
    found += ["clue word"] * _cued(question, right, wrong)
    longest, key = max(map(len, wrong), default=0), min(map(len, right), default=0)
    return found + ["long key"] * (key > _LONGER * longest and key - longest >= _LETTERS)


def _named(stem: str, right: Sequence[str], wrong: Sequence[str]) -> bool:
    """True when the stem holds every right text as it stands and no wrong one."""
    return all(holds(stem, text) for text in right) and not any(holds(stem, text) for text in wrong)


def holds(stem: str, text: str) -> bool:
    """True when a text stands in a stem as words of their own."""
    at = stem.find(text)
    while at >= 0:
        before, after = stem[at - 1 : at] if at else " ", stem[at + len(text) : at + len(text) + 2]
        # 1 is no word of 1,000, nor 5 of 0.5
        figure = after[:1] in (",", ".") and after[1:].isdigit()
        if not before.isalnum() and before not in (",", ".") and not after[:1].isalnum() and not figure:
            return True
        at = stem.find(text, at + 1)
    return False


def _line_flaws(shown: Sequence[str]) -> list[str]:
    """What makes lines uneven: their starts, ends, and ranges that share a value."""
    starts = {start for start, _ in map(_edges, shown)} - {""}
    found = ["uneven start"] * (len(starts) > 1)
    found += ["uneven end"] * (len({end for _, end in map(_edges, shown)}) > 1)
    spans = [one for one in map(span, shown) if one]
    overlap = any(one.overlaps(other) for at, one in enumerate(spans) for other in spans[:at])
    return found + ["overlapping ranges"] * overlap


@lru_cache(1 << 14)
def _edges(text: str) -> tuple[str, str]:
    """How a text begins (capital or small letter; empty for a name, figure or sign) and whether it ends a sentence."""
    text = text.strip()
    word = text.split(maxsplit=1)[0] if text else ""
    plain = word.strip("\"'(,.").isalpha() and (word[1:].islower() or len(word) == 1)
    start = "" if not plain else "capital" if word.strip("\"'(")[0].isupper() else "small"
    return start, "." if text.endswith((".", "!")) else ""


@lru_cache(1 << 14)
def absolute(text: str) -> bool:
    """True when a text speaks of always, never, all or none."""
    return bool(_ABSOLUTE.search(text))


@lru_cache(1 << 14)
def _about_options(text: str) -> bool:
    return bool(_ABOUT_OPTIONS.fullmatch(text.strip().rstrip(".")))


def _cued(question: Question, right: Sequence[str], wrong: Sequence[str]) -> bool:
    """True when words of the stem single out the key."""
    stem = content_of(question.stem)
    shared = min(len(content_of(text) & stem) for text in right)
    best = max(len(content_of(text) & stem) for text in wrong)
    return shared - best >= _CUED or (question.kind not in SCENARIO_KINDS and shared > 0 and not best)


def _matching_flaws(response: Matching) -> list[str]:
    found = _line_flaws([pair.text for pair in response.pairs]) + _line_flaws(response.choices)
    found += ["one match"] * (len({pair.match for pair in response.pairs}) == 1)
    told = [len(content_of(pair.text) & content_of(response.choices[pair.match])) for pair in response.pairs]
    other = [
        max(
            (
                len(content_of(pair.text) & content_of(one))
                for at, one in enumerate(response.choices)
                if at != pair.match
            )
        )
        for pair in response.pairs
    ]
    cued = sum(own > rest for own, rest in zip(told, other, strict=True))
    return list(dict.fromkeys(found + ["clue word"] * (2 * cued > len(told))))


def _typed_flaws(question: Question, response: Typed) -> list[str]:
    found = ["key in stem"] * holds(question.stem, response.key)
    found += ["tolerance not told"] * bool(response.tolerance and "%" not in question.stem)
    return found + ["right slip"] * any(response.accepts(slip.quantity) for slip in response.slips)
