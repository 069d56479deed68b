"""Mutated inputs for the reader of notes: no crash, no hang, no control character in a claim.

    python -m tests.bench.fuzz [INPUTS] [SEED]

Prints what was tried, the slowest input, and how long a megabyte of each hostile kind takes.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from studykit.core.text import printable
from studykit.notes.files import Listed, NoteFile, read_listed
from studykit.packs.reader import read_pack
from studykit.workflows.read_notes import Reading

ROOT = Path(__file__).resolve().parents[2]
_MEGABYTE = 1_000_000
_SPICES = (
    *("\x00", "\x1b[31m", "\x1b]0;t\x07", "\u202e", "\u200b", "\ufeff", "\r", "|", "`", "```\n", "<!--", "-->", "***"),
    *("[[", "](", "{{", "}}", "::", "?", "1" * 40, "9,999,999.99.9", "1e999", "½", "٣", "①", "<br>", "\t\t\t"),
    *("- - - - ", "> > > ", "# " * 9, "&#0;", "&amp;" * 3, "\n\n\n", "of to per at - – up to max min default "),
    *("%s%n", "\ud7ff", "é" * 5, "👩‍👩‍👧", "0x41", "-1", "+1", "1..2", "1 - - 2", "((((", "))))"),
)
HOSTILE: dict[str, Callable[[int], str]] = {
    "bullets": lambda n: "- 1 MB\n" * (n // 7),
    "prose": lambda n: "The timeout of a function is at most 15 minutes and the default is 3 seconds. " * (n // 80),
    "one line of figures": lambda n: "1 " * (n // 2),
    "one line of letters": lambda n: "a" * n,
    "stars": lambda n: "*a" * (n // 2),
    "brackets": lambda n: "[" * n,
    "nested lists": lambda n: "\n".join("  " * (at % 90) + "- x" for at in range(n // 95)),
    "table": lambda n: "| a | b |\n|---|---|\n" + "| timeout | 3 s, 15 min |\n" * (n // 26),
    "labels": lambda n: "term :: value 5 MB\n" * (n // 19),
    "questions": lambda n: "is it? " * (n // 7),
    "comments": lambda n: "<!--" * (n // 4),
    "ranges": lambda n: "1 to 2 to 3 - 4 and 5, " * (n // 23),
    "headings": lambda n: "# a\n" * (n // 4),
    "front matter": lambda n: "---\n" * (n // 4),
}


def sources() -> list[str]:
    """Paragraphs of the pack's notes and of the golden examples."""
    paths = [*sorted((ROOT / "content").rglob("notes/*.md")), *sorted((ROOT / "tests/golden").glob("*.md"))]
    return [part for path in paths for part in path.read_text("utf-8").split("\n\n") if part.strip()]


def mutated(text: str, chance: random.Random) -> str:
    """A text with a few random cuts, doublings, swaps and spices."""
    for _ in range(chance.randint(1, 6)):
        at, to = sorted((chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)))
        kind = chance.randrange(5)
        if kind == 0:
            text = text[:at] + text[to:]
        elif kind == 1:
            text = text[:to] + text[at:to][:80] + text[to:]
        elif kind == 2:
            text = text[:at] + chance.choice(_SPICES) + text[at:]
        elif kind == 3:
            text = text[:at] + text[at:to][::-1] + text[to:]
        else:
            text = text[:at] + chr(chance.randrange(1, 0xD7FF)) + text[at + 1 :]
    return text


class Told:
    """Reads hostile texts and keeps what was worst."""

    def __init__(self) -> None:
        pack, _ = read_pack(ROOT / "content" / "aws-serverless")
        self._reading = Reading(pack)
        self._file = Path(__file__).with_suffix(".tmp")
        self.slowest, self.worst = 0.0, ""

    def read(self, text: str) -> float:
        """Seconds that a text takes from its bytes to its claims. Raises AssertionError for a character that steers."""
        self._file.write_bytes(text.encode("utf-8", "surrogatepass"))
        started = time.perf_counter()
        note, _ = read_listed(Listed("n.md", self._file, len(text), 0))
        read = self._reading.read([note] if isinstance(note, NoteFile) else [])
        took = time.perf_counter() - started
        for claim in read.claims:
            words = claim.text + claim.about + "".join((*claim.context.headings, *claim.context.parents))
            assert printable(words) == words, repr(words)
            assert not set(words) & set("\n\t\r"), repr(words)
        if took > self.slowest:
            self.slowest, self.worst = took, text
        return took

    def close(self) -> None:
        """Leaves no file behind."""
        self._file.unlink(missing_ok=True)


def main(words: list[str]) -> None:
    """Runs the mutations, then a megabyte of each hostile kind."""
    inputs = int(words[0]) if words else 100_000
    chance = random.Random(int(words[1]) if len(words) > 1 else 11)
    told, texts = Told(), sources()
    try:
        started = time.perf_counter()
        for _ in range(inputs):
            told.read(mutated(chance.choice(texts), chance))
        took = time.perf_counter() - started
        print(f"{inputs:,} mutated inputs in {took:.0f} s: no crash, slowest {told.slowest * 1000:.0f} ms")
        for kind, make in HOSTILE.items():
            print(f"1 MB of {kind:22} {told.read(make(_MEGABYTE)):6.2f} s")
    finally:
        told.close()


if __name__ == "__main__":
    main(sys.argv[1:])
