"""The table of feasts, kept by provincial coordinators: lunar days move each year."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from hamafza.gatherings import rules
from hamafza.gatherings.models import Feast
from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza_engines.persian import search_key

LONGEST = timedelta(days=60)
NEAR = timedelta(days=60)  # the same feast of another year is a hundred days away at the least


class BadFeast(Refused):
    """`field` says which part."""


def _may(by: Actor, feast: Feast, at: datetime) -> bool:
    return rules.may_keep_feasts(by, None, at)


@command(rule=rules.may_keep_feasts)
def add_feast(
    *, key: str, first_on: date, last_on: date, by: Actor, at: datetime, name_fa: str = "", name_en: str = "",
    is_lunar: bool = True,
) -> Feast:  # fmt: skip
    """Days of a known feast in another year, or a new one with its names. Raises BadFeast."""
    _check(first_on, last_on)
    known = Feast.objects.filter(key=key).first() if key else None
    if known is None and not search_key(name_fa):
        raise BadFeast(_("مناسبتی برگزینید یا نام مناسبت تازه را بنویسید."), field="key")
    if known is None:
        number = 1 + (Feast.objects.order_by("-pk").values_list("pk", flat=True).first() or 0)
        known = Feast(key=f"feast-{number}", name_fa=name_fa.strip()[:60], name_en=(name_en or name_fa).strip()[:60])
        known.is_lunar = is_lunar
    _refuse_twice(known.key, first_on, last_on)
    return Feast.objects.create(
        key=known.key, name_fa=known.name_fa, name_en=known.name_en, is_lunar=known.is_lunar, first_on=first_on,
        last_on=last_on,
    )  # fmt: skip


@command(rule=rules.may_keep_feasts)
def add_feasts(*, rows: Iterable[Mapping[str, Any]], by: Actor, at: datetime) -> int:
    """Those whose days are not near days that the table has already; a moon that was seen later is not undone."""
    known = [(one.key, one.first_on) for one in Feast.objects.all()]
    fresh = [
        Feast(**row)
        for row in rows
        if not any(key == row["key"] and abs(on - row["first_on"]) < NEAR for key, on in known)
    ]
    return len(Feast.objects.bulk_create(fresh))


@command(rule=_may)
def move_feast(feast: Feast, *, first_on: date, last_on: date, by: Actor, at: datetime) -> Feast:
    """The moon was seen a day later. Occasions that are planned already stay as they are. Raises BadFeast."""
    _check(first_on, last_on)
    _refuse_twice(feast.key, first_on, last_on, but=feast.pk)
    feast.first_on, feast.last_on = first_on, last_on
    feast.save(update_fields=["first_on", "last_on"])
    return feast


@command(rule=_may)
def drop_feast(feast: Feast, *, by: Actor, at: datetime) -> None:
    """These days were a mistake."""
    feast.delete()


def _check(first_on: date, last_on: date) -> None:
    if not first_on <= last_on <= first_on + LONGEST:
        raise BadFeast(_("روز پایان باید از روز آغاز به بعد و تا دو ماه پس از آن باشد."), field="last_on")


def _refuse_twice(key: str, first_on: date, last_on: date, but: int = 0) -> None:
    if Feast.objects.filter(key=key, first_on__lte=last_on, last_on__gte=first_on).exclude(pk=but).exists():
        raise BadFeast(_("روزهای این مناسبت در این هنگام پیش از این نوشته شده است."), field="first_on")
