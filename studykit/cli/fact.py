"""``studykit fact``: one attribute with every claim, its history and what settles it."""

from __future__ import annotations

from collections.abc import Sequence

from studykit.cli import options, write
from studykit.core.errors import UsageError
from studykit.core.fact import BehaviourFact, Fact, FactBase
from studykit.core.text import count
from studykit.workflows.fact_page import FactView, fact_view
from studykit.workflows.records import behaviour_record, fact_record

_EXAMPLES = """\
  studykit fact lambda.timeout          all bounds of an attribute
  studykit fact lambda.timeout.max      one of them
  studykit fact lambda.latest_version   a behaviour: the question and every answer
  studykit fact lambda.memory --notes my-notes/ --format json
"""
_INDENT = " " * 14


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
    for fact in _named(library.base, arguments.id):
        if arguments.format == "json":
            write.json_line(fact_record(fact) if isinstance(fact, Fact) else behaviour_record(fact))
        else:
            _show(fact_view(library, fact.id))
            said = fact.claims if isinstance(fact, Fact) else fact.statements
            print(f"  {count(len(said), 'claim')}" + (":" if said else ""))
            write.claims(zip(said, fact.standings, strict=True))
            print()
    return options.exit_code(library.diagnostics)


def _named(base: FactBase, name: str) -> tuple[Fact | BehaviourFact, ...]:
    answered = base.behaviours.get(name)
    if answered is not None:
        return (answered,)
    found = tuple(base.facts[one] for one in base.facts if name in (one, one.rpartition(".")[0]))
    if not found:
        from studykit.facts.search import nearest_fact

        raise UsageError(f"There is no fact '{name}'.{nearest_fact(base, name)} See: studykit facts")
    return found


def _show(view: FactView) -> None:
    """Everything that is said of a fact but its claims."""
    figure = view.settled and not view.behaviour
    write.line(f"{view.id} = {view.value}   {view.status}" if figure else f"{view.id}   {view.status}")
    write.line(view.title, "  ")
    if view.behaviour:
        _pair("Holds", view.value or "nothing is settled")
    _pair("Settled by", view.settled_by)
    for label, text in view.remarks:
        _pair(label, text)
    if view.exam != view.value:
        _pair("Exams", f"may still ask for {view.exam}")
    for was in view.was:
        _pair("Was", f"{was.value} until {was.until}" + (f" ({was.source})" if was.source else ""))


def _pair(label: str, text: str) -> None:
    write.line(f"{label:<10}  {text}", "  ", _INDENT)
