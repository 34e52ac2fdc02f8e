"""Months that were there before longer periods came keep everything and get their days."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from hamafza.reports.models import Report
from hamafza.reports.states import State
from hamafza.reports.tests.telling import brought
from tests.cast import World


@pytest.mark.parametrize(
    ("month", "first", "last"),
    [(140507, date(2026, 9, 23), date(2026, 10, 22)), (140412, date(2026, 2, 20), date(2026, 3, 20)),
     (140312, date(2025, 2, 19), date(2025, 3, 20))],
)  # fmt: skip
def test_a_month_gets_its_days(world: World, month: int, first: date, last: date) -> None:
    report = brought(world, State.ACCEPTED)
    Report.objects.filter(pk=report.pk).update(month=month, first=date(2000, 1, 1), last=date(2000, 1, 2))

    import_module("hamafza.reports.migrations.0004_longer_periods").months(apps, None)

    moved = Report.objects.get(pk=report.pk)
    assert (moved.kind, moved.first, moved.last) == ("month", first, last)
    assert (moved.state, moved.figures, moved.edition) == (report.state, report.figures, report.edition)
