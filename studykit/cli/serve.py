"""``studykit serve``: the app in a browser window of this computer."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

from studykit.cli import options
from studykit.core.errors import UsageError

_EXAMPLES = """\
  studykit serve                         then open http://localhost:8000
  studykit serve --port 8100 --notes my-notes/
  studykit serve --host 0.0.0.0          for other computers too: there is no password
"""
_PORT = 8000
_MOST = 65_535


def run(words: Sequence[str]) -> int:
    """Serves until ctrl+c."""
    parser = options.parser("serve", "Show the app in a browser. Only this computer can reach it.", _EXAMPLES)
    parser.add_argument("--port", type=int, default=_PORT, metavar="N", help=f"port to serve at (default: {_PORT})")
    parser.add_argument(
        "--host", default="localhost", metavar="ADDRESS", help="address to serve at (default: localhost)"
    )
    options.add_content(parser)
    arguments = parser.parse_args(words)
    if not 0 < arguments.port <= _MOST:
        raise UsageError(f"--port goes from 1 to {_MOST}, not {arguments.port}.")
    if find_spec("textual_serve") is None:
        raise UsageError("The browser view needs an extra: pip install 'studykit[web]'")
    options.desk(arguments)
    from studykit.tui.serve import serve

    content = [word for path in arguments.notes for word in ("--notes", str(path.resolve()))]
    if arguments.pack:
        content += ["--pack", arguments.pack]
    return serve(("study", *content), arguments.host, arguments.port)
