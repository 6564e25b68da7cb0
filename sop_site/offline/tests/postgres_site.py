"""The product as a process on a PostgreSQL database of its own, behind a gate that can be shut."""

import asyncio
import shutil
from contextlib import closing
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

import psycopg
from psycopg import sql

from .proxy import BROKEN, Proxy
from .site import Site


class Gate(Proxy):
    """Lets bytes through as they come; stopped, it resets and refuses, as a server that is gone."""

    async def _serve(self, reader, writer):
        self._open.add(writer)
        there, onward = await asyncio.open_connection(self.host, self.upstream)
        try:
            await asyncio.gather(passed_on(reader, onward), passed_on(there, writer))
        except BROKEN:
            pass
        finally:
            self._open.discard(writer)
            writer.close()
            onward.close()


async def passed_on(reader, writer):
    while data := await reader.read(65_536):
        writer.write(data)
        await writer.drain()
    writer.close()


class PostgresSite(Site):
    """`server` are the settings of a connection to a PostgreSQL where databases may be made."""

    def __init__(self, folder: Path, server: dict):
        super().__init__(folder)
        self.name = f"{server['NAME']}_gone"
        self.server = {
            "host": server["HOST"] or "127.0.0.1",
            "port": int(server["PORT"] or 5432),
            "user": server["USER"],
            "password": server["PASSWORD"],
        }
        self.existing = server["NAME"]
        self._make_database()
        self.gate = Gate(self.server["port"])
        self.gate.start()
        who = f"{quote(self.server['user'])}:{quote(self.server['password'])}"
        at = f"{self.gate.host}:{self.gate.port}"
        self.environment["DATABASE_URL"] = f"postgres://{who}@{at}/{quote(self.name)}"

    def _make_database(self) -> None:
        self._drop_database()
        self._command("CREATE DATABASE {}")

    def _drop_database(self) -> None:
        self._command("DROP DATABASE IF EXISTS {} WITH (FORCE)")

    def _command(self, words: str) -> None:
        with psycopg.connect(**self.server, dbname=self.existing, autocommit=True) as server:
            server.execute(sql.SQL(words).format(sql.Identifier(self.name)))

    def rows(self, question: str, *values) -> list[tuple]:
        question = question.replace("?", "%s")
        question = question.replace("json_extract(i.payload, '$.text')", "i.payload->>'text'")
        with closing(psycopg.connect(**self.server, dbname=self.name)) as database:
            found = database.execute(question, values).fetchall()
        return [tuple(v.hex if isinstance(v, UUID) else v for v in row) for row in found]

    def close(self) -> None:
        if self.process and self.process.poll() is None:
            self.stop()
        self.proxy.close()
        self.gate.close()
        self._drop_database()
        shutil.rmtree(self.folder, ignore_errors=True)
