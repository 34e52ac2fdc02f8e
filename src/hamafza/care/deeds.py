"""The deeds that care hands in: hops that volunteers brought to their end."""

from collections.abc import Collection, Iterator
from datetime import date

from django.utils.translation import gettext as _

from hamafza.care.models import Served
from hamafza.ui.digits import local
from hamafza.volunteers.service import Deed

KIND = "referrals.referral"


def of_referrals(volunteers: Collection[int], first: date, last: date) -> Iterator[Deed]:
    """By the hop's number; what it was about stays with the request."""
    found = Served.objects.filter(volunteer__in=volunteers, day__range=(first, last)).order_by("day", "pk")
    for who, day, minutes, hop in found.values_list("volunteer", "day", "minutes", "referral"):
        yield Deed(who, day, minutes, f"{KIND}:{hop}", _("به نتیجه رساندن ارجاع %(n)s") % {"n": local(hop)})
