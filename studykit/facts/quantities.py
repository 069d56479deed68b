"""Figures in free text: what is a quantity, in which unit, and what only looks like one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from studykit.core.quantity import UNITS, Dimension, Figure, Quantity, whole
from studykit.facts.unit_words import unit_after

_NUMBER = (
    r"\d{1,3}(?:(?:,\d{3})+|(?: \d{3})+(?!\d)|(?:\.\d{3}){2,}|\.000(?!\d))(?:\.\d+)?|\d+(?:[.,]\d{1,2}(?!\d)|\.\d+)?"
)
_SMALL_NUMBERS = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_WORDS: dict[str, Figure] = {
    **{word: at for at, word in enumerate(_SMALL_NUMBERS, 1)},
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "sixty": 60,
    "hundred": 100,
    "once": 1,
    "twice": 2,
    "thrice": 3,
    "half a": Fraction(1, 2),
    "an": 1,
    "a": 1,
}
_FIGURE = re.compile(
    rf"(?<![\w.$€£#/@])(?P<number>{_NUMBER})(?:\s?(?P<scale>k|K|thousand|million|billion|mn|bn|M(?=\s?(?:req|inv|call|event|mess|rec|op|trans|user|/|[-–] (?:sub|topic|conn|msg|token|rule|user))))(?![a-zA-Z]))?"
    r"|\b(?P<word>" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")\b",
    re.IGNORECASE,
)
_MAYBE = re.compile(
    r"\d|\b(?:" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")\b",
    re.IGNORECASE,
)
"""What a text without any figure lacks."""
_ARTICLES = ("a", "an", "half a")
_SCALES = {
    "k": 1000,
    "thousand": 1000,
    "m": 10**6,
    "mn": 10**6,
    "million": 10**6,
    "bn": 10**9,
    "billion": 10**9,
}
_MASKS = re.compile(
    r"\b(?:localhost|[\w-]+(?:\.[\w-]+)+):\d+\b|arn:[\w:/*-]+|\b(?:rate|cron)\([^)]*\)|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\b\d{1,2}:\d{2}(?::\d{2})?\b|\b\d{1,2}/(?:19|20)\d\d\b"
    r"|\b\d{1,3}(?:\.\d{1,3}){3}(?:/\d+)?\b|\b\d{10,}\b|\b[1-5]XX\b|\b(?:v|V)\d+(?:\.\d+)*\b|\b\w+@\w+\b|\b\d+(?:\.\d+){2,}\b",
)
_PREFIX_REJECTS = re.compile(
    r"(?:\b(?:(?:port|version|status|error|codes?|id)\s*[:#=]|port|version|python|java|node(?:\.?js)?|net|dotnet|ruby|golang|php|rust|"
    r"mysql|postgres(?:ql)?|redis|ubuntu|linux|tls|https?|ipv|step|chapter|chp|chap|ch|tip|rule|slide|lab|exercise|scenario|"
    r"module|part|section|lecture|lesson|question|figure|table|page|day|week|phase|error|status|codes?|example|id|room|card|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec)s?\.?\s*(?:#\s*)?"
    r"|\b(?:per|every|each|say)\s+|[$€£]\s?|\bUSD\s?|\b[A-Z]\w*-)$",
    re.IGNORECASE,
)
_DENOMINATOR = re.compile(r"(?:per|every|each|say|[$€£]|USD)\s*$", re.IGNORECASE)
_EXAMPLE = re.compile(
    r"\b(?:e\.?g\b\.?|ex(?:ample)?s?\s*[:=]|for (?:example|instance)|such as|suppose|assum(?:e|ing)\b|imagine|let's say)",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:was|were|used to be|formerly|previously|originally)\b(?: (?:only|just|at|at most|up to|limited to|about))*\s*[:=]?\s*$|^\s*(?:until|before) \d{4}\b[^.;]*$",
    re.IGNORECASE,
)
"""What a value was says nothing about what it is."""
_VERSION = re.compile(r"[A-Z][\w.+-]*[ /]$")
_ABOUT = re.compile(
    r"\b(?:less than|more than|under|within|over|up to|at most|at least|max(?:imum)?|min(?:imum)?|limit|about|only)"
    r"(?: of| is| to)?\s*$",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"\b(?:only|max(?:imum)?(?: of)?|up to|at most|at least|limit(?:ed)?(?: to| of| is)?|exactly)\s*$",
    re.IGNORECASE,
)
_STATUS = re.compile(r"[1-5]\d\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CODE_AFTER = re.compile(
    r"\s*(?:error|status|http|response|bad|access|forbidden|unauthori|not found|too many|throttl|internal|gateway|service un|integration f|ok\b)",
    re.IGNORECASE,
)
_CODE_BEFORE = re.compile(
    r"(?:error|status|http|exception|code|returns?|throws?|gets?|with)\b[^.]{0,14}\(?$", re.IGNORECASE
)
_MONEY_AFTER = re.compile(r"\s?(?:\$|€|USD|EUR|dollars?|cents?)\b")
_NOT_COUNTED = re.compile(
    r"\s?(?:st|nd|rd|th)\b|\s*(?:ways?|kinds?|types?|steps?|forms?|reasons?|options?|phases?|things?|methods?|parts?|categor)\b",
    re.IGNORECASE,
)
_CONNECTOR = re.compile(r"\s*(?:-|–|—|to|through|until|\.\.+|up to|and)\s*", re.IGNORECASE)
_BRACKET = re.compile(r"\s*\((?:or )?(?:up to )?", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|from)\s*$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s*$", re.IGNORECASE)
_LATER_TO = re.compile(r"\s+(?:[a-z]+\s+){1,5}(?:up )?to\s+", re.IGNORECASE)
_NEXT_WORD = re.compile(r"\s?([A-Za-z]{3,20})\b")
_GOES_ON = re.compile(r"\s*(?:,|&|-|–|/|to|of|(?:,\s*)?(?:and|or))\s*", re.IGNORECASE)
_FURTHER = re.compile(
    r"\s*(?:\(?by def\w+\)?|\(?def\w+\)?)?\s*[,(]?\s*(?:but |and |or )?(?:can be|can go(?: up)? to|up to|max(?:imum)?(?: of| is)?|min(?:imum)?(?: of| is)?)\s*:?\s*",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\s*[,/]\s*")
_TIMES = re.compile(r"\s*[x×*]\s*\d")
_CLAUSE_END = re.compile(r"[;,]|\.\s")
_OPENED = re.compile(r"[(=]|i\.e")
_STEP = re.compile(r"\b(?:steps?|increments?|multiples?|blocks?) of\s*$", re.IGNORECASE)
_DASHES = ("-", "–", "—")
_AGAIN = re.compile(
    r"\s*(?:\(|/|=|,? ?i\.e\.,?|or|,|≈|~|-)\s*(?:or|about|approx\.?|=|which is|that is|i\.e\.,?)?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure found in a text."""

    start: int
    end: int
    """End of the figure with its unit."""
    readings: tuple[Quantity, ...]
    """What it may mean, likeliest first: 6 times is a ratio or a count, 256K a count or kilobytes."""
    bare: bool
    """True when no unit was written (or shared by a range)."""
    word: bool
    """True when it was a word: two, twice, a minute."""
    noun: str = ""
    """The word right after a bare figure, lower case: what it counts, if it counts something."""
    low: bool = False
    """True for the first figure of a range."""
    high: bool = False
    """True for the last figure of a range."""

    @property
    def quantity(self) -> Quantity:
        """The likeliest reading."""
        return self.readings[0]


