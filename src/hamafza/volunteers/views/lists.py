"""The list of volunteers: on screen, on paper, as a sheet."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hamafza.kernel import clock, paging
from hamafza.network.access import reach
from hamafza.network.guards import NOTHING, guarded
from hamafza.people.answers import Signed, query, sheet, turn
from hamafza.ui.digits import local
from hamafza.volunteers import captions
from hamafza.volunteers.forms.listing import FindForm
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.queries import listing
from hamafza.volunteers.states import WAITING

VIEWS = {"serving": gettext_lazy("در خدمت"), "waiting": gettext_lazy("منتظر پاسخ"), "all": gettext_lazy("همه")}
COLUMNS = [
    (gettext_lazy("نام"), 28), (gettext_lazy("وضعیت"), 18), (gettext_lazy("پلهٔ خدمت"), 14), (gettext_lazy("کانون"), 34),
    (gettext_lazy("مهارت‌ها"), 40), (gettext_lazy("شمارهٔ همراه"), 16), (gettext_lazy("نزد"), 24),
    (gettext_lazy("خواستهٔ خودش، ساعت در ماه"), 16),
]  # fmt: skip


@guarded("volunteer.see")
@require_safe
def volunteers(request: Signed) -> HttpResponse:
    at = clock.now()
    form, asked = _asked(request, at)
    page = _page(request, asked, at)
    waiting = listing.waiting_count(request.user, at)
    context = {
        "form": form,
        "view": asked.view,
        "tabs": [
            {
                "label": label,
                "href": f"?view={name}",
                "current": name == asked.view,
                "count": waiting * (name == "waiting"),
            }
            for name, label in VIEWS.items()
        ],
        "rows": [{"volunteer": one, "tone": captions.tone_of(one), "skills": _skills(one)} for one in page.rows],
        "next": turn(request, "after", page.after),
        "previous": turn(request, "before", page.before),
        "query": query(request),
        "may_enter": reach(request.user, "volunteer.keep", at) != NOTHING,
    }
    return render(request, "volunteers/volunteers.html", context, status=422 if form.errors else 200)


@guarded("volunteer.see")
@require_safe
def printed(request: Signed) -> HttpResponse:
    columns = [str(heading) for heading, _width in COLUMNS]
    return render(request, "volunteers/list_print.html", {"columns": columns, "lines": _lines(request)})


@guarded("volunteer.see")
@require_safe
def exported(request: Signed) -> HttpResponse:
    return sheet("volunteers", _("داوطلبان"), COLUMNS, _lines(request))


def _asked(request: Signed, at: datetime) -> tuple[FindForm, listing.Asked]:
    form = FindForm(request.GET, centres=listing.centres_of(request.user, at))
    form.is_valid()
    view = request.GET.get("view", "")
    said = {"words" if name == "q" else name: value for name, value in form.cleaned_data.items() if value}
    return form, listing.Asked(**said, view=view if view in listing.VIEWS else "serving")


def _page(request: Signed, asked: listing.Asked, at: datetime, size: int = paging.SIZE) -> paging.Page:
    found = listing.with_skills(listing.found(request.user, at, asked, clock.local(at).date()))
    keys: dict[str, Any] = (
        {} if size == paging.WHOLE else {way: request.GET.get(way, "") for way in ("after", "before")}
    )
    wait = asked.view == "waiting" and asked.state in {"", *WAITING}  # others have no deadline to be put in order by
    return paging.paged(found, "due_at" if wait else "search_key", size=size, **keys)


def _lines(request: Signed) -> list[list[str]]:
    at = clock.now()
    _form, asked = _asked(request, at)
    return [_cells(one) for one in _page(request, asked, at, paging.WHOLE).rows]


def _cells(one: Volunteer) -> list[str]:
    return [
        one.full_name, one.get_state_display(), one.get_rung_display(), one.centre.name, _skills(one), local(one.mobile),
        one.holder.full_name if one.holder else "", local(one.hours_wished or ""),
    ]  # fmt: skip


def _skills(one: Volunteer) -> str:
    return _("، ").join(str(has.skill) for has in one.skills.all())
