"""The tiny log, played to its end: what each case became, and every printed count asked of the database in plain SQL."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from hamafza.intake.models import Request
from hamafza.kernel.models import StateChange
from hamafza.network.models import Domain
from hamafza.notices.models import Message, Status
from hamafza.referrals.models import LastDoor, Referral
from hamafza.replay.management.commands.replay import Command
from hamafza.replay.mapping import Mapping
from hamafza.replay.tests.log import CLEAN, DIRTY, OTHER_MAPPING, city, other_city

ROOT = Path(__file__).resolve().parents[4]
TAKEN = len(CLEAN) + len(DIRTY) - 2  # two rows have no day and are named as left out

# Each count once more, by somebody who knows the tables and nothing of the code.
OPEN_REQUEST = "state NOT IN ('closed', 'withdrawn', 'duplicate')"
OUTCOME = """SELECT r.id FROM intake_request r WHERE EXISTS (
    SELECT 1 FROM intake_need n WHERE n.request_id = r.id AND n.state = 'done')
    AND NOT EXISTS (SELECT 1 FROM intake_need n WHERE n.request_id = r.id AND n.state NOT IN ('done', 'dropped'))"""

SQL = {
    "requests": "SELECT count(*) FROM intake_request",
    "reached_outcome": f"SELECT count(*) FROM ({OUTCOME}) AS o",
    "open_with_owner_and_deadline": f"""SELECT count(*) FROM intake_request WHERE {OPEN_REQUEST}
        AND holder_id IS NOT NULL AND due_at IS NOT NULL AND id NOT IN ({OUTCOME})""",
    "without_owner_or_deadline": f"""SELECT count(*) FROM intake_request WHERE {OPEN_REQUEST}
        AND (holder_id IS NULL OR due_at IS NULL)""",
    "lost": f"SELECT {TAKEN} - count(*) FROM intake_request",
    "hops": "SELECT count(*) FROM referrals_referral",
    "reroutes": "SELECT count(*) - count(DISTINCT need_id) FROM referrals_referral",
    "last_door": "SELECT count(*) FROM referrals_lastdoor",
    "breaches": "SELECT count(*) FROM journal_journalline WHERE kind = 'deadline_missed'",
    "journal_lines": "SELECT count(*) FROM journal_journalline",
}


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the command says of the tiny log, and the database that it leaves; told once for the module."""
    from django.db import transaction

    file, toml = city(tmp_path_factory.mktemp("tiny"))
    with django_db_blocker.unblock(), transaction.atomic():
        command = Command(stderr=StringIO())
        mapping = Mapping.load(toml)
        cases, received = command._read(file, mapping, 0)
        yield command._play(cases, received, mapping)
        transaction.set_rollback(True)


