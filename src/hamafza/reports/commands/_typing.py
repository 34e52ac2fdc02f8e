"""What a unit types besides the journal's figures, written down as its report is sent."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hamafza.kernel.errors import Refused
from hamafza.people.models import Person
from hamafza.reports import queries
from hamafza.reports.models import Report, Typed


class NumberMissing(Refused):
    message = _("یک رقم دستی نوشته نشده است.")


def write_numbers(report: Report, typed: Mapping[int, int], nothing: bool, by: Person, at: datetime) -> None:
    """All that are asked for, or none for a month without activity. Raises NumberMissing."""
    known = queries.typed_before(report)
    asked = [] if nothing else queries.asked(report)
    for wanted in asked:
        number = typed.get(wanted.pk, known.get(wanted.pk))
        if number is None or number < 0:
            said = gettext("«%(number)s» را هم بنویسید؛ اگر نبود، صفر.") % {"number": wanted.caption}
            raise NumberMissing(said, field=f"typed_{wanted.pk}")
        if known.get(wanted.pk) != number:
            Typed.objects.update_or_create(
                report=report, wanted=wanted, defaults={"number": number, "by": by, "at": at}
            )
    if nothing:
        Typed.objects.filter(report=report).delete()
