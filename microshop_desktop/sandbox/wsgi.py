"""The sandbox without sockets: a plain WSGI callable over a function that answers requests.

What needs a socket to happen is raised as `Broken`, so that whoever calls can turn it into the
error that his own library would raise.
"""

from collections.abc import Callable, Iterable
from http.client import responses
from typing import TYPE_CHECKING
from urllib.parse import quote

from microshop_desktop.sandbox.messages import Answer, CutAnswer, NoAnswer, Request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Handle = Callable[[Request], Answer]
Wait = Callable[[float], None]
PATIENCE = 30.0
"""From how many seconds on a delay is longer than anybody waits."""


class WsgiApplication:
    """Calls `handle` for each request; `wait` lets the seconds of a slow answer pass."""

    def __init__(self, handle: Handle, wait: Wait) -> None:
        self._handle = handle
        self._wait = wait

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request as WSGI has it."""
        answer = self.fetch(request_of(environ))
        phrase = responses.get(answer.status, "Unknown")
        start_response(f"{answer.status} {phrase}", list(answer.headers.items()))
        return [answer.body]

    def fetch(self, request: Request) -> Answer:
        """Answer one request; raises `Broken` where no proper answer arrives."""
        answer = self._handle(request)
        if answer.delay >= PATIENCE:
            raise NoAnswer(answer.delay)
        if answer.delay:
            self._wait(answer.delay)
        if answer.cut:
            raise CutAnswer(answer)
        return answer


def request_of(environ: "WSGIEnvironment") -> Request:
    """Read a request; `REQUEST_URI` gives the target as it was sent, where the caller sets it."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    headers = {
        name[5:].replace("_", "-").lower(): str(value)
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    for name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        if environ.get(name):
            headers[name.replace("_", "-").lower()] = str(environ[name])
    host = headers.get("host") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    return Request(
        environ["REQUEST_METHOD"],
        environ.get("REQUEST_URI") or _target(environ),
        headers,
        environ["wsgi.input"].read(length) if length else b"",
        f"{environ.get('wsgi.url_scheme', 'http')}://{host}",
    )


def _target(environ: "WSGIEnvironment") -> str:
    path = quote(environ.get("PATH_INFO", "/").encode("latin-1"))
    query = environ.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path
