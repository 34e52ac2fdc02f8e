"""Months, a season and a campaign of one province at once: whatever officers do, each keeps its promises to all others."""

import contextlib
import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from hamafza.journal.models import JournalLine
from hamafza.kernel.errors import Refused
from hamafza.kernel.models import AuditLine, StateChange
from hamafza.notices.models import Message
from hamafza.reports import commands as reports
from hamafza.reports import queries, tasks
from hamafza.reports.models import Campaign, Report
from hamafza.reports.states import MOVES, OWE, WRITING, State
from hamafza.reports.tests.autumn import NOW, autumn
from hamafza.reports.tests.telling import CLOCK, deeds
from tests.cast import World

OFFICERS = ["zahra", "mina", "sara", "hamid", "maryam", "nader", "parvin", "admin", "stranger"]
SECRET = "رازِ پویش"


def begun(world: World) -> None:
    deeds(3, at=NOW - timedelta(days=80))
    for month in (140508, 140509):
        reports.open_month(month=month, by=CLOCK, at=NOW)
    autumn()
    reports.call_campaign(
        world.place["11"],
        name=SECRET,
        first=date(2026, 12, 28),
        last=date(2027, 1, 6),
        by=world.person["parvin"],
        at=NOW,
    )


def something(dice: random.Random, world: World, at: datetime) -> Report:
    """An officer, not always the right one, does something with some report."""
    report: Report = Report.objects.whole().order_by("pk")[dice.randrange(Report.objects.count())]
    right = report.holder.username if report.holder else "parvin"
    by = world.person[right if dice.random() < 0.8 else dice.choice(OFFICERS)]
    with contextlib.suppress(Refused):
        if report.state in WRITING:
            quiet = dice.random() < 0.4
            why = dice.choice(["", SECRET])
            reports.submit(report, nothing=quiet, narrative=SECRET, missing_because=why, by=by, at=at)
        elif report.state == State.SUBMITTED and dice.random() < 0.3:
            reports.remark(report, figure="finished", text=SECRET, by=by, at=at)
            reports.send_back(report, reason=SECRET, by=by, at=at)
        elif report.state == State.SUBMITTED:
            reports.accept(report, by=by, at=at)
        elif dice.random() < 0.15:
            reports.unlock(report, reason=SECRET, by=by, at=at)
        else:
            reports.withdraw_campaign(Campaign.objects.get(), by=world.person["parvin"], at=at)
    return report


def promises(report: Report, at: datetime) -> None:
    assert report.level in OWE[report.kind]
    assert (report.holder is None) == (report.due_at is None) == (report.state == State.ACCEPTED)
    assert (report.kind == "campaign") == (report.campaign_id is not None)
    assert report.month == report.period.month.code and report.first <= report.last
    if report.submitted_at:
        assert report.submitted_at.astimezone(at.tzinfo).date() > report.last
    if report.state == State.ACCEPTED:
        assert report.accepted_by != report.submitted_by
        assert bool(report.missing) == bool(report.missing_because)
    assert report.edition == 1 + report.editions.count()
    if report.nothing:
        assert not any(report.figures.values())


@pytest.fixture
def told() -> Any:
    """What goes out or is kept in words."""

    def words() -> str:
        kept = repr(list(JournalLine.objects.values())) + repr(list(AuditLine.objects.values()))
        return kept + repr(list(Message.objects.values("body", "url")))

    return words


@pytest.mark.slow  # sixty steps each
@pytest.mark.parametrize("seed", range(5))
def test_a_province_of_reports_keeps_every_promise(world: World, seed: int, told: Any) -> None:
    dice, at = random.Random(seed), NOW
    begun(world)
    for _ in range(60):
        at += timedelta(hours=dice.randint(1, 14))
        touched = something(dice, world, at)
        if dice.random() < 0.2:
            tasks.chased(at)
        now = Report.objects.whole().filter(pk=touched.pk).first()
        if now:  # a campaign may have been taken back
            promises(now, at)
    for report in Report.objects.whole():
        promises(report, at)
        for below in queries.children(report):
            assert (below.kind, below.month, below.campaign_id) == (report.kind, report.month, report.campaign_id)
            assert below.place.path.startswith(report.place.path) and below.level != report.level
        changes = StateChange.objects.filter(subject=f"reports.report:{report.pk}").order_by("pk")
        assert all(one.after in MOVES[one.before] for one in changes if one.before)
    sent = JournalLine.objects.filter(kind="report_submitted").count()
    moves = StateChange.objects.filter(subject__startswith="reports.report:", after=State.SUBMITTED).count()
    assert sent == moves
    assert SECRET not in told()


@pytest.mark.parametrize("seed", range(3))
def test_rates_count_every_report_once(world: World, seed: int) -> None:
    """Months and what is longer share nothing and lose nothing."""
    dice, at = random.Random(f"rates {seed}"), NOW
    begun(world)
    for _ in range(25):
        at += timedelta(hours=dice.randint(1, 20))
        something(dice, world, at)
    later = date(2027, 3, 1)
    found = Report.objects.all()
    monthly = queries.rate_of(queries.recent(found, later, monthly=True), later)
    longer = queries.rate_of(queries.recent(found, later, monthly=False), later)

    old = Report.objects.filter(kind="month", month__lt=140509).count()
    assert monthly.expected + longer.expected + old == Report.objects.count()
    for rate in (monthly, longer):
        assert 0 <= rate.in_time <= rate.came <= rate.expected
    by_unit = [queries.rate_of_unit(one, later) for one in found.whole() if one.kind == "season"]
    assert sum(rate.expected for rate in by_unit) == Report.objects.filter(kind="season").count()
