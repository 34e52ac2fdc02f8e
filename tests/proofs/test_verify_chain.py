"""The verifier that needs no Django finds every change that was ever made to a sealed line."""

import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from scripts import verify_chain

from hamafza.journal import anchors
from hamafza.kernel import chain
from hamafza.kernel.models import AuditLine, ChainHead
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import Referral
from tests.cast import SATURDAY, World

MUTATIONS = 200
TABLES = verify_chain.TABLES
Database = sqlite3.Connection


def lived(world: World) -> None:
    """A few requests with answers: lines of every sort."""
    for day in range(4):
        request = world.triaged("health", at=SATURDAY + timedelta(days=day))
        hop = Referral.objects.open().get(need__request=request)
        referrals.decline(hop, reason="capacity", by=hop.holder, at=SATURDAY + timedelta(days=day, hours=1))


@pytest.fixture
def sealed(world: World, tmp_path: Path) -> Path:
    """The chains of a small world in a file of their own, as SQLite keeps them."""
    if connection.vendor != "sqlite":
        pytest.skip("mutations are made in a copied SQLite file")
    lived(world)
    file = tmp_path / "sealed.sqlite3"
    with sqlite3.connect(file) as copy:
        for table in [*TABLES.values(), ChainHead._meta.db_table]:
            with connection.cursor() as cursor:
                made = cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table]).fetchone()[0]
                rows = cursor.execute(f'SELECT * FROM "{table}"').fetchall()
            # Without the constraints a forger would not feel bound by.
            copy.execute(made.replace("UNIQUE", ""))
            copy.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(rows[0]))})', [_raw(r) for r in rows])
    return file


def _raw(row: tuple) -> list:
    return [str(value) if isinstance(value, date) else value for value in row]  # an instant is a date too


def broken(file: Path, *more: str) -> int:
    return verify_chain.main([str(file), *more])


def test_a_sound_history_passes(sealed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert broken(sealed) == 0
    out = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in out] == ["audit", "journal"]
    assert all(line.endswith("OK") for line in out)


def test_it_agrees_with_the_product(sealed: Path) -> None:
    assert chain.verify("audit", AuditLine)
    with closing(verify_chain.Database(str(sealed))) as database:
        found = verify_chain.verify(database, "audit", {})
    head = ChainHead.objects.get(name="audit")
    assert (found.lines, found.head) == (head.seq, head.hash)


def test_it_needs_neither_django_nor_hamafza(sealed: Path) -> None:
    script = Path(verify_chain.__file__)
    run = subprocess.run([sys.executable, "-I", "-S", str(script), str(sealed)], capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")


def test_what_cannot_be_read_is_no_false_peace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert broken(tmp_path / "nothing.sqlite3") == 2
    (tmp_path / "text").write_text("not a database, but long enough to be taken for one " * 40)
    assert broken(tmp_path / "text") == 2
    assert "verify_chain:" in capsys.readouterr().err


# The forger's acts. Each changes one chain of the file and says nothing about it.


def _count(db: Database, table: str) -> int:
    return db.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]


def edit(db: Database, table: str, chance: random.Random) -> None:
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[1] != "id"]
    column, seq = chance.choice(columns), chance.randint(1, _count(db, table))
    old = db.execute(f"SELECT {column} FROM {table} WHERE seq = ?", [seq]).fetchone()[0]
    db.execute(f"UPDATE {table} SET {column} = ? WHERE seq = ?", [_other(column, old, chance), seq])


def _other(column: str, old: object, chance: random.Random) -> object:
    if column == "details":
        return '{"reason": "forged"}'
    if column == "at":
        return str(old).replace("2026-", "2027-").replace("2025-", "2026-")
    if column == "day":
        return "2019-01-01"
    if isinstance(old, int) or old is None:
        return (old or 0) + chance.randint(1, 9)
    return f"{old}x"


def delete(db: Database, table: str, chance: random.Random) -> None:
    db.execute(f"DELETE FROM {table} WHERE seq = ?", [chance.randint(1, _count(db, table))])


def swap(db: Database, table: str, chance: random.Random) -> None:
    one, two = chance.sample(range(1, _count(db, table) + 1), 2)
    for old, new in [(one, -1), (two, one), (-1, two)]:
        db.execute(f"UPDATE {table} SET seq = ? WHERE seq = ?", [new, old])


def double(db: Database, table: str, chance: random.Random) -> None:
    names = ", ".join(row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[1] != "id")
    seq = chance.randint(1, _count(db, table))
    db.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM {table} WHERE seq = ?", [seq])


def cut_tail(db: Database, table: str, chance: random.Random) -> None:
    db.execute(f"DELETE FROM {table} WHERE seq > ?", [_count(db, table) - chance.randint(1, 5)])


