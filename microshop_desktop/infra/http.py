"""Asking servers over the network: time-outs always set, certificates checked, nothing guessed.

The one place that knows `requests`. What matters to whoever asks about money is told apart: the
request surely never left (`NotReachedError`), or nobody knows what became of it (`NoAnswerError`).
"""

import logging
import secrets
import ssl
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from typing_extensions import override
from urllib3.exceptions import HTTPError, NameResolutionError, NewConnectionError

from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http_bounds import POOLS, bounded

logger = logging.getLogger(__name__)

CONNECT_SECONDS = 5.0
READ_SECONDS = 10.0
MOST_BYTES = 4_000_000
CLOCK_IS_OFF = timedelta(seconds=60)
"""From this difference on, platforms begin to refuse what we sign."""
_CHUNK = 65_536
USER_AGENT = "Microshop"


class NotReachedError(Exception):
    """No connection was made, or its certificate is not to be trusted: nothing was sent."""


class NoAnswerError(Exception):
    """The request may have arrived, but no whole answer came back."""


@dataclass(frozen=True, slots=True, repr=False)
class HttpRequest:
    """What to send. `url` is already percent-encoded, `body` the very bytes that were signed.

    Nothing but the place shows: the rest may hold a customer's code, signatures and keys.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    read_seconds: float = READ_SECONDS
    most_bytes: int = MOST_BYTES

    @override
    def __repr__(self) -> str:
        return f"HttpRequest({self.method} {_place(self.url)})"


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """A whole answer; `headers` by lower-case name.

    `skew` is how far the server's clock is ahead of ours, None where it told no time.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    skew: timedelta | None = None

    @property
    def clock_is_off(self) -> bool:
        """Whether this computer's clock is so wrong that signatures will be refused."""
        return self.skew is not None and abs(self.skew) > CLOCK_IS_OFF


class Http(Protocol):
    """Something that sends requests."""

    def send(self, request: HttpRequest) -> HttpAnswer:
        """Send a request once and return the answer; `NotReachedError`, `NoAnswerError`."""
        ...


class HttpClient:
    """Sends requests, a session per thread. `prepare` may give sessions other adapters."""

    def __init__(
        self, clock: Clock, *, prepare: Callable[[requests.Session], None] | None = None
    ) -> None:
        self._clock = clock
        self._prepare = prepare
        self._threads = threading.local()

    def send(self, request: HttpRequest) -> HttpAnswer:
        """Send a request once, follow no redirect; `NotReachedError`, `NoAnswerError`."""
        place = _place(request.url)
        monotonic = self._clock.monotonic
        deadline = monotonic() + CONNECT_SECONDS + request.read_seconds
        try:
            with (
                bounded(monotonic, deadline, request.most_bytes),
                self._session().request(
                    request.method,
                    request.url,
                    headers={"User-Agent": USER_AGENT, **request.headers},
                    data=request.body,
                    timeout=(CONNECT_SECONDS, request.read_seconds),
                    allow_redirects=False,
                    stream=True,
                ) as response,
            ):
                body = b"".join(self._chunks(response, request, deadline))
                answer = self._answer(response, body)
        except (requests.RequestException, HTTPError) as error:
            raise self._failure(error, request.method, place) from error
        logger.info("%s %s: %s", request.method, place, answer.status)
        return answer

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._threads, "session", None)
        if session is None:
            session = requests.Session()
            session.auth = _as_signed
            for scheme in ("http://", "https://"):
                session.mount(scheme, _BoundedAdapter())
            if self._prepare is not None:
                self._prepare(session)
            self._threads.session = session
        return session

    def _chunks(
        self, response: requests.Response, request: HttpRequest, deadline: float
    ) -> Iterator[bytes]:
        """Yield the body; an answer that drips or swells without end is none."""
        size = 0
        # What has come is taken at once: waiting for a full chunk, a drip would never be noticed.
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            size += len(chunk)
            if size > request.most_bytes or self._clock.monotonic() > deadline:
                raise NoAnswerError(_place(request.url))
            yield chunk
        expected = response.headers.get("Content-Length")
        encoded = "Content-Encoding" in response.headers
        if expected and not encoded and expected.isdigit() and size < int(expected):
            raise NoAnswerError(_place(request.url))

    def _answer(self, response: requests.Response, body: bytes) -> HttpAnswer:
        headers = {name.lower(): value for name, value in response.headers.items()}
        told = moment_told(headers.get("date", ""))
        skew = None if told is None else told - self._clock.now()
        return HttpAnswer(response.status_code, headers, body, skew)

    def _failure(self, error: Exception, method: str, place: str) -> Exception:
        reached = not _surely_unsent(error)
        logger.warning("%s %s: %s", method, place, type(error).__name__)
        return NoAnswerError(place) if reached else NotReachedError(place)


def presenting(certificate: str, key: str) -> Callable[[requests.Session], None]:
    """Return a `prepare` that shows a client's certificate to servers; both as PEM.

    The TLS library reads keys from files only, so the key is in one for a moment, encrypted by a
    password that is kept nowhere. `ValueError` when the two cannot be used.
    """
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        Encoding,
        PrivateFormat,
        load_pem_private_key,
    )

    context = ssl.create_default_context()
    password = secrets.token_urlsafe(32)
    sealed = load_pem_private_key(key.encode(), None).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(password.encode())
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "client.pem")
        path.write_bytes(certificate.encode() + b"\n" + sealed)
        try:
            context.load_cert_chain(path, password=password)
        except ssl.SSLError as error:
            message = "this certificate and key do not go together"
            raise ValueError(message) from error
    return lambda session: session.mount("https://", _PresentingAdapter(context))


class _BoundedAdapter(HTTPAdapter):
    """Connects so that what `bounded` says holds for answers, also those of a proxy."""

    @override
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = POOLS

    @override
    def proxy_manager_for(self, proxy: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = POOLS
        return manager


class _PresentingAdapter(_BoundedAdapter):
    """Connects with a TLS context of its own."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__()

    @override
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._context, **kwargs)


def _as_signed(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Leave a request as it is: else a `.netrc` of the computer would replace our signature."""
    return request


def _surely_unsent(error: BaseException) -> bool:
    """Whether the failure came before the first byte of the request was sent."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    return any(
        isinstance(cause, NewConnectionError | NameResolutionError | ssl.SSLCertVerificationError)
        for cause in _causes(error)
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield what libraries wrapped into an error, the outermost first."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        cause = waiting.pop()
        if not isinstance(cause, BaseException) or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [*cause.args, getattr(cause, "reason", None), cause.__cause__, cause.__context__]


def _place(url: str) -> str:
    """Return where a request goes, without what was asked: that may hold secrets."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


def moment_told(text: str) -> datetime | None:
    """Return the moment of a `Date` header, None where it names none."""
    try:
        told = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return told if told.tzinfo else None
