"""An acknowledged write is on the disk: the pragmas of a real connection, and the syncs as the kernel sees them."""

import os
import re
import secrets
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.proofs.house import House, house

WRITES = 30
ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")
ASK = """
import django
django.setup()
from django.db import connection
cursor = connection.cursor()
for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout"):
    print(cursor.execute(f"PRAGMA {name}").fetchone()[0])
print(connection.settings_dict["OPTIONS"]["transaction_mode"])
"""


@pytest.mark.skipif(ON_POSTGRES, reason="pragmas are SQLite's")
def test_a_real_connection_syncs_before_it_answers(tmp_path: Path) -> None:
    home = House(tmp_path, str(tmp_path / "house.sqlite3"), port=0)
    run = subprocess.run([sys.executable, "-c", ASK], env=home.environment, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["wal", "2", "1", "5000", "IMMEDIATE"]


@pytest.mark.skipif(ON_POSTGRES, reason="there the server syncs: its fsync and synchronous_commit are on by default")
@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
# slow: a real server under strace
@pytest.mark.slow
def test_every_acknowledgement_waits_for_the_disk(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        trace = tmp_path / "trace"
        try:
            home.start(before=("strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(trace)))
        except TimeoutError:
            pytest.skip("strace may not trace here")
        before = _syncs(trace)
        statuses = [home.ask(secrets.token_hex(8)) for _ in range(WRITES)]
        synced = _syncs(trace) - before
    print(f"\n{WRITES} writes acknowledged, {synced} syncs")
    assert statuses == [201] * WRITES
    assert synced >= WRITES


def _syncs(trace: Path) -> int:
    """Syncs that ended well; a call that was interrupted in the trace is told in two lines."""
    return len(re.findall(r"(?:fsync\(\d+\)|fdatasync\(\d+\)|sync resumed>\)) += 0", trace.read_text()))


@pytest.mark.skipif(ON_POSTGRES, reason="SQLite's own weaker setting is the planted fault")
@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_the_count_would_notice_a_weaker_setting(tmp_path: Path) -> None:
    """With synchronous=NORMAL the same count finds far fewer syncs than writes."""
    counted = {}
    for level in ("FULL", "NORMAL"):
        trace = tmp_path / level
        script = (
            "import sqlite3, sys\n"
            "link = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
            f"link.executescript('PRAGMA journal_mode=WAL; PRAGMA synchronous={level}; CREATE TABLE t (x)')\n"
            f"for n in range({WRITES}): link.execute('INSERT INTO t VALUES (1)')\n"
        )
        command = ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(trace)]
        run = subprocess.run(
            [*command, sys.executable, "-c", script, str(tmp_path / f"{level}.db")], capture_output=True
        )
        if run.returncode:
            pytest.skip("strace may not trace here")
        counted[level] = _syncs(trace)
    assert counted["FULL"] >= WRITES > counted["NORMAL"]
    assert sqlite3.connect(tmp_path / "NORMAL.db").execute("SELECT COUNT(*) FROM t").fetchone() == (WRITES,)
