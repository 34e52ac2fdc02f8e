"""Photos of a report: put there, taken away, and given to whoever sees the report, by name or by link."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from hamafza.intake import uploads
from hamafza.kernel import clock
from hamafza.kernel.arriving import takes_files
from hamafza.network.guards import guarded, open_to_all
from hamafza.people.answers import Signed
from hamafza.people.models import Person
from hamafza.reports import commands as reports
from hamafza.reports import forms, queries
from hamafza.reports.models import Photo, Report
from hamafza.reports.views.acts import act
from hamafza.reports.views.shared import opened, quietly


@guarded("report.write")
@takes_files(uploads.LIMIT)
@require_POST
def add(request: Signed, pk: int) -> HttpResponse:
    form = forms.PhotoForm(request.POST, request.FILES, prefix="photo")
    return act(request, pk, "photo", _add, _("عکس در گزارش نشست."), form)


def _add(report: Report, *, file: uploads.Checked, **said: Any) -> Photo:
    """A file is kept only when everything else is in order; of one that was refused nothing stays."""
    stored_as = uploads.keep(file)
    try:
        return reports.add_photo(report, stored_as=stored_as, content_type=file.content_type, **said)
    except Exception:
        uploads.path_of(stored_as).unlink(missing_ok=True)
        raise


@guarded("report.write")
@require_POST
def remove(request: Signed, pk: int) -> HttpResponse:
    photo = _seen(request.user, pk)
    return act(request, photo.report_id, "unphoto", reports.remove_photo, _("عکس برداشته شد."), photo=pk)


@guarded("report.see")
@require_safe
def picture(request: Signed, pk: int) -> HttpResponse:
    """To those who see the report; to all others it does not exist."""
    return _picture(_seen(request.user, pk))


@open_to_all("a photo of the same edition, by the same link")
@require_safe
@quietly
def shared(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    return opened(request, token, lambda report: _picture(queries.photo_in(report, pk)))


def _seen(person: Person, pk: int) -> Photo:
    reports_seen = Report.objects.visible_to(person, clock.now())
    return get_object_or_404(Photo.objects.filter(report__in=reports_seen.values("pk")), pk=pk)


def _picture(photo: Photo | None) -> HttpResponse:
    """Shown in the page, and as nothing else: its kind was checked, and no browser guesses another."""
    if photo is None or not uploads.path_of(photo.stored_as).exists():
        raise Http404
    answer = HttpResponse(uploads.path_of(photo.stored_as).read_bytes(), content_type=photo.content_type)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
