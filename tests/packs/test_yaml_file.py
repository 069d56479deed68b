from __future__ import annotations

from pathlib import Path

import pytest

from studykit.packs.files import MAX_BYTES
from studykit.packs.yaml_file import parse_tree, read_tree


def test_every_value_remembers_its_place() -> None:
    tree, problems = parse_tree('a: one\nb:\n  - "two"\n  - c: three\n', "x.yaml")
    assert problems == ()
    assert tree is not None
    assert (tree.get("a").text, tree.get("a").line, tree.get("a").column) == ("one", 1, 4)
    two, three = tree.get("b").items
    assert (two.text, two.line, two.column) == ("two", 3, 6)
    assert (three.get("c").text, three.get("c").line) == ("three", 4)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [1, 2", "x.yaml:2:1: error: Broken YAML"),
        ("a: 1\na: 2\n", "x.yaml:2:1: error: The key 'a' stands here twice."),
        ("a: !!python/object/apply:os.system [true]\n", "x.yaml:1:4: error: Tags (!name) are not used in packs."),
        ("a: &x 1\nb: *x\n", "x.yaml:1:4: error: Anchors and aliases"),
        ("? [1]\n: 2\n", "A key must be plain text."),
        ("a: 1\n---\nb: 2\n", "More than one document"),
        ("- " * 40 + "x", "Nested deeper than 32 levels."),
        ("a: \x07", "x.yaml:1: error: Broken YAML: a character"),
    ],
)
def test_broken_or_hostile_yaml_is_one_message_with_its_place(text: str, message: str) -> None:
    tree, (problem,) = parse_tree(text, "x.yaml")
    assert tree is None
    assert message in str(problem)


def test_an_empty_file_is_an_empty_tree() -> None:
    tree, problems = parse_tree("", "x.yaml")
    assert tree is not None
    assert (tree.value, problems) == ("", ())


def test_a_file_that_cannot_be_read_is_one_message(tmp_path: Path) -> None:
    assert "cannot be read" in str(read_tree(tmp_path / "gone.yaml")[1][0])
    junk = tmp_path / "junk.yaml"
    junk.write_bytes(b"a: 1\nb: \xff\xfe\n")
    assert "junk.yaml:2: error: This is not UTF-8 text." in str(read_tree(junk)[1][0])
    large = tmp_path / "large.yaml"
    large.write_bytes(b"#" * (MAX_BYTES + 1))
    assert "is larger than" in str(read_tree(large)[1][0])
