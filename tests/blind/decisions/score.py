"""Score the blind decisions: agreement per domain, and every disagreement with what was expected and what came.

Run from the repository's root: ``python tests/blind/decisions/score.py [patterns] [policies] [schedules]``.
The answers of moto stand beside those to the event patterns (where moto is installed); what it cannot read or
match without an exception counts as its "invalid".
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from studykit.core.errors import UsageError
from studykit.core.verdict import Decision, Verdict
from studykit.rules.engine import Judge
from studykit.rules.settings import read_settings
from studykit.workflows.pack import read_rules

HERE = Path(__file__).parent
FROZEN = {
    "patterns": "a13fdab52c09d26cf69f5d7c463cc4453f08c05607d53ca1d14e2e1e8cd6ad54",
    "policies": "b47950509231bed151053c60a5cbdb9235f0faff8dd7e33eb84db64874c28302",
    "schedules": "8c5aedf8db34e966e6e86de65848d86f6a0f20ceb9c73e5d2d3a1d99d4fc7d30",
}
DOMAINS = {"patterns": "eventbridge.pattern", "policies": "iam.policy", "schedules": "eventbridge.schedule"}
WORDS = {
    "matches": "match", "does_not_match": "no_match", "invalid_pattern": "invalid", "invalid_policy": "invalid",
    "invalid_expression": "invalid",
}  # fmt: skip
Case = dict[str, Any]


def judged(judge: Judge, words: Mapping[str, str]) -> tuple[str, Verdict | None]:
    """The outcome in the words of the frozen files; an input that is not taken is an outcome of its own."""
    try:
        verdict = judge.verdict(read_settings(judge.domain, words))
    except UsageError as problem:
        return f"not taken: {problem}", None
    if verdict.decision is not Decision.DECIDED:
        return f"{verdict.decision.value}: {verdict.says}", verdict
    return WORDS.get(verdict.outcome, verdict.outcome), verdict


def says(verdict: Verdict | None) -> str:
    """Why we say so, in one line."""
    if verdict is None:
        return ""
    problem = next((value for title, value in verdict.worked_out if title.startswith("what is wrong")), "")
    return f"{verdict.rows[0].id if verdict.rows else '-'}{f': {problem}' if problem else ''}"


def of_pattern(case: Case, judge: Judge) -> tuple[str, str, str]:
    """Expectation, answer and reason."""
    answer, verdict = judged(judge, {"pattern": case["pattern"], "event": case["event"]})
    return case["expected"], answer, says(verdict)


def of_moto(case: Case) -> str:
    """What moto makes of an event pattern."""
    from moto.events.models import EventPattern

    try:
        return "match" if EventPattern.load(case["pattern"]).matches_event(json.loads(case["event"])) else "no_match"
    except Exception:  # noqa: BLE001 - moto refuses with many kinds of exceptions
        return "invalid"


def of_policy(case: Case, judge: Judge) -> tuple[str, str, str]:
    """Expectation, answer and reason."""
    policies = dict(case["policies"])
    words = {name: case[name] for name in ("principal", "action", "resource")}
    if case["resource_account"]:
        words["resource_account"] = case["resource_account"]
    if case["context"]:
        words["context"] = json.dumps(case["context"])
    for theirs, ours in (("identity", "identity_policy"), ("scps", "scp"), ("session", "session_policy")):
        if theirs in policies:
            policies[ours] = policies.pop(theirs)
    words |= {name: json.dumps(found) for name, found in policies.items()}
    answer, verdict = judged(judge, words)
    return case["expected"], answer, says(verdict)


def of_schedule(case: Case, judge: Judge) -> tuple[str, str, str]:
    """Expectation, answer and reason; a valid one has its next times in both."""
    words = {"expression": case["expression"], "kind": "rule", "from": case["start"], "times": "3"}
    answer, verdict = judged(judge, words)
    expected = case["expected"] if case["expected"] == "invalid" else f"valid {_times(case['next'])}"
    if verdict is not None and answer in ("recurring", "starts_once", "never_starts"):
        answer = f"valid {_times(dict(verdict.worked_out).get('next times', ()))}"
    return expected, answer, says(verdict)


def _times(texts: Any) -> list[str]:
    return [datetime.fromisoformat(str(text)).strftime("%Y-%m-%d %H:%M:%S") for text in texts or ()]


ASK = {"patterns": of_pattern, "policies": of_policy, "schedules": of_schedule}


def shown(case: Case) -> Iterator[str]:
    """What the case is about."""
    if "pattern" in case:
        yield f"pattern {case['pattern']}"
        yield f"event   {case['event']}"
    elif "expression" in case:
        yield f"{case['expression']} from {case['start']}"
    else:
        yield f"{case['principal']} {case['action']} {case['resource']} {json.dumps(case['context'])}"
        yield json.dumps(case["policies"])
    yield f"because {case['why']}"


def main(arguments: list[str]) -> int:
    """Print the agreement of each set."""
    judges = {judge.domain.id: judge for _, judge in read_rules(HERE.parents[2] / "content" / "aws-serverless").judges}
    summary = []
    for name in arguments or list(DOMAINS):
        file = HERE / f"{name}.yaml"
        if hashlib.sha256(file.read_bytes()).hexdigest() != FROZEN[name]:
            print(f"{file.name} is CHANGED since it was frozen")
        cases = yaml.safe_load(file.read_text(encoding="utf-8"))
        right = others = 0
        for case in cases:
            expected, answer, reason = ASK[name](case, judges[DOMAINS[name]])
            right += answer == expected
            other = of_moto(case) if name == "patterns" else expected
            others += other == expected
            if answer != expected or other != expected:
                mark = "OURS" if answer != expected else "moto"
                beside = f", moto {other}" if name == "patterns" else ""
                print(f"{mark} {case['id']}: expected {expected}, ours {answer} ({reason}){beside}")
                if answer != expected:
                    print("".join(f"       {line}\n" for line in shown(case)), end="")
        beside = f"; moto {others}/{len(cases)} ({others / len(cases):.1%})" if name == "patterns" else ""
        summary.append(f"{name}: {right}/{len(cases)} ({right / len(cases):.1%}){beside}")
    print(*summary, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
