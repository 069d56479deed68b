"""The same seed on every supported Python that is here: each is installed into anew, and must give the same bytes.

python -m tests.bench.same_bytes [--count 300] [--seed 5]

Ends with 1 when the bytes of any quiz differ between two Pythons or two hash seeds, and with 2 when nothing could be
compared.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

PYTHONS = ("3.11", "3.12", "3.13")
HASH_SEEDS = ("0", "4711")
ROOT = Path(__file__).resolve().parents[2]
OUTPUT = "quiz.zip"
"""Where a command writes what is no text."""
LONGEST = 600
"""Seconds that one command may take."""


def commands(count: int, seed: int) -> dict[str, tuple[str, ...]]:
    """What is compared → the words of the command."""
    often = ("quiz", "--count", str(count), "--seed", str(seed))
    return {
        f"quiz --count {count} --format json": (*often, "--format", "json"),
        "quiz --exam DVA-C02 --format html": ("quiz", "--exam", "DVA-C02", "--seed", str(seed), "--format", "html"),
        f"quiz --count {count} --format qti": (*often, "--format", "qti", "--output", OUTPUT),
    }


def run(*words: str | Path, env: dict[str, str] | None = None, folder: Path | None = None) -> bytes:
    """What a command prints. Raises CalledProcessError when it fails."""
    done = subprocess.run(
        [str(word) for word in words],
        capture_output=True,
        check=False,
        timeout=LONGEST,
        cwd=folder,
        env={**os.environ, **(env or {})},
    )
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, done.args, done.stdout, done.stderr)
    return done.stdout


def says(*words: str) -> str:
    """What a command prints, in one line of text; empty when there is no such command, or it fails."""
    found = shutil.which(words[0])
    if found is None:
        return ""
    done = subprocess.run([found, *words[1:]], capture_output=True, text=True, check=False, timeout=LONGEST)
    return "" if done.returncode else done.stdout.strip()


def candidates(version: str) -> Iterator[str]:
    """Commands that may be this Python: by its name, and as pyenv keeps it without putting it on the path."""
    yield f"python{version}"
    for kept in says("pyenv", "versions", "--bare").split():
        if kept.startswith(f"{version}."):
            yield str(Path(says("pyenv", "prefix", kept)) / "bin" / "python")


def find_python(version: str) -> str:
    """A command that is this Python, runs, and can make environments; empty when there is none."""
    asks = "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2])"
    return next((one for one in candidates(version) if says(one, "-c", asks) == version), "")


def install(python: str, folder: Path, wheel: Path | None) -> tuple[Path, Path]:
    """A new environment with the project in it: its program, and the wheel, built when there is none yet."""
    run(python, "-m", "venv", folder)
    pip = (folder / "bin" / "python", "-m", "pip")
    if wheel is None:
        run(*pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", folder / "wheel", ROOT)
        (wheel,) = (folder / "wheel").glob("*.whl")
    run(*pip, "install", "--quiet", "--constraint", ROOT / "constraints.txt", wheel)
    return folder / "bin" / "studykit", wheel


def digests(program: Path, hash_seed: str, folder: Path, wanted: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """What is compared → the digest of its bytes, in a home where nothing was read before."""
    folder.mkdir()
    env = {"STUDYKIT_HOME": str(folder / "home"), "PYTHONHASHSEED": hash_seed, "PYTHONPATH": ""}
    found = {}
    for name, words in wanted.items():
        content = run(program, *words, env=env, folder=folder)
        if OUTPUT in words:
            content = (folder / OUTPUT).read_bytes()
        found[name] = hashlib.sha256(content).hexdigest()[:16] if content else "nothing"
    return found


def compare(pythons: Sequence[tuple[str, str]], wanted: dict[str, tuple[str, ...]], base: Path) -> list[str]:
    """Prints a row for every Python and hash seed; names of what is not the same in all of them."""
    seen: dict[str, set[str]] = {name: set() for name in wanted}
    wheel: Path | None = None
    print(f"{'Python':<8} {'hash seed':<10}" + "".join(f" {name:<36}" for name in wanted) + " seconds", flush=True)
    for version, python in pythons:
        program, wheel = install(python, base / version, wheel)
        for hash_seed in HASH_SEEDS:
            started = time.perf_counter()
            found = digests(program, hash_seed, base / f"{version}-{hash_seed}", wanted)
            took = time.perf_counter() - started
            print(f"{version:<8} {hash_seed:<10}" + "".join(f" {found[name]:<36}" for name in wanted) + f" {took:.0f}")
            sys.stdout.flush()
            for name, digest in found.items():
                seen[name].add(digest)
    return [name for name, among in seen.items() if len(among) > 1 or "nothing" in among]


def main() -> int:
    """Prints everything; 1 when bytes differ, 2 when there is no Python to compare or a command fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=5)
    arguments = parser.parse_args()
    found = [(version, find_python(version)) for version in PYTHONS]
    pythons = [(version, python) for version, python in found if python]
    for version, python in found:
        if not python:
            print(f"LEFT OUT: Python {version} is not on this machine.")
    if not pythons:
        return 2
    with tempfile.TemporaryDirectory() as base:
        try:
            differ = compare(pythons, commands(arguments.count, arguments.seed), Path(base))
        except subprocess.CalledProcessError as error:
            print(f"{error}\n{error.stderr.decode(errors='replace')}", file=sys.stderr)
            return 2
    print(f"not the same bytes: {'; '.join(differ)}" if differ else "the same bytes everywhere")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
