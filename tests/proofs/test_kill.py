"""The server is killed while six people write, again and again: what was acknowledged is there, once.

HAMAFZA_KILL_ROUNDS sets the rounds (CI: 20 on SQLite, 10 on PostgreSQL). A killed program is not a lost power: that
every acknowledgement waits for the disk is shown in test_durable.py.
"""

import os
import random
import secrets
import threading
import time
from pathlib import Path

import pytest
from scripts import verify_chain

from tests.proofs.house import House, house, wait_until

ROUNDS = int(os.environ.get("HAMAFZA_KILL_ROUNDS", "3"))
WRITERS = 6
DONE = {200, 201}


class Writers:
    """Each hands in requests one after another until the line breaks; then the last one is open."""

    def __init__(self, home: House) -> None:
        self._home = home
        self.acknowledged: list[str] = []
        self.open: list[str] = []
        self.strange: list[int] = []
        self._stop = threading.Event()

    def write(self) -> None:
        while not self._stop.is_set():
            key = secrets.token_hex(8)
            try:
                status = self._home.ask(key)
            except OSError:
                self.open.append(key)
                return
            if status in DONE:
                self.acknowledged.append(key)
            else:
                self.open.append(key)
                if status != 503:
                    self.strange.append(status)

    def run(self, seconds: float) -> None:
        """Six at once; killed in the middle of it."""
        threads = [threading.Thread(target=self.write) for _ in range(WRITERS)]
        for thread in threads:
            thread.start()
        wait_until(lambda: bool(self.acknowledged), 20)
        time.sleep(seconds)
        self._home.kill()
        self._stop.set()
        for thread in threads:
            thread.join()

    def try_again(self) -> None:
        """What a careful sender does: the same content under the same key."""
        self._stop.clear()
        for key in self.open:
            status = self._home.ask(key)
            if status in DONE:
                self.acknowledged.append(key)
            else:
                self.strange.append(status)


# slow: each round starts the real server (about two seconds) and kills it
@pytest.mark.slow
def test_nothing_acknowledged_is_lost_and_nothing_is_doubled(tmp_path: Path) -> None:
    chance = random.Random()
    with house(tmp_path) as home:
        acknowledged: list[str] = []
        repeated = 0
        home.start()
        for _ in range(ROUNDS):
            writers = Writers(home)
            writers.run(chance.uniform(0.15, 1.0))
            home.start()
            writers.try_again()
            assert writers.strange == []
            acknowledged += writers.acknowledged
            repeated += len(writers.open)
            check(home, acknowledged)
        print(f"\n{ROUNDS} rounds: {len(acknowledged)} acknowledged, {repeated} of them sent again")
        assert len(acknowledged) >= ROUNDS * WRITERS, "too few writes to prove anything"


def check(home: House, acknowledged: list[str]) -> None:
    kept = [row["external_id"] for row in home.rows("SELECT external_id FROM intake_request")]
    assert sorted(kept) == sorted(acknowledged)
    assert verify_chain.main([home.database]) == 0
    count = {
        "outbox": "SELECT subject FROM notices_message WHERE template = 'request_received'",
        "keys": "SELECT subject_pk FROM kernel_oncekey WHERE scope = 'intake.receive'",
        "journal": "SELECT seq FROM journal_journalline WHERE kind = 'request_received'",
        "audit": "SELECT subject FROM kernel_auditline WHERE verb = 'intake.receive'",
        "history": "SELECT subject FROM kernel_statechange WHERE after = 'received'",
        "proposals": "SELECT request_id FROM intake_triageproposal",
    }
    rows = {name: [tuple(row.values()) for row in home.rows(query)] for name, query in count.items()}
    assert {name: len(found) for name, found in rows.items()} == dict.fromkeys(count, len(kept))
    for name in ("outbox", "keys", "history", "proposals"):
        assert len(set(rows[name])) == len(kept), f"{name}: one is there twice"


def test_a_write_that_is_lost_would_be_seen(tmp_path: Path) -> None:
    """The check itself can fail."""
    with house(tmp_path) as home, pytest.raises(AssertionError):
        check(home, ["never-arrived"])
