"""The program's entry: answers ``--version`` before anything is imported."""

from __future__ import annotations

import sys


def main(arguments: list[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 done, 1 a bug, 2 something could not be done."""
    words = sys.argv[1:] if arguments is None else arguments
    if words and words[0] in ("--version", "-V"):
        from studykit import __version__

        print(f"studykit {__version__}")
        return 0
    from studykit.cli.verbs import run

    return run(words)


if __name__ == "__main__":
    sys.exit(main())
