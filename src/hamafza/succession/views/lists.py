"""Bus factor of every centre: list, roll-up, picture, paper, sheet."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from hamafza.kernel import clock, paging
from hamafza.network import maps
from hamafza.network.access import reach
from hamafza.network.guards import NOTHING, guarded
from hamafza.people.answers import Signed, query, sheet, turn
from hamafza.places.models import Place
from hamafza.succession import forms, queries
from hamafza.succession.models import Handover
from hamafza.succession.queries.factor import SAFE
from hamafza.ui.digits import local

VIEWS = {
    "all": gettext_lazy("همه"),
    "none": gettext_lazy("بی‌جانشین"),
    "few": gettext_lazy("یک یا دو نفر"),
    "safe": gettext_lazy("سه نفر و بیشتر"),
}
COLUMNS = [
    (gettext_lazy("کانون"), 40), (gettext_lazy("جا"), 24), (gettext_lazy("جز مدیر، چند نفر فردا می‌گردانند"), 30),
]  # fmt: skip


@guarded("succession.see")
@require_safe
def listing(request: Signed) -> HttpResponse:
    at = clock.now()
    form = forms.FindForm(request.GET)
    form.is_valid()
    page = paging.paged(
        _found(request, form, at), "factor", after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    rolls = queries.rolled_up(queries.centres_found(request.user, at))
    view = _view(request)
    context = {
        "form": form,
        "view": view,
        "tabs": [{"label": label, "href": f"?view={key}", "current": key == view} for key, label in VIEWS.items()],
        "title": VIEWS[view],
        "rows": [{"centre": one, "tone": tone_of(one.factor)} for one in page.rows],
        "rolls": rolls,
        "none": sum(roll.none for roll in rolls),
        "centres": sum(roll.centres for roll in rolls),
        "picture": _picture(rolls) if len(rolls) > 1 else None,
        "legend": [
            {"level": n, "label": words}
            for n, words in enumerate([_("هیچ"), local("1-2"), local("3-5"), local("6-9"), _("ده و بیشتر")])
        ],
        "next": turn(request, "after", page.after),
        "previous": turn(request, "before", page.before),
        "query": query(request),
        "handovers": Handover.objects.visible_to(request.user, at).whole().order_by("-pk")[:5]
        if reach(request.user, "succession.hand_over", at) != NOTHING
        else [],
    }
    return render(request, "succession/list.html", context, status=422 if form.errors else 200)


@guarded("succession.see")
@require_safe
def printed(request: Signed) -> HttpResponse:
    context = {
        "title": _("جانشین‌پروری: هر کانون چند نفر دارد"),
        "columns": [str(heading) for heading, _width in COLUMNS],
        "lines": _lines(request),
        "back": "succession:list",
    }
    return render(request, "ui/list_print.html", context)


@guarded("succession.see")
@require_safe
def exported(request: Signed) -> HttpResponse:
    return sheet("succession", _("جانشین‌پروری"), COLUMNS, _lines(request))


def tone_of(factor: int) -> str:
    return "late" if factor == 0 else "good" if factor >= SAFE else "attention"


def _view(request: Signed) -> str:
    view = request.GET.get("view", "")
    return view if view in VIEWS else "all"


def _found(request: Signed, form: forms.FindForm, at: datetime) -> Any:
    said = getattr(form, "cleaned_data", {})
    return queries.centres_found(
        request.user, at, words=said.get("q") or "", view=_view(request), place=said.get("place")
    )


def _lines(request: Signed) -> list[list[Any]]:
    at = clock.now()
    form = forms.FindForm(request.GET)
    form.is_valid()
    page = paging.paged(_found(request, form, at), "factor", size=paging.WHOLE)
    return [[one.name, str(one.place), local(one.factor)] for one in page.rows]


def _picture(rolls: list[queries.Roll]) -> maps.Picture:
    """Coloured by how many centres nobody could lead tomorrow."""
    none = {roll.place.path: roll.none for roll in rolls}

    def label(place: Place) -> str:
        n = none[place.path]
        return f"{place}: " + ngettext("%(n)s کانون بی‌جانشین", "%(n)s کانون بی‌جانشین", n) % {"n": local(n)}

    def href(place: Place) -> str:
        return f"{reverse('succession:list')}?view=none&place={place.path}"

    return maps.cells([roll.place for roll in rolls], none, label, href)
