"""Whole processes side by side: how much slower than ``python -c pass`` each command starts.

Run with ``make bench``. Each round runs every command once, in turn, so that a drift of the machine's
speed touches all alike; the figure is the median over rounds of the ratio to the bare interpreter.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 21
STUDYKIT = str(Path(sys.executable).with_name("studykit"))
COMMANDS: tuple[tuple[str, list[str], float], ...] = (
    ("studykit --version", [STUDYKIT, "--version"], 2),
    ("studykit --help", [STUDYKIT, "--help"], 6),
    ("studykit quiz --count 10", [STUDYKIT, "quiz", "--count", "10"], 25),
    ("studykit facts", [STUDYKIT, "facts"], 25),
    (
        "studykit ask …",
        [STUDYKIT, "ask", "lambda.queue_source", "function_timeout=60s", "visibility_timeout=30s"],
        25,
    ),
)
"""What is shown, what is run, and the most that the ratio should be."""


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Wall seconds of one run."""
    started = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - started


def main() -> None:
    """Prints a row a command."""
    bare = [sys.executable, "-c", "pass"]
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "STUDYKIT_HOME": home, "PYTHONPYCACHEPREFIX": str(Path(home) / "bytecode")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's second start finds compiled files
        for _, command, _ in COMMANDS:
            seconds(command, environment)  # writes bytecode and the cache
        rounds = []
        for _ in range(ROUNDS):
            base = seconds(bare, environment)
            rounds.append([(seconds(command, environment), base) for _, command, _ in COMMANDS])
    base_ms = statistics.median(base for (_, base), *_ in rounds) * 1000
    print(f"{'command':<28}{'ms':>8}{'ratio':>8}{'goal':>8}   ({ROUNDS} rounds, cache warm)")
    print(f"{'python -c pass':<28}{base_ms:>8.1f}{1:>8.1f}")
    for at, (name, _, goal) in enumerate(COMMANDS):
        took = statistics.median(row[at][0] for row in rounds) * 1000
        ratio = statistics.median(row[at][0] / row[at][1] for row in rounds)
        print(f"{name:<28}{took:>8.1f}{ratio:>8.1f}{goal:>7.0f}x   {'ok' if ratio <= goal else 'over'}")


if __name__ == "__main__":
    main()
