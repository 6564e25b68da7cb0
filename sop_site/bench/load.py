"""Sends requests over kept connections and takes the server's CPU time for each."""

import http.client
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

CONNECTIONS = 4


@dataclass(frozen=True)
class Row:
    """A request to measure: on which server ("small" or "large"), and the status it must have."""

    name: str
    path: str
    server: str = "small"
    headers: dict = field(default_factory=dict)
    status: int = 200


def fetch(port: int, path: str, headers: dict) -> tuple[int, dict, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return response.status, {k.lower(): v for k, v in response.getheaders()}, response.read()
    finally:
        connection.close()


def cpu_ms(server, row: Row, count: int) -> float:
    """CPU milliseconds of the server's process tree for one such request.

    Raises RuntimeError when an answer is not what the row says.
    """
    before = server.cpu_seconds()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        share = count // CONNECTIONS
        for _ in pool.map(lambda _: _send(server.port, row, share), range(CONNECTIONS)):
            pass
    return (server.cpu_seconds() - before) * 1000 / (share * CONNECTIONS)


def _send(port: int, row: Row, count: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for _ in range(count):
        connection.request("GET", row.path, headers=row.headers)
        response = connection.getresponse()
        response.read()
        if response.status != row.status:
            raise RuntimeError(f"{row.name}: {row.path} answered {response.status}.")
    connection.close()
