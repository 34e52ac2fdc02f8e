"""`./hamafza`: prepares the database, loads the demo where there is nothing yet, and serves."""

import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
from argparse import ArgumentParser
from contextlib import suppress
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104
PARENT_DEATH_SIGNAL = 1  # prctl(2), Linux


class Command(BaseCommand):
    help = "Prepares the database, loads the demo if it is empty, and serves by granian."
    requires_system_checks = ()  # a second start takes three seconds at most; `check` runs them
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")
        parser.add_argument("--no-worker", action="store_true", help="no deadlines and outbox; `tick` does them")

    def handle(self, *, host: str, port: int, no_demo: bool, no_worker: bool, **options: Any) -> None:
        refuse_taken(host, port)
        self.prepare(demo=not no_demo)
        address = f"http://{'127.0.0.1' if host in EVERYWHERE else host}:{port}/"
        self.stdout.write(f"\nهم‌افزا آماده است · Hamafza is ready:  {address}")
        for line in [] if no_demo else sign_in_lines():
            self.stdout.write(f"  {line}")
        self.stdout.write("پایان با Ctrl+C · Ctrl+C stops it\n")
        self.stdout.flush()
        connection.close()
        if not no_worker and "worker" in get_commands():
            start_worker()
        serve(host, port, address)

    def prepare(self, *, demo: bool) -> None:
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns at each start without it
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stderr.write("آماده‌سازی پایگاه داده … · preparing the database ...")
            call_command("prepare")
        if demo and "demo" in get_commands():
            call_command("demo", if_empty=True)


def refuse_taken(host: str, port: int) -> None:
    """Say at once, in one line, what the server would say in thirty."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CommandError(f"{host}:{port}: {error.strerror}") from error
            raise CommandError(
                f"درگاه {port} در کار است؛ با --port درگاه دیگری بدهید. / "
                f"Port {port} is in use; give another by --port."
            ) from error


def sign_in_lines() -> list[str]:
    """The demo's people with their pass-words, where the demo is loaded."""
    try:
        return list(import_module("hamafza.demo.people").sign_in_lines())
    except ModuleNotFoundError:
        return []


def names_of(host: str) -> set[str]:
    """The host as asked for; on all interfaces, this machine's name and addresses."""
    if host not in EVERYWHERE:
        return {host}
    name = socket.gethostname()
    with suppress(OSError):
        return {name, *(str(found[4][0]) for found in socket.getaddrinfo(name, None))}
    return {name}


def start_worker() -> None:
    """Deadlines and outbox beside the server; it goes when the server goes, however that happens."""
    subprocess.Popen([sys.executable, "-m", "hamafza", "worker"], preexec_fn=die_with_parent)


def die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


def serve(host: str, port: int, address: str) -> None:
    """Become granian. Two processes, one writer each: on SQLite more would wait for its lock."""
    # What the settings cannot know by themselves: under which address this start is reached.
    os.environ.setdefault("HAMAFZA_URL", address.rstrip("/"))
    os.environ.setdefault("HAMAFZA_HOSTS", ",".join({"127.0.0.1", "localhost", "[::1]", *names_of(host)}))
    os.execv(sys.executable, server(host, port))  # noqa: S606


def server(host: str, port: int) -> list[str]:
    """The server's command line; the proofs start it in the same way."""
    options = ["--interface", "wsgi", "--host", host, "--port", str(port)]
    options += ["--workers", "2", "--blocking-threads", "1", "--no-ws", "--respawn-failed-workers"]
    options += ["--log-level", "warning"]
    return [sys.executable, "-m", "granian", *options, "hamafza.config.wsgi:application"]
