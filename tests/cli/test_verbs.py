from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from studykit import __version__
from studykit.cli.main import main
from studykit.cli.verbs import VERBS
from tests.program import studykit

ROOT = Path(__file__).parents[2]


def test_the_version_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"studykit {__version__}\n"


def test_help_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"  {verb} " in shown for verb in VERBS)
    assert all(len(line) <= 100 for line in shown.splitlines())


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_examples(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([verb, "--help"])
    assert left.value.code == 0
    shown = capsys.readouterr().out
    assert f"usage: studykit {verb}" in shown
    assert "Examples:\n  studykit" in shown


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_its_line_in_the_readme(verb: str) -> None:
    assert f"studykit {verb}" in (ROOT / "README.md").read_text("utf-8")


def test_an_unknown_verb_suggests_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quizz"]) == 2
    assert "Did you mean 'quiz'?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("module", "never"),
    [
        ("studykit.cli.main", ("argparse", "dataclasses", "json")),
        (
            "studykit.cli.verbs",
            ("argparse", "yaml", "sqlalchemy", "textual", "markdown_it", "fsrs", "rapidfuzz"),
        ),
        ("studykit.cli.quiz", ("yaml", "sqlalchemy", "textual", "markdown_it", "fsrs", "rapidfuzz")),
        ("studykit.tui.app", ("yaml", "sqlalchemy", "alembic", "markdown_it", "fsrs", "rapidfuzz")),
    ],
)
def test_start_up_stays_lazy(module: str, never: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print(*sorted(set(sys.modules) & set({never!r})))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    allowed = {"markdown_it"} if module == "studykit.tui.app" else set()  # Textual itself imports it
    assert set(loaded.stdout.split()) <= allowed


def test_a_warm_quiz_touches_no_yaml_markdown_or_database(home: Path) -> None:
    assert studykit("quiz", home=home).returncode == 0
    code = (
        "import sys; from studykit.cli.main import main; main(['quiz', '--count', '10']); "
        "never = {'yaml', 'sqlalchemy', 'textual', 'markdown_it', 'rapidfuzz', 'fsrs'}; "
        "print('LOADED', *sorted(never & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert ran.stdout.splitlines()[-1].split() == ["LOADED"]


def test_a_closed_pipe_is_no_error(home: Path) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-m", "studykit", "facts"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    writer.stdout.close()
    assert writer.stderr is not None
    with writer.stderr as errors:
        assert errors.read() == ""
    assert writer.wait(60) == 0


def test_a_bug_becomes_a_report_in_the_log(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(VERBS, "facts", ("tests.cli.broken_verb", "breaks"))
    assert main(["facts"]) == 1
    shown = capsys.readouterr()
    assert "Something went wrong" in shown.err
    assert "Traceback" not in shown.err
    assert "ZeroDivisionError" in (home / "studykit.log").read_text("utf-8")


@pytest.mark.parametrize("verb", VERBS)
def test_help_fits_80_columns_but_for_commands_that_are_longer(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([verb, "--help"])
    description, _, examples = capsys.readouterr().out.partition("Examples:\n")
    assert examples
    assert all(len(line) <= 80 for line in description.splitlines() if not line.lstrip().startswith(("[", "--")))
    assert all(len(line) <= 80 or "   " not in line.strip() for line in examples.splitlines())
