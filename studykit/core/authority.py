"""What dated machine-readable authorities say, and whether a value of a pack agrees with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from studykit.core.quantity import FIGURE, Figure, format_figure


@dataclass(frozen=True, slots=True)
class Member:
    """One named place in an authority; a figure is in the unit that the authority leaves unsaid."""

    name: str
    """``botocore lambda CreateFunctionRequest.Timeout``: the source, then the place in it."""
    low: Figure | None = None
    high: Figure | None = None
    options: tuple[str, ...] = ()
    """The only texts that are allowed there; empty: any."""
    status: int | None = None
    """The HTTP status code of an error."""
    default: Figure | None = None
    step: Figure | None = None
    """What every value is a multiple of."""
    says: tuple[str, ...] = ()
    """Sentences of its documentation that hold a figure or the word default."""

    @property
    def source(self) -> str:
        """The authority's name: the first word of the member's name."""
        return self.name.partition(" ")[0]

    @property
    def place(self) -> str:
        """The member's name without the authority's."""
        return self.name.partition(" ")[2]


@dataclass(frozen=True, slots=True)
class Extract:
    """The members of one version of an authority that packs cite."""

    source: str
    version: str
    date: str
    """ISO date that the authority itself bears."""
    licence: str
    members: Mapping[str, Member] = field(default_factory=dict)
    """By name, in the order of the names."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A member with the version and date of the extract that it stands in."""

    member: Member
    version: str
    date: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether an authority agrees with a value that cites it."""

    agrees: bool | None
    """None when no cited member stands in an extract."""
    member: str = ""
    """The member that agrees, or the first one that does not."""
    version: str = ""
    date: str = ""
    words: str = ""
    """What the authority says: ``maximum 900``, or its own sentence."""


@dataclass(frozen=True, slots=True)
class Change:
    """What another version of an authority says differently."""

    member: str
    what: str
    """``maximum``, ``options``, ``figures``, …; ``gone`` when the member is no longer there."""
    before: str
    after: str


def references(extracts: Iterable[Extract]) -> dict[str, Reference]:
    """The members of all extracts by name; of two versions of one source the later in order wins."""
    return {
        name: Reference(member, extract.version, extract.date)
        for extract in extracts
        for name, member in extract.members.items()
    }


def changes(before: Extract, after: Extract) -> Iterator[Change]:
    """What the members of ``before`` say differently in ``after``; new members are no change."""
    for name, member in before.members.items():
        now = after.members.get(name)
        if now is None:
            yield Change(name, "gone", _told(member), "")
            continue
        old, new = _sides(member), _sides(now)
        for what, said in old.items():
            if said != new[what]:
                yield Change(name, what, said or "nothing", new[what] or "nothing")


def figures(sentences: Iterable[str]) -> tuple[str, ...]:
    """The figures of sentences in order, each once: rewording alone is no change."""
    found = (figure.strip("+-").rstrip(".") for one in sentences for figure in FIGURE.findall(one))
    return tuple(dict.fromkeys(found))


def shown(figure: Figure | None) -> str:
    """A figure as people write it; empty for none."""
    return "" if figure is None else format_figure(figure)


def _sides(member: Member) -> dict[str, str]:
    return {
        "minimum": shown(member.low),
        "maximum": shown(member.high),
        "default": shown(member.default),
        "step": shown(member.step),
        "status": shown(member.status),
        "options": ", ".join(member.options),
        "figures": ", ".join(figures(member.says)),
    }


def _told(member: Member) -> str:
    return "; ".join(f"{what} {said}" for what, said in _sides(member).items() if said)
