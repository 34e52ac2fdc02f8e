"""Reports on «امروز» and in the morning's digest: whose next step it is, until when, and what to do."""

import pytest

from hamafza.desks.queries.today import today
from hamafza.desks.rows import Row
from hamafza.desks.tasks import open_items
from hamafza.reports.states import State
from hamafza.reports.tests.telling import DAY, DUE, brought, of, opened
from tests.cast import SATURDAY, World

AT = SATURDAY + 3 * DAY


def row(world: World, who: str, unit: str = "chabahar") -> Row | None:
    rows = {row.key: row for row in today(world.person[who], AT).mine}
    return rows.get(f"report:{of(unit).pk}")


@pytest.mark.parametrize(
    ("state", "who", "label"),
    [
        (State.DUE, "zahra", "دیدن رقم‌ها و فرستادن"),
        (State.SENT_BACK, "zahra", "اصلاح و فرستادن"),
        (State.SUBMITTED, "nader", "بررسی گزارش"),
        (State.ACCEPTED, "", ""),
    ],
)
def test_a_report_is_on_the_day_of_whoever_has_the_next_step(world: World, state: str, who: str, label: str) -> None:
    brought(world, state)

    shown = {name: row(world, name) for name in ("zahra", "nader", "maryam", "sara", "parvin")}

    assert {name for name, found in shown.items() if found} == ({who} if who else set())
    if who:
        found = shown[who]
        assert found and found.action.label == label
        assert found.title == "کانون سلامت مهرگان چابهار: مهر ۱۴۰۵"
        assert found.href == f"/reports/{of('chabahar').pk}/"


def test_its_deadline_is_the_end_of_the_day_by_which_it_is_due(world: World) -> None:
    opened(world)
    found = row(world, "zahra")

    assert found and found.due_at.date() >= DUE
    assert "۱۵ آبان" in found.note


def test_the_digest_counts_the_same(world: World) -> None:
    brought(world, State.SUBMITTED)

    counts = open_items(AT)

    for who in ("zahra", "nader", "parvin", "sara"):
        mine = [row for row in today(world.person[who], AT).mine if row.key.startswith("report:")]
        assert counts[world.person[who].pk] == len(mine)
