"""An accepted report goes to the officials of its place; who opened it is known, and who did not is reminded once."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hamafza.kernel.actors import Actor, is_the_clock
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza.kernel.moves import subject_of
from hamafza.network import days
from hamafza.notices import outbox
from hamafza.people.models import Person
from hamafza.reports import deadlines, queries, rules
from hamafza.reports.commands._way import line
from hamafza.reports.models import Official, Receipt, Report
from hamafza.reports.states import State
from hamafza_engines.persian import parse_mobile, to_persian_digits

LINK_LIVES = timedelta(days=120)


class NotAccepted(Refused):
    message = _("تنها گزارشی که پذیرفته و قفل شده است برای مسئولان می‌رود.")


class BadMobile(Refused):
    message = _("این شمارهٔ همراه درست نیست؛ آن را مانند ۰۹۱۵۱۲۳۴۵۶۷ بنویسید.")
    field = "mobile"


class AlreadyOfficial(Refused):
    message = _("این شماره از پیش در فهرست مسئولان این‌جا هست.")
    field = "mobile"


def send(report: Report, at: datetime) -> list[Receipt]:
    """To those who stand one and two levels up and to the named officials; to each once an edition."""
    people = [Receipt(person=person) for person in queries.persons_above(report, at)]
    named = [Receipt(official=official) for official in queries.named_officials(report)]
    return _send(report, people + named, at)


def _send(report: Report, receipts: Iterable[Receipt], at: datetime) -> list[Receipt]:
    found = []
    remind_at = None
    for receipt in receipts:
        remind_at = remind_at or days.within(report.place, at, deadlines.REMIND_AFTER)
        receipt.report, receipt.edition = report, report.edition
        receipt.sent_at, receipt.until, receipt.due_at = at, at + LINK_LIVES, remind_at
        receipt.save()
        _tell(receipt, "report_shared", at)
        found.append(receipt)
    return found


@command(rule=rules.may_share)
def add_official(report: Report, *, full_name: str, office: str, mobile: str, by: Person, at: datetime) -> Official:
    """From now on reports of this county or province reach her; this one at once. Raises NotAccepted, BadMobile, AlreadyOfficial."""
    if report.state != State.ACCEPTED:
        raise NotAccepted
    number = parse_mobile(mobile)
    if not number:
        raise BadMobile
    place = queries.seat_of(report)
    if Official.objects.filter(place=place, mobile=number, removed_at=None).exists():
        raise AlreadyOfficial
    official = Official.objects.create(
        place=place, full_name=full_name.strip()[:120], office=office.strip()[:120], mobile=number, added_by=by,
        added_at=at,
    )  # fmt: skip
    _send(report, [Receipt(official=official)], at)
    return official


@command(rule=rules.may_name)
def remove_official(official: Official, *, by: Actor, at: datetime) -> Official:
    """She left the office: no more reports, and her links open nothing."""
    if official.removed_at is None:
        official.removed_at = at
        official.save(update_fields=["removed_at"])
        Receipt.objects.filter(official=official, opened_at=None, revoked_at=None).update(revoked_at=at, due_at=None)
        Receipt.objects.filter(official=official, revoked_at=None).update(until=at)
    return official


@command(rule=lambda by, receipt, at: rules.may_share(by, receipt.report, at))
def revoke_receipt(receipt: Receipt, *, by: Actor, at: datetime) -> Receipt:
    """It was sent to the wrong hand."""
    if receipt.revoked_at is None:
        receipt.revoked_at, receipt.due_at = at, None
        receipt.save(update_fields=["revoked_at", "due_at"])
    return receipt


@command(rule=None)
def open_by_link(receipt: Receipt, *, by: Actor, at: datetime) -> Receipt:
    """She has it before her; the first time is what counts. Whoever holds a live link may: the view has checked it."""
    if receipt.opened_at is None and receipt.is_live(at):
        receipt.opened_at, receipt.due_at = at, None
        receipt.save(update_fields=["opened_at", "due_at"])
        line("report_read", receipt.report, at)
    return receipt


@command(rule=is_the_clock)
def remind(receipt: Receipt, *, by: Actor, at: datetime) -> Receipt:
    """Once, kindly; after that she stands among those who have not read."""
    receipt.due_at = None
    receipt.save(update_fields=["due_at"])
    if receipt.is_live(at):
        _tell(receipt, "report_unread", at)
    return receipt


def _tell(receipt: Receipt, template: str, at: datetime) -> None:
    path = f"/r/{queries.token_of(receipt)}"
    subject, code = subject_of(receipt.report), to_persian_digits(receipt.report.code)
    if receipt.person:
        outbox.to_person(receipt.person, template, at=at, subject=subject, url=path, code=code)
    elif receipt.official:
        link = f"{settings.BASE_URL}{path}"
        outbox.to_phone(receipt.official.mobile, f"{template}_link", at=at, subject=subject, code=code, link=link)
