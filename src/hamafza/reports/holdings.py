"""What reports lay with an officer: those that she writes, and those that she reads."""

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hamafza.kernel.actors import Actor
from hamafza.kernel.moves import subject_of
from hamafza.network import days, holdings
from hamafza.network.holdings import Holding, Kind
from hamafza.people.models import Person
from hamafza.reports import commands as reports
from hamafza.reports.models import Report


def _open(person: Person) -> list[Report]:
    numbers = list(Report.objects.open().filter(holder=person).values_list("pk", flat=True))
    return list(Report.objects.whole().filter(pk__in=numbers).order_by("due_on", "pk"))


def _reports(person: Person, at: datetime) -> list[Holding]:
    return [
        Holding(
            _("گزارش %(month)s: %(unit)s") % {"month": one.period, "unit": one.unit},
            reverse("reports:report", args=[one.pk]), days.end_of(one.due_on), subject_of(one),
        )
        for one in _open(person)
    ]  # fmt: skip


def _hand(person: Person, to: Person, by: Actor, at: datetime) -> int:
    return len([reports.pass_on(one, to=to, by=by, at=at) for one in _open(person)])


def _back(taker: Person, person: Person, keys: Collection[str], by: Actor, at: datetime) -> int:
    mine = [one for one in _open(taker) if subject_of(one) in keys]
    return len([reports.pass_on(one, to=person, by=by, at=at) for one in mine])


holdings.register("reports", 50, Kind(gettext_lazy("گزارش‌های نزد او"), _reports, _hand, _back))
