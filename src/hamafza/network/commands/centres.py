"""Opening a centre and keeping its entry true."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from hamafza.journal import entries as journal
from hamafza.kernel.actors import Actor
from hamafza.kernel.bus import announce
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza.kernel.moves import move, remember
from hamafza.network.access import may, reach
from hamafza.network.events import CentreStopped
from hamafza.network.models import Centre, CentreDomain, CentreState, Domain, Hours
from hamafza.places.models import Place
from hamafza_engines.persian import search_key


class HoursOverlap(Refused):
    message = _("ساعت‌های یک روز روی هم افتاده‌اند یا پایان پیش از آغاز است.")
    field = "hours"


class AreaTooWide(Refused):
    message = _("این گستره بیرون از محدودهٔ شماست؛ هماهنگ‌کنندهٔ بالاتر می‌تواند آن را ثبت کند.")
    field = "serves"


class NoSuchService(Refused):
    message = _("این کانون در این عرصه خدمت نمی‌دهد.")
    field = "domain"


@command(rule=may("network.keep_calendar"))
def add_domains(*, rows: Iterable[Mapping[str, Any]], by: Actor, at: datetime) -> int:
    """Add the domains that are not there yet."""
    known = set(Domain.objects.values_list("key", flat=True))
    fresh = [Domain(order=order, **row) for order, row in enumerate(rows) if row["key"] not in known]
    return len(Domain.objects.bulk_create(fresh))


@command(rule=lambda by, place, at: may("centre.create")(by, place, at))
def create(
    place: Place,
    *,
    name: str,
    kind: str,
    domains: Sequence[Domain],
    by: Actor,
    at: datetime,
    area_path: str = "",
    **details: Any,
) -> Centre:
    """A centre in this place. It serves its county unless `area_path` says otherwise. Raises AreaTooWide."""
    _refuse_wide_area(by, area_path or place.county_path, at)
    number = (Centre.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    centre = Centre.objects.create(
        code=details.pop("code", "") or f"k{number}",
        name=name,
        search_key=search_key(name),
        kind=kind,
        place=place,
        area_path=area_path or place.county_path,
        latitude=details.pop("latitude", None) or place.latitude,
        longitude=details.pop("longitude", None) or place.longitude,
        confirmed_at=at,
        **details,
    )
    CentreDomain.objects.bulk_create([CentreDomain(centre=centre, domain=domain) for domain in domains])
    remember(centre, before="", after=centre.state, by=by, at=at)
    journal.record("centre_opened", place=place.path, centre=centre.code, at=at)
    return centre


@command(rule=may("centre.edit"))
def edit(centre: Centre, *, by: Actor, at: datetime, domains: Sequence[Domain] | None = None, **changes: Any) -> Centre:
    """Change what the directory says of a centre; saying it anew confirms it. Raises AreaTooWide."""
    if changes.get("place", centre.place) != centre.place:
        _refuse_wide_area(by, changes["place"].path, at)
    if changes.get("area_path", centre.area_path) != centre.area_path:
        _refuse_wide_area(by, changes["area_path"], at)
    for name, value in changes.items():
        setattr(centre, name, value)
    if "name" in changes:
        centre.search_key = search_key(centre.name)
    centre.confirmed_at = at
    centre.save()
    if domains is not None:
        CentreDomain.objects.filter(centre=centre).exclude(domain__in=domains).delete()
        for domain in domains:
            CentreDomain.objects.get_or_create(centre=centre, domain=domain)
    return centre


@command(rule=may("centre.say_capacity"))
def confirm_entry(centre: Centre, *, by: Actor, at: datetime) -> Centre:
    """One tap: everything said here is still right."""
    centre.confirmed_at = at
    centre.save(update_fields=["confirmed_at"])
    return centre


@command(rule=may("centre.say_capacity"), keep=("free",))
def say_capacity(centre: Centre, *, domain: Domain, free: int, by: Actor, at: datetime) -> Centre:
    """How many more requests the centre can take in this domain now. Raises NoSuchService."""
    if not CentreDomain.objects.filter(centre=centre, domain=domain).update(capacity_free=free, capacity_at=at):
        raise NoSuchService
    return centre


@command(rule=may("centre.edit"))
def set_hours(
    centre: Centre, *, week: Mapping[int, Sequence[tuple[time, time]]], from_date: date, by: Actor, at: datetime
) -> Centre:
    """A new week of opening hours from a date on; earlier weeks stay, so that old deadlines can be explained.

    Raises HoursOverlap.
    """
    for intervals in week.values():
        _refuse_overlap(intervals)
    current = Hours.objects.filter(centre=centre).filter(Q(until_date=None) | Q(until_date__gte=from_date))
    current.filter(from_date__gte=from_date).delete()
    current.update(until_date=from_date - timedelta(days=1))
    Hours.objects.bulk_create(
        Hours(centre=centre, weekday=weekday, opens=opens, closes=closes, from_date=from_date)
        for weekday, intervals in week.items()
        for opens, closes in intervals
    )
    return centre


@command(rule=may("centre.edit"), keep=("to",))
def move_state(centre: Centre, *, to: str, by: Actor, at: datetime, reason: str = "") -> Centre:
    """Wake, put to rest, or close a centre; what lies with it goes on at once to others."""
    move(centre, to=to, by=by, at=at, reason=reason)
    journal.record("centre_state", place=centre.place.path, centre=centre.code, detail=to, at=at)
    if to != CentreState.ACTIVE:
        announce(CentreStopped(centre.pk, by, at))
    return centre


def _refuse_wide_area(by: Actor, path: str, at: datetime) -> None:
    """Nobody lets a centre serve, or move to, what lies outside her own reach."""
    within = reach(by, "centre.create", at)
    if not within.everything and not any(path.startswith(mine) for mine in within.paths):
        raise AreaTooWide


def _refuse_overlap(intervals: Sequence[tuple[time, time]]) -> None:
    end = time.min
    for opens, closes in sorted(intervals):
        if closes <= opens or opens < end:
            raise HoursOverlap
        end = closes
