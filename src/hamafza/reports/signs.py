"""The sign of life of reports: the centre sent one."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from hamafza.network import life
from hamafza.reports.models import Report


def _sent(centres: Collection[int], at: datetime) -> dict[int, life.Sign]:
    """A centre that never owed one has none to send: no opinion."""
    owed = Report.objects.filter(centre__in=centres, created_at__lte=at).order_by()
    found = owed.values_list("centre").annotate(last=Max("submitted_at"))
    return {pk: life.since(last, at) for pk, last in found}


life.register("report", 30, _("گزارش فرستاد"), _sent)