def cut_tail_and_mend_the_head(db: Database, table: str, chance: random.Random) -> None:
    cut_tail(db, table, chance)
    mend_head(db, table)


def chain_anew(db: Database, table: str, chance: random.Random) -> None:
    """The perfect forgery: one line changed, and everything from there on sealed again."""
    first = chance.randint(1, _count(db, table))
    db.execute(f'UPDATE {table} SET "by" = "by" || "x" WHERE seq = ?' if table.endswith("auditline") else
               f"UPDATE {table} SET people = people + 1 WHERE seq = ?", [first])  # fmt: skip
    db.row_factory = sqlite3.Row
    before = db.execute(f"SELECT prev_hash FROM {table} WHERE seq = ?", [first]).fetchone()[0]
    for row in db.execute(f"SELECT * FROM {table} WHERE seq >= ? ORDER BY seq", [first]).fetchall():
        line = verify_chain.facts({**dict(row), "prev_hash": before})
        before = verify_chain.link(line["prev_hash"], line)
        db.execute(
            f"UPDATE {table} SET prev_hash = ?, hash = ? WHERE seq = ?",
            [line["prev_hash"], before, row["seq"]],
        )
    mend_head(db, table)


def mend_head(db: Database, table: str) -> None:
    seq, head = db.execute(f"SELECT seq, hash FROM {table} ORDER BY seq DESC LIMIT 1").fetchone()
    name = next(name for name, kept_in in TABLES.items() if kept_in == table)
    db.execute("UPDATE kernel_chainhead SET seq = ?, hash = ? WHERE name = ?", [seq, head, name])


PLAIN = [edit, edit, edit, edit, delete, swap, double, cut_tail]
PERFECT = [cut_tail_and_mend_the_head, chain_anew]


def _mutated(sealed: Path, act: Callable[[Database, str, random.Random], None], chance: random.Random) -> Path:
    forged = sealed.with_name("forged.sqlite3")
    shutil.copyfile(sealed, forged)
    db = sqlite3.connect(forged)
    with db:
        act(db, chance.choice(list(TABLES.values())), chance)
    db.close()
    return forged


# slow: each of two hundred forgeries is a file of its own, about 4 ms
@pytest.mark.slow
def test_two_hundred_forgeries_are_all_found(sealed: Path, tmp_path: Path) -> None:
    chance = random.Random(1405)
    anchor = tmp_path / "anchors.txt"
    heads = ChainHead.objects.all()
    anchor.write_text("".join(f"2026-10-28 {head.name} {head.seq} {head.hash}\n" for head in heads))
    assert broken(sealed, "--anchor", str(anchor)) == 0
    missed = []
    for number in range(MUTATIONS):
        act = (PLAIN + PERFECT)[number % 10]
        forged = _mutated(sealed, act, chance)
        known = ["--anchor", str(anchor)] if act in PERFECT else []
        if broken(forged, *known) != 1:
            missed.append((number, act.__name__))
    assert missed == []


@pytest.mark.parametrize("act", PERFECT)
def test_only_the_anchor_finds_the_perfect_forgery(sealed: Path, tmp_path: Path, act: Callable[..., None]) -> None:
    """Said openly: without something kept elsewhere, whoever owns the database can write another history."""
    forged = _mutated(sealed, act, random.Random(7))
    assert broken(forged) == 0


def test_the_first_broken_line_is_named(sealed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with sqlite3.connect(sealed) as db:
        db.execute("UPDATE journal_journalline SET people = people + 1 WHERE seq IN (5, 9)")
    assert broken(sealed) == 1
    assert "BROKEN at line 5" in capsys.readouterr().out


class TestAnchors:
    @pytest.fixture(autouse=True)
    def _own_folder(self, settings, tmp_path: Path) -> None:
        settings.DATA = tmp_path

    def test_are_dropped_once_a_day(self, world: World) -> None:
        lived(world)
        assert anchors.drop(SATURDAY) == 2
        world.request(at=SATURDAY + timedelta(hours=3))
        assert anchors.drop(SATURDAY + timedelta(hours=4)) == 0
        assert anchors.drop(SATURDAY + timedelta(days=1)) == 2

    def test_turn_at_midnight_in_tehran(self, world: World) -> None:
        lived(world)
        midnight = SATURDAY.replace(hour=0) + timedelta(days=1)
        assert anchors.drop(midnight - timedelta(minutes=1)) == 2
        assert anchors.drop(midnight) == 2

    def test_are_read_by_the_verifier(self, world: World) -> None:
        lived(world)
        anchors.drop(SATURDAY)
        head = ChainHead.objects.get(name="journal")
        assert verify_chain.read_anchors(anchors.path())["journal"] == {head.seq: head.hash}

    def test_an_empty_house_leaves_none(self, db: None) -> None:
        assert anchors.drop(SATURDAY) == 0
        assert not anchors.path().exists()
