"""Figures mean something only with their day, machine and versions."""

import os
import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_TOLD = (
    "ortools", "highspy", "scipy", "numpy", "numba", "splink", "duckdb", "pandas", "pyspark",
    "spopt", "pulp", "networkx", "recordlinkage", "scikit-learn", "hazm-normalizer",
)  # fmt: skip
_MODULES = {"scikit-learn": "sklearn", "hazm-normalizer": "hazm_normalizer"}


def now() -> dict[str, object]:
    """Return date, machine and the versions of the libraries that this process has loaded."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{os.cpu_count()} cores, {_processor()}, load {os.getloadavg()[0]:.1f}",
        "versions": {"python": platform.python_version(), **_versions()},
    }


def _versions() -> dict[str, str]:
    found = {}
    for name in _TOLD:
        if _MODULES.get(name, name) in sys.modules:
            try:
                found[name] = version(name)
            except PackageNotFoundError:
                continue
    return found


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