@pytest.mark.slow  # plays the log once
@pytest.mark.django_db
class TestTheCounts:
    @pytest.mark.parametrize("name", SQL)
    def test_are_what_the_database_says(self, played: dict[str, Any], name: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(SQL[name])
            assert cursor.fetchone()[0] == played[name]

    def test_are_all_asked_above(self, played: dict[str, Any]) -> None:
        assert set(played) - set(SQL) == {"chain_ok", "seconds", "requests_per_second"}

    def test_nothing_is_lost_and_nothing_is_nobodys(self, played: dict[str, Any]) -> None:
        assert (played["requests"], played["lost"], played["without_owner_or_deadline"]) == (TAKEN, 0, 0)
        assert played["reached_outcome"] + played["open_with_owner_and_deadline"] == TAKEN

    def test_the_chains_hold(self, played: dict[str, Any]) -> None:
        assert played["chain_ok"] is True

    def test_only_what_the_city_left_open_is_open(self, played: dict[str, Any]) -> None:
        """A4 was never closed; D1 was closed before it was opened, D6 on no day at all."""
        done = Request.objects.filter(state__in=["closed", "confirmed", "resolved", "partly_resolved"])

        assert set(Request.objects.exclude(pk__in=done).values_list("external_id", flat=True)) == {"A4", "D1", "D6"}


@pytest.mark.slow  # the same played log
@pytest.mark.django_db
@pytest.mark.usefixtures("played")
class TestEachCase:
    def hops(self, number: str) -> list[tuple[str, str]]:
        found = Referral.objects.filter(need__request__external_id=number).order_by("pk")
        return list(found.values_list("state", "reason"))

    def test_closed_in_time_is_one_hop(self) -> None:
        assert self.hops("A2") == [("done", "")]

    @pytest.mark.parametrize(("number", "reason"), [("A5", "wrong_domain"), ("A8", "out_of_area")])
    def test_declined_first_went_on(self, number: str, reason: str) -> None:
        assert self.hops(number)[0] == ("declined", reason)
        assert len(self.hops(number)) >= 2 or LastDoor.objects.filter(need__request__external_id=number).exists()

    @pytest.mark.parametrize("number", ["A3", "A7"])
    def test_answered_long_after_the_promise_ran_out_first(self, number: str) -> None:
        assert self.hops(number)[0][0] == "expired"

    @pytest.mark.parametrize(("number", "state"), [("A3", "done"), ("A4", "open"), ("D6", "open"), ("A7", "done")])
    def test_what_no_centre_took_came_to_the_last_door(self, number: str, state: str) -> None:
        assert [task.state for task in LastDoor.objects.filter(need__request__external_id=number)] == [state]

    @pytest.mark.parametrize(("number", "outcome"), [("A2", "solved"), ("A6", "guided")])
    def test_the_remark_says_the_outcome(self, number: str, outcome: str) -> None:
        assert list(Request.objects.get(external_id=number).needs.values_list("outcome", flat=True)) == [outcome]

    def test_a_number_that_came_twice_is_two_requests(self) -> None:
        assert Request.objects.filter(external_id="A1").count() == 2

    def test_what_had_no_kind_is_general(self) -> None:
        assert Request.objects.get(external_id="D2").needs.get().domain == Domain.objects.get(name_en="General")

    def test_it_was_received_when_the_city_received_it(self) -> None:
        assert Request.objects.get(external_id="A13").received_at.isoformat().startswith("2024-03-11T09:00:00")

    def test_no_case_ended_before_the_city_ended_it(self) -> None:
        finished = Referral.objects.filter(need__request__external_id="A2", state="done").get()

        assert finished.ended_at.isoformat().startswith("2024-03-05T18:00:00")  # ten o'clock in California

    def test_nobody_is_written_to(self) -> None:
        assert not Message.objects.filter(status=Status.WAITING).exists()

    def test_history_runs_forward(self) -> None:
        for request in Request.objects.all():
            at = list(
                StateChange.objects.filter(subject=f"intake.request:{request.pk}")
                .order_by("pk")
                .values_list("at", flat=True)
            )
            assert at == sorted(at), request.external_id


def run(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """`./hamafza replay` as a person types it, with a data folder of its own."""
    env = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    env |= {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'engines'}", "HAMAFZA_DATA": str(folder / "data")}
    command = [sys.executable, "-m", "hamafza", "replay", *map(str, arguments)]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.slow  # processes of their own, each with a database of its own
class TestTheCommand:
    def test_prints_one_json_object_and_names_each_dirty_row(self, tmp_path: Path) -> None:
        file, toml = other_city(tmp_path)

        said = run(tmp_path, file, "--map", toml)

        assert said.returncode == 0, said.stderr
        counts = json.loads(said.stdout)
        assert (counts["requests"], counts["lost"], counts["chain_ok"]) == (3, 0, True)
        dirty = [line for line in said.stderr.splitlines() if line.startswith("dirty: ")]
        assert [line.split(":")[1].split(",")[0].strip() for line in dirty] == ["row 4", "row 5"]
        assert (tmp_path / "data" / "replay-other.sqlite3").exists()
        assert not (tmp_path / "data" / "hamafza.sqlite3").exists()  # the living office is not touched

    def test_a_missing_file_a_missing_mapping_and_a_missing_column_are_each_one_line(self, tmp_path: Path) -> None:
        file, toml = other_city(tmp_path)
        odd = tmp_path / "odd.toml"
        odd.write_text(OTHER_MAPPING.replace('"Bezirk"', '"Viertel"'))
        for arguments, part in [
            ((tmp_path / "none.csv", "--map", toml), "none.csv: no such file"),
            ((file, "--map", tmp_path / "none.toml"), "none.toml: no such file"),
            ((file, "--map", odd), "no column 'Viertel' (mapping: area); it has: Bezirk, Amt"),
        ]:
            said = run(tmp_path, *arguments)
            assert (said.returncode, said.stdout) == (1, "")
            assert part in said.stderr.splitlines()[-1]
            assert "Traceback" not in said.stderr


class TestReading:
    @pytest.mark.parametrize(("limit", "read"), [(0, TAKEN), (1, 1), (5, 5), (999, TAKEN)])
    def test_takes_so_many_as_it_is_told_in_the_order_of_their_days(
        self, tmp_path: Path, limit: int, read: int
    ) -> None:
        file, toml = city(tmp_path)
        cases, received = Command(stderr=StringIO())._read(file, Mapping.load(toml), limit)

        assert len(cases) == received == read
        assert [case.created for case in cases] == sorted(case.created for case in cases)

    def test_a_file_of_dirt_only_says_so(self, tmp_path: Path) -> None:
        from django.core.management.base import CommandError

        file, toml = city(tmp_path, DIRTY[2])
        with pytest.raises(CommandError, match="no row could be read"):
            Command(stderr=StringIO())._read(file, Mapping.load(toml), 0)
