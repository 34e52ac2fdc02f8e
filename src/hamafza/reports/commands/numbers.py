"""Numbers that the journal cannot know: a province asks for them, units type them, and they stay marked as typed."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza.people.models import Person
from hamafza.places.models import Place
from hamafza.reports import rules
from hamafza.reports.models import TypedWanted

MOST = 12  # of a level: a form that is longer is not filled in


class AskedAlready(Refused):
    message = _("همین رقم از این واحدها خواسته شده است.")
    field = "caption"


class EnoughAsked(Refused):
    message = _("از هر واحد بیش از ۱۲ رقم دستی نمی‌خواهیم. نخست یکی را بردارید.")


@command(rule=rules.may_ask)
def ask_number(
    place: Place, *, level: str, caption: str, by: Person, at: datetime, unit: str = "", adds_up: bool = True
) -> TypedWanted:
    """From now on every report of this level in the province has it. Raises AskedAlready, EnoughAsked."""
    asked = TypedWanted.objects.filter(place=place, level=level, retired_at=None)
    if asked.filter(caption=caption.strip()).exists():
        raise AskedAlready
    if asked.count() >= MOST:
        raise EnoughAsked
    return TypedWanted.objects.create(
        place=place, level=level, caption=caption.strip()[:80], unit=unit.strip()[:20], adds_up=adds_up, added_by=by,
        added_at=at,
    )  # fmt: skip


@command(rule=rules.may_ask)
def retire_number(wanted: TypedWanted, *, by: Actor, at: datetime) -> TypedWanted:
    """Asked for no more; what was typed stays where it is."""
    if wanted.retired_at is None:
        wanted.retired_at = at
        wanted.save(update_fields=["retired_at"])
    return wanted
