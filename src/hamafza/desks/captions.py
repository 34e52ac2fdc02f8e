"""How a signed-in person is named at the top of each page: «دبیر کانون سلامت، چابهار»."""

from typing import cast

from django.http import HttpRequest
from django.utils.translation import gettext as _

from hamafza.kernel import clock
from hamafza.network.access import grants_of
from hamafza.network.models import Role
from hamafza.people.models import Person
from hamafza.ui.person import PersonLine


def describe(request: HttpRequest) -> PersonLine:
    """Her name, and under it her first role with its place or centre."""
    person = cast(Person, request.user)  # the top bar asks for signed-in people only
    return PersonLine(person.full_name, _caption(person), ((_("حساب من"), "/account/me"),))


def _caption(person: Person) -> str:
    held = grants_of(person, clock.now())
    if held:
        return _("%(role)s، %(scope)s") % {"role": Role(held[0].role).label, "scope": held[0].scope}
    return str(Role.ADMIN.label) if person.is_admin else ""
