"""Tables that are lists of words."""

from __future__ import annotations

import pytest

from studykit.notes.reader import read_note
from studykit.notes.word_lists import is_word_list


@pytest.mark.parametrize(
    ("header", "rows", "told"),
    [
        (("Japanese", "English"), (("飲む", "to drink"), ("本", "book")), True),
        (("Deutsch", "Englisch"), (("der Hund", "the dog"), ("die Katze", "the cat")), True),
        (("Element", "Symbol"), (("Sodium", "Na"), ("Iron", "Fe")), True),
        (("Port", "Service"), (("22", "SSH"), ("443", "HTTPS")), True),
        (("Fecha", "Acontecimiento"), (("1808", "Motín de Aranjuez"), ("1868", "La Gloriosa")), True),
        (("Term", "Definition"), (("Mesta", "an association of all the shepherds of Castile"), ("a", "b")), True),
        (("Feature", "Supported"), (("TLS", "yes"), ("IPv6", "no")), False),
        (("Tier", "Price"), (("Free", "nothing"), ("Pro", "little")), False),
        (("Feature", "TLS"), (("one", "yes"), ("two", "no")), False),
        (("Substance", "Boiling point"), (("Water", "100 °C"), ("Ethanol", "78 °C")), False),
        (("Task", "Owner"), (("Review", "Anna"), ("Release", "Ben")), False),
        (("Animal", "Class"), (("dog", "mammal"), ("cat", "mammal")), False),
        (("Word", "Meaning"), (("bank", "of a river"), ("bank", "of money")), False),
        (("words", "points at"), (("order, no duplicates", "FIFO"), ("fan out, email", "SNS")), False),
        (("Case", "What happens"), (("a", "the request goes to the second of the regions"), ("b", "none")), False),
        (("", "English"), (("a", "b"), ("c", "d")), False),
        (("a", "b", "c"), (("a", "b", "c"), ("d", "e", "f")), False),
        (("Japanese", "English"), (("本", "book"),), False),
    ],
)
def test_a_table_of_two_columns_may_be_a_list_of_words(
    header: tuple[str, ...], rows: tuple[tuple[str, ...], ...], *, told: bool
) -> None:
    assert is_word_list(header, rows) is told


def test_each_row_says_the_meaning_of_its_term() -> None:
    (one, two), _ = read_note("| Japanese | English |\n|---|---|\n| 飲む | to drink |\n| 本 | book |", "n.md")
    assert [(claim.kind, claim.about, claim.text, claim.span.line) for claim in (one, two)] == [
        ("definition", "飲む", "to drink", 3),
        ("definition", "本", "book", 4),
    ]
