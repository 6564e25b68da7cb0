"""A proxy on loopback that does to requests and replies what a bad network does.

    proxy = Proxy(upstream_port)
    proxy.start()
    with proxy.fault("drop_reply", "POST /api/sync/v1/items"): ...

Faults, for requests whose first line matches the pattern:
- "refuse": a reset, nobody hears of the request; "hang": the same after ten minutes, "stall" after
  a second;
- "half_request": half of the request reaches the server, then its connection ends, and ours;
- "portal", "portal_json", "redirect": a captive portal answers 200 with HTML or JSON, or 302;
- "bad_gateway": 502 with HTML;
- "drop_reply": the server does its work, its reply is thrown away and the connection reset;
- "cut": half of the reply arrives, then a reset; "truncate": half of the body as if it were all;
- "delay": the reply comes a second late;
- "double": the request reaches the server twice; "late_double": once more two seconds later, when
  the phone has gone on (`settle` waits for those);
- "kill": `on_kill()` is called `kill_after` seconds later, while the server works on the request.

`decide(line) -> fault or ""`, when it is set, is asked for each request in place of one fault.
`hits` counts what was spoilt since the fault was set, `spoilt` by its kind; `up` and `down` count
bytes on the wire.
"""

import asyncio
import re
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager, suppress

PORTAL = b"<html>Buy data! Please log in to the Wi-Fi.</html>"
REPLIES = {
    "portal": (b"200 OK", b"text/html", PORTAL),
    "portal_json": (b"200 OK", b"application/json", b'{"status": "please pay"}'),
    "redirect": (b"302 Found\r\nLocation: /lo/", b"text/html", PORTAL),
    "bad_gateway": (b"502 Bad Gateway", b"text/html", PORTAL),
}
WAITS = {"hang": 600.0, "stall": 1.0}
DELAY, LATE = 1.0, 2.0  # seconds
LENGTH = re.compile(rb"(?i)content-length: *(\d+)")
CHUNKED = re.compile(rb"(?i)transfer-encoding: *chunked")
BROKEN = (asyncio.IncompleteReadError, ConnectionError, OSError)


class Proxy:
    def __init__(self, upstream: int, *, host: str = "127.0.0.1"):
        self.upstream, self.host, self.port = upstream, host, 0
        self.kind, self.pattern, self.hits = "", "", 0
        self.up = self.down = 0
        self.decide: Callable[[str], str] | None = None
        self.on_kill: Callable[[], None] = lambda: None
        self.kill_after = 0.02
        self.spoilt: Counter[str] = Counter()
        self._late: set[asyncio.Task] = set()
        self._server = None
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def start(self) -> None:
        self._do(self._start())

    def stop(self) -> None:
        """Refuses new connections and resets those that are open."""
        self._do(self._stop())

    def close(self) -> None:
        self.stop()
        self._do(self._let_go())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @contextmanager
    def fault(self, kind: str, pattern: str = ""):
        self.kind, self.pattern, self.hits = kind, pattern, 0
        try:
            yield self
        finally:
            self.kind = ""

    def settle(self) -> None:
        """Waits until nothing that was sent late is still under way."""
        self._do(self._settle())

    async def _settle(self):
        await asyncio.gather(*self._late, return_exceptions=True)

    def _do(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _start(self):
        self._server = await asyncio.start_server(self._serve, self.host, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _stop(self):
        if self._server:
            self._server.close()
        for writer in list(self._open):
            writer.transport.abort()

    async def _let_go(self):
        """Ends what still waits, so that the loop can be closed."""
        waiting = asyncio.all_tasks() - {asyncio.current_task()}
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    async def _serve(self, reader, writer):
        self._open.add(writer)
        try:
            while True:
                await self._exchange(reader, writer)
        except BROKEN:
            pass
        finally:
            self._open.discard(writer)
            writer.close()

    async def _exchange(self, reader, writer):
        request = await read_message(reader)
        self.up += len(request)
        kind = self._kind_for(request.split(b"\r\n", 1)[0].decode("latin-1"))
        if kind in WAITS:
            await asyncio.sleep(WAITS[kind])
        if kind in {*WAITS, "refuse"}:
            self._reset(writer)
        if kind == "half_request":
            await self._send_half(request)
            self._reset(writer)
        reply = made(*REPLIES[kind]) if kind in REPLIES else await self._served(request, kind)
        if kind == "drop_reply":
            self._reset(writer)
        if kind == "cut":
            writer.write(reply[: len(reply) // 2])
            await writer.drain()
            self._reset(writer)
        if kind == "truncate":
            reply = truncated(reply)
        self.down += len(reply)
        writer.write(reply)
        await writer.drain()

    def _kind_for(self, line: str) -> str:
        if self.decide:
            kind = self.decide(line)
        else:
            kind = self.kind if self.kind and re.search(self.pattern, line) else ""
        if kind:
            self.hits += 1
            self.spoilt[kind] += 1
        return kind

    async def _served(self, request: bytes, kind: str) -> bytes:
        """The server's reply; the request reaches it as often and as late as `kind` says."""
        if kind == "kill":
            asyncio.get_running_loop().call_later(self.kill_after, self.on_kill)
        reply = await self._ask(request)
        if kind == "double":
            reply = await self._ask(request)
        if kind == "late_double":
            task = asyncio.create_task(self._ask_late(request))
            self._late.add(task)
            task.add_done_callback(self._late.discard)
        if kind == "delay":
            await asyncio.sleep(DELAY)
        return reply

    async def _ask_late(self, request: bytes) -> None:
        await asyncio.sleep(LATE)
        with suppress(*BROKEN):
            await self._ask(request)

    def _reset(self, writer) -> None:
        writer.transport.abort()
        raise ConnectionError

    async def _send_half(self, request: bytes) -> None:
        _reader, writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        writer.write(request[: len(request) // 2])
        await writer.drain()
        writer.close()

    async def _ask(self, request: bytes) -> bytes:
        """The server's reply, whole; one connection each."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        head, body = request.split(b"\r\n\r\n", 1)
        head = re.sub(rb"(?i)\r\nconnection:[^\r]*", b"", head) + b"\r\nConnection: close"
        writer.write(head + b"\r\n\r\n" + body)
        await writer.drain()
        raw = await reader.read(-1)
        writer.close()
        return lasting(raw)


def made(status: bytes, kind: bytes, body: bytes) -> bytes:
    head = b"HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
    return head % (status, kind, len(body)) + body


def truncated(reply: bytes) -> bytes:
    """Half of the body with a length that agrees, as a broken proxy sends it."""
    head, mark, body = reply.partition(b"\r\n\r\n")
    half = body[: len(body) // 2]
    return LENGTH.sub(b"Content-Length: %d" % len(half), head) + mark + half


def lasting(raw: bytes) -> bytes:
    """The reply with its length named, so that the browser's connection lives on."""
    head, mark, body = raw.partition(b"\r\n\r\n")
    if not mark:
        raise ConnectionError
    head = re.sub(rb"(?i)\r\nconnection:[^\r]*", b"", head)
    if not LENGTH.search(head) and not CHUNKED.search(head):
        head += b"\r\nContent-Length: %d" % len(body)
    return head + mark + body


async def read_message(reader) -> bytes:
    """A request, head and body, as it came."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = LENGTH.search(head)
    return head + (await reader.readexactly(int(length[1])) if length else b"")