def find_measures(text: str) -> tuple[Measure, ...]:
    """The quantities of a text in order; versions, dates, codes, prices, examples and steps left out."""
    if not _MAYBE.search(text):
        return ()
    hidden = _MASKS.sub(lambda found: "\x00" * len(found[0]), text)
    found: list[Measure] = []
    left_out = -1
    for match in _FIGURE.finditer(hidden):
        measure = _measure(hidden, match)
        if measure is None:
            continue
        goes_on = left_out >= 0 and measure.bare and _GOES_ON.fullmatch(hidden[left_out : measure.start])
        if goes_on or _rejected(hidden, match, measure):  # "chapters 12 to 14"
            left_out = measure.end
        else:
            found.append(measure)
    return _once(hidden, _sums(hidden, _lists(hidden, _remarks(hidden, _ranges(hidden, found)))))


def _measure(text: str, match: re.Match[str]) -> Measure | None:
    word = (match["word"] or "").lower()
    scale = match["scale"] or ""
    number = whole(Fraction(_WORDS[word]) if word else _figure(match["number"]))
    figure = whole(number * _SCALES.get(scale.lower(), 1))
    unit = unit_after(text, match.end())
    if unit is not None:
        name, said = unit.name, unit.said
        if word and (len(said) <= 2 or (word in _ARTICLES and UNITS[name].dimension is not Dimension.TIME)):  # noqa: PLR2004
            return None  # "a b", "one s": letters, not units; "a byte": no limit
        readings = _meanings(figure, "MB" if said == "M" else name, said)
        return Measure(match.start(), unit.end, readings, bare=False, word=bool(word))
    if word in _ARTICLES:
        return None
    counts: tuple[Quantity, ...] = (Quantity(figure, UNITS[""]),)
    if scale.lower() == "k":
        counts += (Quantity(number, UNITS["KB"]),)
    noun = _NEXT_WORD.match(text, match.end())
    return Measure(
        match.start(), match.end(), counts, bare=True, word=bool(word), noun=_one_of(noun[1].lower()) if noun else ""
    )


