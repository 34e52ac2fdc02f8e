"""The ladder's criteria of one province."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hamafza.care import commands as care
from hamafza.care import queries
from hamafza.care.forms import CriteriaForm
from hamafza.kernel import clock
from hamafza.network.access import grants_of
from hamafza.network.guards import guarded
from hamafza.network.models import Role
from hamafza.people.answers import Signed, done
from hamafza.places.models import Place


@guarded("care.set_criteria")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Signed) -> HttpResponse:
    at = clock.now()
    place = _province(request, at)
    form = CriteriaForm(request.POST or None, now=queries.criteria(place.path))
    if request.method == "POST" and form.is_valid():
        care.set_criteria(place, values=form.values, by=request.user, at=at)
        return done(request, reverse("care:criteria"), _("معیارهای استان نوشته شد؛ از نگاه بعدی به کار می‌رود."))
    return render(request, "care/criteria.html", {"form": form, "place": place}, status=422 if form.errors else 200)


def _province(request: Signed, at: Any) -> Place:
    for held in grants_of(request.user, at):
        if held.role == Role.PROVINCE and held.place is not None:
            return held.place
    raise Http404
