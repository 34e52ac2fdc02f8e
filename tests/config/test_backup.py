"""A backup holds everything, says what it holds, and comes back whole or not at all."""

import hashlib
import io
import json
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from hamafza.kernel import clock
from hamafza.kernel.actors import System
from hamafza.kernel.models import AuditLine
from hamafza.people import commands as people

# A real database on disk: backup and restore open it by themselves, outside any test's transaction.
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PASSWORD = "گل‌سرخ-و-باران-۱۴۰۴"


@pytest.fixture(autouse=True)
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own with one account, one session and one uploaded file."""
    monkeypatch.setattr(settings, "DATA", tmp_path / "var")
    monkeypatch.setattr(settings, "MEDIA_ROOT", str(tmp_path / "var" / "files"))
    letter = tmp_path / "var" / "files" / "intake" / "نامه.txt"
    letter.parent.mkdir(parents=True)
    letter.write_text("سلام")
    open_account("zahra")
    Session.objects.create(session_key="k", session_data="d", expire_date=clock.now())
    return tmp_path


def open_account(username: str) -> None:
    people.open_account(username=username, full_name="زهرا احمدی", password=PASSWORD, by=System("test"), at=clock.now())


def names() -> list[str]:
    return list(get_user_model().objects.order_by("username").values_list("username", flat=True))


def backed_up(house: Path) -> Path:
    target = house / "b.tar.gz"
    call_command("backup", target, stdout=io.StringIO())
    return target


class TestBackup:
    def test_says_what_it_holds(self, house: Path) -> None:
        target = backed_up(house)

        with tarfile.open(target) as tar:
            manifest = json.load(tar.extractfile("manifest.json"))
        assert manifest["rows"]["people_person"] == 1
        assert manifest["chains"]["audit"][0] == AuditLine.objects.count()
        assert "files/intake/نامه.txt" in manifest["sha256"]

    def test_is_readable_by_its_owner_only(self, house: Path) -> None:
        assert backed_up(house).stat().st_mode & 0o777 == 0o600

    def test_holds_no_key(self, house: Path) -> None:
        (house / "var" / "secret").write_text("k")

        with tarfile.open(backed_up(house)) as tar:
            assert not [name for name in tar.getnames() if "secret" in name]

    def test_leaves_nothing_behind_when_refused(self, house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(house))

        with pytest.raises(CommandError, match="age"):
            call_command("backup", house / "out" / "b.tar.gz", encrypt="age1x")

        assert not list(house.glob("out/*"))


class TestRestore:
    def test_brings_rows_and_files_back_and_ends_sessions(self, house: Path) -> None:
        target = backed_up(house)
        open_account("karim")
        (house / "var/files/intake/نامه.txt").write_text("دست‌خورده")

        call_command("restore", target, replace=True, stdout=io.StringIO())

        assert names() == ["zahra"]
        assert (house / "var/files/intake/نامه.txt").read_text() == "سلام"
        assert not Session.objects.exists()

    def test_keeps_what_it_replaced(self, house: Path) -> None:
        target = backed_up(house)
        open_account("karim")
        call_command("restore", target, replace=True, stdout=io.StringIO())

        (kept,) = (house / "var" / "backups").glob("before-restore-*")
        call_command("restore", kept, replace=True, stdout=io.StringIO())

        assert names() == ["karim", "zahra"]

    def test_refuses_to_replace_unasked(self, house: Path) -> None:
        target = backed_up(house)
        open_account("karim")

        with pytest.raises(CommandError, match="--replace"):
            call_command("restore", target, stdout=io.StringIO())

        assert names() == ["karim", "zahra"]

    def test_only_checks_when_asked(self, house: Path) -> None:
        target, said = backed_up(house), io.StringIO()
        open_account("karim")

        call_command("restore", target, check=True, stdout=said)

        assert "people_person" in said.getvalue()
        assert names() == ["karim", "zahra"]

    @pytest.mark.parametrize("harm", ["file", "manifest", "stranger", "escape", "torn"])
    def test_refuses_a_harmed_backup(self, house: Path, harm: str) -> None:
        target = harmed(backed_up(house), harm)
        open_account("karim")

        with pytest.raises(CommandError):
            call_command("restore", target, replace=True, stdout=io.StringIO())

        assert names() == ["karim", "zahra"]

    def test_refuses_a_cut_chain(self, house: Path) -> None:
        """The file's sum is made to fit: the row counts and the chain's head still tell."""
        if connection.vendor != "sqlite":
            pytest.skip("the rows of a PostgreSQL dump are counted by PostgreSQL")
        target = rewritten(backed_up(house), cut_chain)
        open_account("karim")

        with pytest.raises(CommandError, match="chain"):
            call_command("restore", target, replace=True, stdout=io.StringIO())


def members_of(target: Path) -> dict[str, bytes]:
    with tarfile.open(target) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}


def packed(target: Path, members: dict[str, bytes]) -> Path:
    with tarfile.open(target, "w:gz") as tar:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return target


def harmed(target: Path, harm: str) -> Path:
    members = members_of(target)
    if harm == "torn":
        target.write_bytes(target.read_bytes()[:-200])
        return target
    if harm == "file":
        members["files/intake/نامه.txt"] += b"!"
    elif harm == "manifest":
        del members["manifest.json"]
    elif harm == "stranger":
        members["files/stranger.txt"] = b"x"
    elif harm == "escape":
        members["../escaped.txt"] = b"x"
    return packed(target, members)


def cut_chain(database: Path) -> None:
    with closing(sqlite3.connect(database)) as copy:
        copy.execute("DELETE FROM kernel_auditline")
        copy.commit()


def rewritten(target: Path, change: Callable[[Path], None]) -> Path:
    members = members_of(target)
    path = target.with_suffix(".db")
    path.write_bytes(members["database.sqlite3"])
    change(path)
    members["database.sqlite3"] = path.read_bytes()
    manifest = json.loads(members["manifest.json"])
    manifest["sha256"]["database.sqlite3"] = hashlib.sha256(path.read_bytes()).hexdigest()
    members["manifest.json"] = json.dumps(manifest).encode()
    return packed(target, members)
