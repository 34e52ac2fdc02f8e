"""Starting says what is wrong in one line, and leaves nobody behind."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from hamafza.config.management.commands import start

ROOT = Path(__file__).resolve().parents[2]


def test_a_taken_port_is_refused_before_anything_is_prepared() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(CommandError, match="--port"):
        call_command("start", port=taken.getsockname()[1])


def test_on_all_interfaces_the_machine_answers_to_its_own_name() -> None:
    assert socket.gethostname() in start.names_of("0.0.0.0")  # noqa: S104
    assert start.names_of("192.0.2.7") == {"192.0.2.7"}


@pytest.mark.slow  # three processes
@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's")
def test_the_worker_goes_when_the_server_is_killed() -> None:
    server = """
import os, subprocess
from hamafza.config.management.commands.start import die_with_parent
worker = subprocess.Popen(["sleep", "60"], preexec_fn=die_with_parent)
print(worker.pid, flush=True)
os.kill(os.getpid(), 9)
"""
    run = subprocess.run(
        [sys.executable, "-c", server],
        env={"PYTHONPATH": "src:engines"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    worker = Path("/proc", run.stdout.strip(), "stat")

    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and worker.exists() and " Z " not in worker.read_text():
        time.sleep(0.02)
    assert not worker.exists() or " Z " in worker.read_text()


@pytest.mark.slow  # runs the launcher
class TestTheLauncher:
    def test_refuses_an_old_python_in_one_line_a_language(self, tmp_path: Path) -> None:
        old = tmp_path / "python3"
        old.write_text("#!/bin/sh\nexit 1\n")
        old.chmod(0o755)
        (tmp_path / "hamafza").write_text((ROOT / "hamafza").read_text())

        run = subprocess.run(
            ["sh", tmp_path / "hamafza"],
            env={"PYTHON": str(old), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )

        assert run.returncode == 1
        assert "پایتون ۳٫۱۱" in run.stderr.splitlines()[0]
        assert "Python 3.11" in run.stderr.splitlines()[1]
        assert not (tmp_path / ".venv").exists()

    def test_helps_without_installing_anything(self, tmp_path: Path) -> None:
        (tmp_path / "hamafza").write_text((ROOT / "hamafza").read_text())

        said = subprocess.check_output(["sh", tmp_path / "hamafza", "help"], text=True)

        for word in "run test check fix replay import tick worker backup restore createadmin bench".split():
            assert word in said
        assert not (tmp_path / ".venv").exists()
