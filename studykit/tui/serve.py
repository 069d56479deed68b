"""The same app in a browser: a server on this computer, one process a window, nothing asked of any other server.

A page of another site must not reach the app: requests are answered only when they name a host that is served, and a
window only when the page that opens it came from here.
"""

from __future__ import annotations

import asyncio
import logging
import shlex
import signal
import sys
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import aiohttp_jinja2
from aiohttp import web
from textual_serve.server import Server

from studykit.core.errors import UsageError

PAGE = Path(__file__).parent / "web"
_LOCAL = frozenset(("localhost", "127.0.0.1", "[::1]", "::1"))
_LARGEST_FONT, _LEAST_FONT, _USUAL_FONT = 48, 8, 16
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Window(Server):
    """Serves ``words`` of the command line; each browser window is a process of its own."""

    def __init__(self, words: Sequence[str], host: str, port: int) -> None:
        command = shlex.join((sys.executable, "-m", "studykit", *words))
        super().__init__(command, host=host, port=port, title="studykit", templates_path=PAGE)

    @property
    def is_local(self) -> bool:
        """Whether only this computer can reach it."""
        return is_local(self.host)

    def initialize_logging(self) -> None:
        """Only what goes wrong, and no colours."""
        logging.basicConfig(level="ERROR", format="studykit serve: %(message)s")

    def tell(self) -> None:
        """Says where it is, once it is there."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        print(f"studykit is at http://{host}:{self.port} in your browser. ctrl+c ends it.")
        if not self.is_local:
            print("There is no password: everybody who reaches this address can see and change your answers.")
        sys.stdout.flush()

    async def application(self) -> web.Application:
        """Page, window and downloads; no list of files, and nothing for hosts that are not served."""
        app = web.Application(middlewares=[self._guard])
        from jinja2 import FileSystemLoader

        aiohttp_jinja2.setup(app, loader=FileSystemLoader(self.templates_path))
        app.add_routes(
            [
                web.get("/", self.handle_index, name="index"),
                web.get("/ws", self.handle_websocket, name="websocket"),
                web.get("/download/{key}", self.handle_download, name="download"),
                web.static("/static", self.statics_path, name="static"),
                web.static("/own", PAGE, name="own"),
            ]
        )
        return app

    @property
    def _guard(self) -> Any:
        """Refuses hosts that are not served, and windows that another site's page opens."""

        @web.middleware
        async def guard(request: web.Request, handler: Any) -> web.StreamResponse:
            host = request.headers.get("Host", "")
            if self.is_local and _name(host) not in _LOCAL:
                raise web.HTTPForbidden(text="This address is not served.")
            if request.path == "/ws" and request.headers.get("Origin", "").partition("://")[2] != host:
                raise web.HTTPForbidden(text="Another site's page may not open a window.")
            answer: web.StreamResponse = await handler(request)
            if not answer.prepared:
                answer.headers["Content-Security-Policy"] = _POLICY
                answer.headers["X-Content-Type-Options"] = "nosniff"
                answer.headers["Referrer-Policy"] = "no-referrer"
            return answer

        return guard

    @aiohttp_jinja2.template("app_index.html")
    async def handle_index(self, request: web.Request) -> dict[str, Any]:
        """The page; the window is opened at the address by which the page was reached."""
        text = request.query.get("fontsize", "")
        size = int(text) if text.isascii() and text.isdigit() and len(text) < len("1000") else _USUAL_FONT
        return {
            "font_size": min(max(size, _LEAST_FONT), _LARGEST_FONT),
            "app_websocket_url": f"{'wss' if request.secure else 'ws'}://{request.headers['Host']}/ws",
        }


def is_local(host: str) -> bool:
    """Whether an address is one of this computer alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def serve(words: Sequence[str], host: str, port: int) -> int:
    """Serves until ctrl+c. Raises UsageError when the address cannot be used."""
    window = Window(words, host, port)
    window.initialize_logging()
    try:
        asyncio.run(_until_stopped(window))
    except OSError as problem:
        why = problem.strerror or str(problem)
        raise UsageError(f"{host}:{port} cannot be used ({why}). Choose another with --port.") from problem
    except KeyboardInterrupt:
        return 0
    return 0


async def _until_stopped(window: Window) -> None:
    runner = web.AppRunner(await window.application())
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(one, stopped.set)
        except NotImplementedError:  # Windows: ctrl+c raises KeyboardInterrupt
            break
    await runner.setup()
    try:
        site = web.TCPSite(runner, window.host, window.port)
        await site.start()
        window.tell()
        await stopped.wait()
    finally:
        await runner.cleanup()


def _name(host: str) -> str:
    """The name in a Host header, without its port."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]
