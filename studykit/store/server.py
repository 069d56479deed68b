"""Databases of a server: how they are connected to, and what their errors mean to a learner."""

from __future__ import annotations

from sqlalchemy import URL, Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import DBAPIError, NoSuchModuleError, OperationalError, SQLAlchemyError

from studykit.core.errors import StoreError

_WAIT_SECONDS = 10
"""How long a server that does not answer is waited for."""
_DRIVER = "postgresql+psycopg"
"""The one that all promises are tested with. With pg8000 a bulk of rows takes many times as long, and a connection that
broke is no error of the database but one of the socket."""

_LET_IN = "The database '{path}' does not let you in: check the name and password of STUDYKIT_DATABASE."
_NO_DATABASE = "There is no database '{path}': make it, or check STUDYKIT_DATABASE."
_GONE = "The database '{path}' cannot be reached. Check that it runs and that STUDYKIT_DATABASE is right."
_SERVER_STATES = {
    "28": _LET_IN,
    "3D": _NO_DATABASE,
    "40": "Others changed the same in '{path}' at the same moment. Try again.",
    "42501": "The database '{path}' does not allow that to you: ask who looks after it.",
    "42P01": "'{path}' has not all tables of studykit. Put a backup in its place, or use an empty database.",
    "3F": "The schema that '{path}' names is not there: make it, or check STUDYKIT_DATABASE.",
    "53100": "The disk of the database '{path}' is full. Make room and try again.",
    "53": "The database '{path}' has too many visitors. Try again in a moment.",
    "08": _GONE,
    "57": _GONE,
}
"""First digits of the server's error code (PostgreSQL, appendix A) → what the learner reads."""
_NOT_CONNECTED = (("authentication", _LET_IN), ("password", _LET_IN), ("does not exist", _NO_DATABASE))
"""Before there is a connection there are no codes, only what was said."""
_ENDS = "57P"
"""Codes of a server that is shut down, or closed the connection."""


def engine_of(url: URL) -> Engine:
    """An engine for an address; nothing is connected yet. Raises StoreError when its driver is not there.

    A connection is tried before it is used: between two answers of a learner a server may have been started anew.
    """
    if url.get_backend_name() == "postgresql" and url.drivername != _DRIVER:
        raise StoreError(f"STUDYKIT_DATABASE names '{url.drivername}': write it as {_DRIVER}://…")
    try:
        engine = create_engine(url, connect_args=_patience(url), pool_pre_ping=True)
    except (ImportError, NoSuchModuleError) as problem:
        raise StoreError(_missing(url, problem)) from problem
    event.listen(engine, "handle_error", _notice_the_end)
    return engine


def _notice_the_end(context: ExceptionContext) -> None:
    """A server that says goodbye has closed the connection, which not every driver knows."""
    if _state(context.original_exception).startswith(_ENDS):
        context.is_disconnect = True


def _patience(url: URL) -> dict[str, str]:
    """A server that does not answer is given up after a while, unless the address says how long to wait."""
    return {} if "connect_timeout" in url.query else {"connect_timeout": str(_WAIT_SECONDS)}


def _missing(url: URL, problem: Exception) -> str:
    if url.get_backend_name() == "postgresql":
        return "PostgreSQL needs more of studykit: pip install 'studykit[postgres]'."
    return f"Nothing is installed for '{url.drivername}' addresses: {problem}."


def server_sentence(problem: SQLAlchemyError, said: str) -> str:
    """The sentence for an error of a server, with ``{path}`` for its address; empty when there is none."""
    if not isinstance(problem, DBAPIError):
        return ""
    state = _state(problem.orig)
    if state:
        return next((sentence for digits, sentence in _SERVER_STATES.items() if state.startswith(digits)), "")
    if isinstance(problem, OperationalError) or problem.connection_invalidated:
        return next((sentence for sign, sentence in _NOT_CONNECTED if sign in said), _GONE)
    return ""


def _state(problem: BaseException | None) -> str:
    """The server's error code; empty for what it did not say."""
    return str(getattr(problem, "sqlstate", None) or "")
