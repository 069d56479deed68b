from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import pytest

from studykit.workflows.codec import Codec, CodecError


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Leaf:
    name: str
    weight: Fraction
    colour: Colour


@dataclass(frozen=True, slots=True)
class Branch:
    leaves: tuple[Leaf, ...]
    by_name: dict[str, Leaf]
    best: Leaf | None


CODEC = Codec((Leaf, Branch, Colour))


def test_values_come_back_equal_and_shared_objects_stay_shared() -> None:
    leaf = Leaf("é [0]", Fraction(1, 3), Colour.RED)
    branch = Branch((leaf, leaf), {"a": leaf}, None)
    again = CODEC.decode(CODEC.encode(branch))
    assert again == branch
    assert again.leaves[0] is again.leaves[1] is again.by_name["a"]
    assert isinstance(again.leaves[0].colour, Colour)


def test_a_type_that_was_not_named_is_neither_written_nor_made() -> None:
    with pytest.raises(CodecError):
        Codec((Branch,)).encode(Branch((), {}, Leaf("x", Fraction(1), Colour.RED)))
    with pytest.raises(CodecError):
        CODEC.encode({1, 2})
    with pytest.raises(CodecError):
        CODEC.decode('[[0],[["Path","/etc"]]]')


@pytest.mark.parametrize("text", ["", "{}", "[1", "[[5],[]]", '[[0],[["Leaf","only one"]]]', "null", "[" * 100_000])
def test_damaged_text_is_one_kind_of_error(text: str) -> None:
    with pytest.raises(CodecError):
        CODEC.decode(text)
