"""In which writing a text is: how much a few letters say, and whether two texts are of two writings."""

from __future__ import annotations

import unicodedata

_DENSE = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")
"""Writings of which a letter says about as much as three Latin ones."""
_UNSPACED = (*_DENSE[:3], "THAI", "LAO", "KHMER", "MYANMAR")
"""Writings that set no space between words."""
_LETTERS, _A_WORD = 3, 2
_ONE = "JAPANESE AND CHINESE"


def weight(text: str) -> int:
    """How many letters a text would have in Latin writing, about."""
    if text.isascii():
        return len(text)
    return sum(_LETTERS if _writing(letter) in _DENSE else 1 for letter in text)


def word_count(text: str) -> int:
    """How many words a text has, about; where no space parts them, two letters are one."""
    words = len(text.split())
    if text.isascii():
        return words
    unspaced = sum(_writing(letter) in _UNSPACED for letter in text)
    return max(words, unspaced // _A_WORD)


def two_writings(one: str, other: str) -> bool:
    """Whether two texts have no writing in common, as a word and its translation may."""
    if one.isascii() and other.isascii():
        return False
    mine, others = _writings(one), _writings(other)
    return bool(mine and others) and mine.isdisjoint(others)


def _writings(text: str) -> frozenset[str]:
    found = {_writing(letter) for letter in text if letter.isalpha()}
    return frozenset(_ONE if name in _DENSE[:3] else name for name in found if name)


def _writing(letter: str) -> str:
    """The writing of a letter, as the name of its sign begins: ``LATIN``, ``CJK``, ``ARABIC``; empty for a sign."""
    if not letter.isalpha():
        return ""
    return "LATIN" if letter.isascii() else unicodedata.name(letter, "").partition(" ")[0]