def _one_of(noun: str) -> str:
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun


def _meanings(figure: Figure, name: str, said: str) -> tuple[Quantity, ...]:
    ratio, counted = Quantity(figure, UNITS["x"]), Quantity(figure, UNITS[""])
    if name == "x":
        return (counted, ratio) if said.lower() == "times" else (ratio, counted)
    if name in ("/s", "/min"):  # "60 more instances per minute", "burst of 5,000 per second" may be counts
        return (Quantity(figure, UNITS[name]), counted)
    return (Quantity(figure, UNITS[name]),)


def _figure(number: str) -> Figure:
    grouped = re.fullmatch(r"\d{1,3}(?:[, .]\d{3})+", number)
    plain = (
        re.sub(r"[, .]", "", number) if grouped else number.replace(",", "." if re.search(r",\d{1,2}$", number) else "")
    )
    return whole(Fraction(plain.replace(" ", "")))


def _rejected(text: str, match: re.Match[str], measure: Measure) -> bool:
    """True for a figure that counts or measures nothing: a version, a code, a price, a step, an example."""
    before, after = text[: match.start()], text[measure.end :]
    prefix = _PREFIX_REJECTS.search(before[-24:])
    if prefix and (measure.bare or _DENOMINATOR.search(prefix[0])):
        return True
    if _MONEY_AFTER.match(after) or _in_example(before) or _PAST.search(before):
        return True
    if (match["word"] or "").lower() in _ARTICLES and not _ABOUT.search(before):
        return True  # "a second", "a month": what a rate is counted by
    return measure.bare and _no_count(match, before, text[match.end() :], measure)


def _no_count(match: re.Match[str], before: str, after: str, measure: Measure) -> bool:
    number = match["number"] or ""
    if _NOT_COUNTED.match(after) or _YEAR.fullmatch(number) or after.startswith("_"):
        return True
    if "." in number and _VERSION.search(before) and not match["scale"]:
        return True
    if _STATUS.fullmatch(number) and _is_code(before, after):
        return True
    word = (match["word"] or "").lower()
    if word == "once" or (measure.word and measure.quantity.figure == 1 and not _ONLY.search(before)):
        return True
    return not measure.word and after[:1].isalpha()


def _is_code(before: str, after: str) -> bool:
    leads = not before.strip() and re.match(r"\s+[A-Za-z]", after)
    return bool(leads or _CODE_AFTER.match(after) or _CODE_BEFORE.search(before))


def _in_example(before: str) -> bool:
    clause = re.split(r"[.;]\s", before)[-1]
    return bool(_EXAMPLE.search(clause[-60:])) or bool(re.search(r"\bexamples?\s+(?:of\s+)?$", clause, re.IGNORECASE))


