"""One's own account."""

from allauth.account import views as allauth
from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_changed
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.people import commands, queries
from hamafza.people.forms import AccountForm, NewPasswordForm
from hamafza.people.guards import signed_in
from hamafza.people.models import Person
from hamafza.ui import refusals


@signed_in
@require_http_methods(["GET", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Name and telephone, and the doors to everything else of the account."""
    person = _person(request)
    form = AccountForm(request.POST or None, initial={"full_name": person.full_name, "mobile": person.mobile})
    if request.method == "POST" and form.is_valid():
        try:
            commands.edit_account(person, **form.cleaned_data, by=person, at=clock.now())
        except Refused as refused:
            refusals.show(form, refused)
        else:
            messages.success(request, _("ذخیره شد."))
            return redirect("people:me")
    facts = queries.account(person, clock.now())
    return render(request, "people/me.html", {"form": form, "account": facts}, status=422 if form.errors else 200)


@signed_in
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """A new pass-word; every other session of hers ends with it."""
    person = _person(request)
    form = NewPasswordForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            commands.change_password(person, password=form.cleaned_data["password"], by=person, at=clock.now())
        except Refused as refused:
            refusals.show(form, refused)
        else:
            update_session_auth_hash(request, person)
            record_authentication(request, person, "password", reauthenticated=True)
            password_changed.send(sender=Person, request=request, user=person)  # keeps this session on her list
            messages.success(request, _("گذرواژهٔ شما عوض شد. نشست‌های دیگر شما پایان یافت."))
            return redirect("people:me")
    forced = person.temporary_until is not None
    return render(
        request,
        "account/password_change.html",
        {"form": form, "forced": forced},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def logout(request: HttpRequest) -> HttpResponse:
    """Sign out. What the browser kept of our pages goes too; its choice of language and theme stays."""
    response: HttpResponse = allauth.logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user
