"""The photos of a report, as its edition shows them."""

from django.db.models import Q

from hamafza.reports.models import Photo, Report


def photos_of(report: Report) -> list[Photo]:
    """Of the edition that this report is (`as_of` may have made it an earlier one), in their order."""
    there = Q(gone_in=None) | Q(gone_in__gt=report.edition)
    return list(Photo.objects.filter(there, report=report.pk, edition__lte=report.edition))


def photo_in(report: Report, pk: int) -> Photo | None:
    return next((one for one in photos_of(report) if one.pk == pk), None)
