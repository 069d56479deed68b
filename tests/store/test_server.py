"""A database of a server, by any address: what goes wrong is one sentence, and no password is ever in it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from studykit.core.errors import StoreError
from studykit.store.study_store import StudyStore
from tests.store.examples import MEMORY, review
from tests.store.postgres import server

_NOBODY = "postgresql://ana:s3cret@127.0.0.1:1/cohort?application_name=s3cret"


def said(address: str) -> str:
    with pytest.raises(StoreError) as caught:
        StudyStore.open(address)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert "s3cret" not in sentence
    return sentence


def test_a_server_that_is_not_there_is_one_sentence() -> None:
    sentence = said(_NOBODY)
    assert "'postgresql://ana@127.0.0.1:1/cohort' cannot be reached" in sentence


def test_a_database_that_is_not_there_is_one_sentence(postgres: str) -> None:
    assert "There is no database" in said(
        postgres.replace("studykit@", "studykit:s3cret@").rpartition("/")[0] + "/none"
    )


def test_an_unknown_user_is_one_sentence(postgres: str) -> None:
    assert "STUDYKIT_DATABASE" in said(postgres.replace("studykit@", "nobody:s3cret@"))


@pytest.mark.parametrize("address", ["postgresql://ana:s3cret@host:port/x", "::s3cret://", "s3cret@host", "/a/b.db"])
def test_an_address_that_cannot_be_read_is_one_sentence(address: str) -> None:
    assert "STUDYKIT_DATABASE cannot be read" in said(address)


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:"])
def test_answers_are_never_kept_in_memory_only(address: str) -> None:
    assert "names no file" in said(address)


@pytest.mark.parametrize("address", ["mysql+pymysql://ana:s3cret@host/x", "nothing://host/x", "oracle://host/x"])
def test_a_database_that_cannot_be_used_is_one_sentence(address: str) -> None:
    assert address.partition(":")[0].partition("+")[0] in said(address)


def test_a_database_of_another_program_is_refused_and_left_alone(postgres_where: str) -> None:
    with StudyStore.open(postgres_where) as store, store.engine.begin() as connection:
        connection.execute(text("drop table studykit_version"))
    assert "belongs to another program" in said(postgres_where)


def test_tables_of_others_may_be_beside_ours(postgres_where: str) -> None:
    with StudyStore.open(postgres_where) as store, store.engine.begin() as connection:
        connection.execute(text("create table theirs (kept integer)"))
    StudyStore.open(postgres_where).close()


def test_a_database_of_a_newer_version_is_refused_and_left_alone(postgres_where: str) -> None:
    with StudyStore.open(postgres_where) as store, store.engine.begin() as connection:
        connection.execute(text("update studykit_version set version_num = '0099'"))
    assert "written by a newer studykit (version 99" in said(postgres_where)


def test_an_answer_goes_on_after_the_server_closed_the_connection(postgres_where: str) -> None:
    with StudyStore.open(postgres_where) as store, StudyStore.open(postgres_where) as other:
        store.add(review(1), MEMORY)
        with other.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            ours = text("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()")
            connection.execute(ours)
        store.add(review(2, "limit:b"), MEMORY)
        assert len(store.reviews()) == 2


def refused(store: StudyStore) -> str | None:
    """What a learner is told whose answer cannot be kept; None when it was kept."""
    try:
        store.add(review(2, "limit:b"), MEMORY)
    except StoreError as problem:
        return str(problem)
    return None


def test_after_a_crash_of_the_server_an_answer_is_kept_or_refused_in_one_sentence() -> None:
    with server(("max_connections=20",)) as address, StudyStore.open(address) as store:  # it writes through to the disk
        store.add(review(1), MEMORY)
        with store.engine.connect() as connection:
            backend = int(connection.execute(text("select pg_backend_pid()")).scalar_one())
        os.kill(backend, signal.SIGKILL)  # the server ends all others too, and begins anew from its log
        for _ in range(600):
            problem = refused(store)
            if problem is None:
                break
            assert "\n" not in problem
            assert "cannot be reached" in problem
            time.sleep(0.05)
        assert store.reviews() == (review(1), review(2, "limit:b"))


@pytest.mark.parametrize("driver", ["pg8000", "psycopg2", "asyncpg"])
def test_a_driver_that_nothing_was_tested_with_is_refused(driver: str) -> None:
    assert "write it as postgresql+psycopg://" in said(_NOBODY.replace("postgresql:", f"postgresql+{driver}:"))


def test_a_file_may_be_named_by_an_address(tmp_path: Path) -> None:
    with StudyStore.open(f"sqlite:///{tmp_path}/by/address.db") as store:
        store.add(review(1), MEMORY)
        assert store.path == tmp_path / "by" / "address.db"
    with StudyStore.open(tmp_path / "by" / "address.db") as store:
        assert store.reviews() == (review(1),)
