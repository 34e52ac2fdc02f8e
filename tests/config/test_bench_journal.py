"""The measurement of the journal at a small size: ours, a plain GROUP BY and DuckDB must agree, or it fails."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow  # starts a process, migrates a database of its own, loads DuckDB
def test_all_three_tell_the_same() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    script = str(ROOT / "benchmarks" / "journal" / "run.py")

    ran = subprocess.run(
        [sys.executable, script, "--lines", "5000", "--asks", "20"], capture_output=True, text=True, env=environment
    )

    told = json.loads(ran.stdout.strip().splitlines()[-1])
    assert ran.returncode == 0, ran.stderr
    assert (told["differences"], told["cells_apart"]) == (0, 0)
    assert told["equal_to_group_by"] and told["nation_equal"]
    assert told["totals"] == told["duckdb_cells"] > 5_000
