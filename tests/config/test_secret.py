"""The key is made once and shown to nobody."""

import subprocess
import sys
from pathlib import Path

import pytest

from hamafza.config.secret import secret_key

SRC = Path(__file__).resolve().parents[2] / "src"


@pytest.mark.slow  # four processes
def test_two_that_start_together_agree_on_one_key(tmp_path: Path) -> None:
    ask = "from pathlib import Path; from hamafza.config.secret import secret_key; print(secret_key(Path()))"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", ask],
            stdout=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
            env={"PYTHONPATH": str(SRC)},
        )
        for _ in range(4)
    ]
    keys = {process.communicate()[0] for process in running}

    assert len(keys) == 1 and len(keys.pop()) > 50
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_the_environment_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "given")

    assert secret_key(tmp_path) == "given"
    assert not list(tmp_path.iterdir())
