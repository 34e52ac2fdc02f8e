"""Reports are asked for: by the clock when a month, a season or a year is over, by an officer for a campaign."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from hamafza.journal.models import JournalLine
from hamafza.journal.months import Month
from hamafza.kernel.actors import Actor, is_the_clock
from hamafza.kernel.clock import local
from hamafza.kernel.commands import command
from hamafza.kernel.errors import MoveRefused, Refused
from hamafza.kernel.moves import remember
from hamafza.network.models import Centre, CentreState
from hamafza.people.models import Person
from hamafza.places.models import Place
from hamafza.reports import deadlines, rules
from hamafza.reports.holders import writer_of
from hamafza.reports.models import Campaign, Opened, Photo, Report
from hamafza.reports.periods import Period
from hamafza.reports.states import OWE, Kind, Level, State
from hamafza_engines.persian import search_key

LONGEST = timedelta(days=400)
LEVELS = {1: Level.PROVINCE, 2: Level.COUNTY}  # of places, by how deep they lie


class NoName(Refused):
    message = _("نام پویش را بنویسید؛ گزارش با همین نام شناخته می‌شود.")
    field = "name"


class EndsBeforeItBegins(Refused):
    message = _("پایان پیش از آغاز است.")
    field = "last"


class TooLong(Refused):
    message = _("پویش بیش از ۴۰۰ روز نمی‌شود و پایانش بیش از ۴۰۰ روز دور نیست.")
    field = "last"


class LongOver(Refused):
    message = _(
        "مهلت گزارش این پویش گذشته است: پانزده روز پس از پایان آن. پویشی را بنویسید که هنوز می‌توان از آن گزارش داد."
    )
    field = "last"


class CalledAlready(Refused):
    message = _("همین پویش در این‌جا با همین روز آغاز هست.")
    field = "name"


class NoCentres(Refused):
    message = _("در این‌جا کانون فعالی با این نام‌ها نیست. کانون‌های همین شهرستان یا استان را برگزینید.")
    field = "centres"


class BegunAlready(Refused):
    message = _("دست‌کم یک واحد گزارش این پویش را آغاز کرده است؛ دیگر نمی‌توان آن را برداشت.")


@command(rule=is_the_clock, keep=("month",))
def open_month(*, month: int, by: Actor, at: datetime) -> Opened:
    """The month is over: every active centre that was there in it, its county and its province owe their report."""
    return _open_all(Period.holding(Kind.MONTH, Month.from_code(month)), by, at)


@command(rule=is_the_clock, keep=("kind", "month"))
def open_long(*, kind: str, month: int, by: Actor, at: datetime) -> Opened:
    """The season or year that ends with this month is over: its counties and provinces owe a report made of their months."""
    return _open_all(Period.holding(kind, Month.from_code(month)), by, at)


@command(rule=rules.may_call)
def call_campaign(
    place: Place, *, name: str, first: date, last: date, by: Person, at: datetime, centres: Iterable[Centre] = ()
) -> Campaign:
    """Named days in a county or a province: those centres that take part, or all active ones, and the places above them
    owe a report.

    Raises NoName, EndsBeforeItBegins, TooLong, LongOver, CalledAlready, NoCentres, MoveRefused.
    """
    today = local(at).date()
    if place.path.count("/") - 1 not in LEVELS:
        raise MoveRefused
    if not search_key(name):  # invisible characters are no name
        raise NoName
    if last < first:
        raise EndsBeforeItBegins
    if last - first >= LONGEST or last - today >= LONGEST:
        raise TooLong
    if deadlines.due_on(Kind.CAMPAIGN, last) <= today:
        raise LongOver
    if Campaign.objects.filter(place=place, name=name.strip()[:80], first=first, withdrawn_at=None).exists():
        raise CalledAlready
    there = Centre.objects.filter(state=CentreState.ACTIVE, place__path__startswith=place.path)
    chosen = {centre.pk for centre in centres}
    found = list((there.filter(pk__in=chosen) if chosen else there).select_related("place").order_by("pk"))
    if not found or len(found) < len(chosen):
        raise NoCentres
    campaign = Campaign.objects.create(
        place=place, name=name.strip()[:80], first=first, last=last, added_by=by, added_at=at
    )
    _open_for(Period(Kind.CAMPAIGN, first, last, campaign.name), found, by, at, campaign)
    return campaign


@command(rule=rules.may_call)
def withdraw_campaign(campaign: Campaign, *, by: Actor, at: datetime) -> Campaign:
    """It was called by mistake: nobody owes a report of it, as long as nobody began one. Raises BegunAlready."""
    if campaign.withdrawn_at is not None:
        return campaign
    asked = campaign.reports.all()
    if asked.exclude(state=State.DUE).exists() or Photo.objects.filter(report__campaign=campaign).exists():
        raise BegunAlready
    asked.delete()
    campaign.withdrawn_at = at
    campaign.save(update_fields=["withdrawn_at"])
    return campaign


def _open_all(period: Period, by: Actor, at: datetime) -> Opened:
    born_later = JournalLine.objects.filter(kind="centre_opened", day__gt=period.last).values("centre")
    centres = Centre.objects.filter(state=CentreState.ACTIVE).exclude(code__in=born_later)
    _open_for(period, list(centres.select_related("place").order_by("pk")), by, at)
    return Opened.objects.create(kind=period.kind, month=period.month.code, at=at)


def _open_for(period: Period, centres: list[Centre], by: Actor, at: datetime, campaign: Campaign | None = None) -> None:
    """A campaign is not asked about above the place that called it."""
    owing = OWE[period.kind]
    for centre in centres if Level.CENTRE in owing else ():
        _open(Level.CENTRE, centre.place, period, by, at, centre, campaign)
    paths = {
        centre.place.ancestor_path(deep) for centre in centres for deep in LEVELS if centre.place.path.count("/") > deep
    }
    places = Place.objects.filter(path__in=paths)
    if campaign:
        places = places.filter(path__startswith=campaign.place.path)
    for place in places.order_by("path"):
        _open(LEVELS[place.path.count("/") - 1], place, period, by, at, campaign=campaign)


def _open(
    level: str, place: Place, period: Period, by: Actor, at: datetime, centre: Centre | None = None,
    campaign: Campaign | None = None,
) -> None:  # fmt: skip
    due = deadlines.due_on(period.kind, period.last)
    rung, due_at = deadlines.next_rung(due, at)
    report = Report(
        level=level, centre=centre, place=place, kind=period.kind, first=period.first, last=period.last,
        month=period.month.code, campaign=campaign, due_on=due, due_at=due_at, rung=rung, since_at=at, created_at=at,
    )  # fmt: skip
    report.holder = writer_of(report, at)
    report.save()
    remember(report, before="", after=State.DUE, by=by, at=at)
