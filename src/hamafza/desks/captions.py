"""How a signed-in person is named at the top of each page: «دبیر کانون سلامت، چابهار»."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from hamafza.kernel.clock import now
from hamafza.network.access import grants_of
from hamafza.network.models import Role
from hamafza.ui.person import PersonLine


def describe(request: HttpRequest) -> PersonLine:
    """Her name, and under it her first role with its place or centre."""
    person = request.user
    held = grants_of(person, now())
    if held:
        caption = _("%(role)s، %(scope)s") % {"role": Role(held[0].role).label, "scope": held[0].scope}
    else:
        caption = Role.ADMIN.label if person.is_admin else ""
    return PersonLine(person.full_name, str(caption))
