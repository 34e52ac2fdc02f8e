"""`./hamafza check`: all that must hold before a change is handed over. Says what failed."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
ENV = {**os.environ, "PYTHONPATH": "src:engines"}

STEPS = {
    "format": [BIN / "ruff", "format", "--check", "--quiet"],
    "lint": [BIN / "ruff", "check", "--quiet"],
    "river": [BIN / "lint-imports"],
    "templates": [BIN / "djlint", "src", "--lint", "--quiet"],
    "migrations": [sys.executable, "-m", "hamafza", "makemigrations", "--check", "--dry-run"],
    "words": [sys.executable, "scripts/messages.py", "--check"],
    "map": [sys.executable, "scripts/map.py", "--check"],
    "openapi": [sys.executable, "scripts/openapi.py", "--check"],
    "types": [BIN / "mypy"],
}


def main() -> int:
    wanted = sys.argv[1:] or list(STEPS)
    failed = [name for name in wanted if not holds(name)]
    print(f"\nfailed: {', '.join(failed)}" if failed else "\nall hold")
    return int(bool(failed))


def holds(name: str) -> bool:
    print(f"{name:<11}", end="", flush=True)
    began = time.monotonic()
    run = subprocess.run(STEPS[name], cwd=ROOT, env=ENV, capture_output=True, text=True, check=False)
    print(f"{'ok' if run.returncode == 0 else 'FAILED':<7}{time.monotonic() - began:5.1f} s", flush=True)
    if run.returncode:
        print(run.stdout + run.stderr)
    return run.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
