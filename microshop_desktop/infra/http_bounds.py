"""A whole answer of a server, status line and headers included, within a time and a size.

The libraries limit how long one read waits and how long one line is; a server that sends a byte now
and then, or answers "continue" again and again, would hold a thread for hours. So each read of an
answer looks at what is left of both.
"""

import io
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from http.client import HTTPResponse
from types import MappingProxyType
from typing import TYPE_CHECKING

from typing_extensions import override
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HEAD_BYTES = 262_144
"""More than any status line with headers has; it comes on top of what a body may have."""


@dataclass(slots=True)
class _Bounds:
    """What is left for an answer: bytes, and seconds until `deadline` by the clock `monotonic`."""

    monotonic: Callable[[], float]
    deadline: float
    bytes_left: int


_BOUNDS: ContextVar[_Bounds | None] = ContextVar("bounds of an answer", default=None)


@contextmanager
def bounded(monotonic: Callable[[], float], deadline: float, most_bytes: int) -> Iterator[None]:
    """Bound what this thread's pools of `POOLS` read meanwhile; beyond it they raise `OSError`."""
    before = _BOUNDS.set(_Bounds(monotonic, deadline, HEAD_BYTES + most_bytes))
    try:
        yield
    finally:
        _BOUNDS.reset(before)


class _BoundedReader(io.RawIOBase):
    """Reads from a socket what the bounds allow."""

    def __init__(self, raw: io.RawIOBase, line: socket.socket, bounds: _Bounds) -> None:
        self._raw = raw
        self._line = line
        self._bounds = bounds

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: "WriteableBuffer") -> int | None:
        left = self._bounds.deadline - self._bounds.monotonic()
        if left <= 0:
            message = "the answer takes too long"
            raise TimeoutError(message)
        if self._bounds.bytes_left <= 0:
            message = "the answer has no end"
            raise OSError(message)
        self._line.settimeout(left)
        count = self._raw.readinto(buffer)
        self._bounds.bytes_left -= count or 0
        return count

    @override
    def close(self) -> None:
        self._raw.close()
        super().close()


class _BoundedResponse(HTTPResponse):
    """An answer that is read within the bounds of the request it belongs to."""

    def __init__(
        self,
        sock: socket.socket,
        debuglevel: int = 0,
        method: str | None = None,
        url: str | None = None,
    ) -> None:
        super().__init__(sock, debuglevel, method, url)
        bounds = _BOUNDS.get()
        if bounds is not None:
            raw = self.fp.detach()
            self.fp = io.BufferedReader(_BoundedReader(raw, sock, bounds))


class _Connection(HTTPConnection):
    response_class = _BoundedResponse


class _SecureConnection(HTTPSConnection):
    response_class = _BoundedResponse


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


POOLS: Mapping[str, type[HTTPConnectionPool]] = MappingProxyType(
    {"http": _Pool, "https": _SecurePool}
)
"""Pools of connections by scheme, whose answers can be bounded."""
