"""The table of verbs, and how each is run: parse → workflow → print → exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from studykit.core.errors import StudykitError, nearest

VERBS: dict[str, tuple[str, str]] = {
    "study": ("studykit.cli.study", "open the app: what is due today, one key away"),
    "serve": ("studykit.cli.serve", "the same app in a browser window of this computer"),
    "review": ("studykit.cli.review", "the same review line by line, for ssh and screen readers"),
    "quiz": ("studykit.cli.quiz", "verified questions: to read, to play line by line, or as a file"),
    "exam": ("studykit.cli.exam", "sit a mock exam; list exams and past results"),
    "plan": ("studykit.cli.plan", "what to do each day until the exam, and how ready you are"),
    "report": ("studykit.cli.report", "a page about how ready you are, with plots"),
    "stats": ("studykit.cli.stats", "how well you remember, what comes, where you are weak"),
    "cards": ("studykit.cli.cards", "how each card stands; suspend, bury, release"),
    "settings": ("studykit.cli.settings", "how you study: new cards a day, steps, easy days, breaks"),
    "ask": ("studykit.cli.ask", "decide a configuration and say why"),
    "explain": ("studykit.cli.explain", "one configuration in full: every step, a drawing, the smallest fixes"),
    "domains": ("studykit.cli.domains", "list what can be decided, and with which inputs"),
    "facts": ("studykit.cli.facts", "list or search the facts"),
    "fact": ("studykit.cli.fact", "one fact: value, claims with their lines, history, source"),
    "conflicts": ("studykit.cli.conflicts", "where notes disagree, with every line"),
    "settle": ("studykit.cli.settle", "where notes disagree, say which claim holds; take it back; list"),
    "claims": ("studykit.cli.claims", "what notes say, one line a claim"),
    "import": ("studykit.cli.import_", "questions and cards of others into your pack; your answers back from Anki"),
    "export": ("studykit.cli.export", "write the cards for Anki (with your schedule), spreadsheets or programs"),
    "sync": ("studykit.cli.sync", "share answers with your other devices through a folder, or with Anki"),
    "backup": ("studykit.cli.backup", "copy your answers; list the copies"),
    "restore": ("studykit.cli.restore", "bring a copy back, or repair a damaged file"),
    "log": ("studykit.cli.log", "list your answers, or prove that the log gives what is remembered"),
    "fit": ("studykit.cli.fit", "fit the scheduler to your own answers"),
    "cohort": ("studykit.cli.cohort", "for a group with a teacher: join, leave, see where the group is weak"),
    "reconcile": ("studykit.cli.reconcile", "settle which cards of edited notes are which"),
    "check": ("studykit.cli.check", "check a pack and notes; every problem with file and line"),
    "pack": ("studykit.cli.pack", "make a pack of your own, or check one"),
    "authority": ("studykit.cli.authority", "write what dated authorities say of a pack's values"),
    "lock": ("studykit.cli.lock", "write every fact into a file whose changes are reviewed"),
    "drift": ("studykit.cli.drift", "what newer authorities say differently"),
}
"""Verb → (module, what it does). A new verb is one file and one row."""

_STOPPED = 130  # the shell's code for a program ended by ctrl+c
_EXAMPLES = """\
Examples:
  studykit                                   open the app on what is due today
  studykit study --notes my-notes/           study your own notes beside the pack
  studykit fact lambda.timeout               a limit, with every note line that states it
  studykit conflicts --notes my-notes/       where your notes disagree
  studykit ask lambda.queue_source function_timeout=60s visibility_timeout=30s
  studykit quiz --plain --count 10           answer questions here, line by line
  studykit quiz --seed 7 --format html --output quiz.html
  studykit export anki deck.apkg

'studykit VERB --help' tells the options of a verb. Answers are kept in your user data folder;
STUDYKIT_HOME=FOLDER keeps them elsewhere. Notes are only read, never changed.
"""


def usage() -> str:
    """The help of the whole program."""
    rows = "\n".join(f"  {verb:<10} {summary}" for verb, (_, summary) in VERBS.items())
    return (
        "usage: studykit [VERB] [OPTIONS]\n\n"
        "Study for an exam from notes that you can check.\n\n"
        f"Verbs (without one: study):\n{rows}\n\n{_EXAMPLES}"
    )


def run(words: Sequence[str]) -> int:
    """Runs the verb that ``words`` begin with; every error becomes one message and an exit code."""
    try:
        if words and words[0] in ("--help", "-h", "help"):
            print(usage(), end="")
            return 0
        verb, rest = _split(words)
        return int(import_module(VERBS[verb][0]).run(rest))
    except KeyboardInterrupt:
        return _refuse("Stopped.", _STOPPED)
    except BrokenPipeError:  # the reader of the pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as problem:  # noqa: BLE001 - the last line of defence: never a traceback
        return _failed(problem)


def _split(words: Sequence[str]) -> tuple[str, Sequence[str]]:
    if not words or words[0].startswith("-"):
        return "study", words
    if words[0] not in VERBS:
        message = f"There is no verb '{words[0]}'.{nearest(words[0], VERBS)} See: studykit --help"
        raise StudykitError(message)
    return words[0], words[1:]


def _failed(problem: Exception) -> int:
    if isinstance(problem, StudykitError):
        return _refuse(str(problem), problem.exit_code)
    if isinstance(problem, OSError):
        place = f" ({problem.filename})" if problem.filename else ""
        return _refuse(f"{problem.strerror or problem}{place}.", StudykitError.exit_code)
    return _report(problem)


def _refuse(message: str, code: int) -> int:
    from studykit.core.text import printable

    sys.stdout.flush()
    print(f"studykit: {printable(message)}", file=sys.stderr)
    return code


def _report(bug: Exception) -> int:
    from studykit.workflows.bug import keep_report

    log = keep_report(bug)
    if log is None:
        return _refuse("Something went wrong in studykit, and the report could not be written.", 1)
    return _refuse(f"Something went wrong in studykit. Your answers are safe. The report is in {log}.", 1)
