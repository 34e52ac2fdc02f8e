"""Stories as officers write, send, approve and take back."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamafza.intake.models import Request
from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.network.guards import signed_in
from hamafza.people.answers import Signed, done, not_done
from hamafza.public import commands as public
from hamafza.public import rules, telltale
from hamafza.public.forms import ApproveForm, ReasonForm, StoryForm
from hamafza.public.models import Story
from hamafza.public.queries import stories as queries
from hamafza.public.states import StoryState
from hamafza.ui import refusals


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Signed, need: int) -> HttpResponse:
    found = get_object_or_404(queries.needs_to_write(request.user, clock.now()), pk=need)
    form = StoryForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            story = public.write(found, by=request.user, at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            refusals.show(form, refused)
        else:
            return done(request, _address(story), _("پیش‌نویس نگه داشته شد. آن را بخوانید و برای متقاضی بفرستید."))
    back = f"/requests/{found.request_id}/"
    context = {"form": form, "back": back, "title": _("داستانی برای انتشار"), "domain": found.domain}
    return render(request, "public/story_form.html", context, status=422 if form.errors else 200)


@signed_in
@require_safe
def story(request: Signed, pk: int) -> HttpResponse:
    return _page(request, _mine(request, pk))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Signed, pk: int) -> HttpResponse:
    found = _mine(request, pk)
    form = StoryForm(request.POST if request.method == "POST" else {"title": found.title, "text": found.text})
    if request.method == "POST" and form.is_valid():
        try:
            public.rewrite(found, by=request.user, at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            refusals.show(form, refused)
        else:
            return done(request, _address(found), _("نوشته شد. متن تازه رضایت تازه می‌خواهد."))
    context = {"form": form, "back": _address(found), "title": _("نوشتن دوباره"), "domain": found.domain}
    return render(request, "public/story_form.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def ask(request: Signed, pk: int) -> HttpResponse:
    found = _mine(request, pk)
    try:
        public.ask(found, by=request.user, at=clock.now())
    except Refused as refused:
        return not_done(request, _address(found), refused.message)
    return done(request, _address(found), _("روی صفحهٔ متقاضی گذاشته شد. تنها با «بله»ی او پیش می‌رود."))


@signed_in
@require_POST
def approve(request: Signed, pk: int) -> HttpResponse:
    form = ApproveForm(request.POST)
    return _do(request, pk, form, "approve_form", public.approve, _("منتشر شد."))


@signed_in
@require_POST
def refuse(request: Signed, pk: int) -> HttpResponse:
    return _do(request, pk, ReasonForm(request.POST), "refuse_form", public.refuse, _("کنار گذاشته شد."))


@signed_in
@require_POST
def take_back(request: Signed, pk: int) -> HttpResponse:
    form = ReasonForm(request.POST)
    return _do(request, pk, form, "refuse_form", public.take_back, _("از صفحهٔ همگان برداشته شد."))


@signed_in
@require_safe
def of_request(request: Signed, pk: int) -> HttpResponse:
    """A slot for the page of a request: what was written of it, and what may be; by its own address it is a page."""
    at = clock.now()
    asked = get_object_or_404(Request.objects.visible_to(request.user, at), pk=pk)
    needs, written = queries.of_request(asked, request.user, at)
    template = "public/_stories_of.html" if request.htmx else "public/stories_of.html"
    return render(request, template, {"asked": asked, "needs": needs, "written": written})


def _do(request: Signed, pk: int, form: Form, name: str, act: Callable[..., Story], news: str) -> HttpResponse:
    found = _mine(request, pk)
    if form.is_valid():
        try:
            act(found, by=request.user, at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            refusals.show(form, refused)
        else:
            return done(request, _address(found), news)
    return _page(request, _mine(request, pk), status=422, **{name: form})


def _page(request: Signed, found: Story, status: int = 200, **forms: Any) -> HttpResponse:
    at, waits = clock.now(), found.state == StoryState.AGREED
    may_end = {
        StoryState.PUBLISHED: rules.may_take_back(request.user, found, at),
        **dict.fromkeys(
            [StoryState.DRAFT, StoryState.ASKED, StoryState.AGREED], rules.may_refuse(request.user, found, at)
        ),
    }
    context = {
        "story": found,
        "signs": telltale.signs(found, at) if found.state in {StoryState.DRAFT, StoryState.AGREED} else [],
        "may_edit": found.due_at is not None and rules.may_edit(request.user, found, at),
        "may_approve": waits and rules.may_approve(request.user, found, at),
        "may_end": may_end.get(StoryState(found.state), False),
        "sees_request": Request.objects.visible_to(request.user, at).filter(pk=found.need.request_id).exists(),
        "approve_form": ApproveForm(),
        "refuse_form": ReasonForm(),
        **forms,
    }
    return render(request, "public/story.html", context, status=status)


def _mine(request: Signed, pk: int) -> Story:
    return get_object_or_404(Story.objects.visible_to(request.user, clock.now()).whole(), pk=pk)


def _address(story: Story) -> str:
    return reverse("public:story", args=[story.pk])
