"""The sandbox behind `requests` without a socket: it breaks as a line would break."""

import io
import ssl
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter
from typing_extensions import override
from urllib3.response import HTTPResponse

from microshop_desktop.sandbox.messages import BadTls, Broken, CutAnswer, NotReached
from microshop_desktop.sandbox.wsgi import WsgiApplication


class WsgiAdapter(BaseAdapter):
    """Hands each request to a WSGI application."""

    def __init__(self, application: WsgiApplication) -> None:
        super().__init__()
        self._application = application

    @override
    def send(
        self, request: requests.PreparedRequest, *args: Any, **kwargs: Any
    ) -> requests.Response:
        told: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], *_: object) -> Any:
            told.update(status=int(status.split(maxsplit=1)[0]), headers=headers)

        try:
            body = b"".join(self._application(_environ(request), start))
        except Broken as broken:
            raise _as_requests_says_it(broken) from broken
        return _response(request, told["status"], told["headers"], body)

    @override
    def close(self) -> None:
        """There is nothing to close."""


def _environ(request: requests.PreparedRequest) -> Any:
    assert request.url is not None
    parts = urlsplit(request.url)
    body = request.body or b""
    assert isinstance(body, bytes)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "REQUEST_URI": request.path_url,
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "SERVER_NAME": parts.hostname,
        "SERVER_PORT": str(parts.port or 80),
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": io.BytesIO(body),
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": parts.netloc,
    }
    return environ | _header_variables(request.headers)


def _header_variables(headers: Mapping[str, str]) -> dict[str, str]:
    named = {name.upper().replace("-", "_"): value for name, value in headers.items()}
    plain = {"CONTENT_TYPE", "CONTENT_LENGTH"}
    return {name if name in plain else f"HTTP_{name}": value for name, value in named.items()}


def _response(
    request: requests.PreparedRequest, status: int, headers: Iterable[tuple[str, str]], body: bytes
) -> requests.Response:
    response = requests.Response()
    response.status_code, response.request = status, request
    response.url = request.url or ""
    response.headers.update(dict(headers))
    response.raw = HTTPResponse(io.BytesIO(body), preload_content=False)
    return response


def _as_requests_says_it(broken: Broken) -> requests.RequestException:
    if isinstance(broken, NotReached):
        return requests.ConnectTimeout()
    if isinstance(broken, BadTls):
        return requests.exceptions.SSLError(ssl.SSLCertVerificationError("self-signed"))
    if isinstance(broken, CutAnswer):
        return requests.exceptions.ChunkedEncodingError()
    return requests.ReadTimeout()
