"""Thanks: a letter or a certificate, each with a number of its own, to one or to many."""

from collections.abc import Sequence
from datetime import datetime, time

from django.utils.translation import gettext_lazy as _

from hamafza.care import rules
from hamafza.care.commands import _way as way
from hamafza.care.models import Book, Letter
from hamafza.care.queries.hours import months
from hamafza.care.states import LetterKind
from hamafza.kernel import rows
from hamafza.kernel.clock import TEHRAN, local
from hamafza.kernel.commands import command
from hamafza.kernel.errors import NotAllowed, Refused
from hamafza.people.models import Person
from hamafza.volunteers import service
from hamafza.volunteers.models import Volunteer

MOST = 200  # in one step


class NobodyChosen(Refused):
    message = _("نام کسانی را که می‌خواهید سپاس بگویید، نشان کنید.")


class TooMany(Refused):
    message = _("در هر بار تا ۲۰۰ نفر. فهرست را با کانون یا واژه‌ای کوتاه‌تر کنید.")


class NothingServed(Refused):
    message = _("در دوازده ماه گذشته خدمتی از این داوطلب ثبت نشده است؛ گواهی بی‌ساعت نوشته نمی‌شود.")


class ThankedToday(Refused):
    message = _("امروز برای همین کسان نوشته شده است.")


@command(rule=None)  # asked of each one below
def thank(*, volunteers: Sequence[Volunteer], kind: str, by: Person, at: datetime) -> Letter:
    """Each gets her own letter and is told; the first of them is returned. All or none; of one kind one a day.

    Raises NobodyChosen, TooMany, NothingServed, ThankedToday, NotAllowed.
    """
    if not volunteers:
        raise NobodyChosen
    if len(volunteers) > MOST:
        raise TooMany
    if not all(rules.may_thank(by, one, at) and one.person_id != by.pk for one in volunteers):
        raise NotAllowed
    every = months(at)
    deeds: dict[int, list[service.Deed]] = {one.pk: [] for one in volunteers}
    for deed in service.deeds(list(deeds), every[0].first, local(at).date()):
        deeds[deed.volunteer].append(deed)
    year, first = every[-1].year, None
    book, _new = Book.objects.get_or_create(year=year)
    rows.read_again(book)
    volunteers = _not_today(volunteers, kind, at)
    signer = Person.objects.get(pk=by.pk)
    for one in volunteers:
        letter = _written(one, LetterKind(kind), deeds[one.pk], book, signer, at)
        first = first or letter
    book.save(update_fields=["last"])
    assert first is not None
    return first


def _not_today(volunteers: Sequence[Volunteer], kind: str, at: datetime) -> list[Volunteer]:
    """A second press, or another officer who thanked the same people a moment ago, writes nothing twice."""
    morning = datetime.combine(local(at).date(), time.min, TEHRAN)
    today = Letter.objects.filter(volunteer__in=[one.pk for one in volunteers], kind=kind, at__gte=morning)
    written = set(today.values_list("volunteer", flat=True))
    left = [one for one in dict.fromkeys(volunteers) if one.pk not in written]
    if not left:
        raise ThankedToday
    return left


def _written(
    one: Volunteer, kind: LetterKind, deeds: list[service.Deed], book: Book, by: Person, at: datetime
) -> Letter:
    if not deeds and kind == LetterKind.CERTIFICATE:
        raise NothingServed
    book.last += 1
    letter = Letter.objects.create(
        volunteer=one, kind=kind, year=book.year, serial=book.last, at=at, by=by, deeds=len(deeds),
        minutes=sum(deed.minutes for deed in deeds), last_on=local(at).date(),
        first_on=deeds[0].day if deeds else local(at).date(),
    )  # fmt: skip
    way.line("volunteer_thanked", one, at, detail=str(kind))
    way.tell_her(one, "volunteer_thanked", "letters", at)
    return letter
