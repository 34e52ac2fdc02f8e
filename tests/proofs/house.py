"""A whole house for a proof: its own data folder or database, its own server, as `./hamafza start` runs it."""

import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts.verify_chain import Database

from hamafza.config.management.commands.start import server

ROOT = Path(__file__).resolve().parents[2]
FURNISH = """
import sys, django
django.setup()
from datetime import timedelta
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
call_command("createcachetable")
from hamafza.kernel.clock import now
from hamafza.people import commands as people
from tests import cast
at = now()
reza = cast.build(at).person["reza"]
print(people.open_token(reza, name="proof", until=at + timedelta(days=9), by=reza, at=at).token)
"""


@dataclass
class House:
    """`start()`, `kill()`, `call(...)`; the database is read as it lies by `rows`."""

    folder: Path
    database: str  # an SQLite file or postgres://
    port: int
    token: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def environment(self) -> dict[str, str]:
        postgres = self.database.startswith("postgres")
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "hamafza.config.settings",
            "PYTHONPATH": f"{ROOT}/src:{ROOT}/engines:{ROOT}",
            "HAMAFZA_DATA": str(self.folder),
            "DATABASE_URL": self.database if postgres else f"sqlite:///{self.database}",
            "HAMAFZA_API_PER_MINUTE": "1000000",
            "HAMAFZA_LOG": "CRITICAL",
            **self.settings,
        }

    def furnish(self) -> None:
        """Tables, the cast of the tests, and a key for the interface for machines."""
        run = [sys.executable, "-c", FURNISH]
        made = subprocess.run(run, env=self.environment, cwd=ROOT, capture_output=True, text=True)
        if made.returncode:
            raise RuntimeError(made.stderr)
        self.token = made.stdout.split()[-1]

    def start(self, before: tuple[str, ...] = (), expected: int = 200) -> None:
        command = [*before, *server("127.0.0.1", self.port)]
        self.process = subprocess.Popen(
            command, env=self.environment, cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL
        )
        wait_until(lambda: self.health() == expected, 60)

    def health(self) -> int:
        try:
            return self.call("GET", "/health")[0]
        except OSError:
            return 0

    def kill(self) -> None:
        """As if the power of this program went: no handler of its runs, no file is closed by it."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def call(
        self, method: str, path: str, body: Any = None, key: str = "", patience: float = 20
    ) -> tuple[int, dict, bytes]:
        """(status, headers, content). Raises OSError when no answer came back."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        if key:
            headers["Idempotency-Key"] = key
        if not path.startswith("/api"):
            headers["Cookie"] = f"hamafza={'s' * 32}"  # of a session that nobody has; it must be looked for
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
        try:
            line.request(method, path, json.dumps(body) if body is not None else None, headers)
            answer = line.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        except http.client.HTTPException as error:
            raise OSError(str(error)) from error
        finally:
            line.close()

    def ask(self, key: str, patience: float = 20) -> int:
        """Hand in a request under this key; the status."""
        body = {"place": "IR/11/1104/tis/", "text": f"دارو {key}", "phone": "09151234567", "external_id": key}
        return self.call("POST", "/api/v1/requests", body, key, patience)[0]

    def rows(self, query: str) -> list[dict[str, Any]]:
        with closing(Database(self.database)) as database:
            return list(database.rows(query))


@contextmanager
def house(folder: Path, server: str = "", **settings: str) -> Iterator[House]:
    """A furnished house on the kind of database that the suite runs on, or on that server; torn down at the end."""
    with nullcontext(server) if server else _database(folder) as database:
        made = House(folder, database, free_port(), settings=settings)
        made.furnish()
        try:
            yield made
        finally:
            made.kill()


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield str(folder / "house.sqlite3")
        return
    import psycopg

    name = f"proof_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as link:
        link.execute(f"CREATE DATABASE {name}")
        try:
            yield _named(url, name)
        finally:
            link.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _named(url: str, name: str) -> str:
    """The same server, another database: postgres://user@host/NAME?options"""
    from urllib.parse import urlsplit

    return urlsplit(url)._replace(path=f"/{name}").geturl()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(true: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            raise TimeoutError(f"not within {seconds} s")
        time.sleep(0.05)
