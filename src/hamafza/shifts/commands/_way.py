"""What the verbs share: who is responsible, seats, quarters of an hour, whom to tell, and the journal's line."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hamafza.journal import entries as journal
from hamafza.kernel.clock import local
from hamafza.kernel.errors import Refused
from hamafza.kernel.moves import subject_of
from hamafza.network import queries as network
from hamafza.network.models import Centre
from hamafza.notices import moments, outbox
from hamafza.people.models import Person
from hamafza.shifts.models import Booking, Busy, Shift, quarter_of, quarters
from hamafza.shifts.states import PUT_RIGHT, SEATED
from hamafza.volunteers import queries as volunteers
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.states import VolunteerState
from hamafza_engines.persian import to_persian_digits

IN_TIME = timedelta(hours=2)  # who reads it so long before the beginning can still do something


class Begun(Refused):
    message = _("این نوبت آغاز شده است. با مسئول نوبت تماس بگیرید.")


class DoubleBooked(Refused):
    message = _("او در همین ساعت نوبت دیگری دارد. نخست یکی را کنار بگذارید.")


class NoSeat(Refused):
    message = _("جای این نوبت پر شده است. در فهرست انتظار نام بنویسید تا اگر کسی نیامد، خبرتان کنیم.")


class NotAble(Refused):
    message = _("این نوبت مهارتی می‌خواهد که مدرک معتبرش ثبت نشده است.")


class NotServing(Refused):
    message = _("او اکنون در خدمت این کانون نیست.")


def officer_of(shift: Shift, at: datetime) -> Person:
    """She, her deputy while she is away, or whoever answers for the centre when she has left."""
    here = network.present(shift.officer, at)
    return here if here.is_active else network.responsible_for_centre(shift.centre, at)


def seats_left(shift: Shift) -> int:
    return int(shift.needed) - Booking.objects.filter(shift=shift, state__in=SEATED).count()


def check_able(shift: Shift, volunteer: Volunteer) -> None:
    """Raises NotServing, NotAble."""
    if volunteer.state != VolunteerState.ACCEPTED or volunteer.centre_id != shift.centre_id:
        raise NotServing
    if shift.skill and not volunteers.can(shift.skill, volunteer, shift.day):
        raise NotAble


def fill(booking: Booking, shift: Shift) -> None:
    """Her quarters of an hour are given away. The constraint decides, whoever runs beside us. Raises DoubleBooked."""
    rows = [Busy(booking=booking, volunteer_id=booking.volunteer_id, quarter=one) for one in quarters(shift)]
    try:
        with transaction.atomic():
            Busy.objects.bulk_create(rows)
    except IntegrityError as error:
        raise DoubleBooked from error


def free(booking: Booking) -> None:
    Busy.objects.filter(booking=booking).delete()


def wakes(shift: Shift, at: datetime) -> bool:
    """A word about it may come by night: in the morning it would be too late."""
    wall = local(at)
    morning = wall.replace(hour=outbox.QUIET_UNTIL, minute=0, second=0, microsecond=0)
    morning += timedelta(days=wall >= morning)
    return shift.starts_at < morning + IN_TIME


def forget_past(centre: Centre, at: datetime) -> None:
    """Quarters of an hour that nobody of this centre can be put into any more; a shift that still waits for its list of
    who came keeps its own hours and all later ones apart, and so does every shift whose list can be put right."""
    earliest = Shift.objects.open().filter(centre=centre).aggregate(first=Min("starts_at"))["first"] or at
    Busy.objects.filter(booking__shift__centre=centre, quarter__lt=quarter_of(min(earliest, at - PUT_RIGHT))).delete()


def tell_officers(people: Iterable[Person], template: str, shift: Shift, at: datetime, *, urgent: bool = False) -> None:
    said = _facts(shift)
    for person in dict.fromkeys(people):
        outbox.to_person(
            person, template, at=at, subject=subject_of(shift), url=f"/shifts/{shift.pk}/", urgent=urgent,
            code=said["code"], until=said["until"],
        )  # fmt: skip


def tell(volunteer: Volunteer, template: str, shift: Shift, at: datetime, *, urgent: bool = False) -> None:
    """By SMS with her own link; whoever has an account finds it in her inbox too."""
    address = reverse("shifts:mine", args=[volunteers.link_of(volunteer)])
    link = settings.BASE_URL.rstrip("/") + address
    facts = _facts(shift)
    outbox.to_phone(volunteer.mobile, template, at=at, subject=subject_of(shift), urgent=urgent, link=link, **facts)
    if volunteer.person:
        outbox.to_person(
            volunteer.person, template, at=at, subject=subject_of(shift), url=address, urgent=False, link=link, **facts
        )


def _facts(shift: Shift) -> dict[str, str]:
    return {"code": to_persian_digits(str(shift.pk)), "until": moments.day_and_hour(shift.starts_at)}


def domain_of(shift: Shift) -> str:
    return str(shift.skill.domain.key) if shift.skill and shift.skill.domain else ""


def line(
    kind: str, shift: Shift, at: datetime, *, people: int = 0, detail: str = "", day: date | None = None
) -> None:  # fmt: skip
    journal.record(
        kind,
        place=shift.centre.place.path,
        domain=domain_of(shift),
        at=at,
        detail=detail,
        people=people,
        centre=shift.centre.code,
        day=day,
    )
