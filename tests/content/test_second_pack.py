"""A pack about something else entirely, for which no line of Python was written: PostgreSQL server configuration."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from studykit.core.card import CardKind
from studykit.core.fact import Status
from studykit.rules.check import check_domain, scenarios
from studykit.rules.engine import Judge
from studykit.rules.settings import read_settings
from studykit.workflows.library import Library
from studykit.workflows.open_library import open_library
from studykit.workflows.pack import read_rules
from studykit.workflows.places import find_places
from tests.bench.mutation import surviving
from tests.program import studykit

PROJECT = Path(__file__).parents[2]
PACK = PROJECT / "content" / "postgresql"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    places = find_places({"STUDYKIT_HOME": str(tmp_path_factory.mktemp("home"))})
    return open_library(places, "postgresql", [])


@pytest.fixture(scope="module")
def judges() -> Mapping[str, Judge]:
    return {judge.domain.id: judge for _, judge in read_rules(PACK).judges}


def test_it_reads_without_a_problem(library: Library) -> None:
    assert [str(one) for one in library.diagnostics] == []


def test_its_notes_and_its_sources_say_the_same(library: Library) -> None:
    assert library.base.conflicts == ()
    assert {fact.status for fact in library.base.facts.values()} <= {Status.VERIFIED, Status.AGREED}
    stated = [fact for fact in library.base.facts.values() if fact.claims]
    assert len(stated) >= len(library.base.facts) - 1


def test_the_engine_knows_nothing_of_its_subject(library: Library, judges: Mapping[str, Judge]) -> None:
    rooms = ("core", "notes", "packs", "facts", "rules", "questions", "scheduling", "exchange", "workflows")
    words = {*judges, *(one.key for one in library.pack.attributes if one.key.count("_") > 1), "autovacuum", "work_mem"}
    written = {path: path.read_text("utf-8") for room in rooms for path in (PROJECT / "studykit" / room).rglob("*.py")}
    assert [(path, word) for path, text in written.items() for word in words if word in text] == []


def test_its_domains_are_complete_and_hold(judges: Mapping[str, Judge]) -> None:
    assert set(judges) == {
        "memory.settings", "server.connections", "settings.change", "vacuum.trigger", "wal.commit",
    }  # fmt: skip
    for name, judge in judges.items():
        assert list(check_domain(judge, name)) == []
        assert len(judge.domain.misconceptions) >= 3
        assert len(judge.domain.templates) >= 2
        for template in judge.domain.templates:
            assert 35 <= len(template.stem.split()) <= 60, (name, template.id)


def test_every_limit_and_comparison_is_held_by_an_example(library: Library, judges: Mapping[str, Judge]) -> None:
    attributes = {one.id: one for one in library.pack.attributes}
    assert {name: surviving(judge, attributes)[0] for name, judge in judges.items()} == {name: [] for name in judges}


def test_every_misconception_changes_some_verdict(judges: Mapping[str, Judge]) -> None:
    for judge in judges.values():
        tried = list(scenarios(judge, 800))
        for misconception in judge.domain.misconceptions:
            believer = judge.believing(misconception)
            assert any(believer.outcome(one) != judge.outcome(one) for one in tried), misconception.id


def test_nearly_every_card_can_be_asked(library: Library) -> None:
    asked = [card for card in library.cards if card.kind is not CardKind.DEFINITION]
    silent = [card.id for card in asked if library.question(card, 0) is None]
    assert len(silent) <= len(asked) // 10, silent


SLOTS = "max_connections=8 superuser_reserved_connections=2 reserved_connections=2 "
FULL_DATABASE = "connections_in_use=5 role=superuser database_connection_limit=1 database_connections=1"
ANSWERED = [
    ("server.connections", SLOTS + "connections_in_use=3", "connected"),
    ("server.connections", SLOTS + "connections_in_use=4", "reserved_for_privileged_roles"),
    ("server.connections", SLOTS + "connections_in_use=4 role=pg_use_reserved_connections", "connected"),
    ("server.connections", SLOTS + "connections_in_use=6 role=pg_use_reserved_connections", "reserved_for_superusers"),
    ("server.connections", SLOTS + "connections_in_use=6 role=superuser", "connected"),
    ("server.connections", SLOTS + "connections_in_use=8 role=superuser", "too_many_clients"),
    ("server.connections", "max_connections=5 superuser_reserved_connections=5", "server_does_not_start"),
    ("server.connections", "connections_in_use=5 role=superuser allow_connections=false", "database_closed"),
    ("server.connections", FULL_DATABASE, "connected"),
    ("memory.settings", "shared_buffers=100KB", "refused"),
    ("settings.change", "setting=log_connections how=alter_role superuser=true", "refused"),
    ("settings.change", "setting=log_connections how=alter_system superuser=true action=reload", "new_sessions_only"),
    ("settings.change", "setting=max_connections how=alter_system superuser=true action=reload", "waits_for_restart"),
    ("settings.change", "setting=work_mem how=alter_system superuser=true action=reload", "in_effect"),
    ("settings.change", "setting=work_mem how=alter_system", "refused"),
    ("settings.change", "setting=log_min_duration_statement how=set", "refused"),
    ("settings.change", "setting=deadlock_timeout how=set superuser=true", "in_effect"),
    ("settings.change", "setting=checkpoint_timeout how=set superuser=true", "refused"),
]
"""What a server of version 17 answered when it was asked the same."""


@pytest.mark.parametrize(("domain", "words", "expected"), ANSWERED)
def test_it_decides_as_the_server_does(judges: Mapping[str, Judge], domain: str, words: str, expected: str) -> None:
    judge = judges[domain]
    said = dict(word.split("=") for word in words.split())
    assert judge.verdict(read_settings(judge.domain, said)).outcome == expected


def test_the_program_takes_it_by_its_name_or_folder(home: Path) -> None:
    for pack in ("postgresql", PACK):
        asked = studykit(
            "ask", "--pack", pack, "server.connections", "connections_in_use=97", "--format", "json", home=home
        )
        assert asked.returncode == 0, asked.stderr
        verdict = json.loads(asked.stdout)
        assert verdict["outcome"] == "reserved_for_superusers"
