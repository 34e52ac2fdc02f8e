"""One pass for cron, and the loop that ends when it is told to."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from hamafza.config.management.commands import worker
from hamafza.notices.models import Message, Status
from tests.cast import SATURDAY, World

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: SATURDAY + timedelta(days=20))


def test_tick_does_what_is_due_and_prints_the_counts(
    world: World, later: None, settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DATA = tmp_path
    hop_was_asked = world.triaged("health")

    call_command("tick")

    counts = dict(line.rsplit(" ", 1) for line in capsys.readouterr().out.splitlines())
    hop_was_asked.refresh_from_db()
    assert int(counts["referrals.hops"]) >= 1
    assert int(counts["notices.outbox"]) >= 1
    assert not Message.objects.filter(status=Status.WAITING, not_before__lte=SATURDAY).exists()


def test_a_failing_pass_does_not_end_the_worker(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    passes: list[int] = []

    def tick(at: object) -> dict[str, int]:
        passes.append(1)
        if len(passes) == 1:
            raise RuntimeError("one bad row")
        return {}

    monkeypatch.setattr(worker, "tick", tick)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    command = worker.Command()

    command.beat()
    command.beat()

    assert len(passes) == 2
    assert "the next one comes by itself" in caplog.text


def listens_to(pid: int, number: signal.Signals) -> bool:
    """Whether the process has its own answer to a signal (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text()
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught.split()[1], 16) & 1 << number - 1)


@pytest.mark.slow  # a process of its own
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks /proc when the worker is ready")
def test_ends_cleanly_when_told_to(tmp_path: Path) -> None:
    env = os.environ | {
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'engines'}",
        "HAMAFZA_DATA": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "hamafza.config.settings",
    }
    command = [sys.executable, "-m", "django", "worker", "--every", "0.1", "--skip-checks"]
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE) as running:
        until = time.monotonic() + 60
        while not listens_to(running.pid, signal.SIGTERM) and time.monotonic() < until:
            time.sleep(0.05)

        running.send_signal(signal.SIGTERM)

        assert running.wait(timeout=30) == 0
