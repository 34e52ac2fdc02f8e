"""What the receiving centre says, each verb a button or a short form that opens in its place."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.network.guards import guarded
from hamafza.referrals import advice, forms, queries
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import Note, Referral
from hamafza.referrals.views.answers import after_move, refused_at_once, see_other, where_next
from hamafza.ui.refusals import show


@dataclass(frozen=True)
class Act:
    """One verb with a form: its words on the screen and the command it calls."""

    form: type[django_forms.Form]
    command: Callable[..., Any]
    title: Any
    submit: Any
    said: Any
    explains: Any = ""
    kind: str = "primary"
    action: str = "referral.answer"
    choices: Callable[[HttpRequest, Referral, datetime], dict[str, Any]] = field(
        default=lambda request, hop, at: {}
    )


def _other_centres(request: HttpRequest, hop: Referral, at: datetime) -> dict[str, Any]:
    return {
        "centres": advice.other_centres(
            hop, at=at, words=request.GET.get("q", "") or request.POST.get("q", "")
        )
    }


ACTS = {
    "decline": Act(
        forms.DeclineForm, referrals.decline, _("نمی‌توانم، با دلیل"), _("ثبت و سپردن به گزینهٔ بعدی"),
        _("ثبت شد. درخواست همین دقیقه به گزینهٔ بعدی رفت."), _("درخواست بی‌پاسخ نمی‌ماند: همان دقیقه به مرکز بعدی می‌رود."), "danger",
    ),
    "hold": Act(
        forms.HoldForm, referrals.hold, _("مهلت با دلیل"), _("ثبت مهلت"), _("مهلت ثبت شد؛ همان روز خودبه‌خود بازمی‌گردد."),
        _("درخواست نزد شما می‌ماند و در روزی که می‌گویید دوباره یادآوری می‌شود."),
    ),
    "note": Act(forms.NoteForm, referrals.note, _("ثبت پیشرفت"), _("ثبت"), _("ثبت شد و مهلت از نو شمرده می‌شود.")),
    "finish": Act(
        forms.FinishForm, referrals.finish, _("ثبت نتیجه"), _("ثبت نتیجه"), _("نتیجه ثبت شد؛ ده روز دیگر از متقاضی می‌پرسیم."),
        _("ده روز دیگر از متقاضی می‌پرسیم که آیا حل شد."),
    ),
    "give-up": Act(
        forms.GiveUpForm, referrals.give_up, _("نشد، با دلیل"), _("ثبت و سپردن به گزینهٔ بعدی"),
        _("ثبت شد. درخواست همین دقیقه به گزینهٔ بعدی رفت."), _("کار از نزد شما می‌رود و مرکز بعدی آن را برمی‌دارد."), "danger",
    ),
    "relay": Act(
        forms.RelayForm, referrals.relay, _("سپردن به مرکز دیگر"), _("سپردن"), _("سپرده شد؛ داستان درخواست یکی می‌ماند."),
        _("مرکز دیگر آنچه را تاکنون گذشته است می‌بیند."), choices=_other_centres,
    ),
    "withdraw": Act(
        forms.WithdrawForm, referrals.withdraw, _("پس گرفتن از این مرکز"), _("پس گرفتن"), _("پس گرفته شد؛ اکنون می‌توانید مرکز دیگری برگزینید."),
        _("به مرکز همین حالا گفته می‌شود که کاری از او نمی‌خواهد."), "danger", "referral.withdraw",
    ),
}  # fmt: skip


@guarded("referral.answer")
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    return _at_once(request, pk, referrals.accept, _("پذیرفتید. اکنون همهٔ درخواست را می‌بینید."))


@guarded("referral.answer")
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    return _at_once(request, pk, referrals.resume, _("کار ادامه یافت و مهلت از نو شمرده می‌شود."))


@guarded("referral.answer")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    return _with_form(request, pk, name)


@guarded("referral.withdraw")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_form(request, pk, "withdraw")


@guarded("referral.answer")
@require_POST
def take_back_note(request: HttpRequest, pk: int) -> HttpResponse:
    at = clock.now()
    hops = Referral.objects.visible_to(request.user, at, "referral.answer")  # type: ignore[arg-type]
    note = get_object_or_404(Note, pk=pk, referral__in=hops)
    try:
        referrals.take_back_note(note, by=request.user, at=at)
    except Refused as refused:
        return refused_at_once(request, note.referral, at, str(refused.message))
    return after_move(request, note.referral, at, str(_("یادداشت برداشته شد.")))


@guarded("referral.see")
@require_http_methods(["GET", "HEAD"])
def hop(request: HttpRequest, pk: int) -> HttpResponse:
    """A hop has no page of its own: it is told where its request is told."""
    at = clock.now()
    found = get_object_or_404(queries.whole_hops(request.user, at), pk=pk)  # type: ignore[arg-type]
    return see_other(where_next(request, found.need.request_id, at))


def _at_once(request: HttpRequest, pk: int, command: Callable[..., Any], said: Any) -> HttpResponse:
    at = clock.now()
    found = _mine(request, pk, "referral.answer", at)
    try:
        command(found, by=request.user, at=at)
    except Refused as refused:
        return refused_at_once(request, found, at, str(refused.message))
    return after_move(request, found, at, str(said))


def _with_form(request: Any, pk: int, name: str) -> HttpResponse:
    at, act = clock.now(), ACTS[name]
    found = _mine(request, pk, act.action, at)
    if not any(move.name == name for move in queries.moves_of(found, request.user, at)):
        return refused_at_once(request, found, at, str(Refused.message))
    choices = act.choices(request, found, at)
    form = act.form(request.POST or None, auto_id=f"{name}_{pk}_%s", **choices)
    if request.method == "POST" and form.is_valid():
        try:
            act.command(found, by=request.user, at=at, **form.cleaned_data)
            return after_move(request, found, at, str(act.said))
        except Refused as refused:
            show(form, refused)
    return _form(request, found, name, form, choices)


def _form(request: Any, found: Referral, name: str, form: Any, choices: dict[str, Any]) -> HttpResponse:
    context = {
        "hop": found, "name": name, "act": ACTS[name], "form": form, "search": "centres" in choices,
        "words": request.GET.get("q", "") or request.POST.get("q", ""), "act_url": f"referrals:{name}",
        "view": request.GET.get("view", "") or request.POST.get("view", ""),
    }  # fmt: skip
    template = "referrals/act.html#form" if request.htmx else "referrals/act.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _mine(request: HttpRequest, pk: int, action: str, at: datetime) -> Referral:
    hops = Referral.objects.visible_to(request.user, at, action)  # type: ignore[arg-type]
    wanted = hops.select_related("need__request__place", "need__domain", "centre__place", "holder")
    return get_object_or_404(wanted, pk=pk)
