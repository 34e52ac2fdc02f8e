"""What can be done from «امروز» without leaving it. Each calls one command and shows the day again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hamafza.desks.queries import things
from hamafza.desks.views.home import day_of
from hamafza.intake import commands as intake
from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.network import commands as network
from hamafza.network.guards import guarded
from hamafza.notices import commands as notices
from hamafza.referrals import commands as referrals


@guarded("referral.answer")
@require_POST
def accept(request: Any, pk: int) -> HttpResponse:
    at = clock.now()
    hop = get_object_or_404(things.hops(request.user, at), pk=pk)
    return _answer(
        request,
        lambda: referrals.accept(hop, by=request.user, at=at),
        _("پذیرفتید. اکنون مهلت تماس نخست آغاز شد."),
    )


@guarded("referral.answer")
@require_POST
def resume(request: Any, pk: int) -> HttpResponse:
    at = clock.now()
    hop = get_object_or_404(things.hops(request.user, at), pk=pk)
    return _answer(request, lambda: referrals.resume(hop, by=request.user, at=at), _("کار از سر گرفته شد."))


@guarded("referral.answer")
@require_POST
def note(request: Any, pk: int) -> HttpResponse:
    at, text = clock.now(), request.POST.get("text", "")
    hop = get_object_or_404(things.hops(request.user, at), pk=pk)
    return _answer(
        request,
        lambda: referrals.note(hop, text=text, by=request.user, at=at),
        _("یادداشت ثبت شد. متقاضی هم آن را می‌بیند."),
        typed={"key": f"referral:{pk}", "text": text},
    )


@guarded("referral.answer")
@require_POST
def contacted(request: Any, pk: int) -> HttpResponse:
    """One tap for the first contact; more can be written on the referral's own page."""
    at = clock.now()
    hop = get_object_or_404(things.hops(request.user, at), pk=pk)
    return _answer(
        request,
        lambda: referrals.note(hop, text=_("با متقاضی تماس گرفته شد."), by=request.user, at=at),
        _("تماس نخست ثبت شد. مهلت یادداشت بعدی دو هفته است."),
    )


@guarded("request.triage")
@require_POST
def agree(request: Any, pk: int) -> HttpResponse:
    """The engine's proposal is right: one tap, one person's name under it."""
    at = clock.now()
    asked = get_object_or_404(things.requests(request.user, at, "request.triage"), pk=pk)
    domain = get_object_or_404(things.domains(), key=request.POST.get("domain", ""))
    urgency = request.POST.get("urgency", "")
    return _answer(
        request,
        lambda: intake.triage(
            asked,
            domains=[domain],
            urgency=urgency if urgency in {"0", "1", "2"} else asked.urgency,
            by=request.user,
            at=at,
        ),
        _("سپاس. درخواست به نزدیک‌ترین مرکز این عرصه سپرده شد."),
    )


@guarded("request.see")
@require_POST
def seen(request: Any, pk: int) -> HttpResponse:
    at = clock.now()
    asked = get_object_or_404(things.requests(request.user, at, "request.see"), pk=pk)
    return _answer(
        request,
        lambda: notices.read_about(request.user, subject=f"intake.request:{asked.pk}", by=request.user, at=at),
        _("از فهرست امروز برداشته شد."),
    )


@guarded("centre.say_capacity")
@require_POST
def capacity(request: Any, pk: int) -> HttpResponse:
    """«هنوز همین است», or a new number."""
    at = clock.now()
    said = get_object_or_404(things.capacities(request.user, at), pk=pk)
    free = things.whole_number(request.POST.get("free", ""))
    if free is None:
        return _show(request, _("شمار جای خالی را با عدد بنویسید، مانند ۴."), "error")
    return _answer(
        request,
        lambda: network.say_capacity(said.centre, domain=said.domain, free=free, by=request.user, at=at),
        _("ظرفیت به‌روز شد."),
    )


def _answer(
    request: HttpRequest, do: Callable[[], object], news: str, typed: dict[str, str] | None = None
) -> HttpResponse:
    try:
        do()
    except Refused as refused:
        return _show(request, str(refused.message), "error", typed)
    return _show(request, news, "success")


def _show(request: HttpRequest, news: str, tone: str, typed: dict[str, str] | None = None) -> HttpResponse:
    """The day anew: in place for htmx, as a page for an error, by going back otherwise."""
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "desks/_day.html", day_of(request, news=news, tone=tone, typed=typed, oob=True))
    messages.add_message(request, messages.ERROR if tone == "error" else messages.SUCCESS, news)
    if typed:
        return render(request, "desks/today.html", day_of(request, typed=typed), status=422)
    answer = HttpResponseRedirect("/")
    answer.status_code = 303
    return answer
