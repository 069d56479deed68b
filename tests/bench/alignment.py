"""Precision and recall of the reader for every threshold of alignment, on annotated notes.

    python -m tests.bench.alignment [FIGURE.svg]

Prints a table, and writes the curve as an SVG where a path is given.
"""

from __future__ import annotations

import sys
from pathlib import Path

from studykit.core.claim import Limit
from studykit.facts import alignment
from studykit.facts.record import limit_record
from studykit.notes.files import NoteFile
from studykit.packs.reader import read_pack
from studykit.workflows.read_notes import Reading
from tests.blind.scoring import Names, Score, Wanted, read_found, read_wanted, score

ROOT = Path(__file__).resolve().parents[2]
BLIND = ROOT / "tests" / "blind"
THRESHOLDS = (30, 36, 40, 44, 48, 50, 52, 54, 56, 60, 64, 68, 72)
_WIDE, _HIGH, _EDGE = 640, 360, 50


def limits(folder: Path, reading: Reading) -> list[Limit]:
    """The limits of the annotated notes of a folder."""
    notes = [NoteFile(path.name, path, path.read_text("utf-8")) for path in sorted(folder.glob("[bc]*.md"))]
    return [limit for note in notes for limit in reading.read([note]).limits]


def at(threshold: int, reading: Reading, wanted: list[Wanted], names: Names) -> Score:
    """The strict score at one threshold."""
    kept, alignment.THRESHOLD = alignment.THRESHOLD, threshold
    try:
        found = read_found(limit_record(limit) for limit in limits(BLIND, reading))
    finally:
        alignment.THRESHOLD = kept
    return score(wanted, found, "strict", names)


def main(words: list[str]) -> None:
    """Prints the table and draws the curve."""
    pack, _ = read_pack(ROOT / "content" / "aws-serverless")
    reading, names = Reading(pack), Names(BLIND / "attributes.yaml")
    wanted = read_wanted(BLIND / "gold.yaml")
    rows = []
    print("threshold  precision  recall     F1")
    for threshold in THRESHOLDS:
        made = at(threshold, reading, wanted, names)
        precision = made.hits / (made.hits + len(made.spurious))
        recall = made.hits / (made.hits + len(made.missed))
        rows.append((threshold, precision, recall))
        mark = "  <- in force" if threshold == alignment.THRESHOLD else ""
        print(f"{threshold:9}  {precision:9.3f}  {recall:6.3f}  {made.f1:5.3f}{mark}")
    if words:
        Path(words[0]).write_text(_drawn(rows), "utf-8")


def _drawn(rows: list[tuple[int, float, float]]) -> str:
    """Two lines over the threshold, told apart by dashes and words."""
    low, high = rows[0][0], rows[-1][0]

    def point(threshold: int, share: float) -> str:
        x = _EDGE + (threshold - low) / (high - low) * (_WIDE - 2 * _EDGE)
        return f"{x:.1f},{_HIGH - _EDGE - share * (_HIGH - 2 * _EDGE):.1f}"

    lines = []
    for column, name, dash, below in ((1, "precision", "", -8), (2, "recall", ' stroke-dasharray="6 4"', 18)):
        points = " ".join(point(row[0], row[column]) for row in rows)
        first = point(rows[0][0], rows[0][column]).split(",")
        lines.append(f'<polyline points="{points}" fill="none" stroke="black" stroke-width="2"{dash}/>')
        lines.append(f'<text x="{first[0]}" y="{float(first[1]) + below}">{name}</text>')
    used = point(alignment.THRESHOLD, 0).split(",")[0]
    lines.append(f'<line x1="{used}" y1="{_EDGE}" x2="{used}" y2="{_HIGH - _EDGE}" stroke="gray"/>')
    lines.append(f'<text x="{used}" y="{_EDGE - 8}" text-anchor="middle">in force: {alignment.THRESHOLD}</text>')
    for share in (0, 0.5, 1):
        y = point(low, share).split(",")[1]
        lines.append(f'<text x="{_EDGE - 8}" y="{y}" text-anchor="end">{share:.1f}</text>')
    for threshold, _, _ in rows[::3]:
        x = point(threshold, 0).split(",")[0]
        lines.append(f'<text x="{x}" y="{_HIGH - _EDGE + 18}" text-anchor="middle">{threshold}</text>')
    lines.append(f'<text x="{_WIDE / 2}" y="{_HIGH - 8}" text-anchor="middle">threshold of alignment</text>')
    style = 'font-family="sans-serif" font-size="13"'
    body = "\n".join(lines)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" {style}>\n'
        f'<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n'
    )


if __name__ == "__main__":
    main(sys.argv[1:])
