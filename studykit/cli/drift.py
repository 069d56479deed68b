"""``studykit drift``: what newer libraries say differently from the pinned extracts and from the pack."""

from __future__ import annotations

from collections.abc import Sequence

from studykit.cli import options, write
from studykit.cli.authority import add_from
from studykit.core.text import count, printable
from studykit.workflows.authority import Drift, find_drift

_EXAMPLES = """\
  studykit drift
  studykit drift --format json           one object a line
  studykit drift --from packages/        compare with libraries in another folder
"""


def run(words: Sequence[str]) -> int:
    """Lists members that moved and values that are contradicted now; 2 when it cannot compare."""
    parser = options.parser(
        "drift", "Compare the pinned extracts and the pack with the installed botocore and cfn-lint.", _EXAMPLES
    )
    add_from(parser)
    options.add_format(parser)
    arguments = parser.parse_args(words)
    drift = find_drift(options.places(), arguments.pack, within=arguments.within)
    options.tell(drift.missing)
    if arguments.format == "json":
        _records(drift)
    else:
        _lines(drift)
    return options.exit_code(drift.missing)


def _records(drift: Drift) -> None:
    for source, pinned, installed in drift.versions:
        write.json_line({"kind": "version", "source": source, "pinned": pinned, "installed": installed})
    for one in drift.changes:
        write.json_line(
            {"kind": "change", "member": one.member, "what": one.what, "before": one.before, "after": one.after}
        )
    for problem in drift.contradictions:
        write.json_line(
            {"kind": "contradiction", "file": problem.file, "line": problem.line, "message": problem.message}
        )


def _lines(drift: Drift) -> None:
    for source, pinned, installed in drift.versions:
        print(printable(f"{source}: pinned {pinned}, installed {installed}"))
    for one in drift.changes:
        moved = f"gone (it said: {one.before})" if one.what == "gone" else f"{one.what} {one.before} → {one.after}"
        write.line(f"{one.member}: {moved}", "  ", "    ")
    for problem in drift.contradictions:
        write.line(str(problem), "  ", "    ")
    if not drift.changes and not drift.contradictions:
        print("Nothing moved.")
        return
    print(f"{count(len(drift.changes), 'change')}, {count(len(drift.contradictions), 'contradicted value')}.")
