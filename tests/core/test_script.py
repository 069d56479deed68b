"""Writings."""

from __future__ import annotations

import pytest

from studykit.core.script import two_writings, weight, word_count


def test_a_letter_of_a_dense_writing_weighs_more() -> None:
    assert (weight("cat"), weight("猫"), weight("кот")) == (3, 3, 3)


def test_words_are_counted_where_no_space_parts_them() -> None:
    assert word_count("a small cat") == 3
    assert word_count("位移与时间的比值") == 4
    assert word_count("основная единица") == 2


@pytest.mark.parametrize(
    ("one", "other", "two"),
    [
        ("飲む", "to drink", True),
        ("猫", "ねこ", False),
        ("כלב", "dog", True),
        ("dog", "Hund", False),
        ("API", "応用 API", False),
        ("état", "state", False),
        ("12", "猫", False),
    ],
)
def test_a_word_and_its_translation_may_have_no_writing_in_common(one: str, other: str, *, two: bool) -> None:
    assert two_writings(one, other) is two
