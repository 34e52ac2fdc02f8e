"""One volunteer, and every verb of hers: buttons at once, and verbs with a form, in two tables."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamafza.kernel import clock
from hamafza.kernel.clock import local
from hamafza.kernel.errors import Refused
from hamafza.network.guards import guarded
from hamafza.people.answers import Signed, done, not_done
from hamafza.ui.deadline import deadline
from hamafza.ui.refusals import show
from hamafza.volunteers import captions, forms, queries
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.queries import page as pages


@dataclass(frozen=True)
class Once:
    """A button that does it at once."""

    command: Callable[..., Any]
    said: Any
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Act:
    """A verb with a form: its words on the screen and its command."""

    form: type[forms.ActForm]
    command: Callable[..., Any]
    title: Any
    submit: Any
    said: Any
    explains: Any = ""
    button: str = "primary"


ONCE = {
    "begin": Once(volunteers.begin, _("نوشته شد: در حال آشنایی.")),
    "back": Once(volunteers.come_back, _("نوشته شد: بازگشت.")),
    "again": Once(volunteers.look_again, _("دوباره در حال آشنایی است.")),
}
ACTS = {
    "interview": Act(
        forms.InterviewForm, volunteers.note_interview, _("گفت‌وگو و مدارک"), _("ثبت"),
        _("نوشته شد. همکار دیگری می‌بیند و می‌پذیرد."), _("پس از این، همکار دیگری جز شما او را می‌پذیرد؛ پس بنویسید چه ببیند."),
    ),
    "refuse": Act(
        forms.ReasonForm, volunteers.refuse, _("نپذیرفتن"), _("ثبت و خبر دادن"), _("ثبت شد؛ با احترام به او خبر می‌رسد."),
        _("دلیل را با احترام بنویسید. هر زمان خواستید می‌توانید دوباره بررسی کنید."), "danger",
    ),
    "leave": Act(forms.LeaveForm, volunteers.take_leave, _("مرخصی"), _("ثبت مرخصی"), _("مرخصی نوشته شد؛ پیش از پایان یادآوری می‌شود.")),
    "away": Act(
        forms.WhyForm, volunteers.set_away, _("دور از خدمت"), _("ثبت"), _("نوشته شد: دور از خدمت."),
        _("هر زمان خواست، خودش یا شما با یک دکمه بازمی‌گردانید."),
    ),
    "archive": Act(
        forms.ArchiveForm, volunteers.archive, _("بایگانی"), _("بایگانی کن"), _("بایگانی شد؛ با «بررسی دوباره» بازمی‌گردد."),
        _("صفحهٔ خودش بسته می‌شود و سپاس‌نامهٔ کوتاهی می‌گیرد."), "danger",
    ),
}  # fmt: skip


@guarded("volunteer.see")
@require_safe
def page(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    volunteer = get_object_or_404(queries.one_of(request.user, at), pk=pk)
    today = local(at).date()
    waits = volunteer.holder is not None and volunteer.due_at is not None
    context = {
        "volunteer": volunteer,
        "tone": captions.tone_of(volunteer),
        "age": volunteer.age(today),
        "is_minor": volunteer.is_minor(today),
        "ring": deadline(volunteer.since_at or volunteer.applied_at, volunteer.due_at, at) if waits else None,  # type: ignore[arg-type]
        "moves": pages.moves_of(volunteer, request.user, at),
        "history": pages.history_of(volunteer),
        "papers": pages.papers_of(volunteer, request.user, today, at),
        "week": pages.week_of(volunteer, captions.weekdays()),
        "twins": pages.twins_of(volunteer, request.user, at),
    }
    return render(request, "volunteers/volunteer.html", context)


@guarded("volunteer.keep")
@require_POST
def at_once(request: Signed, pk: int, name: str) -> HttpResponse:
    at, once = clock.now(), ONCE[name]
    volunteer = get_object_or_404(queries.one_of(request.user, at, "volunteer.keep"), pk=pk)
    return _do(request, volunteer, once, at)


@guarded("volunteer.accept")
@require_POST
def accept(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    volunteer = get_object_or_404(queries.one_of(request.user, at, "volunteer.accept"), pk=pk)
    return _do(request, volunteer, Once(volunteers.accept, _("پذیرفته شد. خوش‌آمدش را پیامک کردیم.")), at)


@guarded("volunteer.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def with_form(request: Signed, pk: int, name: str) -> HttpResponse:
    at, act = clock.now(), ACTS[name]
    volunteer = get_object_or_404(queries.one_of(request.user, at, "volunteer.keep"), pk=pk)
    initial = {"text": volunteer.interview, "papers": volunteer.papers} if name == "interview" else {}
    form = act.form(request.POST if request.method == "POST" else None, volunteer=volunteer, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            act.command(volunteer, by=request.user, at=at, **form.cleaned_data)
            return done(request, address(volunteer), act.said)
        except Refused as refused:
            show(form, refused)
    context = {"act": act, "form": form, "back": address(volunteer), "lead": volunteer.full_name}
    return render(request, "volunteers/act.html", context, status=422 if form.errors else 200)


@guarded("volunteer.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: Signed, pk: int) -> HttpResponse:
    """Somebody has seen the paper of one of her skills."""
    at = clock.now()
    has = get_object_or_404(queries.paper(request.user, at), pk=pk)
    form = forms.PaperForm(
        request.POST if request.method == "POST" else None, volunteer=has.volunteer, initial={"until": has.until}
    )
    if request.method == "POST" and form.is_valid():
        try:
            volunteers.see_paper(has, by=request.user, at=at, **form.cleaned_data)
            return done(request, f"{address(has.volunteer)}#skills", _("نوشته شد: مدرک دیده شد."))
        except Refused as refused:
            show(form, refused)
    context = {
        "act": SEE, "form": form, "back": f"{address(has.volunteer)}#skills",
        "lead": f"{has.volunteer.full_name} · {has.skill}",
    }  # fmt: skip
    return render(request, "volunteers/act.html", context, status=422 if form.errors else 200)


SEE = Act(
    forms.PaperForm, volunteers.see_paper, _("مدرک را دیدم"), _("ثبت"), "",
    _("خود مدرک را ببینید و تاریخ پایانش را بنویسید. شصت، سی و هفت روز پیش از پایان یادآوری می‌شود."),
)  # fmt: skip


@guarded("volunteer.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Signed, pk: int) -> HttpResponse:
    """Her skills and free hours, as she told an officer."""
    at = clock.now()
    volunteer = get_object_or_404(queries.one_of(request.user, at, "volunteer.keep"), pk=pk)
    form = forms.MineForm(request.POST if request.method == "POST" else None, initial=forms.MineForm.now_of(volunteer))
    if request.method == "POST" and form.is_valid():
        keep_mine(volunteer, form, request.user, at)
        return done(request, address(volunteer), _("ثبت شد."))
    context = {"form": form, "volunteer": volunteer, "back": address(volunteer)}
    return render(request, "volunteers/edit.html", context, status=422 if form.errors else 200)


def keep_mine(volunteer: Volunteer, form: forms.MineForm, by: Any, at: Any) -> None:
    said = form.cleaned_data
    volunteers.set_skills(volunteer, skills=said["skills"], by=by, at=at)
    volunteers.set_free(volunteer, free=said["free"], by=by, at=at)
    volunteers.set_hours(volunteer, hours=said["hours"], by=by, at=at)
    volunteers.set_about(volunteer, about=said["about"], by=by, at=at)


def address(volunteer: Volunteer) -> str:
    return reverse("volunteers:volunteer", args=[volunteer.pk])


def _do(request: Signed, volunteer: Volunteer, once: Once, at: Any) -> HttpResponse:
    try:
        once.command(volunteer, by=request.user, at=at, **once.more)
    except Refused as refused:
        return not_done(request, address(volunteer), refused.message)
    return done(request, address(volunteer), once.said)
