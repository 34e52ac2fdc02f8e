"""An officer and her successors, one successor's way, one centre's people, and a volunteer's own part."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hamafza.kernel import clock
from hamafza.kernel.errors import NotAllowed, Refused
from hamafza.network import finding, staff
from hamafza.network import queries as network
from hamafza.network.guards import guarded, open_to_all, signed_in
from hamafza.network.models import Grant
from hamafza.people.answers import Signed, done
from hamafza.people.models import Person
from hamafza.succession import commands as succession
from hamafza.succession import forms, queries, rules
from hamafza.succession.models import Successor
from hamafza.succession.states import STAGE_MOVES, TARGET, Stage
from hamafza.ui.refusals import show
from hamafza.volunteers.queries import by_link


@signed_in
@require_safe
def mine(request: Signed) -> HttpResponse:
    """Those whom I train, and the ways on which I learn."""
    return _officer(request, request.user, clock.now())


@signed_in
@require_safe
def officer(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    return _officer(request, _reached(request, pk, at), at)


def _reached(request: Signed, pk: int, at: datetime) -> Person:
    """Herself, or an officer with a role over which one sees successors."""
    person = get_object_or_404(staff.known_to(request.user, at), pk=pk)
    if person != request.user and not rules.may_see_successors(request.user, person, at):
        raise Http404
    return person


def _roles(request: Signed, person: Person, at: datetime) -> list[Grant]:
    """Her roles for which this person may take on successors."""
    held = Grant.objects.valid(at).filter(person=person).select_related("person", "centre__place", "place")
    return [one for one in held.order_by("pk") if rules.may_begin(request.user, one, at)]


def _officer(
    request: Signed, person: Person, at: datetime, failed: tuple[int, forms.BeginForm] | None = None
) -> HttpResponse:
    links = queries.trains(person, request.user, at)
    roles = [
        (held, failed[1] if failed and failed[0] == held.pk else _begin_form(held, at))
        for held in _roles(request, person, at)
    ]
    context = {
        "person": person,
        "is_me": person == request.user,
        "links": links,
        "progress": queries.progress_of(links),
        "target": TARGET,
        "roles": roles,
        "failed": failed[0] if failed else None,
        "learns": queries.learns_as(person) if person == request.user else [],
        "may_hand_over": person == request.user or rules.may_hand_over(request.user, person, at),
    }
    return render(request, "succession/officer.html", context, status=422 if failed else 200)


def _begin_form(held: Grant, at: datetime, data: Any = None) -> forms.BeginForm:
    return forms.BeginForm(data, centre=held.centre, at=at, prefix=f"role{held.pk}")


@signed_in
@require_POST
def begin(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    held = get_object_or_404(Grant.objects.valid(at).select_related("person", "centre__place", "place"), pk=pk)
    if not rules.may_begin(request.user, held, at):
        raise Http404
    form = _begin_form(held, at, request.POST)
    if form.is_valid():
        try:
            made = succession.begin(held, **form.cleaned_data, by=request.user, at=at)
            return done(request, reverse("succession:link", args=[made.pk]), _("جانشین تازه همراه شد. خیر است."))
        except Refused as refused:
            show(form, refused)
    return _officer(request, held.person, at, (held.pk, form))


@guarded("succession.see")
@require_safe
def centre(request: Signed, code: str) -> HttpResponse:
    """Who could lead this centre tomorrow."""
    at = clock.now()
    found = get_object_or_404(finding.visible(request.user, at, "succession.see").select_related("place"), code=code)
    links = Successor.objects.visible_to(request.user, at).going_on().filter(centre=found).whole()
    context = {
        "centre": found,
        "factor": queries.factor_of(found, at),
        "officers": network.officers_of(found, at),
        "head": network.head_of(found, at) if queries.has_head(found, at) else None,
        "links": sorted(links, key=lambda one: (list(Stage).index(Stage(one.state)) * -1, one.pk)),
        "signs": queries.signs_today(found, at),
    }
    return render(request, "succession/centre.html", context)


@signed_in
@require_safe
def link(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    return _link(request, _seen(request, pk, at), at)


def _link(request: Signed, found: Successor, at: datetime, failed: dict[str, Any] | None = None) -> HttpResponse:
    failed = failed or {}
    nexts = [to for to in Stage if to in STAGE_MOVES[found.state] and to != Stage.ENDED]
    to = nexts[0] if nexts else None
    fit = rules.may_certify if to == Stage.CERTIFIED else rules.may_train
    context = {
        "link": found,
        "stages": _ladder(found),
        "next": to,
        "may_advance": bool(to) and fit(request.user, found, at),
        "waits_for_another": to == Stage.CERTIFIED and not rules.may_certify(request.user, found, at),
        "may_end": found.state != Stage.ENDED and rules.may_train(request.user, found, at),
        "is_me": found.who == request.user.ref,
        "advance": failed.get("advance") or forms.StepForm(prefix="advance"),
        "end": failed.get("end") or forms.EndForm(prefix="end"),
    }
    return render(request, "succession/link.html", context, status=422 if failed else 200)


def _ladder(found: Successor) -> list[dict[str, Any]]:
    """The four stages as steps: done, here, still to come."""
    reached = {step.stage: step for step in found.steps.select_related("seen_by")}
    stages = [stage for stage in Stage if stage != Stage.ENDED or stage in reached]
    return [{"label": stage.label, "step": reached.get(stage), "here": found.state == stage} for stage in stages]


@signed_in
@require_POST
def advance(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    found = _seen(request, pk, at)
    nexts = [to for to in Stage if to in STAGE_MOVES[found.state] and to != Stage.ENDED]
    form = forms.StepForm(request.POST, prefix="advance")
    if form.is_valid():
        try:
            if not nexts:
                raise Http404
            succession.advance(found, to=nexts[0], **form.cleaned_data, by=request.user, at=at)
            return done(request, reverse("succession:link", args=[pk]), _("گام تازه ثبت شد. خدا قوت."))
        except NotAllowed:
            raise Http404 from None
        except Refused as refused:
            show(form, refused)
    return _link(request, found, at, {"advance": form})


@signed_in
@require_POST
def end(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    found = _seen(request, pk, at)
    form = forms.EndForm(request.POST, prefix="end")
    if form.is_valid():
        try:
            succession.end(found, **form.cleaned_data, by=request.user, at=at)
            return done(request, reverse("succession:link", args=[pk]), _("این راه پایان یافت؛ تاریخچهٔ آن ماند."))
        except NotAllowed:
            raise Http404 from None
        except Refused as refused:
            show(form, refused)
    return _link(request, found, at, {"end": form})


@open_to_all("a volunteer's own way, by her own link")
@require_safe
def volunteer(request: HttpRequest, token: str) -> HttpResponse:
    """A part of her page, or a page of its own."""
    she = by_link(token, clock.now())
    if she is None:
        raise Http404
    whole = not request.headers.get("HX-Request")
    template = "succession/volunteer.html" if whole else "succession/volunteer.html#part"
    links = [{"link": one, "ladder": _ladder(one)} for one in queries.of_volunteer(she)]
    answer = render(request, template, {"links": links, "token": token})
    answer["Cache-Control"] = "no-store"
    return answer


def _seen(request: Signed, pk: int, at: datetime) -> Successor:
    return get_object_or_404(Successor.objects.visible_to(request.user, at).whole().prefetch_related("steps"), pk=pk)