def _ranges(text: str, found: list[Measure]) -> list[Measure]:
    """Marks the ends of ranges; an end without a unit takes that of the other."""
    made = list(found)
    for at in range(len(made) - 1):
        low, high = made[at], made[at + 1]
        if low.high or not _joined(text, low, high):
            continue
        first, last = _shared(low, high), _shared(high, low)
        if first.dimension is last.dimension and first.base < last.base:
            noun = high.noun if low.bare else low.noun
            made[at] = replace(low, readings=(first,), bare=low.bare and high.bare, noun=noun, low=True)
            made[at + 1] = replace(high, readings=(last,), bare=low.bare and high.bare, high=True)
    return made


def _joined(text: str, low: Measure, high: Measure) -> bool:
    joint = text[low.end : high.start]
    if _STEP.search(text[: low.start]):
        return False
    if not _CONNECTOR.fullmatch(joint):
        # "from 1 s after the first attempt to 5 min"
        return bool(_FROM.search(text[: low.start]) and _LATER_TO.fullmatch(joint))
    if joint.strip().lower() == "and":
        return bool(_BETWEEN.search(text[: low.start]))
    # "3s - 15" is a figure and a remark, "3 - 15s" a range
    return not (joint.strip() in _DASHES and joint != joint.strip() and not low.bare and high.bare)


def _shared(one: Measure, other: Measure) -> Quantity:
    return Quantity(one.quantity.figure, other.quantity.unit) if one.bare and not other.bare else one.quantity


def _remarks(text: str, found: list[Measure]) -> list[Measure]:
    """Gives a bare figure in brackets the unit of the figure before them: 300 msg/s (3,000 with batching)."""
    made = list(found)
    for at in range(1, len(made)):
        before, own = made[at - 1], made[at]
        joint = text[before.end : own.start]
        told = _BRACKET.fullmatch(joint) or (not own.noun and _FURTHER.fullmatch(joint))
        if own.bare and not own.word and not before.bare and told:
            made[at] = replace(own, readings=(_shared(own, before),), bare=False)
    return made


def _lists(text: str, found: list[Measure]) -> list[Measure]:
    """Gives bare figures of a plain list the unit of the figure after them: "0, 0, 15m"."""
    made = list(found)
    for at in range(len(made) - 2, -1, -1):
        own, after = made[at], made[at + 1]
        listed = own.bare and not own.word and not after.bare and _LISTED.fullmatch(text[own.end : after.start])
        if listed and not own.low and not own.high and after.quantity.dimension in (Dimension.TIME, Dimension.SIZE):
            made[at] = replace(own, readings=(_shared(own, after), *own.readings), bare=False)
    return made


def _sums(text: str, found: list[Measure]) -> list[Measure]:
    """Leaves out worked examples: "6.5 KB = 2 RCU", "200/s × 0.25 s = 50"; "1 RCU = 4 KB" defines a unit."""
    equals = [at for at, letter in enumerate(text) if letter == "=" and text[at - 1 : at] not in ("<", ">", "!")]
    kept = [one for one in found if not _TIMES.match(text, one.end) or one.quantity.figure == 1]
    worked = len(kept) != len(found)
    for at in equals:
        left = [one for one in found if one.end <= at and not _CLAUSE_END.search(text[one.end : at])]
        right = [one for one in found if one.start > at]
        if left and right and (worked or (len(left) == 1 and left[0].quantity.figure != 1 and not left[0].bare)):
            return [one for one in kept if one not in left and one not in right]
    return [one for one in kept if not (one.quantity.figure == 1 and _TIMES.match(text, one.end))]


def _once(text: str, found: list[Measure]) -> tuple[Measure, ...]:
    """Leaves out what only says the figure before it again in another unit: 900 s (15 min)."""
    kept: list[Measure] = []
    for measure in found:
        before = kept[-1] if kept else None
        again = before is not None and _AGAIN.fullmatch(text[before.end : measure.start])
        same = (
            before is not None
            and before.quantity == measure.quantity
            and not _OPENED.search(text[before.end : measure.start])
        )
        if before is not None and again and not same and before.quantity.agrees(measure.quantity):
            kept[-1] = replace(before, end=measure.end)
        else:
            kept.append(measure)
    return tuple(kept)
