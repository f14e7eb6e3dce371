"""Fetches one address politely and safely: checked hosts, bounded size and time, robots.txt, pauses, retries.

A host is looked up once, every address it has is checked, and the connection goes to the address that was checked:
neither a redirect nor a second look-up leads elsewhere.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from analysis.tables import SourceError

AGENT = "media-coverage/0.1 (research; reads robots.txt)"
ROBOT = "media-coverage"
LARGEST = 10_000_000
LONGEST = 60.0
PATIENCE = 20.0
REDIRECTS = 5
TRIES = 3
LONGEST_PAUSE = 120.0
CHUNK = 65_536
AGAIN = frozenset((408, 425, 429, 500, 502, 503, 504))
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class FetchError(SourceError):
    """An address could not or must not be fetched; `final` tells that trying again is no use."""

    def __init__(self, reason: str, *, final: bool, wait: float = 0.0, status: int = 0):
        super().__init__(reason)
        self.final, self.wait, self.status = final, wait, status


@dataclass(frozen=True)
class Fetched:
    """An answer: the address asked and the one that answered, status, headers as sent, and the unpacked body."""

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def content_type(self) -> str:
        """The type of the body without its parameters, in lower case."""
        told = next((value for name, value in self.headers if name.lower() == "content-type"), "")
        return told.split(";")[0].strip().lower()


@dataclass
class WebClient:
    """Asks servers one after the other.

    Attributes
    ----------
    pause : seconds between two requests to one host. `allow_private` : whether addresses of local networks may be asked.
    largest : bytes of an answer, unpacked. `longest` : seconds of an answer. `tries` : of an address that fails.
    keep_robots : whether robots.txt is kept. `sleep`, `now` : replaced in tests.
    """

    pause: float = 2.0
    allow_private: bool = False
    largest: int = LARGEST
    longest: float = LONGEST
    tries: int = TRIES
    keep_robots: bool = True
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    _last: dict[str, float] = field(default_factory=dict, repr=False)
    _robots: dict[str, RobotFileParser] = field(default_factory=dict, repr=False)

    def get(self, url: str) -> Fetched:
        """Fetch an address, following redirects, trying again what may pass.

        Raises
        ------
        FetchError
            With the reason: not allowed, refused by robots.txt, too large, too slow, or an answer that is no page.
        """
        for attempt in range(1, self.tries + 1):
            try:
                return self._followed(url)
            except FetchError as error:
                if error.final or attempt == self.tries:
                    raise
                self.sleep(min(LONGEST_PAUSE, max(error.wait, self.pause * 2**attempt)))
        raise AssertionError("the loop returns or raises")

    def _followed(self, url: str) -> Fetched:
        asked = place = checked_address(url)
        for _ in range(REDIRECTS + 1):
            if self.keep_robots and not self._allowed(place):
                raise FetchError("robots.txt does not allow it", final=True)
            status, headers, body = self._once(place)
            if status in (301, 302, 303, 307, 308):
                target = next((value for name, value in headers if name.lower() == "location"), "")
                if not target:
                    raise FetchError(f"a redirect ({status}) that leads nowhere", final=True, status=status)
                place = checked_address(urljoin(place, target))
                continue
            if status in AGAIN:
                wait = _retry_after(headers)
                raise FetchError(f"the server answered {status}", final=False, wait=wait, status=status)
            if status != 200:
                raise FetchError(f"the server answered {status}", final=True, status=status)
            return Fetched(asked, place, status, headers, body)
        raise FetchError(f"more than {REDIRECTS} redirects", final=True)

    def _allowed(self, url: str) -> bool:
        """Whether robots.txt lets us; a server that cannot give it is asked nothing."""
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        if root not in self._robots:
            self._robots[root] = self._rules(root)
        return self._robots[root].can_fetch(ROBOT, url)

    def _rules(self, root: str) -> RobotFileParser:
        rules = RobotFileParser()
        place = f"{root}/robots.txt"
        for _ in range(REDIRECTS + 1):
            status, headers, body = self._once(place)
            if status in (301, 302, 303, 307, 308):
                target = next((value for name, value in headers if name.lower() == "location"), "")
                place = checked_address(urljoin(place, target))
                continue
            break
        if status == 200:
            rules.parse(body[:500_000].decode("utf-8", "replace").splitlines())
        elif status >= 500:
            raise FetchError(
                f"robots.txt cannot be read (the server answered {status})", final=False, status=status
            )
        else:
            rules.parse([])
        return rules

    def _wait_for(self, host: str, root: str) -> None:
        rules = self._robots.get(root)
        delay = rules.crawl_delay(ROBOT) if rules is not None and self.keep_robots else None
        pause = max(self.pause, min(float(delay), LONGEST_PAUSE) if delay else 0.0)
        left = self._last.get(host, -1e9) + pause - self.now()
        if left > 0:
            self.sleep(left)
        self._last[host] = self.now()

    def _once(self, url: str) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
        """One request to one address, without following anything."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        where = self._looked_up(host, port)
        self._wait_for(host, f"{parts.scheme}://{parts.netloc}")
        connection = _Checked(host, port, where, secure=parts.scheme == "https")
        # A server that sends a byte a second is never too slow for a time-out of its own: the clock ends it.
        clock = threading.Timer(self.longest, connection.give_up)
        clock.daemon = True
        clock.start()
        try:
            path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
            connection.request(
                "GET", path, headers={"User-Agent": AGENT, "Accept-Encoding": "gzip", "Accept": "*/*", "Connection": "close"}
            )  # fmt: skip
            answer = connection.getresponse()
            headers = tuple(answer.getheaders())
            body = self._body(answer)
            if connection.is_given_up:
                raise TimeoutError
            return answer.status, headers, body
        except FetchError:
            raise
        except (OSError, http.client.HTTPException, ValueError, AttributeError, zlib.error) as error:
            if connection.is_given_up or isinstance(error, TimeoutError):
                raise FetchError("the server is too slow", final=False) from None
            said = " ".join(str(error).split())[:100]
            raise FetchError(f"the answer is broken ({type(error).__name__}: {said})", final=False) from None
        finally:
            clock.cancel()
            connection.close()

    def _body(self, answer: http.client.HTTPResponse) -> bytes:
        """The body, unpacked, up to the bound of its size."""
        coding = (answer.getheader("Content-Encoding") or "identity").strip().lower()
        if coding not in ("identity", "gzip", "x-gzip", "deflate"):
            raise FetchError(f"the answer is packed as {coding[:20]!r}, which was not asked for", final=True)
        unpacker = (
            None if coding == "identity" else zlib.decompressobj(wbits=47 if coding != "deflate" else 15)
        )
        told = answer.getheader("Content-Length") or ""
        if told.isdigit() and int(told) > self.largest:
            raise FetchError(f"the answer has {int(told):,} bytes, more than {self.largest:,}", final=True)
        parts: list[bytes] = []
        size = 0
        while chunk := answer.read1(CHUNK):
            piece = unpacker.decompress(chunk, self.largest + 1 - size) if unpacker else chunk
            parts.append(piece)
            size += len(piece)
            if size > self.largest:
                raise FetchError(f"the answer unpacks into more than {self.largest:,} bytes", final=True)
        if unpacker is not None and not unpacker.eof and told != "0":
            raise FetchError("the answer was cut short", final=False)
        if told.isdigit() and not unpacker and size < int(told):
            raise FetchError(f"the answer was cut short ({size:,} of {int(told):,} bytes)", final=False)
        return b"".join(parts)

    def _looked_up(self, host: str, port: int) -> tuple[str, int]:
        """An address of a host, all of whose addresses may be asked."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise FetchError(
                f"the host {host[:60]!r} is not known ({error})", final=isinstance(error, UnicodeError)
            ) from None
        addresses = [str(entry[4][0]) for entry in found]
        for address in addresses:
            if not self.allow_private and not is_public(address):
                raise FetchError(
                    f"{host[:60]} is an address of a local network ({address}); not asked", final=True
                )
        return addresses[0], port


class _Checked(http.client.HTTPConnection):
    """A connection to an address that was checked, under the name that was asked for."""

    def __init__(self, host: str, port: int, where: tuple[str, int], *, secure: bool):
        super().__init__(host, port, timeout=PATIENCE)
        self._where, self._secure = where, secure
        self.is_given_up = False

    def give_up(self) -> None:
        """End the connection from another thread."""
        self.is_given_up = True
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)

    def connect(self) -> None:
        """Connect to the checked address; a certificate must be the host's."""
        self.sock = socket.create_connection(self._where, self.timeout)
        if self._secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public network, also where one address hides another.

    Examples
    --------
    >>> [is_public(one) for one in ("8.8.8.8", "10.0.0.1", "::ffff:127.0.0.1", "169.254.169.254", "64:ff9b::7f00:1")]
    [True, False, False, False, False]
    """
    try:
        one = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(one, ipaddress.IPv6Address):
        inner = one.ipv4_mapped or one.sixtofour or (one.teredo[1] if one.teredo else None)
        if one in NAT64:
            inner = ipaddress.IPv4Address(int(one) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return one.is_global and not one.is_multicast and not one.is_reserved


def checked_address(url: str) -> str:
    """An address in the form in which it is asked.

    Raises
    ------
    FetchError
        For another scheme than http and https, a name or password in it, or no host.
    """
    text = url.strip()
    if any(ord(letter) < 33 or ord(letter) == 127 for letter in text):
        raise FetchError("no address: it holds spaces or control characters", final=True)
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise FetchError("no address", final=True) from None
    if parts.scheme not in ("http", "https"):
        raise FetchError(
            f"only http and https are fetched, not {parts.scheme[:20] or 'nothing'!r}", final=True
        )
    if "@" in parts.netloc:
        raise FetchError("an address with a name or password in it is not fetched", final=True)
    try:
        name = host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError:
        raise FetchError("no address: its host is no name", final=True) from None
    if not name:
        raise FetchError("no address: it has no host", final=True)
    netloc = f"[{name}]" if ":" in name else name
    netloc += f":{port}" if port else ""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return urlunsplit((parts.scheme, netloc, path, query, ""))


def _retry_after(headers: tuple[tuple[str, str], ...]) -> float:
    told = next((value for name, value in headers if name.lower() == "retry-after"), "")
    return float(told) if told.isdigit() and len(told) < 6 else 0.0
