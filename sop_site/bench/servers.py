"""Servers of the benchmark's own on loopback, and what /proc says of them."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

WORKERS, THREADS = 2, 4
START_SECONDS = 60
CPU_CLOCK = 2  # CPUCLOCK_SCHED of Linux


class Server:
    """A gunicorn as bin/serve starts it, on a folder of data; `more` are further variables."""

    def __init__(self, var: Path, more: dict[str, str] | None = None):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [
            sys.executable, "-m", "gunicorn", "sop_site.wsgi", "--preload",
            f"--bind=127.0.0.1:{self.port}", f"--workers={WORKERS}", "--worker-class=gthread",
            f"--threads={THREADS}", "--log-level=warning",
        ]  # fmt: skip
        settings = {"KHUMUE_VAR": str(var), "DJANGO_SETTINGS_MODULE": "sop_site.bench.settings"}
        began = time.monotonic()
        self.process = subprocess.Popen(
            command, env={**os.environ, **settings, **(more or {})}, start_new_session=True
        )
        self._wait(began + START_SECONDS)
        self.start_seconds = time.monotonic() - began
        self.start_cpu_seconds = self.cpu_seconds()

    def _wait(self, until: float) -> None:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        while time.monotonic() < until and self.process.poll() is None:
            try:
                opener.open(f"http://127.0.0.1:{self.port}/healthz", timeout=5).read()
            except OSError:
                time.sleep(0.02)
            else:
                return
        self.stop()
        raise RuntimeError("The benchmark's server did not start.")

    def stop(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(15)

    def processes(self) -> list[int]:
        """The master and its workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [self.process.pid, *map(int, children.read_text().split())]

    def cpu_seconds(self) -> float:
        """CPU time of the process tree so far, user and system, all threads.

        By each process's CPU clock, to the nanosecond (clock_getcpuclockid(3) makes its number
        from the id like this); /proc/<pid>/stat counts the same in hundredths of a second.
        """
        return sum(time.clock_gettime((~pid << 3) | CPU_CLOCK) for pid in self.processes())

    def memory_mb(self) -> float:
        """Resident memory of the process tree, what they share counted once (PSS)."""
        total = 0
        for pid in self.processes():
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        return total / 1024


@contextmanager
def serving(var: Path):
    server = Server(var)
    try:
        yield server
    finally:
        server.stop()
