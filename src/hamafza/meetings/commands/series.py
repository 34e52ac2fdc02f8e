"""A series is founded, changed and ended."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.utils.translation import gettext_lazy as _

from hamafza.kernel.actors import Actor, is_the_clock
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza.kernel.moves import move, remember
from hamafza.meetings import rules
from hamafza.meetings.commands import _way as way
from hamafza.meetings.commands.meeting import call_off
from hamafza.meetings.models import Meeting, Series, SeriesHost, SeriesRole
from hamafza.meetings.states import BEFORE, SERIES_ENDED, SeriesState
from hamafza.network.days import Rule
from hamafza.network.models import Centre, Domain, Role
from hamafza.people.models import Person
from hamafza.places.models import Place
from hamafza_engines.persian import search_key


class BadSeries(Refused):
    """`field` says which part."""


class SamePerson(Refused):
    message = _("رئیس و دبیر نشست باید دو نفر باشند؛ آن که می‌نویسد، خود تأیید نمی‌کند.")
    field = "secretary"


@command(rule=rules.may_plan, keep=("rule", "every", "weekday", "quorum_percent"))
def start_series(
    place: Place,
    *,
    title: str,
    rule: str,
    every: int,
    weekday: int,
    first_on: date,
    hour: time,
    chair: Person,
    secretary: Person,
    by: Actor,
    at: datetime,
    roles: Sequence[str] = (),
    hosts: Sequence[Centre] = (),
    domain: Domain | None = None,
    minutes: int = 90,
    quorum_percent: int = 50,
) -> Series:
    """Found a series; its first sitting is planned in the same breath. Raises BadSeries, SamePerson."""
    _check(title, rule, every, weekday, minutes, quorum_percent, roles)
    if chair == secretary:
        raise SamePerson
    series = Series.objects.create(
        place=place, title=title.strip()[:120], search_key=search_key(title)[:160], domain=domain, rule=rule,
        every=every, weekday=weekday, first_on=first_on, hour=hour, minutes=minutes, quorum_percent=quorum_percent,
        chair=chair, secretary=secretary, due_at=at, created_at=at,
    )  # fmt: skip
    SeriesRole.objects.bulk_create([SeriesRole(series=series, role=role) for role in dict.fromkeys(roles)])
    _seat(series, hosts)
    remember(series, before="", after=SeriesState.ACTIVE, by=by, at=at)
    way.plan_next(series, by, at)
    return series


@command(rule=rules.may_keep_series, keep=("quorum_percent", "minutes"))
def change_series(
    series: Series,
    *,
    chair: Person,
    secretary: Person,
    hour: time,
    minutes: int,
    quorum_percent: int,
    roles: Sequence[str],
    hosts: Sequence[Centre],
    by: Actor,
    at: datetime,
) -> Series:
    """Other people, hosts, hour or quorum, for sittings planned from now on; open ones go to the new secretary."""
    _check(series.title, series.rule, series.every, series.weekday, minutes, quorum_percent, roles)
    if chair == secretary:
        raise SamePerson
    series.chair, series.secretary, series.hour = chair, secretary, hour
    series.minutes, series.quorum_percent = minutes, quorum_percent
    series.save(update_fields=["chair", "secretary", "hour", "minutes", "quorum_percent"])
    series.roles.exclude(role__in=roles).delete()
    known = set(series.roles.values_list("role", flat=True))
    SeriesRole.objects.bulk_create([SeriesRole(series=series, role=role) for role in roles if role not in known])
    series.hosts.all().delete()
    _seat(series, hosts)
    Meeting.objects.open().filter(series=series).update(holder=way.secretary_of(series, at))
    return series


@command(rule=rules.may_keep_series)
def end_series(series: Series, *, by: Actor, at: datetime) -> Series:
    """No more sittings; those that have not begun are called off, promises stay promises. Raises MoveRefused."""
    move(series, to=SeriesState.ENDED, by=by, at=at, due_at=None)
    for meeting in Meeting.objects.whole().filter(series=series, state__in=BEFORE).order_by("pk"):
        meeting.series = series
        call_off(meeting, reason=SERIES_ENDED, by=by, at=at)
    return series


@command(rule=is_the_clock)
def plan_on(series: Series, *, by: Actor, at: datetime) -> Series:
    """The last sitting begins: the next is planned."""
    way.plan_next(series, by, at)
    return series


def _seat(series: Series, hosts: Sequence[Centre]) -> None:
    chosen = list(dict.fromkeys(hosts))
    SeriesHost.objects.bulk_create(
        [SeriesHost(series=series, centre=centre, order=order) for order, centre in enumerate(chosen)]
    )


def _check(
    title: str, rule: str, every: int, weekday: int, minutes: int, quorum_percent: int, roles: Sequence[str]
) -> None:
    if not title.strip():
        raise BadSeries(_("لطفاً برای نشست نامی بنویسید."), field="title")
    if rule not in Rule.values or not 1 <= every <= (5 if rule == Rule.MONTH else 12):
        raise BadSeries(_("بگویید نشست هر چند هفته، یا چندمین روز هفتهٔ هر ماه است."), field="every")
    if not 0 <= weekday <= 5:
        raise BadSeries(_("روزی از شنبه تا پنجشنبه برگزینید."), field="weekday")
    if not 15 <= minutes <= 600:
        raise BadSeries(_("نشست از ۱۵ دقیقه تا ۱۰ ساعت است."), field="minutes")
    if not 0 <= quorum_percent <= 100:
        raise BadSeries(_("حد نصاب را میان ۰ تا ۱۰۰ درصد بنویسید."), field="quorum_percent")
    if not set(roles) <= set(Role.values):
        raise BadSeries(_("نقش‌ها را از فهرست برگزینید."), field="roles")
