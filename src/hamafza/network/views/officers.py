"""Who serves where, in which role, until when; and who is away."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.network import commands as network
from hamafza.network import rules, staff
from hamafza.network.access import reach
from hamafza.network.forms.officer import AbsenceForm, OfficerFilter, RoleForm, WelcomeForm
from hamafza.network.guards import NOTHING, guarded, signed_in
from hamafza.people import passwords
from hamafza.people.answers import done, turn
from hamafza.people.models import Person
from hamafza.people.queries import has_second_factor
from hamafza.ui.refusals import show


@guarded("centre.see")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Every role in force, found by name, role and place."""
    at, form = clock.now(), OfficerFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    after = request.GET.get("after", "")
    page = staff.find(at, **asked, after=int(after) if after.isascii() and after.isdigit() else 0)
    context = {
        "form": form,
        "rows": page.rows,
        "next": turn(request, "after", str(page.after) if page.after else ""),
        "may_grant": reach(_me(request), "network.grant", at) != NOTHING,
    }
    return render(request, "network/officers.html", context)


@guarded("network.grant")
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open an account with its first role; the pass-word is shown on this one answer."""
    at, me = clock.now(), _me(request)
    form = WelcomeForm(request.POST or None, actor=me, at=at)
    if request.method == "POST" and form.is_valid():
        password = passwords.fresh()
        try:
            person = network.welcome(
                form.cleaned_data.pop("scope"), **form.cleaned_data, password=password, by=me, at=at
            )
        except Refused as refused:
            show(form, refused)
        else:
            return render(request, "network/officer_password.html", {"person": person, "password": password})
    return render(request, "network/officer_new.html", {"form": form}, status=422 if form.errors else 200)


@guarded("centre.see")
@require_GET
def officer(request: HttpRequest, pk: int) -> HttpResponse:
    """Her roles and absences, and what may be done about them."""
    at = clock.now()
    return _page(request, _someone(request, pk, at), at)


@guarded("network.grant")
@require_POST
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    at, me = clock.now(), _me(request)
    person = _someone(request, pk, at)
    form = RoleForm(request.POST, actor=me, at=at)
    if form.is_valid():
        try:
            network.grant(person, **form.cleaned_data, by=me, at=at)
            return done(request, _address(person), _("نقش داده شد."))
        except Refused as refused:
            show(form, refused)
    return _page(request, person, at, role_form=form)


@guarded("network.grant")
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    at, me = clock.now(), _me(request)
    held = get_object_or_404(staff.grants_kept_by(me, at), pk=pk)
    network.revoke(held, by=me, at=at)
    return done(request, _address(held.person), _("نقش پس گرفته شد."))


@signed_in
@require_POST
def absence(request: HttpRequest, pk: int) -> HttpResponse:
    at, me = clock.now(), _me(request)
    person = _someone(request, pk, at)
    if not rules.may_set_absence(me, person, at):
        raise Http404
    form = AbsenceForm(request.POST, person=person, at=at)
    if form.is_valid():
        try:
            network.set_absence(person, **form.cleaned_data, by=me, at=at)
            return done(request, _address(person), _("مرخصی ثبت شد؛ در این روزها جانشین پاسخ می‌دهد."))
        except Refused as refused:
            show(form, refused)
    return _page(request, person, at, absence_form=form)


@signed_in
@require_POST
def end_absence(request: HttpRequest, pk: int) -> HttpResponse:
    at, me = clock.now(), _me(request)
    away = get_object_or_404(staff.absences(), pk=pk)
    if not rules.may_set_absence(me, away.person, at):
        raise Http404
    person = network.end_absence(away, by=me, at=at)
    return done(request, _address(person), _("مرخصی پایان یافت."))


@guarded("network.grant")
@never_cache
@require_POST
def password(request: HttpRequest, pk: int) -> HttpResponse:
    """A temporary pass-word for someone who lost hers, shown on this one answer."""
    at, me = clock.now(), _me(request)
    person, fresh = _kept(request, pk, at), passwords.fresh()
    network.give_password(person, password=fresh, by=me, at=at)
    return render(request, "network/officer_password.html", {"person": person, "password": fresh})


@guarded("network.grant")
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    at = clock.now()
    person = network.retire(_kept(request, pk, at), by=_me(request), at=at)
    return done(request, _address(person), _("حساب بسته شد؛ از همین لحظه وارد نمی‌شود."))


@guarded("network.grant")
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    at = clock.now()
    person = network.readmit(_kept(request, pk, at), by=_me(request), at=at)
    return done(request, _address(person), _("حساب دوباره باز شد."))


@signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """My roles, as a card of my account page or a page of its own."""
    at, me = clock.now(), _me(request)
    template = "network/mine.html#card" if request.headers.get("HX-Request") else "network/mine.html"
    return render(request, template, {"roles": staff.roles_of(me, at), "away": staff.absences_of(me, at)})


def _page(request: HttpRequest, person: Person, at: datetime, **forms: Any) -> HttpResponse:
    me = _me(request)
    context = {
        "person": person,
        "roles": staff.roles_of(person, at),
        "away": staff.absences_of(person, at),
        "revocable": set(staff.grants_kept_by(me, at).filter(person=person).values_list("pk", flat=True)),
        "may_grant": person != me and reach(me, "network.grant", at) != NOTHING,
        "may_keep": rules.may_keep(me, person, at),
        "may_be_away": rules.may_set_absence(me, person, at),
        "may_hand_over": person == me or rules.covers_person(me, "succession.hand_over", person, at),
        "may_see_successors": person == me or rules.covers_person(me, "succession.see", person, at),
        "may_preview": rules.may_preview(me, person, at),
        "may_reset": person != me and has_second_factor(person) and reach(me, "network.reset_factor", at) != NOTHING,
        "role_form": RoleForm(actor=me, at=at),
        "absence_form": AbsenceForm(person=person, at=at, initial={"since": clock.local(at).date()}),
        **forms,
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "network/officer.html", context, status=422 if wrong else 200)


def _me(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def _someone(request: HttpRequest, pk: int, at: datetime) -> Person:
    return get_object_or_404(staff.known_to(_me(request), at), pk=pk)


def _kept(request: HttpRequest, pk: int, at: datetime) -> Person:
    person = _someone(request, pk, at)
    if not rules.may_keep(_me(request), person, at):
        raise Http404
    return person


def _address(person: Person) -> str:
    return reverse("officers:officer", args=[person.pk])
