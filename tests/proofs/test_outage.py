"""The database goes away and comes back under a living server: 503 with Retry-After, never 500, and it heals by itself."""

import os
import re
import secrets
import shlex
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from scripts import verify_chain

from tests.proofs.house import ROOT, House, house, wait_until

ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")
on_sqlite = pytest.mark.skipif(ON_POSTGRES, reason="this outage is SQLite's")
PAGES = ["/health", "/api/v1/requests", "/ask"]
pytestmark = pytest.mark.slow  # each starts the real server


def is_courteous(home: House, path: str) -> None:
    """Says when to come back, in Persian, as a page or as JSON."""
    status, headers, content = home.call("GET", path)
    assert status == 503, path
    assert int(headers["retry-after"]) > 0
    kind = "application/json" if path.startswith(("/api", "/health")) else "text/html"
    assert headers["content-type"].startswith(kind)
    assert re.search("[آ-ی]{3,}", content.decode())


def is_well(home: House) -> bool:
    return home.health() == 200 and home.ask(secrets.token_hex(8)) == 201


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path) as made:
        made.start()
        assert is_well(made)
        yield made


@on_sqlite
def test_another_writer_holds_the_file_too_long(home: House) -> None:
    with sqlite3.connect(home.database, isolation_level=None) as greedy:
        greedy.execute("BEGIN IMMEDIATE")
        key = secrets.token_hex(8)
        assert home.ask(key, patience=30) == 503
        assert home.call("GET", "/api/v1/requests")[0] == 200, "reading goes on"
        greedy.execute("ROLLBACK")
    assert home.ask(key) == 201, "and the same content under the same key is taken afterwards"


@on_sqlite
def test_the_file_cannot_be_read_for_a_while(tmp_path: Path) -> None:
    """Every page says it; nobody restarts anything."""
    with house(tmp_path) as home:
        aside = Path(f"{home.database}.aside")
        os.rename(home.database, aside)
        os.mkdir(home.database)  # even root cannot open a folder as a database
        home.start(expected=503)
        for path in PAGES:
            is_courteous(home, path)
        assert home.ask(secrets.token_hex(8)) == 503
        os.rmdir(home.database)
        os.rename(aside, home.database)
        wait_until(lambda: is_well(home), 10)
        assert verify_chain.main([home.database]) == 0


@on_sqlite
@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="a small disk needs root")
def test_the_disk_is_full(tmp_path: Path) -> None:
    with _small_disk(tmp_path / "disk") as disk, house(disk) as home:
        home.start()
        assert is_well(home)
        stuffing = disk / "stuffing"
        _fill(stuffing)
        taken, refused = [], []
        for _ in range(40):
            key = secrets.token_hex(8)
            (taken if (status := home.ask(key)) == 201 else refused).append((key, status))
        assert refused, "the disk was not full"
        assert {status for _, status in refused} <= {503, 507}
        assert home.call("GET", "/api/v1/requests")[0] == 200, "reading goes on"
        stuffing.unlink()
        wait_until(lambda: is_well(home), 10)
        kept = [row["external_id"] for row in home.rows("SELECT external_id FROM intake_request")]
        assert {key for key, _ in taken} <= set(kept)
        assert not {key for key, _ in refused} & set(kept)
        assert verify_chain.main([home.database]) == 0


@contextmanager
def _small_disk(at: Path) -> Iterator[Path]:
    at.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(at)], capture_output=True).returncode:
        pytest.skip("no disk may be mounted here")
    try:
        yield at
    finally:
        subprocess.run(["umount", "-l", str(at)], check=False)


def _fill(stuffing: Path) -> None:
    with stuffing.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue


@pytest.mark.postgres
@pytest.mark.skipif(not ON_POSTGRES, reason="this outage is PostgreSQL's")
def test_the_database_server_stops_and_comes_back(tmp_path: Path) -> None:
    with _own_server() as (url, data), house(tmp_path, server=url) as home:
        home.start()
        assert is_well(home)
        _control(data, "stop", "-m", "immediate")
        for path in PAGES:
            is_courteous(home, path)
        assert home.ask(secrets.token_hex(8)) == 503
        _control(data, "start", "-w", "-l", str(data.parent / "log"))
        wait_until(lambda: is_well(home), 15)
        assert verify_chain.main([home.database]) == 0


@contextmanager
def _own_server() -> Iterator[tuple[str, Path]]:
    """Its address and its folder. Not the suite's server: others are using that."""
    command = [str(ROOT / "scripts/postgres.sh"), "sh", "-c", 'echo "$DATABASE_URL"; exec cat']
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as script:
        assert script.stdin and script.stdout
        url = script.stdout.readline().strip()
        yield url, Path(url.partition("host=")[2]) / "d"
        script.stdin.close()


def _control(data: Path, *words: str) -> None:
    program, *started = shlex.split((data / "postmaster.opts").read_text())
    owner = data.stat()
    become = ["setpriv", f"--reuid={owner.st_uid}", f"--regid={owner.st_gid}", "--clear-groups"]
    options = ["-o", shlex.join(started[2:])] if words[0] == "start" else []
    command = [*(become if os.geteuid() == 0 else []), str(Path(program).with_name("pg_ctl")), "-s", "-D", str(data)]
    subprocess.run([*command, *words, *options], check=True, cwd=data.parent, stdout=subprocess.DEVNULL)
