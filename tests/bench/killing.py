"""Work that is killed with kill -9 at a random point: a fork of this process, or a run of the program itself.

A fork is killed at one of the lines of the program that it would run through, each as likely as any other, or at a
random moment, which may be in the middle of what SQLite or the system does.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from tests.bench.vault import ROOT

Work = Callable[[], object]
Stop = Callable[[str, float], bool]
_OURS = str(ROOT / "studykit")
_BROKEN = 3
_LATER = 1.05
"""Some kills come just after the end."""
_STARTED = 0.4
"""Before this share of a run the program only imports."""
_LONGEST = 60
_SHOWN = 400
"""Letters of what a program said that failed."""


@dataclass(frozen=True, slots=True)
class Length:
    """How long work takes that nobody kills."""

    lines: int
    """Of the program, as they are run."""
    seconds: float


@dataclass(frozen=True, slots=True)
class End:
    """How work ended."""

    killed: bool
    problem: str = ""
    """It ended by itself, and not well."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the program."""

    end: End
    said: str
    seconds: float


def lines_of(work: Work) -> int:
    """Runs work to its end in a fork; the lines of the program that it ran through."""
    read, write = os.pipe()
    with os.fdopen(read) as answer:
        child = _forked(lambda: _counted(work, write))
        os.close(write)
        said = answer.read()
    assert os.waitpid(child, 0)[1] == 0, "it failed by itself"
    return int(said)


def seconds_of(work: Work) -> float:
    """Runs work to its end in a fork; how long that took."""
    began = time.monotonic()
    assert os.waitpid(_forked(work), 0)[1] == 0, "it failed by itself"
    return time.monotonic() - began


def killed(work: Work, length: Length, chance: random.Random) -> End:
    """Runs work in a fork and kills it somewhere."""
    if chance.random() < 1 / 2:
        line = chance.randrange(length.lines)
        child = _forked(lambda: _dying(work, line))
    else:
        seconds = chance.uniform(0, length.seconds * _LATER)
        child = _forked(work)
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return End(killed=True)
    return End(killed=False, problem="" if os.WEXITSTATUS(status) == 0 else "the program failed by itself")


def killed_program(words: Sequence[str], home: Path, output: Path, stop: Stop) -> Run:
    """Runs ``studykit`` and kills it as soon as ``stop`` says so of what it printed and of the seconds it ran.

    Standard input is a long row of answers to questions and cards.
    """
    began = time.monotonic()
    with (
        output.open("w") as written,
        subprocess.Popen(
            [sys.executable, "-m", "studykit", *words],
            stdin=subprocess.PIPE,
            stdout=written,
            stderr=subprocess.STDOUT,
            env={**os.environ, "STUDYKIT_DATABASE": "", "STUDYKIT_HOME": str(home), "PYTHONUNBUFFERED": "1"},
        ) as running,
    ):
        assert running.stdin is not None
        running.stdin.write(b"A\n?\n\n3\n" * 40)  # every question and every card takes one of them
        running.stdin.flush()
        while running.poll() is None and (seconds := time.monotonic() - began) < _LONGEST:
            if stop(output.read_text("utf-8", "replace"), seconds):
                break
            time.sleep(0.002)
        running.kill()
    said = output.read_text("utf-8", "replace")
    bad = running.returncode not in (0, -signal.SIGKILL)
    end = End(running.returncode == -signal.SIGKILL, said[-_SHOWN:] if bad else "")
    return Run(end, said, time.monotonic() - began)


def moment(usual: float, chance: random.Random) -> float:
    """Seconds after which a run of the program is killed, past most of its imports."""
    return chance.uniform(usual * _STARTED, usual * _LATER)


def _forked(work: Work) -> int:
    child = os.fork()
    if child:
        return child
    try:
        work()
    except BaseException:  # noqa: BLE001 - a child must never go on as a second campaign
        traceback.print_exc()
        os._exit(_BROKEN)
    os._exit(0)


def _counted(work: Work, pipe: int) -> None:
    lines = 0

    def count() -> None:
        nonlocal lines
        lines += 1

    _at_each_line(count, work)
    os.write(pipe, str(lines).encode())


def _dying(work: Work, line: int) -> None:
    left = line

    def count() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    _at_each_line(count, work)


def _at_each_line(told: Callable[[], None], work: Work) -> None:
    """Runs work, and tells of each line of the program before it is run."""

    def local(_frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            told()
        return local

    def entered(frame: FrameType, _event: str, _: Any) -> Any:
        return local if frame.f_code.co_filename.startswith(_OURS) else None

    sys.settrace(entered)
    try:
        work()
    finally:
        sys.settrace(None)
