#!/usr/bin/env python3
"""Microshop's relay: carries a shop's requests to online platforms from an address that stays.

Platforms let only known addresses in, and a shop's own changes from day to day. This one file runs
on a small server whose address stays: it needs Python 3.9 or later and nothing besides. It is a
WSGI program, `application`, for gunicorn, uWSGI, mod_wsgi or Passenger; docs/guide/relay.md has all
steps.

Settings, from the environment (or from what the web server hands over, as SetEnv does):

MICROSHOP_RELAY_TOKEN_SHA256  the SHA-256 of the token, 64 hex digits; several, parted by commas.
MICROSHOP_RELAY_TO            where requests may go, parted by commas: names of PLATFORMS, or a host
                              with the beginning of its paths, such as shop.example.com/wp-json/;
                              all of PLATFORMS where not said.
MICROSHOP_RELAY_PER_MINUTE    how many requests a token may send in a minute; 1200 where not said.
MICROSHOP_RELAY_ADDRESS       this server's own address as platforms see it, to be told to people.

`python3 microshop_relay.py --new-token` makes a token. What the relay refuses, and why, is in the
`Refusal`s below; it says so under the header X-Microshop-Relay, so that nobody takes its words for
a platform's. It keeps nothing, follows no redirect, and writes neither bodies, queries nor keys.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import http.client
import ipaddress
import json
import logging
import math
import os
import re
import secrets
import socket
import ssl
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING, Any, NamedTuple
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

VERSION = "1"
MOST_SENT = 1_000_000
"""The largest body taken, in bytes; pictures are not a matter of a relay."""
MOST_ANSWERED = 16_000_000
USUAL_SECONDS, MOST_SECONDS, CONNECT_SECONDS = 10.0, 60.0, 5.0
USUAL_PER_MINUTE = 1200
METHODS = frozenset({"GET", "POST", "PUT"})
PLATFORMS: Mapping[str, tuple[str, ...]] = {
    "wechat-shop": tuple(
        f"api.weixin.qq.com/{part}"
        for part in ("channels/ec/", "cgi-bin/stable_token", "cgi-bin/openapi/quota/get")
    ),
    "taobao": ("eco.taobao.com/router/rest",),
    "jd": ("api.jd.com/routerjson", "open-oauth.jd.com/oauth2/refresh_token"),
    "douyin": tuple(
        f"openapi-fxg.jinritemai.com/{part}/"
        for part in ("token", "product", "sku", "order", "afterSale")
    ),
    "pinduoduo": ("gw-api.pinduoduo.com/api/router",),
    "youzan": ("open.youzanyun.com/api/", "open.youzanyun.com/auth/token"),
}
"""Where each platform is asked: a host and a path; one that ends with `/` begins longer paths."""
SENT_ON = frozenset(
    "accept authorization content-type user-agent vendure-api-key vendure-token"
    " x-open-no-old-err-code x-shopify-access-token".split()
)
"""The headers that are carried to a platform. All others end here, hop-by-hop ones among them."""
TOLD_BACK = frozenset(
    "content-encoding content-type retry-after vendure-auth-token x-wp-totalpages".split()
)
MARK, DATE = "X-Microshop-Relay", "X-Microshop-Relay-Date"
_OWN = "HTTP_X_MICROSHOP_RELAY_"
_PLACE = re.compile(r"([a-z0-9](?:[a-z0-9-]*\.)+[a-z0-9-]*[a-z])(/[!-~]*)")
_TARGET = re.compile(r"https://([A-Za-z0-9.-]{1,253})(?::443)?(/[!-~]*)?", re.ASCII)
_QUERY = re.compile(r"[!-\"$-~]*", re.ASCII)
_HEADER = re.compile(r"[ -~\x80-\xff]*")
_UNCLEAR = re.compile(r"%(?:2[fF5]|5[cC]|[01][0-9a-fA-F]|7[fF])|%(?![0-9a-fA-F]{2})|[\\;#?]")
"""What servers read in different ways: a slash, a backslash or a percent sign in disguise."""
_PLAIN = re.compile(r"%(2[dDeE]|3[0-9]|4[1-9a-fA-F]|5[0-9aAfF]|6[1-9a-fA-F]|7[0-9aAeE])")
"""Signs that mean the same with and without a disguise: letters, digits and `-._~`."""
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_HERE = frozenset({"", "127.0.0.1", "::1"})
_MOST_ADDRESSES = 3

logger = logging.getLogger("microshop_relay")


class Refusal(Exception):  # noqa: N818 (it is an answer, not a mistake)
    """The relay does not carry a request; `code` is what the shop's program knows it by.

    `setup`: the server lacks settings. `https`: it came unencrypted. `token`: nobody known.
    `limited`: too many. `request`, `too_large`: not to be read. `target`: not an allowed place.
    `private`: the name leads into a private network. Nothing was sent then, as with `not_reached`;
    with `no_answer` something may have been done.
    """

    def __init__(self, code: str, status: int, text: str, *, wait: int = 0) -> None:
        super().__init__(text)
        self.code, self.status, self.text, self.wait = code, status, text, wait


class Place(NamedTuple):
    """A host, and a path or, where it ends with a slash, the beginning of paths."""

    host: str
    path: str


class Settings(NamedTuple):
    """What may come here, where it may go, how often; `address` is told to people."""

    hashes: tuple[str, ...]
    places: tuple[Place, ...]
    per_minute: int = USUAL_PER_MINUTE
    address: str = ""


class Call(NamedTuple):
    """A request that may go out; the path is the one that was compared."""

    method: str
    host: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    seconds: float


class Reply(NamedTuple):
    """A whole answer of a platform; its header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def settings_of(read: Callable[[str], str]) -> Settings:
    """Read the settings by name; `setup` says which one is wrong."""
    hashes = tuple(filter(None, re.split(r"[\s,]+", read("TOKEN_SHA256").lower())))
    if not hashes or not all(re.fullmatch("[0-9a-f]{64}", one) for one in hashes):
        raise Refusal("setup", 500, "MICROSHOP_RELAY_TOKEN_SHA256 must be 64 hex digits")
    named = tuple(filter(None, re.split(r"[\s,]+", read("TO")))) or tuple(PLATFORMS)
    texts = [text for name in named for text in PLATFORMS.get(name, (name,))]
    per_minute = read("PER_MINUTE") or str(USUAL_PER_MINUTE)
    if not re.fullmatch(r"[1-9][0-9]{0,5}", per_minute):
        raise Refusal("setup", 500, "MICROSHOP_RELAY_PER_MINUTE must be a number from 1")
    return Settings(hashes, tuple(map(_place, texts)), int(per_minute), read("ADDRESS"))


