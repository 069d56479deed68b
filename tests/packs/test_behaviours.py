from __future__ import annotations

from pathlib import Path

import pytest

from studykit.packs.behaviours import read_behaviours
from studykit.packs.yaml_file import read_tree

CLOCK = "      clock: {says: The clock., cues: [clock]}\n"
GOOD = """behaviours:
  lamp.switch:
    asks: What switches {subject}?
    about: [lamp]
    choices:
      hand: {says: "A hand switches {subject}.", cues: [hand]}
      clock: {says: The clock., cues: [clock]}
    right: clock
    source: a page
"""


def read(tmp_path: Path, text: str):  # type: ignore[no-untyped-def]
    path = tmp_path / "behaviours.yaml"
    path.write_text(text)
    tree, problems = read_tree(path, "behaviours.yaml")
    assert tree is not None, problems
    return read_behaviours(tree, "behaviours.yaml", ("lamp",))


def test_a_behaviour_is_read(tmp_path: Path) -> None:
    (behaviour,), problems = read(tmp_path, GOOD)
    assert problems == ()
    assert (behaviour.id, behaviour.right, behaviour.says("clock")) == ("lamp.switch", ("clock",), "The clock.")


def test_subjects_make_one_question_each(tmp_path: Path) -> None:
    subjects = (
        "    subjects:\n      desk: {names: [the desk lamp, desk], right: hand}\n      porch: {right: [hand, clock]}\n"
    )
    text = GOOD.replace("    right: clock\n", subjects)
    behaviours, problems = read(tmp_path, text)
    assert problems == ()
    assert [one.asks for one in behaviours] == ["What switches the desk lamp?", "What switches porch?"]
    assert [one.right for one in behaviours] == [("hand",), ("hand", "clock")]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("lamp.switch", "lmap.switch"), "Unknown service 'lmap' of 'lmap.switch'. Did you mean 'lamp'?"),
        (("right: clock", "right: clok"), "Unknown choice 'clok'. Did you mean 'clock'?"),
        (("    about: [lamp]\n", ""), "'about' of 'lamp.switch' is missing: words by which its claims are found."),
        (
            ("      clock: {says: The clock., cues: [clock]}\n", ""),
            "'lamp.switch' needs a question and two choices or more.",
        ),
        (("    source: a page", "    sauce: a page"), "Unknown key 'sauce'. Did you mean 'source'?"),
        (
            ("    source: a page", "    turns: [{choice: hand}]"),
            "A turn has either 'until' (it held until then) or 'scope' (what it holds of).",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_line(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    _, problems = read(tmp_path, GOOD.replace(*change))
    assert message in [one.message for one in problems]
    assert all(one.line for one in problems)
