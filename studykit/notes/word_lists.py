"""Tables of two columns that are lists of words: each row has a term and what it means, is called, or belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from studykit.core.script import two_writings, weight

_ROWS = 2
_TERM, _TERM_WORDS = 40, 5
_MEANING = 200
_LISTED = re.compile(r"[,;、；]")
_DIGIT = re.compile(r"\d")
_TERM_HEADER = re.compile(
    r"(?:terms?|words?|vocabulary|concepts?|acronyms?|abbreviations?|commands?|keywords?|phrases?"
    r"|begriffe?|wort|wörter|vokabeln?|abkürzung(?:en)?|befehle?|mots?|termes?|término|termino|palabra|concepto|parola"
    r"|termine|palavra|termo|слово|термин|понятие|単語|用語|言葉|词语|词汇|术语|用语|単詞|단어|용어)",
    re.IGNORECASE,
)
_MEANING_HEADER = re.compile(
    r"(?:meanings?|definitions?|descriptions?|translations?|explanations?|what it (?:does|is|means)|stands for|purpose"
    r"|bedeutung(?:en)?|definition(?:en)?|erklärung|beschreibung|übersetzung|définition|signification|traduction"
    r"|definición|significado|traducción|definizione|significato|traduzione|definição|tradução|значение|определение"
    r"|перевод|意味|定義|释义|定义|意思|含义|解释|翻译|뜻|의미|정의)",
    re.IGNORECASE,
)
_NO_KNOWLEDGE = re.compile(
    r"\b(?:status|state|done|owner|assignee|author|due|deadline|todo|to[- ]do|notes?|comments?|remarks?|links?|urls?"
    r"|page|day|week|topic|agenda|month|lecture|lesson|chapter|session|task|priority|example|value|default|type|supported"
    r"|count|number|amount|price|cost|no|nr|id|tag|woche|kapitel|seite|aufgabe|beispiel|thema|tema|página|ejemplo)\b|#",
    re.IGNORECASE,
)
"""Columns of plans, of settings and of remarks: what stands in them is not learnt by heart."""
_PLAIN = re.compile(r"(?:yes|no|true|false|ja|nein|sí|oui|non|да|нет|none|n/a|[-–—✓✔✅☑✗✘❌x?]+)", re.IGNORECASE)


def is_word_list(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether each row is a term and its meaning: by the words of the header, or by short cells that differ."""
    if len(header) != 2 or not all(header) or len(rows) < _ROWS:  # noqa: PLR2004 - a term and its meaning
        return False
    pairs = [(row[0], row[1]) for row in rows if len(row) > 1 and row[0] and row[1]]
    if len(pairs) < _ROWS or not _each_once(term for term, _ in pairs):
        return False
    if any(
        not _short(term, _TERM, _TERM_WORDS) or _LISTED.search(term) or _DIGIT.search(means) for term, means in pairs
    ):
        return False
    if 2 * sum(_PLAIN.fullmatch(means) is not None for _, means in pairs) >= len(pairs):
        return False
    said = _TERM_HEADER.fullmatch(header[0]) or _MEANING_HEADER.fullmatch(header[1])
    if said or all(two_writings(*pair) for pair in pairs):
        return all(weight(means) <= _MEANING for _, means in pairs)
    telling = not any(_NO_KNOWLEDGE.search(name) for name in header)
    short = all(_short(means, _TERM, _TERM_WORDS) for _, means in pairs)
    return telling and short and _each_once(means for _, means in pairs)


def _short(text: str, letters: int, words: int) -> bool:
    return weight(text) <= letters and len(text.split()) <= words and any(letter.isalnum() for letter in text)


def _each_once(texts: Iterable[str]) -> bool:
    told = [text.casefold() for text in texts]
    return len(set(told)) == len(told)