def _place(text: str) -> Place:
    found = _PLACE.fullmatch(text)
    if found is None or normal_path(found[2]) != found[2]:
        raise Refusal("setup", 500, "MICROSHOP_RELAY_TO: write host/path, such as a.example.com/b/")
    return Place(found[1], found[2])


def normal_path(path: str) -> str:
    """Return the one spelling of a path; `target` for one that servers may read differently."""
    if _UNCLEAR.search(path):
        raise Refusal("target", 403, "this path can be read in two ways")
    kept: list[str] = []
    parts = _PLAIN.sub(lambda escape: chr(int(escape[1], 16)), path).split("/")[1:]
    for part in parts:
        if part == ".." and not kept:
            raise Refusal("target", 403, "this path leaves the server's root")
        if part == "..":
            kept.pop()
        elif part not in {"", "."}:
            kept.append(part)
    end = "/" if kept and parts[-1] in {"", ".", ".."} else ""
    return "/" + "/".join(kept) + end


def target_of(text: str, places: Iterable[Place]) -> tuple[str, str, str]:
    """Return host, path and query of an address that is allowed; `target`."""
    place, mark, query = text.partition("?")
    found = _TARGET.fullmatch(place)
    if found is None or not _QUERY.fullmatch(query):
        raise Refusal("target", 403, "only https addresses in plain signs are carried")
    host, path = found[1].lower(), normal_path(found[2] or "/")
    for allowed in places:
        begins = allowed.path.endswith("/") and path.startswith(allowed.path)
        if host == allowed.host and (path == allowed.path or begins):
            return host, path, mark + query
    raise Refusal("target", 403, f"{host}{path} is not among the places allowed here")


