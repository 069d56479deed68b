"""Figures in free text: what is a quantity, in which unit, and what only looks like one."""

from __future__ import annotations

import re
from fractions import Fraction

from studykit.core.formula import spans
from studykit.core.quantity import UNITS, Dimension, Figure, Quantity, whole
from studykit.facts.measure import Measure
from studykit.facts.measures_together import together
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
    rf"(?<![\w.$€£#/@])(?P<number>{_NUMBER})(?:(?P<scale>(?-i:K|\s?k|\s?K(?=\s[a-z]+s\b))|\s?(?:thousand|million|billion|mn|bn|(?-i:M)(?=\s?/)|M(?=\s?(?:req|inv|call|event|mess|rec|op|trans|user|[-–] (?:sub|topic|conn|msg|token|rule|user)))))(?![a-zA-Z]))?"
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
    r"|\b\d{1,3}(?:\.\d{1,3}){3}(?:/\d+)?\b|\b\d{10,}\b|\b[1-5]XX\b|\b(?:v|V)\d+(?:\.\d+)*\b|\b\w+@\w+\b|\b(?!\d{1,3}(?:\.\d{3}){2,}(?![\d.]))\d+(?:\.\d+){2,}(?:-\w+)?\b"
    r"|(?<![\w-])--[a-z][\w-]*=\S+"  # what an option of a command is given
    r"|(?:\d[\d.,]*\s?[×x·⋅*]\s?)?\b\d+(?:\s?\^\s?[{(]?\s?[-−+]?\w+|[⁺⁻]?[⁰¹²³⁴-⁹]+)",  # 6.022×10²³, 2^31
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
_MONEY_AFTER = re.compile(r"\s?(?:[A-Z]{0,2}\$(?!\w)|€|£|(?:USD|EUR|dollars?|cents?)\b)")
_NOT_COUNTED = re.compile(
    r"\s?(?:st|nd|rd|th)\b|\s*(?:ways?|kinds?|types?|steps?|forms?|reasons?|options?|phases?|things?|methods?|parts?|categor)\b",
    re.IGNORECASE,
)
_NEXT_WORD = re.compile(r"\s?([A-Za-z]{3,20})\b")
_GOES_ON = re.compile(r"\s*(?:,|&|-|–|/|to|of|(?:,\s*)?(?:and|or))\s*", re.IGNORECASE)


_HIDDEN = "\x00"
"""Stands for each letter of what holds no figure that counts or measures."""


def find_measures(text: str) -> tuple[Measure, ...]:
    """The quantities of a text in order; formulas, versions, dates, codes, prices, examples and steps left out."""
    if not _MAYBE.search(text):
        return ()
    hidden = text
    for first, last in spans(text):
        hidden = f"{hidden[:first]}{_HIDDEN * (last - first)}{hidden[last:]}"
    hidden = _MASKS.sub(lambda found: _HIDDEN * len(found[0]), hidden)
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
    return together(hidden, found)


def _measure(text: str, match: re.Match[str]) -> Measure | None:
    word = (match["word"] or "").lower()
    scale = (match["scale"] or "").strip()
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
    if _is_grouped(number):
        return int(re.sub(r"[, .]", "", number))
    plain = number.replace(",", "." if re.search(r",\d{1,2}$", number) else "")
    return whole(Fraction(plain.replace(" ", "")))


def _is_grouped(number: str) -> bool:
    """Whether points, commas or spaces part thousands: ``10.240`` and ``1.024``, but not ``18.015`` or ``0.789``."""
    if not re.fullmatch(r"\d{1,3}(?:[, .]\d{3})+", number):
        return False
    first, point, rest = number.partition(".")
    if not point or "." in rest:
        return True
    value = int(first + rest)
    return not number.startswith("0") and (rest.endswith("0") or not value & (value - 1) or not value & (value + 1))


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
