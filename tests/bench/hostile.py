"""Packs and texts made to hurt: how long and how much memory until they are refused or answered.

python -m tests.bench.hostile
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

STUDYKIT = str(Path(sys.executable).with_name("studykit"))
SECONDS, MEGABYTES = 1.0, 100
_HEAD = "domain: a.b\ntitle: t\narea: x\nwanted: y\noutcomes: {y: Yes it is.}\n"
_TABLE = "rules:\n  - {id: r, outcome: y, because: b}\n"
_PEAK = (
    "import resource, subprocess, sys\n"
    "done = subprocess.run(sys.argv[1:], capture_output=True, text=True)\n"
    "print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    "print((done.stdout + done.stderr).strip().splitlines()[0] if (done.stdout + done.stderr).strip() else '')\n"
)


DOMAINS: dict[str, Callable[[], str]] = {
    "YAML nested 100,000 deep": lambda: _HEAD + "inputs: " + "[" * 100_000,
    "YAML of aliases that multiply": lambda: "a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n" + _HEAD + _TABLE,
    "YAML tag that makes an object": lambda: _HEAD + "inputs: !!python/object/apply:os.system ['true']\n" + _TABLE,
    "condition nested 10,000 deep": lambda: (
        _HEAD + _TABLE + "derived: {d: '" + "(" * 10_000 + "1" + ")" * 10_000 + "'}"
    ),
    "condition of 40,000 parts": lambda: _HEAD + _TABLE + "derived: {d: '" + "1+" * 40_000 + "1'}",
    "number of 100,000 digits": lambda: _HEAD + _TABLE + "derived: {d: '" + "9" * 100_000 + "'}",
    "values that need each other": lambda: _HEAD + "derived: {d: e + 1, e: d + 1}\n" + _TABLE,
    "products that grow and grow": lambda: (
        _HEAD
        + "inputs: {n: {count: }}\nderived:\n  d0: n * 999999999999999\n"
        + "".join(f"  d{at}: d{at - 1} * d{at - 1}\n" for at in range(1, 60))
        + "rules:\n  - {id: q, when: d59 > 1, outcome: y, because: c}\n  - {id: r, outcome: y, because: b}\n"
        + "examples:\n  - {given: {n: 999999999999999}, outcome: y}\n"
    ),
    "30,000 examples": lambda: (
        _HEAD
        + "inputs: {n: {count: }}\n"
        + _TABLE
        + "examples:\n"
        + "".join(f"  - {{given: {{n: {at}}}, outcome: y}}\n" for at in range(30_000))
    ),
    "50 MB in one file": lambda: _HEAD + "# " + "x" * 50_000_000,
    "5,000 rows that mix everything": lambda: (
        _HEAD
        + "inputs: {"
        + ", ".join(f"n{at}: {{count: }}" for at in range(40))
        + "}\nrules:\n"
        + "".join(
            f"  - {{id: r{at}, when: n{at % 40} + n{at % 7} > {at}, outcome: y, because: b{at}}}\n"
            for at in range(5000)
        )
        + "  - {id: r, outcome: y, because: b}\n"
    ),
}
_LONG = "a" * 4000
_INTEGRATION = (
    "apigateway.integration", "type=aws", "target=lambda", "integration_http_method=POST",
    "content_type=application/json", "mapping_templates=application/json", 'body={"a": 1}',
)  # fmt: skip
ASKED: dict[str, list[str]] = {
    "pattern of wildcards": [
        "eventbridge.pattern", 'pattern={"a":[{"wildcard":"' + "*a" * 60 + '*b"}]}', f'event={{"a":"{_LONG}"}}',
    ],
    "pattern nested 3,000 deep": ["eventbridge.pattern", "pattern=" + '{"a":' * 3000 + "[1]" + "}" * 3000, "event={}"],
    "pattern of $or in $or": [
        "eventbridge.pattern",
        "pattern=" + '{"$or":[{"a":[1]},' * 12 + '{"b":[2]}' + "]}" * 12,
        'event={"b":2}',
    ],
    "event nested 20,000 deep": ["eventbridge.pattern", 'pattern={"a":[1]}', "event=" + "[" * 20_000],
    "policy of stars": [
        "iam.policy",
        'identity_policy={"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"' + "*a" * 200
        + '*b","Resource":"*"}]}',
        "action=s3:" + "a" * 2000,
        "resource=arn:aws:s3:::b/" + "a" * 2000,
        "principal=arn:aws:iam::111122223333:user/u",
    ],
    "template of loops in loops": [
        *_INTEGRATION,
        "template=" + "#foreach($a in [1..1000])" * 4 + "x" + "#end" * 4,
    ],
    "template that doubles its text": [
        *_INTEGRATION,
        'template=#set($s="xxxxxxxx")' + "#foreach($i in [1..60])#set($s=$s+$s)#end$s",
    ],
    "template that asks for Python": [
        *_INTEGRATION, "template=$input.__class__.__mro__",
    ],
    "schedule of 100,000 fields": ["eventbridge.schedule", "expression=cron(" + "* " * 50_000 + ")"],
}  # fmt: skip


def measured(command: list[str], home: str) -> tuple[float, float, int, str]:
    """Wall seconds, peak megabytes, exit code and first line of a run."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, *command],
        env={"STUDYKIT_HOME": home, "PATH": "/usr/bin:/bin"},
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    took = time.perf_counter() - started
    first, _, rest = done.stdout.partition("\n")
    code, kilobytes = first.split()
    return took, int(kilobytes) / 1024, int(code), rest.strip()


def main() -> None:
    """Prints a row a case; a case that is over a bound, or a traceback, is marked."""
    print(f"{'case':<36}{'s':>7}{'MB':>6}  exit  answer   (bounds {SECONDS:g} s, {MEGABYTES} MB)")
    with tempfile.TemporaryDirectory() as folder:
        home = str(Path(folder) / "home")
        measured([STUDYKIT, "facts"], home)  # what is built once is not part of a case
        for name, text in DOMAINS.items():
            pack = Path(folder) / "pack"
            (pack / "domains").mkdir(parents=True, exist_ok=True)
            (pack / "pack.yaml").write_text("pack: p\ntitle: p\n")
            (pack / "domains" / "a.b.yaml").write_text(text())
            _print(name, measured([STUDYKIT, "pack", "check", str(pack)], home))
        for name, words in ASKED.items():
            _print(name, measured([STUDYKIT, "ask", *words], home))


def _print(name: str, row: tuple[float, float, int, str]) -> None:
    took, megabytes, code, first = row
    over = took > SECONDS or megabytes > MEGABYTES or code == 1
    print(f"{name:<36}{took:>7.2f}{megabytes:>6.0f}  {code:>4}  {'OVER ' if over else ''}{first[:110]}", flush=True)


if __name__ == "__main__":
    main()