def is_public(address: str) -> bool:
    """Tell whether an address lies in the open internet, also one that holds another inside."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found.sixtofour is not None or found.teredo is not None:
            return False
        inner = found.ipv4_mapped
        if found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFF_FFFF)
        if inner is not None:
            return is_public(str(inner))
    inside = found.is_private or found.is_loopback or found.is_link_local or found.is_unspecified
    return found.is_global and not (inside or found.is_multicast or found.is_reserved)


class Exchange:
    """Sends one request over a new TLS connection to an address that was looked at before.

    A test hands in names, a port and certificates of its own; nothing outside of Python can.
    """

    def __init__(
        self,
        resolve: Callable[..., Iterable[Any]] = socket.getaddrinfo,
        *,
        public: Callable[[str], bool] = is_public,
        port: int = 443,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._resolve, self._public, self._port = resolve, public, port
        self._context = context or ssl.create_default_context()

    def __call__(self, call: Call) -> Reply:
        """Return the whole answer; `private`, `not_reached`, `no_answer`."""
        line = self._connected(call.host)
        # A server that sends a byte now and then would never run into a socket's own time-out.
        guard = threading.Timer(call.seconds, _hang_up, (line,))
        guard.daemon = True
        guard.start()
        try:
            return _asked(line, call)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Refusal("no_answer", 504, f"{call.host} gave no whole answer") from error
        finally:
            guard.cancel()
            line.close()

    def _connected(self, host: str) -> ssl.SSLSocket:
        problem = "no address"
        for address in self._addresses(host)[:_MOST_ADDRESSES]:
            try:
                line = socket.create_connection((address, self._port), CONNECT_SECONDS)
                return self._context.wrap_socket(
                    line, server_hostname=host, suppress_ragged_eofs=False
                )
            except (OSError, ValueError) as error:
                problem = type(error).__name__
        raise Refusal("not_reached", 502, f"{host} cannot be reached ({problem})")

    def _addresses(self, host: str) -> list[str]:
        """Return the addresses of a name; they are what is connected to, whatever it says later."""
        try:
            rows = self._resolve(host, self._port, 0, socket.SOCK_STREAM)
            found = list(dict.fromkeys(str(row[4][0]) for row in rows))
        except (OSError, UnicodeError) as error:
            raise Refusal("not_reached", 502, f"{host} has no address") from error
        if not all(map(self._public, found)):
            raise Refusal("private", 403, f"{host} leads into a private network")
        return found


def _asked(line: ssl.SSLSocket, call: Call) -> Reply:
    line.settimeout(call.seconds)
    connection = http.client.HTTPSConnection(call.host)
    connection.sock = line
    body = None if call.method == "GET" else call.body
    headers = {**call.headers, "Connection": "close"}
    connection.request(call.method, call.path + call.query, body, headers)
    answer = connection.getresponse()
    told = answer.read(MOST_ANSWERED + 1)
    if answer.length or len(told) > MOST_ANSWERED or not 200 <= answer.status <= 599:
        raise http.client.IncompleteRead(b"")
    return Reply(answer.status, {name.lower(): text for name, text in answer.getheaders()}, told)


def _hang_up(line: ssl.SSLSocket) -> None:
    with suppress(OSError):
        # The TLS object itself would forget its keys while another thread reads by them.
        socket.socket.shutdown(line, socket.SHUT_RDWR)


class Meter:
    """Counts the requests of each token within the last minute."""

    def __init__(self, per_minute: int, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._most, self._monotonic = per_minute, monotonic
        self._seen: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def count(self, who: str) -> None:
        """Count a request; `limited` says how long to wait."""
        now = self._monotonic()
        with self._lock:
            seen = self._seen.setdefault(who, deque())
            while seen and seen[0] <= now - 60:
                seen.popleft()
            if len(seen) >= self._most:
                wait = max(1, math.ceil(60 - (now - seen[0])))
                raise Refusal("limited", 429, "too many requests in a minute", wait=wait)
            seen.append(now)


class Relay:
    """The WSGI program with its settings."""

    def __init__(
        self,
        settings: Settings,
        exchange: Callable[[Call], Reply] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._exchange = exchange or Exchange()
        self._meter = Meter(settings.per_minute, monotonic)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request as WSGI has it."""
        try:
            self._let_in(environ)
            carry = self._carried if environ.get(_OWN + "TARGET") else self._about
            return carry(environ, start_response)
        except Refusal as refusal:
            return refused(refusal, start_response)

    def _let_in(self, environ: WSGIEnvironment) -> None:
        """Raise `https`, `token` or `limited`; nothing of the body is read before."""
        if not _is_encrypted(environ):
            raise Refusal("https", 403, "this relay answers over https only")
        shown = environ.get(_OWN + "TOKEN", "").encode("latin-1", "replace")
        found = hashlib.sha256(shown).hexdigest()
        known = [one for one in self._settings.hashes if hmac.compare_digest(one, found)]
        if not known:
            raise Refusal("token", 401, "a Microshop relay; it does not know this token")
        self._meter.count(found)

    def _about(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        """Tell what this relay is, and from which address it asks, where it can know."""
        if environ["REQUEST_METHOD"] != "GET":
            raise Refusal("request", 400, "the target is missing")
        told = {"version": VERSION, "address": self._settings.address or own_address()}
        headers = {MARK: "about", "Content-Type": "application/json"}
        return _answer(start_response, 200, headers, json.dumps(told).encode())

    def _carried(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        method = environ["REQUEST_METHOD"]
        if method not in METHODS:
            raise Refusal("request", 405, "only GET, POST and PUT are carried")
        host, path, query = target_of(environ[_OWN + "TARGET"], self._settings.places)
        call = Call(method, host, path, query, _headers(environ), _body(environ), _seconds(environ))
        reply = self._exchange(call)
        logger.info("%s %s%s: %s", method, host, path, reply.status)
        headers = {name: text for name, text in reply.headers.items() if name in TOLD_BACK}
        headers[MARK], headers[DATE] = "answered", reply.headers.get("date", "")
        return _answer(start_response, reply.status, headers, reply.body)


def _is_encrypted(environ: WSGIEnvironment) -> bool:
    """Tell whether a request came over https, here or to the web server before this program."""
    scheme = str(environ.get("HTTP_X_FORWARDED_PROTO") or environ["wsgi.url_scheme"])
    near = "HTTP_X_FORWARDED_PROTO" not in environ and environ.get("REMOTE_ADDR", "") in _HERE
    return scheme.lower() == "https" or near


def _headers(environ: WSGIEnvironment) -> dict[str, str]:
    """Return the headers that go on; `request` for one that holds control signs."""
    keys = {name: "HTTP_" + name.replace("-", "_").upper() for name in SENT_ON}
    keys["content-type"] = "CONTENT_TYPE"
    found = {name: environ[key] for name, key in keys.items() if environ.get(key)}
    if not all(_HEADER.fullmatch(text) for text in found.values()):
        raise Refusal("request", 400, "a header holds control signs")
    return found


def _body(environ: WSGIEnvironment) -> bytes:
    """Return the whole body; `request` or `too_large` where its length is not plain."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if environ.get("HTTP_TRANSFER_ENCODING") or not re.fullmatch(r"[0-9]{1,12}", length):
        raise Refusal("request", 411, "one plain Content-Length is needed")
    if int(length) > MOST_SENT:
        raise Refusal("too_large", 413, "the body is too large")
    if int(length) and environ["REQUEST_METHOD"] == "GET":
        raise Refusal("request", 400, "a GET has no body")
    body = bytearray()
    while len(body) < int(length):
        part = environ["wsgi.input"].read(int(length) - len(body))
        if not part:
            raise Refusal("request", 400, "the body is shorter than it said")
        body += part
    return bytes(body)


def _seconds(environ: WSGIEnvironment) -> float:
    asked = environ.get(_OWN + "SECONDS", "")
    return min(max(float(asked), 1.0), MOST_SECONDS) if asked.isdecimal() else USUAL_SECONDS


def _answer(
    start_response: StartResponse, status: int, headers: Mapping[str, str], body: bytes
) -> list[bytes]:
    phrase = http.client.responses.get(status, "Unknown")
    kept = {name: text for name, text in headers.items() if text and _HEADER.fullmatch(text)}
    kept["Cache-Control"] = "no-store"
    if status not in {204, 304}:
        kept["Content-Length"] = str(len(body))
    start_response(f"{status} {phrase}", list(kept.items()))
    return [body]


def refused(refusal: Refusal, start_response: StartResponse) -> list[bytes]:
    """Answer in the relay's own words."""
    logger.warning("refused: %s", refusal.code)
    headers = {MARK: refusal.code, "Content-Type": "text/plain; charset=utf-8"}
    headers["Retry-After"] = str(refusal.wait or "")
    return _answer(start_response, refusal.status, headers, f"{refusal.text}\n".encode())


def own_address() -> str:
    """Return the address that requests leave from, empty where the network hides it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(("198.41.0.4", 53))  # nothing is sent; the system chooses the way
        found = str(probe.getsockname()[0])
        return found if is_public(found) else ""
    return ""


_made: list[Relay] = []


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer as the WSGI program of a server; the settings are read with the first request."""

    def read(name: str) -> str:
        full = "MICROSHOP_RELAY_" + name
        return str(environ.get(full) or os.environ.get(full, "")).strip()

    if not _made:
        try:
            _made.append(Relay(settings_of(read)))
        except Refusal as refusal:
            return refused(refusal, start_response)
    return _made[0](environ, start_response)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Handler(WSGIRequestHandler):
    timeout = 30

    def get_environ(self) -> dict[str, Any]:  # type: ignore[explicit-override]
        environ = super().get_environ()
        # Python would take the first of several; the program must see that there are more.
        environ["CONTENT_LENGTH"] = ",".join(self.headers.get_all("content-length", []))
        return environ

    def log_message(self, *args: object) -> None:  # type: ignore[explicit-override]
        """Write nothing of a request."""


def local_server(program: Callable[..., Iterable[bytes]], port: int) -> WSGIServer:
    """Return Python's own little server for a try on this computer: it encrypts nothing."""
    server = _Server(("127.0.0.1", port), _Handler)
    server.set_app(program)
    return server


def new_token() -> tuple[str, str]:
    """Return a new token, and its hash."""
    token = secrets.token_urlsafe(32)
    return token, hashlib.sha256(token.encode()).hexdigest()


def main(arguments: list[str] | None = None) -> int:
    """Make a token, or try the relay on this computer."""
    parser = argparse.ArgumentParser(description="Microshop's relay; see docs/guide/relay.md.")
    parser.add_argument("--new-token", action="store_true", help="make a token and its hash")
    parser.add_argument("--port", type=int, default=8443, help="port of a try on this computer")
    given = parser.parse_args(arguments)
    if given.new_token:
        token, found = new_token()
        sys.stdout.write(f"token: {token}\nMICROSHOP_RELAY_TOKEN_SHA256={found}\n")
        return 0
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    with local_server(application, given.port) as server:
        server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
