"""Anki packages that are large, and ones that are broken in thousands of ways: time, memory, and what is said.

python -m tests.bench.anki_packages [how many broken ones]
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import zstandard

from studykit.core.errors import StudykitError
from studykit.exchange.anki.reader import open_package
from tests.bench.peak import peak_megabytes
from tests.exchange.anki_packages import NOTE, card, collection, legacy, message, modern, note, package, review

BROKEN = 3000
NOTES = 150_000
"""With a card each and seven reviews."""
_MB = 1 << 20
_PAGE = 4096
_FEW = 2000


def main() -> None:
    """Prints the figures."""
    if sys.argv[1:2] == ["read"]:
        print(_outcome(Path(sys.argv[2])), peak_megabytes(), sep="\t")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(_read(_large(folder), "large collection"))
        for title, make in BOMBS.items():
            print(_read(make(folder / "bomb.apkg"), title))
        _broken(folder, int(sys.argv[1]) if len(sys.argv) > 1 else BROKEN)


def _large(folder: Path) -> Path:
    chance = random.Random(1)
    words = [f"{chance.getrandbits(40):x}" for _ in range(5000)]
    many = range(NOTE, NOTE + NOTES)
    content = collection(
        folder,
        notes=(note(at, " ".join(chance.choices(words, k=60)) + "\x1fA") for at in many),
        cards=(card(at, at, data='{"s":32.1235,"d":6.432,"dr":0.9,"decay":0.154}') for at in many),
        reviews=(review(NOTE + at, NOTE + at * 7919 % NOTES) for at in range(7 * NOTES)),
        tables=True,
    )
    print(f"large collection: {len(content) / _MB:.0f} MB, {NOTES:,} notes, {7 * NOTES:,} reviews")
    return modern(folder / "large.colpkg", content)


def _zeros(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("collection.anki2", "w") as file:
        for _ in range(1000):
            file.write(bytes(_MB))
    return path


def _zstd(path: Path) -> Path:
    packer = zstandard.ZstdCompressor(level=19).compressobj()
    frame = b"".join(packer.compress(bytes(_MB)) for _ in range(4000)) + packer.flush()
    return package(path, {"collection.anki21b": frame}, zipfile.ZIP_STORED)


def _members(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        for at in range(60_000):
            packed.writestr(f"{at:0250}", b"")
    return path


BOMBS: dict[str, Callable[[Path], Path]] = {
    "1 GB of zeros": _zeros,
    "4 GB of zeros in zstd": _zstd,
    "60,000 long names": _members,
    "media list of 2.6 million names": lambda path: package(
        path, {"collection.anki21b": zstandard.compress(b"x"), "media": zstandard.compress(message(1, b"") * 2_600_000)}
    ),
    "media list of lists": lambda path: package(
        path, {"collection.anki2": b"x", "media": b'{"0":[' + b"{}," * 2_600_000 + b"0]}"}
    ),
    "note of 40 MB": lambda path: legacy(path, collection(path.parent, notes=[note(fields="x" * 40_000_000)])),
}


def _broken(folder: Path, count: int) -> None:
    many = range(NOTE, NOTE + 300)
    made = {
        tables: collection(
            folder,
            notes=[note(at) for at in many],
            cards=[card(at, at) for at in many],
            reviews=[review(at, NOTE + at % 7) for at in many],
            tables=tables,
        )
        for tables in (False, True)
    }
    said: Counter[str] = Counter()
    longest, chance = 0.0, random.Random(2)
    path = folder / "broken.apkg"
    for at in range(count):
        tables = chance.random() < 1 / 2
        write = modern if tables else legacy
        if at % 3:
            write(path, _spoilt(made[tables], chance), {"a.png": b"x"})
        else:
            path.write_bytes(_spoilt(write(path, made[tables], {"a.png": b"x"}).read_bytes(), chance))
        start = time.perf_counter()
        said[_outcome(path)] += 1
        longest = max(longest, time.perf_counter() - start)
    print(f"{count:,} broken packages, the longest {longest * 1000:.0f} ms:")
    for what, times in said.most_common():
        print(f"  {times:6,} {what}")


def _spoilt(content: bytes, chance: random.Random) -> bytes:
    """Bytes that are cut, changed in places that count, or moved."""
    made = bytearray(content)
    match chance.randrange(4):
        case 0:
            return content[: chance.randrange(len(content))]
        case 1:
            page = chance.randrange(len(made) // _PAGE + 1) * _PAGE
            places = [min(page + chance.randrange(120), len(made) - 1) for _ in range(chance.choice((1, 3, 10)))]
        case 2:
            places = [chance.randrange(len(made)) for _ in range(chance.choice((1, 5, 200)))]
        case _:
            start, other, size = (
                chance.randrange(len(made)),
                chance.randrange(len(made)),
                chance.choice((4, 100, _PAGE)),
            )
            made[start : start + size] = made[other : other + size]
            places = []
    for place in places:
        made[place] = chance.choice((0, 255, chance.randrange(256), made[place] ^ 1 << chance.randrange(8)))
    return bytes(made)


def _read(path: Path, title: str) -> str:
    """Reads a package in a process of its own."""
    start = time.perf_counter()
    call = [sys.executable, "-m", "tests.bench.anki_packages", "read", str(path)]
    outcome, peak = subprocess.run(call, capture_output=True, text=True, check=True).stdout.strip().split("\t")
    took = time.perf_counter() - start
    return f"{title}: a package of {path.stat().st_size / _MB:.2f} MB, {took:.2f} s, {float(peak):.0f} MB: {outcome}"


def _outcome(path: Path) -> str:
    try:
        with open_package(path) as opened:
            rows = sum(1 for part in (opened.notes(), opened.cards(), opened.reviews()) for _ in part)
            for name in opened.media:
                opened.read_media(name)
    except StudykitError as problem:
        return str(problem).split("' ", 1)[1].split(" '")[0]
    return f"read ({rows:,} rows)" if rows > _FEW else "read"


if __name__ == "__main__":
    main()
