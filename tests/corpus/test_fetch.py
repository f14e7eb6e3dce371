"""Fetching, tested against a server on 127.0.0.1 that is slow, broken, redirecting, oversized and hostile."""

from __future__ import annotations

import gzip
import http.server
import json
import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from analysis.cli import main
from analysis.corpus import web_client
from analysis.corpus.fetch import fetch_from, fetch_pages, listed_urls
from analysis.corpus.gdelt_lists import fetch_gdelt
from analysis.corpus.ingest import ingest
from analysis.corpus.page_folder import MANIFEST
from analysis.corpus.store import open_store
from analysis.corpus.web_client import FetchError, WebClient, checked_address, is_public
from analysis.tables import ParameterError, SourceError

PAGE = (
    "<!doctype html><html><head><title>Judul halaman {n} yang panjang</title></head><body><article>"
    "<h1>Judul halaman {n} yang panjang</h1><p>Paragraf pertama nomor {n} yang cukup panjang untuk menjadi isi.</p>"
    "<p>Paragraf kedua yang juga cukup panjang untuk menjadi isi berita hari ini.</p></article></body></html>"
)

BOMB = gzip.compress(b"\0" * 20_000_000)


class Hostile(http.server.BaseHTTPRequestHandler):
    """Answers by path; what was asked is kept in `server.asked`."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(
        self, body: bytes, status: int = 200, kind: str = "text/html; charset=utf-8", **headers: str
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        parts = urlsplit(self.path)
        self.server.asked.append(parts.path)
        base = f"http://127.0.0.1:{self.server.server_address[1]}"
        name = parts.path.strip("/").replace("/", "_").replace(".", "_").partition("-")[0]
        with suppress(BrokenPipeError, ConnectionResetError):
            getattr(self, f"get_{name}", self.get_page)(parts, base)

    def get_page(self, parts, base):
        self.answer(PAGE.format(n=parts.path).encode())

    def get_robots_txt(self, parts, base):
        self.answer(b"User-agent: *\nDisallow: /private/\n", kind="text/plain")

    def get_missing(self, parts, base):
        self.answer(b"nothing", 404)

    def get_flaky(self, parts, base):
        if self.server.asked.count(parts.path) < 3:
            self.answer(b"later", 503, Retry_After="1")
        else:
            self.get_page(parts, base)

    def get_down(self, parts, base):
        self.answer(b"down", 500)

    def get_loop(self, parts, base):
        self.answer(b"", 302, Location="/loop")

    def get_moved(self, parts, base):
        self.answer(b"", 301, Location="/target")

    def get_inside(self, parts, base):
        self.answer(b"", 302, Location="http://169.254.169.254/latest/meta-data/")

    def get_file(self, parts, base):
        self.answer(b"", 302, Location="file:///etc/passwd")

    def get_nowhere(self, parts, base):
        self.answer(b"", 302)

    def get_large(self, parts, base):
        self.answer(b"a" * 300_000)

    def get_endless(self, parts, base):
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        for _ in range(200):
            self.wfile.write(b"a" * 10_000)

    def get_bomb(self, parts, base):
        self.answer(BOMB, Content_Encoding="gzip")

    def get_packed(self, parts, base):
        self.answer(gzip.compress(PAGE.format(n="packed").encode()), Content_Encoding="gzip")

    def get_garbage(self, parts, base):
        self.answer(b"\x1f\x8b\x08\x00 no gzip", Content_Encoding="gzip")

    def get_brotli(self, parts, base):
        self.answer(b"x", Content_Encoding="br")

    def get_cut(self, parts, base):
        self.send_response(200)
        self.send_header("Content-Length", "5000")
        self.end_headers()
        self.wfile.write(b"only this")
        self.close_connection = True

    def get_dripping(self, parts, base):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for _ in range(100):
            self.wfile.write(b"X: y\r\n")
            self.wfile.flush()
            time.sleep(0.05)

    def get_nonsense(self, parts, base):
        self.wfile.write(b"\0\xff this is no HTTP\r\n\r\n")
        self.close_connection = True

    def get_feed(self, parts, base):
        items = "".join(f"<item><title>{n}</title><link>{base}/news/{n}</link></item>" for n in range(3))
        self.answer(f"<rss><channel><title>c</title>{items}</channel></rss>".encode(), kind="application/xml")

    def get_sitemap_xml(self, parts, base):
        listed = (
            "".join(f"<sitemap><loc>{base}/map-{n}.xml</loc></sitemap>" for n in (1, 2))
            + f"<sitemap><loc>{base}/sitemap.xml</loc></sitemap>"
        )
        self.answer(f"<sitemapindex>{listed}</sitemapindex>".encode(), kind="application/xml")

    def get_map(self, parts, base):
        number = parts.path[5]
        urls = f"<url><loc>{base}/politics/{number}</loc><lastmod>2024-06-1{number}</lastmod></url><url><loc>{base}/sport/{number}</loc></url>"
        self.answer(gzip.compress(f"<urlset>{urls}</urlset>".encode()), kind="application/x-gzip")

    def get_gdelt(self, parts, base):
        asked = {name: value[0] for name, value in parse_qs(parts.query).items()}
        if asked["query"] == "short":
            return self.answer(b"Your query was too short or too long.\n")
        first, last = (
            datetime.strptime(asked[name], "%Y%m%d%H%M%S") for name in ("startdatetime", "enddatetime")
        )
        hours = range(first.hour, last.hour + 1)
        found = [
            {"url": f"{base}/gdelt-{first:%d}-{hour}-{n}", "title": f"t {first:%d} {hour} {n}", "seendate": f"{first:%Y%m%d}T{hour:02d}0000Z",
             "domain": "a.example", "language": "English", "sourcecountry": "X", "url_mobile": "", "socialimage": ""}
            for hour in hours for n in range(20)
        ]  # fmt: skip
        self.answer(json.dumps({"articles": found[:250]}).encode(), kind="application/json")


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    asked: list[str]

    def handle_error(self, *_):
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server(("127.0.0.1", 0), Hostile)
    one.asked = []
    thread = threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield one
    one.shutdown()
    one.server_close()


@pytest.fixture
def base(server) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}"


@pytest.fixture
def client() -> WebClient:
    slept: list[float] = []
    one = WebClient(pause=0, allow_private=True, largest=100_000, longest=20, sleep=slept.append)
    one.slept = slept
    return one


def reason(client: WebClient, url: str) -> str:
    with pytest.raises(FetchError) as caught:
        client.get(url)
    return str(caught.value)


def test_pages_are_kept_raw_and_read_by_ingest(tmp_path, base, client):
    report = fetch_pages(
        [f"{base}/a", f"{base}/b", f"{base}/a", f"{base}/packed", "# a remark"],
        tmp_path / "raw",
        client=client,
        progress=False,
    )
    assert (report.asked, report.fetched, report.had, report.failed) == (3, 3, 0, {})
    books = ingest(tmp_path / "raw", tmp_path / "store", progress=False)
    assert books.total("kept") == 3
    articles = open_store(tmp_path / "store").read()
    assert sorted(articles["url"]) == [f"{base}/a", f"{base}/b", f"{base}/packed"]
    assert articles["retrieved"].notna().all()
    assert books.source == "Fetched by address (3 addresses)."


def test_a_run_carries_on_where_it_stopped(tmp_path, base, server, client):
    folder = tmp_path / "raw"
    fetch_pages([f"{base}/a", f"{base}/missing"], folder, client=client, progress=False)
    # A page that was being written and a line that was being noted when the run was killed.
    warc = next(folder.glob("*.warc.gz"))
    whole = warc.read_bytes()
    warc.write_bytes(whole + whole[:50])
    with (folder / MANIFEST).open("a") as handle:
        handle.write('{"url": "half')
    server.asked.clear()
    report = fetch_pages([f"{base}/a", f"{base}/missing", f"{base}/b"], folder, client=client, progress=False)
    assert [path for path in server.asked if path != "/robots.txt"] == ["/b"]
    assert (report.fetched, report.had) == (1, 1)
    assert list(report.failed) == ["the server answered 404 (not asked again)"]
    assert warc.read_bytes().startswith(whole)
    books = ingest(folder, tmp_path / "store", progress=False)
    assert (books.total("kept"), len(books.set_aside)) == (2, 0)
    lines = [json.loads(line) for line in (folder / MANIFEST).read_text().splitlines()]
    assert [(line["url"].rpartition("/")[2], line["status"]) for line in lines] == [
        ("a", 200),
        ("missing", 404),
        ("b", 200),
    ]


def test_robots_txt_is_kept_and_asked_once(base, server, client):
    assert reason(client, f"{base}/private/x") == "robots.txt does not allow it"
    client.get(f"{base}/a")
    assert server.asked == ["/robots.txt", "/a"]
    client.keep_robots = False
    assert client.get(f"{base}/private/x").status == 200


def test_a_server_without_readable_robots_txt_is_asked_nothing(base, server, client, monkeypatch):
    monkeypatch.setattr(Hostile, "get_robots_txt", Hostile.get_down)
    assert reason(client, f"{base}/a") == "robots.txt cannot be read (the server answered 500)"
    assert "/a" not in server.asked


def test_what_may_pass_is_tried_again_and_the_server_says_when(base, server, client):
    client.pause = 0.5
    assert client.get(f"{base}/flaky").status == 200
    assert server.asked.count("/flaky") == 3
    assert any(one >= 1 for one in client.slept)
    assert reason(client, f"{base}/down") == "the server answered 500"
    assert server.asked.count("/down") == 3
    assert reason(client, f"{base}/missing") == "the server answered 404"
    assert server.asked.count("/missing") == 1


def test_a_host_is_left_in_peace_between_requests(base, client):
    clock = [0.0]
    client.pause, client.now = 5, lambda: clock[0]
    client.sleep = lambda seconds: clock.__setitem__(0, clock[0] + seconds)
    for name in ("a", "b", "c"):
        client.get(f"{base}/{name}")
    assert clock[0] >= 15


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("loop", "more than 5 redirects"),
        ("file", "only http and https are fetched, not 'file'"),
        ("nowhere", "a redirect (302) that leads nowhere"),
        ("large", "the answer has 300,000 bytes, more than 100,000"),
        ("endless", "the answer unpacks into more than 100,000 bytes"),
        ("bomb", "the answer unpacks into more than 100,000 bytes"),
        ("garbage", "the answer was cut short"),
        ("brotli", "the answer is packed as 'br', which was not asked for"),
        ("cut", "the answer is broken (IncompleteRead"),
        ("nonsense", "the answer is broken (BadStatusLine"),
        ("dripping", "the server is too slow"),
    ],
)
def test_hostile_answers_give_their_reason(base, client, path, said):
    client.tries, client.longest = 1, 1.5 if path == "dripping" else 20
    start = time.perf_counter()
    found = reason(client, f"{base}/{path}")
    assert found.startswith(said) or (path == "cut" and "cut short" in found), found
    assert time.perf_counter() - start < 20


def test_a_redirect_is_followed_and_both_addresses_are_kept(base, client):
    fetched = client.get(f"{base}/moved")
    assert (fetched.url, fetched.final_url) == (f"{base}/moved", f"{base}/target")


def test_local_addresses_are_refused_also_after_a_redirect_and_a_look_up(base, server, client, monkeypatch):
    assert "is an address of a local network" in reason(WebClient(tries=1), f"{base}/a")
    assert "is an address of a local network" in reason(WebClient(tries=1), "http://localhost/")
    assert not server.asked
    # The first host is taken for public; where it leads is not.
    monkeypatch.setattr(web_client, "is_public", lambda address: address == "127.0.0.1" or is_public(address))
    closed = WebClient(pause=0, tries=1)
    assert "169.254.169.254 is an address of a local network" in reason(closed, f"{base}/inside")


def test_a_name_with_one_local_address_among_others_is_refused(monkeypatch):
    entries = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 80)) for one in ("93.184.216.34", "10.0.0.7")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: entries)
    assert "rebound.example is an address of a local network (10.0.0.7)" in reason(
        WebClient(tries=1), "http://rebound.example/"
    )


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
     "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::",
     "no address", ""],
)  # fmt: skip
def test_addresses_of_local_networks(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "url",
    ["ftp://a.example/x", "file:///etc/passwd", "gopher://a.example", "javascript:alert(1)", "//a.example", "a.example", "",
     "http://", "http://me:secret@a.example/", "http://a.example/\r\nX: y", "http://a.example:99999/", "http://[::1/",
     "http://a..example/", "http://" + "a" * 300 + ".example/"],
)  # fmt: skip
def test_what_is_no_address_is_refused_before_anything_is_asked(url):
    with pytest.raises(FetchError):
        checked_address(url)


def test_addresses_are_asked_in_one_form():
    assert checked_address(" HTTP://Bücher.example/ä b?q=é#x ".strip().replace(" ", "%20")) == (
        "http://xn--bcher-kva.example/%C3%A4%20b?q=%C3%A9"
    )


def test_a_feed_and_a_sitemap_lead_to_their_pages(tmp_path, base, server):
    report = fetch_from(tmp_path / "raw", feeds=[f"{base}/feed"], sitemaps=[f"{base}/sitemap.xml"], since="2024-06-12",
                        match="/politics/", pause=0, allow_private=True, progress=False)  # fmt: skip
    assert (report.asked, report.fetched) == (4, 4)
    assert {path for path in server.asked if path.startswith(("/news", "/politics", "/sport"))} == {
        "/news/0", "/news/1", "/news/2", "/politics/2",
    }  # fmt: skip
    assert ingest(tmp_path / "raw", tmp_path / "store", progress=False).total("kept") == 4


def test_a_list_may_be_a_table(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("judul;url\nA;https://a.example/1\nB;https://a.example/2\n")
    assert listed_urls(path) == ["https://a.example/1", "https://a.example/2"]
    path.write_text("nothing")
    with pytest.raises(SourceError, match="holds no address"):
        listed_urls(path)


def test_gdelt_windows_that_are_full_are_halved_and_kept(tmp_path, base, server, client):
    client.largest = 10_000_000
    where = f"{base}/gdelt"
    report = fetch_gdelt(
        "sea wall", "2024-06-18", "2024-06-19", tmp_path / "raw", client=client, address=where
    )
    assert not report.failed
    books = ingest(tmp_path / "raw", tmp_path / "store", progress=False)
    # Twenty an hour for two days: one window of a day would have told 250 of 480.
    assert books.total("kept") == 960
    server.asked.clear()
    again = fetch_gdelt(
        "sea wall", "2024-06-18", "2024-06-19", tmp_path / "raw", client=client, address=where
    )
    assert again.had == 4
    assert server.asked.count("/gdelt") == 2
    failed = fetch_gdelt("short", "2024-06-18", "2024-06-18", tmp_path / "raw", client=client, address=where)
    assert list(failed.failed) == ["GDELT answered in words: 'Your query was too short or too long.'"]


def test_the_command_says_what_became_of_every_address(tmp_path, base, capsys):
    arguments = [
        "fetch",
        f"{base}/a",
        f"{base}/missing",
        "--to",
        str(tmp_path / "raw"),
        "--pause",
        "0",
        "--no-progress",
    ]
    assert main([*arguments, "--allow-private"]) == 0
    assert "Asked 2 addresses: fetched 1 + had already 0 + not fetched 1" in capsys.readouterr().out
    assert main([*arguments[:2], "--to", str(tmp_path / "closed"), "--no-progress"]) == 0
    assert "is an address of a local network" in capsys.readouterr().out
    assert main(["fetch", "--to", str(tmp_path / "raw")]) == 2
    assert "nothing to fetch" in capsys.readouterr().err
    with pytest.raises(ParameterError, match="since"):
        fetch_from(tmp_path / "raw", gdelt="x", since="yesterday", until="2024-06-19")
