"""``studykit fact``: one attribute with every claim, its history and what settles it."""

from __future__ import annotations

from collections.abc import Sequence

from studykit.cli import options, write
from studykit.core.errors import UsageError
from studykit.core.fact import BehaviourFact, Fact, FactBase
from studykit.core.text import count
from studykit.workflows.records import behaviour_record, fact_record

_EXAMPLES = """\
  studykit fact lambda.timeout          all bounds of an attribute
  studykit fact lambda.timeout.max      one of them
  studykit fact lambda.latest_version   a behaviour: the question and every answer
  studykit fact lambda.memory --notes my-notes/ --format json
"""


def run(words: Sequence[str]) -> int:
    """Prints the facts of one attribute."""
    parser = options.parser(
        "fact", "Show one attribute: values, every claim with its line, history, source.", _EXAMPLES
    )
    parser.add_argument("id", metavar="ID", help="service.attribute, service.attribute.bound or a behaviour")
    options.add_content(parser)
    options.add_format(parser)
    arguments = parser.parse_args(words)
    library = options.opened(arguments)
    answered = library.base.behaviours.get(arguments.id)
    if answered is not None:
        _answer(answered, arguments.format)
        return options.exit_code(library.diagnostics)
    for fact in _named(library.base, arguments.id):
        if arguments.format == "json":
            write.json_line(fact_record(fact))
        else:
            _show(fact)
    return options.exit_code(library.diagnostics)


def _named(base: FactBase, name: str) -> tuple[Fact, ...]:
    found = tuple(base.facts[one] for one in base.facts if name in (one, one.rpartition(".")[0]))
    if not found:
        from studykit.facts.search import nearest_fact

        raise UsageError(f"There is no fact '{name}'.{nearest_fact(base, name)} See: studykit facts")
    return found


def _answer(fact: BehaviourFact, form: str) -> None:
    """Shows a behaviour: the question, what holds, and every claim under the answer that it gives."""
    if form == "json":
        write.json_line(behaviour_record(fact))
        return
    write.line(f"{fact.id}   {fact.status}")
    write.line(fact.behaviour.asks, "  ")
    write.line(f"Holds       {fact.says or 'nothing is settled'}", "  ", " " * 14)
    dated = f" (as of {fact.behaviour.as_of})" if fact.behaviour.as_of else ""
    write.line(f"Settled by  {fact.settled_by}{dated}", "  ", " " * 14)
    for turn in fact.behaviour.turns:
        when = f"until {turn.until}" if turn.until else f"of {turn.scope}"
        write.line(f"Was         {fact.behaviour.says(turn.choice)} ({when})", "  ", " " * 14)
    print(f"  {count(len(fact.statements), 'claim')}" + (":" if fact.statements else ""))
    write.claims(zip(fact.statements, fact.standings, strict=True))
    print()


def _show(fact: Fact) -> None:
    write.line(f"{fact.id} = {fact.quantity}   {fact.status}")
    write.line(f"{fact.attribute.means} ({fact.bound})", "  ")
    write.line(f"Settled by  {fact.settled_by}", "  ", " " * 14)
    cited = fact.cited
    if cited is not None:
        dated = f" (as of {cited.as_of})" if cited.as_of else ""
        what = "Authority" if cited.members else "Source"
        write.line(f"{what:<10}  {cited.quantity}: {cited.source}{dated}", "  ", " " * 14)
        if fact.finding is not None and fact.finding.words:
            write.line(f"It says     {fact.finding.words}", "  ", " " * 14)
        if cited.why:
            write.line(f"No authority: {cited.why}", "  ", " " * 14)
        if cited.exam is not None:
            write.line(f"Exams may still ask for {cited.exam}", "  ", " " * 14)
        if cited.remark:
            write.line(f"Note        {cited.remark}", "  ", " " * 14)
    for one in fact.scoped:
        write.line(f"Elsewhere   {one.quantity} for {one.scope} ({one.source})", "  ", " " * 14)
    for past in fact.history:
        write.line(f"Was         {past.quantity} until {past.until} ({past.source})", "  ", " " * 14)
    print(f"  {count(len(fact.claims), 'claim')}" + (":" if fact.claims else ""))
    write.claims(zip(fact.claims, fact.standings, strict=True))
    print()
