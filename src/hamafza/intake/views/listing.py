"""The list of what one may see: narrowed, searched, paged by key, printed, exported."""

from dataclasses import asdict
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hamafza.intake import commands as intake
from hamafza.intake import queries, sheet
from hamafza.intake.forms import FilterForm
from hamafza.intake.queries import Filters
from hamafza.intake.views.taking import Signed
from hamafza.kernel import clock
from hamafza.network.access import Reach, reach
from hamafza.network.guards import guarded
from hamafza.ui.workbook import XLSX

BIGGEST = 2**63 - 1


@guarded("request.see")
@never_cache
@require_safe
def listing(request: Signed) -> HttpResponse:
    """Newest first."""
    at = clock.now()
    form = FilterForm(request.GET)
    valid = form.is_valid()
    found = queries.with_parts(queries.listed(request.user, _filters(form), at))
    page = queries.paged(found, before=_key(request, "before"), after=_key(request, "after"))
    context = {
        "form": form,
        "rows": page.rows,
        "full": queries.full_among(page.rows, request.user, at),
        "newer": _address(request, after=page.newer),
        "older": _address(request, before=page.older),
        "narrowed": any(value for name, value in form.data.items() if name in form.fields),
        "receives": reach(request.user, "request.receive", at) != Reach(),
        "triages": reach(request.user, "request.triage", at) != Reach(),
        "cap": queries.EXPORTED,
    }
    return render(request, "intake/list.html", context, status=200 if valid else 422)


@guarded("request.see")
@never_cache
@require_POST
def export(request: Signed) -> HttpResponse:
    """The same list as a sheet, at most 500 rows; that it left is kept in the audit."""
    at = clock.now()
    form = FilterForm(request.POST)
    form.is_valid()
    found = queries.with_parts(queries.listed(request.user, _filters(form), at)).order_by("-pk")
    rows = list(found[: queries.EXPORTED])
    full = queries.full_among(rows, request.user, at)
    intake.note_export(rows=len(rows), by=request.user, at=at)
    answer = HttpResponse(sheet.workbook(rows, full), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{_file_name(at)}"'
    return answer


def _filters(form: FilterForm) -> Filters:
    """What was said rightly; a wrong field narrows nothing and wears its error."""
    return Filters(**{name: form.cleaned_data[name] for name in asdict(Filters()) if name in form.cleaned_data})


def _key(request: Signed, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _address(request: Signed, **key: int | None) -> str:
    if not any(key.values()):
        return ""
    kept = {name: value for name, value in request.GET.items() if name not in {"before", "after"} and value}
    return f"{reverse('intake:list')}?{urlencode(kept | key)}"


def _file_name(at: datetime) -> str:
    return _("requests") + f"-{clock.local(at):%Y%m%d-%H%M}.xlsx"
