"""Centres that seem asleep or awake again: the list, one of them, and what she says."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from hamafza.kernel import clock, paging
from hamafza.kernel.errors import NotAllowed, Refused
from hamafza.network import life
from hamafza.network.guards import guarded
from hamafza.people.answers import Signed, done, query, sheet, turn
from hamafza.succession import commands as succession
from hamafza.succession import forms, queries, rules
from hamafza.succession.models import Check
from hamafza.succession.states import CheckState
from hamafza.ui.moments import say
from hamafza.ui.refusals import show
from hamafza_engines.persian import search_key

VIEWS = {"open": gettext_lazy("منتظر نظر"), "past": gettext_lazy("گذشته"), "all": gettext_lazy("همه")}
COLUMNS = [
    (gettext_lazy("کانون"), 40), (gettext_lazy("جا"), 24), (gettext_lazy("چه به نظر می‌رسد"), 30),
    (gettext_lazy("مهلت"), 24), (gettext_lazy("نتیجه"), 24), (gettext_lazy("نزد"), 24),
]  # fmt: skip


@guarded("succession.see")
@require_safe
def listing(request: Signed) -> HttpResponse:
    at, view = clock.now(), _view(request)
    form = forms.CheckFindForm(request.GET)
    form.is_valid()
    page = paging.paged(
        _found(request, form, at), "opened_at", down=True,
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    context = {
        "form": form,
        "view": view,
        "title": VIEWS[view],
        "tabs": [{"label": label, "href": f"?view={key}", "current": key == view} for key, label in VIEWS.items()],
        "rows": [{"check": one, "late": one.due_at is not None and one.rung > 0} for one in page.rows],
        "next": turn(request, "after", page.after),
        "previous": turn(request, "before", page.before),
        "query": query(request),
    }
    return render(request, "succession/checks.html", context, status=422 if form.errors else 200)


@guarded("succession.see")
@require_safe
def printed(request: Signed) -> HttpResponse:
    context = {
        "title": _("زندگی کانون‌ها"),
        "columns": [str(heading) for heading, _width in COLUMNS],
        "lines": _lines(request),
        "back": "succession:checks",
    }
    return render(request, "ui/list_print.html", context)


@guarded("succession.see")
@require_safe
def exported(request: Signed) -> HttpResponse:
    return sheet("life", _("زندگی کانون‌ها"), COLUMNS, _lines(request))


@guarded("succession.see")
@require_safe
def page(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    return _page(request, _seen(request, pk, at), at, {})


def _page(request: Signed, check: Check, at: datetime, failed: dict[str, forms.ReasonForm]) -> HttpResponse:
    captions = life.captions()
    context = {
        "check": check,
        "evidence": [(captions.get(key, key), date.fromisoformat(day) if day else None) for key, day in check.evidence],
        "today": queries.signs_today(check.centre, at),
        "may": check.state == CheckState.OPEN and rules.may_decide(request.user, check, at),
        "confirm": failed.get("confirm") or forms.ReasonForm(prefix="confirm"),
        "keep": failed.get("keep") or forms.ReasonForm(prefix="keep"),
    }
    return render(request, "succession/check.html", context, status=422 if failed else 200)


@guarded("succession.wake")
@require_POST
def confirm(request: Signed, pk: int) -> HttpResponse:
    return _act(request, pk, "confirm", succession.confirm, _("وضعیت کانون عوض شد و دلیل آن در تاریخچه ماند."))


@guarded("succession.wake")
@require_POST
def keep(request: Signed, pk: int) -> HttpResponse:
    return _act(request, pk, "keep", succession.keep, _("ثبت شد. تا یک ماه دیگر نمی‌پرسیم."))


def _act(request: Signed, pk: int, verb: str, command: Callable[..., Any], said: str) -> HttpResponse:
    at = clock.now()
    check = _seen(request, pk, at)
    form = forms.ReasonForm(request.POST, prefix=verb)
    if form.is_valid():
        try:
            command(check, **form.cleaned_data, by=request.user, at=at)
            return done(request, reverse("succession:check", args=[pk]), said)
        except NotAllowed:
            raise Http404 from None
        except Refused as refused:
            show(form, refused)
    return _page(request, check, at, {verb: form})


def _seen(request: Signed, pk: int, at: datetime) -> Check:
    return get_object_or_404(Check.objects.visible_to(request.user, at).whole(), pk=pk)


def _view(request: Signed) -> str:
    view = request.GET.get("view", "")
    return view if view in VIEWS else "open"


def _found(request: Signed, form: forms.CheckFindForm, at: datetime) -> Any:
    said, view = form.cleaned_data, _view(request)
    found = Check.objects.visible_to(request.user, at).whole()
    if view != "all":
        found = found.filter(state=CheckState.OPEN) if view == "open" else found.exclude(state=CheckState.OPEN)
    if said.get("kind"):
        found = found.filter(kind=said["kind"])
    if said.get("place"):
        found = found.filter(centre__place__path__startswith=said["place"].path)
    for word in search_key(said.get("q") or "").split():
        found = found.filter(Q(centre__search_key__contains=word) | Q(centre__place__search_key__contains=word))
    return found


def _lines(request: Signed) -> list[list[str]]:
    at = clock.now()
    form = forms.CheckFindForm(request.GET)
    form.is_valid()
    page = paging.paged(_found(request, form, at), "opened_at", down=True, size=paging.WHOLE)
    return [
        [
            one.centre.name, str(one.centre.place), str(one.get_kind_display()),
            say(one.due_at, "day") if one.due_at else "", str(one.get_state_display()),
            one.holder.full_name if one.holder else "",
        ]
        for one in page.rows
    ]  # fmt: skip
