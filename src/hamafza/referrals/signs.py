"""The sign of life of referrals: somebody at the centre answered."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from hamafza.network import life
from hamafza.referrals.models import Referral


def _answers(centres: Collection[int], at: datetime) -> dict[int, life.Sign]:
    """Whom nobody asked, or only lately, has had no answer to give: no opinion."""
    due = Q(answered_at__isnull=False) | Q(offered_at__lte=at - life.LOOKS_BACK)
    asked = Referral.objects.filter(due, centre__in=centres, offered_at__lte=at).order_by()
    found = asked.values_list("centre").annotate(last=Max("answered_at"))
    return {pk: life.since(last, at) for pk, last in found}


life.register("answer", 20, _("به ارجاعی پاسخ داد"), _answers)
