"""The sign of life of reports: the centre sent one."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _

from hamafza.kernel.clock import local
from hamafza.network import life
from hamafza.reports.models import Report
from hamafza.reports.states import WRITING


def _sent(centres: Collection[int], at: datetime) -> dict[int, life.Sign]:
    """Whoever has owed none for a month past its day lives as far as reports can tell; who never owed one: no opinion."""
    owed_long = Q(state__in=WRITING, due_on__lt=local(at).date(), created_at__lte=at - life.LOOKS_BACK)
    late = Count("pk", filter=owed_long)
    owed = Report.objects.filter(centre__in=centres, created_at__lte=at).order_by()
    found = owed.values_list("centre").annotate(last=Max("submitted_at"), late=late)
    signs = {pk: (life.since(last, at), late) for pk, last, late in found}
    return {pk: life.Sign(sign.alive or not late, sign.last) for pk, (sign, late) in signs.items() if sign.last or late}


life.register("report", 30, _("گزارش فرستاد"), _sent)
