"""Last-door tasks: someone must find a way."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hamafza.desks import addresses
from hamafza.desks.rows import MINE, WATCH, Action, Row, grey, named, tone_of
from hamafza.people.models import Person
from hamafza.referrals.models import LastDoor
from hamafza.referrals.states import DoorState
from hamafza.ui.digits import local

LIMIT = 60
WHY = {
    "exhausted": gettext_lazy("هیچ مرکزی نماند"),
    "refusals": gettext_lazy("سه بار پذیرفته نشد"),
    "reopened": gettext_lazy("متقاضی می‌گوید هنوز مانده است"),
}
FIELDS = (
    "pk", "officer_id", "officer__full_name", "why", "opened_at", "due_at", "need__request_id",
    "need__request__title", "need__request__place__name_fa", "need__request__place__name_en",
    "need__domain__name_fa", "need__domain__name_en", "need__domain__tone",
)  # fmt: skip


def tasks(within: Q, person: Person) -> list[Row]:
    """Her own to do; those of others in her place to watch."""
    found = LastDoor.objects.filter(within, state=DoorState.OPEN).order_by("due_at", "pk").values(*FIELDS)[:LIMIT]
    return [_row(one, person) for one in found]


def _row(one: dict[str, Any], person: Person) -> Row:
    hers = one["officer_id"] == person.pk
    who = "" if hers else _("نزد %(name)s") % {"name": one["officer__full_name"]}
    return Row(
        key=f"door:{one['pk']}",
        title=one["need__request__title"],
        href=addresses.request(one["need__request_id"]),
        note=grey(
            local(f"هم{one['need__request_id']}"),
            named(one, "need__request__place__"),
            WHY.get(one["why"]),
            who,
        ),
        due_at=one["due_at"],
        opened_at=one["opened_at"],
        action=Action(
            _("راه‌گشایی") if hers else _("دیدن"),
            addresses.last_door(one["pk"]),
            kind="primary" if hers else "secondary",
        ),
        chip=named(one, "need__domain__"),
        tone=tone_of(one["need__domain__tone"]),
        pile=MINE if hers else WATCH,
    )
