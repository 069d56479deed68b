"""A large vault of notes: how fast it is read, beside bare markdown-it-py on the same files.

    python -m tests.bench.vault [NOTES] [FOLDER]

The notes are made from the pack's own, with other words and figures in every one, so that no two are alike.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parents[2]
_THINGS = (
    "widget",
    "gizmo",
    "sprocket",
    "lattice",
    "beacon",
    "harbour",
    "meadow",
    "signal",
    "quarry",
    "lantern",
    "orchard",
)
_PARTS = ("cache", "buffer", "window", "quota", "depth", "batch", "lease", "retention", "timeout", "payload", "size")
_UNITS = ("MB", "KB", "s", "minutes", "days", "per second", "")


def make_vault(folder: Path, count: int, seed: int = 3, *, terms: int = 1) -> int:
    """Writes ``count`` notes in folders of a hundred, each with so many terms explained; returns their bytes."""
    sources = [path.read_text("utf-8") for path in sorted((ROOT / "content/aws-serverless/notes").glob("*.md"))]
    blocks = [block for text in sources for block in text.split("\n\n") if 40 < len(block) < 900]
    chance, written = random.Random(seed), 0
    for number in range(count):
        place = folder / f"{number // 100:03}"
        place.mkdir(parents=True, exist_ok=True)
        thing = f"{chance.choice(_THINGS)} {chance.choice(_THINGS)}"
        parts = [f"---\ndate: 20{chance.randint(15, 26)}-0{chance.randint(1, 9)}-11\n---\n# {thing.title()} {number}\n"]
        parts += chance.choices(blocks, k=chance.randint(4, 9))
        for _ in range(chance.randint(2, 8)):
            figure, unit = chance.randint(2, 900), chance.choice(_UNITS)
            parts.append(f"- {thing} {chance.choice(_PARTS)} of {number}: up to {figure} {unit}")
        parts.append(
            f"**{thing.title()} {number}**: a {chance.choice(_THINGS)} that holds {chance.choice(_PARTS)}s together."
        )
        for term in range(1, terms):
            named = f"{chance.choice(_THINGS)} {chance.choice(_PARTS)} {number}-{term}".capitalize()
            kept = f"the {chance.choice(_PARTS)} of {chance.choice(_THINGS)} {term}"
            parts.append(f"**{named}**: a {chance.choice(_THINGS)} that keeps {kept}.")
        text = "\n\n".join(parts)
        written += len(text.encode())
        (place / f"note-{number:05}.md").write_text(text, "utf-8")
    return written


def _run(words: list[str], home: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of a run of the program."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    started = time.perf_counter()
    environment = {**os.environ, "STUDYKIT_HOME": str(home)}
    subprocess.run(
        [sys.executable, "-m", "studykit", *words],
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return time.perf_counter() - started, max(peak, before) / 1024


def main(words: list[str]) -> None:
    """Prints seconds, MB/s and memory: cold, warm, after one edit, and bare markdown-it-py."""
    count = int(words[0]) if words else 10_000
    with tempfile.TemporaryDirectory() as temporary:
        vault, home = Path(words[1] if len(words) > 1 else temporary, "vault"), Path(temporary, "home")
        size = make_vault(vault, count) / 1e6
        print(f"{count:,} notes, {size:.1f} MB")
        started, parser = time.perf_counter(), MarkdownIt("commonmark").enable("table")
        for path in sorted(vault.rglob("*.md")):
            parser.parse(path.read_text("utf-8"))
        bare = time.perf_counter() - started
        print(f"markdown-it-py alone  {bare:7.2f} s  {size / bare:6.2f} MB/s    1.0x")
        for name, arguments in (("cold", 1), ("warm", 1), ("warm again", 1), ("one note edited", 2)):
            if arguments > 1:
                first = next(vault.rglob("*.md"))
                first.write_text(first.read_text("utf-8") + "\n- an edited line: up to 7 MB\n", "utf-8")
            seconds, peak = _run(["facts", "lambda.timeout", "--notes", str(vault)], home)
            speed = f"{size / seconds:6.2f} MB/s {seconds / bare:6.2f}x"
            print(f"{name:20}  {seconds:7.2f} s  {speed}  peak so far {peak:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
